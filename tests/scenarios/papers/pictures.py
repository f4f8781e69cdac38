"""`python -m tests.scenarios.papers.pictures FOLDER`: plays the speech's ledger at the middle and at the end of its
year over the chat, writes the papers and the wall chart, and pictures of them where LibreOffice and pdftoppm are.

To be looked at by people; what the papers say is held by `tests/scenarios/test_papers.py`.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import structlog
from PIL import Image

from bot.documents.docx_file import docx_file
from bot.documents.kinds import Wanted
from bot.playground import cast
from bot.renderers import exports
from bot.renderers.papers.asking import Asking
from bot.renderers.papers.named import named
from bot.renderers.papers.table import document
from db.models import Role
from tests.office import Coordinator, Office, Person, staffed

PAPERS = (
    "督查通报",
    "督办单",
    "专报",
    "市水利局情况表",
    "市发展改革委情况表",
    "常务副市长分管情况",
    "公开通报",
    "1号办理经过",
    "2022年市政府重点工作",
)
SHOWN = ("督查通报", "督办单", "专报", "市发展改革委情况表", "常务副市长分管情况")
WHEN = ("年中", "年末")
BOUND = ("市发展改革委主任", "市财政局局长", "市水利局局长", "市住建局局长", "市林草局局长")
LEADERS = ("常务副市长", "分管农业副市长", "分管城建副市长")

# What the office sets up, each shown and confirmed.
SET_UP = (
    "1号指标：地区生产总值增长不低于6.5%",
    "2号指标：一般公共预算收入增长5%",
    "3号指标：固定资产投资增长12%，6月底6%",
    "24号类型：项目",
    "24号资金来源：专项债券",
    "24号专员：王专员",
    "24号阶段：开工",
)
# Local moment → who says what; what is claimed is accepted, then the papers of the day are drawn up.
MIDDLE = (
    ("2022-06-20 10:00", "市发展改革委主任", "1号上半年地区生产总值增长4.8%\n3号完成50%，固定资产投资增长9.6%"),
    ("2022-06-20 10:10", "市财政局局长", "2号完成48%，一般公共预算收入增长3.1%"),
    ("2022-06-21 10:00", "市发展改革委主任", "3号卡在用地指标，请市自然资源局协调，7月15日前完成60%"),
)
END = (
    ("2022-12-20 10:00", "市发展改革委主任", "1号已办结，全年地区生产总值增长6.6%，统计公报已印发"),
    ("2022-12-20 10:10", "市财政局局长", "2号完成97%，一般公共预算收入增长4.7%"),
    ("2022-12-21 10:00", "市发展改革委主任", "3号完成92%，固定资产投资增长11.2%"),
)


async def play(folder: Path) -> None:
    async with staffed() as office:
        await office.begins("2022-06-16 10:00")
        await cast.import_examples(office.stage)
        heads = {name: Person(office, await office.stage.actor(name)) for name in BOUND}
        for name in LEADERS:
            await office.stage.actor(name)
        director = Coordinator(office, await office.stage.actor("孙主任", role=Role.DIRECTOR))
        for words in SET_UP:
            await office.coordinator.says(words)
            if "确认" in office.coordinator.latest.labels:
                await office.coordinator.taps("确认")
        await half(office, director, heads, MIDDLE, until="2022-06-28 10:00")
        await written(office, folder, WHEN[0])
        await office.begins("2022-12-16 10:00")
        await half(office, director, heads, END, until="2022-12-28 10:00")
        await written(office, folder, WHEN[1])


async def half(office, director, heads, said, *, until):  # type: ignore[no-untyped-def]
    for moment, who, words in said:
        await office.until(moment)
        await heads[who].says(words)
        if "已办结" in words:
            await office.coordinator.taps("同意销号")
    await office.until(until)
    for button in ("下达督办单", "报领导"):
        await office.coordinator.taps(button)
        await office.coordinator.taps("呈主任签发")
        await director.taps("签发")
    await office.coordinator.says("发个通报")
    await office.coordinator.taps("呈主任签发")
    await director.taps("签发")


async def written(office: Office, folder: Path, when: str) -> None:
    async with office.stage.database.reading() as session:
        asking = Asking(session, office.stage.clock.now, office.stage.policy, None)
        for words in PAPERS:
            found: list[Wanted] = await named(session, words)
            drawn = await document(asking, found[0]) if found else None
            if drawn is None:
                print(f"{when}：没有{words}")
                continue
            (folder / f"{when}_{words}.docx").write_bytes(docx_file(drawn))
        chart = await exports.wall_chart(session, now=office.stage.clock.now, policy=office.stage.policy)
        (folder / f"{when}_作战图.png").write_bytes(chart)


def pictures(folder: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        print("没有 LibreOffice 或 pdftoppm：只写 .docx。")
        return
    files = sorted(map(str, folder.glob("*.docx")))
    home = f"-env:UserInstallation=file://{folder.resolve()}/.office"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files], check=True)
    for file in folder.glob("*.pdf"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(file), str(file.with_suffix(""))], check=True)
    together(folder)


def together(folder: Path) -> None:
    """The first pages in one picture: the middle of the year above its end."""
    rows = [[Image.open(next(iter(sorted(folder.glob(f"{when}_{each}-*.png"))))) for each in SHOWN] for when in WHEN]
    wide, high = max(page.width for row in rows for page in row), max(page.height for row in rows for page in row)
    sheet = Image.new("RGB", (wide * len(SHOWN), high * len(rows)), "white")
    for down, row in enumerate(rows):
        for across, page in enumerate(row):
            sheet.paste(page, (across * wide, down * high))
    sheet.quantize(32).save(folder / "papers.png", optimize=True)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    asyncio.run(play(into))
    pictures(into)

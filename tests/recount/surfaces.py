"""The figures as people were shown them: read from the words of the messages and the cells of the workbook."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

LAMPS = {"🔴": "红", "🟡": "黄", "🔵": "蓝", "⚪": "灰", "🟢": "绿"}
_SUMMARY = re.compile(r"共(\d+)项：在办(\d+)，已销号(\d+)\n灯色：(.+)\n进度：(.*)(?:\n问题：(.+))?")
_PAIR = re.compile(r"(\D+?)(\d+)")


def summary(text: str) -> dict[str, int]:
    """The block of figures that digest and /status share; what it leaves out is 0."""
    found = _SUMMARY.search(text)
    assert found is not None, text
    total, running, closed, lamps, paces, late = found.groups()
    shown = {"共": int(total), "在办": int(running), "已销号": int(closed)}
    shown |= {LAMPS[mark]: int(count) for mark, count in re.findall(r"([🔴🟡🔵⚪🟢])(\d+)", lamps)}
    for part in (paces, late or ""):
        shown |= {name.strip("，"): int(count) for name, count in _PAIR.findall(part)}
    return shown


def listed(text: str) -> int | None:
    """Of how many a list says that it is."""
    found = re.search(r"(?:共|事项)(\d+)项", text)
    return int(found[1]) if found else None


def week(text: str) -> dict[str, int]:
    """较上周 and 本周 of a digest."""
    shown = {}
    if found := re.search(r"较上周：新增超期(\d+)项，办结(\d+)项，新交办(\d+)项", text):
        shown |= dict(zip(("新增超期", "办结", "新交办"), map(int, found.groups()), strict=True))
    (line,) = re.findall(r"^本周：.+$", text, re.MULTILINE)
    for name in ("回音", "申请办结", "销号", "退回", "催办"):
        found = re.search(rf"{name}(\d+)[条项]", line)
        shown[name] = int(found[1]) if found else 0
    hollow = re.search(r"无实质内容(\d+)条", line)
    shown["空"] = int(hollow[1]) if hollow else 0
    if found := re.search(r"共向(\d+)位责任人发出提醒(\d+)条", text):
        shown |= {"提醒人": int(found[1]), "提醒": int(found[2])}
    return shown


def counts(text: str) -> dict[str, int]:
    """What stands in the headings of the digest's lists."""
    wanted = {
        "需要关注": r"◆ 需要关注（(\d+)项）",
        "临近时限": r"◆ 临近时限（(\d+)项）",
        "困难": r"◆ 尚未解决的困难（(\d+)件）",
        "空泛": r"◆ 反馈无实质内容（(\d+)项）",
        "兑现": r"◆ 承诺：兑现(\d+)项",
        "未兑现": r"过期未兑现(\d+)项",
        "达到": r"◆ 指标\d+项：达到(\d+)",
        "未达": r"◆ 指标\d+项：.*未达(\d+)",
        "未报": r"◆ 指标\d+项：.*未报(\d+)",
    }
    return {name: int(found[1]) if (found := re.search(of, text)) else 0 for name, of in wanted.items()}


def year(text: str) -> dict[str, int]:
    found = re.search(r"办结(\d+)项：提前(\d+)，按期(\d+)，超期(\d+)；中止(\d+)项；在办（结转）(\d+)项", text)
    assert found is not None, text
    return dict(zip(("办结", "提前", "按期", "超期", "中止", "在办"), map(int, found.groups()), strict=True))


def workbook(content: bytes) -> dict[str, dict[str, Any]]:
    """The sheet 汇总, row by row; green is given with the closed ones, as everywhere else."""
    from openpyxl import load_workbook

    rows = list(load_workbook(BytesIO(content), read_only=True)["汇总"].iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == "牵头单位")
    found = {}
    for row in rows[header + 1 :]:
        if row[0]:
            shown = dict(zip(rows[header], row, strict=False))
            shown["绿"] += shown["已销号"]
            shown["共"] = shown.pop("合计")
            found[str(row[0])] = shown
    return found

"""The story a visitor follows, on a desk and on a telephone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.browser.conftest import DESK, PHONE, READY, Look

STEP = ".guide .now button"
WAIT = 30_000


def _done(page: Any, count: int) -> None:
    page.wait_for_function(f"document.querySelectorAll('.guide li.done').length >= {count}", timeout=WAIT)


def test_the_story_on_a_desk(look: Look) -> None:
    page = look(DESK)
    page.click(STEP)
    page.keyboard.press("Enter")
    page.wait_for_selector(".m:not(.mine) >> text=已记录2项", timeout=WAIT)
    _done(page, 1)

    page.click(STEP)
    page.click(".keys button:has-text('请市财政局协调')", timeout=WAIT)
    _done(page, 2)
    page.wait_for_selector("text=已请市财政局局长协调", timeout=WAIT)

    page.click(STEP)
    page.wait_for_selector("#progress:not([hidden])")
    page.fill("textarea", "/status 99")  # typed while the clock runs, and neither lost nor waited for
    page.wait_for_selector("#progress[hidden]", state="attached", timeout=READY)
    assert page.input_value("textarea") == "/status 99"
    page.wait_for_selector("text=【督查周报】", timeout=WAIT)
    assert "2022年2月25日（周五）" in page.inner_text(".clock time")
    _done(page, 3)

    page.click(STEP)
    page.wait_for_selector(".fault.on")
    page.press("textarea", "Enter")
    page.wait_for_selector(".m.mine .ticks:not(.taken)")
    page.click(STEP)
    page.wait_for_selector(".proof", timeout=READY)
    assert "一句不少，一句不重" in page.inner_text(".proof")
    page.wait_for_selector("text=四步都走过了")
    page.wait_for_selector(".m:not(.mine) >> text=雨水管网改造和内涝点消除", timeout=WAIT)


def test_files_go_up_and_down_and_the_ledger_tells_each_step(look: Look, tmp_path: Path) -> None:
    page = look(DESK)
    page.click(".person:has-text('市财政局局长')")
    sent = tmp_path / "情况说明.txt"
    sent.write_text("入库进度说明", encoding="utf-8")
    page.set_input_files("input[type=file]", sent)
    page.wait_for_selector(".m.mine .paper:has-text('情况说明.txt')")
    with page.expect_download() as caught:
        page.click(".m.mine .paper:has-text('情况说明.txt')")
    assert Path(caught.value.path()).read_text(encoding="utf-8") == "入库进度说明"
    picture = tmp_path / "现场.png"
    page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": 240, "height": 120})
    page.set_input_files("input[type=file]", picture)
    page.wait_for_function(
        "[...document.querySelectorAll('.m.mine .photo img')].some(each => each.naturalWidth === 240)"
    )

    page.click(".tabs button:has-text('台账')")
    page.fill(".row-of input", "市财政局")
    page.click(".task >> nth=0")
    page.wait_for_selector(".steps li:has-text('交办')")


def test_drafts_belong_to_their_person_and_tabs_agree(look: Look) -> None:
    page = look(DESK)
    page.click(".person:has-text('市水利局局长')")
    page.fill("textarea", "40号还差一处")
    page.click(".person:has-text('市教育局局长')")
    assert page.input_value("textarea") == ""
    page.reload()
    page.wait_for_selector(".m")
    page.click(".person:has-text('市水利局局长')")
    assert page.input_value("textarea") == "40号还差一处"

    other = look(DESK, context=page.context)
    other.click(".person:has-text('市审计局局长')")
    other.fill("textarea", "收到")
    other.keyboard.press("Enter")
    page.wait_for_selector(".person:has-text('市审计局局长') .line >> nth=0")
    page.click(".person:has-text('市审计局局长')")
    page.wait_for_selector(".m.mine >> text=收到", timeout=WAIT)
    assert page.locator(".person:has-text('市审计局局长') i").count() == 0
    page.reload()
    page.wait_for_selector(".m")
    assert page.locator(".person:has-text('市审计局局长') i").count() == 0  # what was looked at stays so

    page.keyboard.press("Control+k")
    page.keyboard.type("市林草局")
    page.keyboard.press("Enter")
    page.wait_for_selector(".who h2:has-text('市林草局局长')")


def test_on_a_telephone_nothing_is_wider_than_the_screen(look: Look) -> None:
    page = look(PHONE)

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    fits()
    page.click(".person:has-text('市住建局局长')")
    page.fill("textarea", "91号完成两成")
    page.click(".send")
    page.wait_for_selector(".m:not(.mine) >> text=进度20%", timeout=WAIT)
    fits()
    page.click(".back")
    for label, found in [("台账", ".figures"), ("故障", ".fault"), ("时钟", ".moves button")]:
        page.click(f".views button:has-text('{label}')")
        page.wait_for_selector(found)
        fits()
    before = page.inner_text(".clock time b")
    page.click(".moves button:has-text('+1 小时')")
    page.wait_for_function(f"document.querySelector('.clock time b').textContent !== {before!r}", timeout=WAIT)
    page.click(".views button:has-text('会话')")
    page.wait_for_selector(".person")


def test_everything_said_on_the_page_is_chinese(look: Look) -> None:
    page = look(DESK)
    labelled = "[...document.querySelectorAll('[title],[aria-label],[placeholder]')]"
    words = f"{labelled}.map(each => [each.title, each.ariaLabel, each.placeholder].join(' ')).join(' ')"
    said = page.inner_text("body") + page.evaluate(words)
    foreign = set(re.findall(r"[A-Za-z]{3,}", said))
    assert foreign <= {
        "Ctrl",
        "Telegram",
        "status",
        "chart",
        "export",
        "preview",
        "SIGKILL",
        "kill",
        "XLSX",
        "xlsx",
        "txt",
    }

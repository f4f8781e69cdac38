"""The story a visitor follows, on a desk and on a telephone, and what else the page promises.

One playground serves them all, in the order written: only forward goes its clock.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.browser.conftest import DESK, PHONE, READY, Look

STEP = ".guide .now button"
CLOCK = "document.querySelector('.clock time').textContent"


def _done(page: Any, count: int) -> None:
    page.wait_for_function(f"document.querySelectorAll('.guide li.done').length >= {count}")


def _row(name: str) -> str:
    return f".person:has(b:text-is('{name}'))"


def _opens(page: Any, name: str) -> None:
    page.click(_row(name))


def _says(page: Any, words: str) -> None:
    page.fill("textarea", words)
    page.press("textarea", "Enter")


def _fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _answered(page: Any, words: str) -> None:
    page.wait_for_selector(f".m:not(.mine) >> text={words}")


def test_the_story_on_a_desk_and_on_a_telephone(look: Look) -> None:
    """Each step is taken on one and seen on the other; the clock, which both share, passes Friday once."""
    desk = look(DESK)
    phone = look(PHONE)
    desk.click(STEP)
    desk.keyboard.press("Enter")
    _answered(desk, "已记录2项")
    _opens(phone, "市教育局局长")
    _says(phone, "收到")
    phone.wait_for_selector(".m.mine:has-text('收到') .ticks.taken")
    phone.wait_for_selector(".guide .now small >> text=您说的已记入台账")
    _fits(phone)
    for page in (desk, phone):
        _done(page, 1)

    phone.click(STEP)
    phone.click(".keys button:has-text('请市财政局协调')")
    _answered(phone, "已请市财政局局长协调")
    _opens(desk, "督查员甲")
    _answered(desk, "已请市财政局局长协调")
    for page in (desk, phone):
        _done(page, 2)

    desk.click(STEP)
    for page in (desk, phone):
        page.wait_for_selector("#progress:not([hidden])")
    desk.fill("textarea", "99号现在怎样")  # typed while the clock runs, and neither lost nor waited for
    phone.fill("textarea", "100号现在怎样")
    for page in (desk, phone):
        page.wait_for_selector("#progress[hidden]", state="attached", timeout=READY)
        page.wait_for_selector("text=【督查周报】")
        assert "2022年2月25日（周五）" in page.evaluate(CLOCK)
        _done(page, 3)
        _fits(phone)
    assert (desk.input_value("textarea"), phone.input_value("textarea")) == ("99号现在怎样", "100号现在怎样")

    phone.click(STEP)  # and the conversation stays in sight
    desk.wait_for_selector(".tabs button:has-text('故障') i")
    desk.press("textarea", "Enter")
    phone.press("textarea", "Enter")
    for page in (desk, phone):
        page.wait_for_selector(".m.mine .ticks:not(.taken)")
        page.wait_for_selector(".guide .now small >> text=一个勾")
    phone.click(STEP)
    phone.wait_for_selector("#notice:has-text('一句不少，一句不重')", timeout=READY)
    for page in (desk, phone):
        _answered(page, "99号")
        _answered(page, "100号")
        page.wait_for_selector("text=四步都走过了")
    desk.click(".tabs button:has-text('故障')")
    assert "一句不少，一句不重" in desk.inner_text(".proof")
    assert "截至2月25日（周五）" in desk.inner_text(".proof")
    assert desk.locator(".tabs i").count() == 0  # nothing is broken any more


def test_files_go_up_and_down_and_the_ledger_tells_each_step(look: Look, tmp_path: Path) -> None:
    page = look(DESK)
    _opens(page, "市财政局局长")
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

    _opens(page, "督查员甲")  # Friday's chart is seen, its workbook kept
    page.wait_for_function(
        "[...document.querySelectorAll('.m:not(.mine) .photo img')].some(each => each.naturalWidth > 1000)"
    )
    with page.expect_download() as caught:
        page.click(".m:not(.mine) .paper:has-text('.xlsx')")
    assert Path(caught.value.path()).read_bytes().startswith(b"PK")

    page.click(".tabs button:has-text('台账')")
    page.fill(".row-of input", "市财政局")
    page.click(".task >> nth=0")
    page.wait_for_selector(".steps li:has-text('交办')")


def test_drafts_belong_to_their_person_and_tabs_agree(look: Look) -> None:
    page = look(DESK)
    _opens(page, "市水利局局长")
    page.fill("textarea", "40号还差一处")
    _opens(page, "市教育局局长")
    assert page.input_value("textarea") == ""
    page.reload()
    page.wait_for_selector(".m")
    _opens(page, "市水利局局长")
    assert page.input_value("textarea") == "40号还差一处"

    other = look(DESK, context_of=page)
    _opens(other, "市审计局局长")
    _says(other, "收到")
    page.wait_for_selector(f"{_row('市审计局局长')} .line >> nth=0")
    _opens(page, "市审计局局长")
    page.wait_for_selector(".m.mine >> text=收到")
    page.wait_for_selector(f"{_row('市审计局局长')}:not(:has(i))")
    page.reload()
    page.wait_for_selector(".m")
    assert page.locator(f"{_row('市审计局局长')} i").count() == 0  # what was looked at stays so

    page.keyboard.press("Control+k")
    page.keyboard.type("市林草局")
    page.keyboard.press("Enter")
    page.wait_for_selector(".who h2:has-text('市林草局局长')")


def _does_to_last(page: Any, deed: str) -> None:
    """Another message may come between the hand and its button: then that one is the last."""
    for _ in range(20):
        last = page.locator(".m:not(.mine)").last
        last.hover()
        page.wait_for_timeout(100)
        button = last.locator(f".deeds button:has-text('{deed}')")
        if button.is_visible():
            button.click(timeout=10_000)
            return
    raise AssertionError(f"nothing could be done to the last message: {deed}")


def test_what_was_said_is_corrected_quoted_and_marked(look: Look) -> None:
    page = look(DESK)
    _opens(page, "市公安局局长")
    _says(page, "我的任务")
    page.wait_for_selector(".m.mine:has-text('我的任务') .ticks.taken")
    page.keyboard.press("ArrowUp")  # one's last message comes back to be corrected
    page.wait_for_selector(".strip:has-text('修改')")
    _says(page, "收到")
    page.wait_for_selector(".m.mine .foot:has-text('已修改')")
    _does_to_last(page, "赞")
    page.wait_for_selector(".m:not(.mine) .reactions")
    _does_to_last(page, "回复")
    page.wait_for_selector(".strip:has-text('回复')")
    _says(page, "谢谢")
    page.wait_for_selector(".m.mine .quote")


def test_on_a_telephone_all_is_in_sight_and_keeps_its_place(look: Look) -> None:
    page = look(PHONE)
    _fits(page)
    assert page.is_visible(".brand p")  # what this is
    _opens(page, "市住建局局长")
    page.fill("textarea", "91号完成两成")
    page.click(".send")
    _answered(page, "进度20%")
    _fits(page)
    page.evaluate("import('./static/dom.js').then(page => page.notice('核对'))")
    page.wait_for_selector("#notice:not([hidden])")
    over = "document.querySelector('#notice').getBoundingClientRect().bottom"
    assert page.evaluate(f"{over} <= document.querySelector('.who').getBoundingClientRect().top")  # it covers nothing
    page.reload()
    page.wait_for_selector(".who:visible >> text=市住建局局长")
    _answered(page, "进度20%")
    page.go_back()
    _opens(page, "督查员甲")
    page.click(".photo")
    page.wait_for_function("document.querySelector('.canvas img').clientWidth > 800")
    page.click(".canvas img")
    page.wait_for_function("document.querySelector('.canvas img').clientWidth < 391")
    page.click(".bar-of button")
    page.click(".back")
    for label, found in [("台账", ".figures"), ("故障", ".fault"), ("时钟", ".moves button")]:
        page.click(f".views button:has-text('{label}')")
        page.wait_for_selector(found)
        _fits(page)
    before = page.inner_text(".clock time b")
    page.click(".moves button:has-text('指定时间')")
    assert page.input_value("input[type=date]") == "2022-02-28"  # the coming morning, not one that has passed
    page.fill("input[type=date]", "2022-02-25")
    page.click(".date button.strong")
    assert not page.evaluate("document.querySelector('input[type=time]').validity.valid")
    page.click(".moves button:has-text('+1 小时')")
    page.wait_for_function(f"document.querySelector('.clock time b').textContent !== {before!r}")
    page.click(".views button:has-text('会话')")
    page.wait_for_selector(".person")


def test_the_list_shows_or_names_the_chat_that_got_a_message(look: Look) -> None:
    page = look(DESK)
    other = look(DESK, context_of=page)
    top = "document.querySelector('#people').scrollTop"
    _opens(other, "市司法局局长")
    _says(other, "我的任务")
    page.wait_for_function(f"document.querySelector('.person b').textContent === '市司法局局长' && {top} === 0")
    page.evaluate(f"{top} = 900")
    _opens(other, "市统计局局长")
    _says(other, "我的任务")
    page.click(".up:has-text('市统计局局长有新消息')")
    assert page.evaluate(top) == 0
    assert "您名下" in page.inner_text(f"{_row('市统计局局长')} .last")


def test_everything_said_on_the_page_is_chinese(look: Look) -> None:
    page = look(DESK)
    page.click(".tabs button:has-text('故障')")
    labelled = "[...document.querySelectorAll('[title],[aria-label],[placeholder]')]"
    words = f"{labelled}.map(each => [each.title, each.ariaLabel, each.placeholder].join(' ')).join(' ')"
    said = page.inner_text("body") + page.evaluate(words)
    foreign = set(re.findall(r"[A-Za-z]{3,}", said))
    assert foreign <= {"Ctrl", "Telegram", "XLSX", "xlsx", "txt"}

"""Every kind of message has its renderer, every doubt its question; nothing is longer than a messenger takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import count

import pytest

from bot.handlers.buttons import TAPS
from bot.renderers import RENDERERS
from bot.texts import decisions, echo, keyboards, morning, notices, questions, sentences, words
from bot.texts.task_lines import TaskLine, brief, card
from db.lifecycle import State
from db.messages import Kind
from db.payloads import EchoPayload, EchoRow, NoticePayload, OutcomePayload, RequestOutcome
from db.reading_facts import Doubt, Query, Row, Said
from schedules.ladder import Rung

TODAY = date(2022, 3, 10)
HUGE = 2**62


def line(number: int = 1, **facts: object) -> TaskLine:
    given: dict[str, object] = {
        "task_id": number,
        "number": number,
        "title": "争取专项债券",
        "state": State.IN_PROGRESS.label,
        "lamp": "yellow",
        "owner": "市财政局局长",
        "department": "市财政局",
        "due": date(2022, 3, 15),
        "original_due": date(2022, 3, 15),
        "today": TODAY,
        "signed": True,
        "recurring": False,
    }
    return TaskLine(**{**given, **facts})  # type: ignore[arg-type]


def test_every_kind_has_a_renderer():
    assert set(RENDERERS) == set(Kind)


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_has_a_question_about_what_was_said(doubt):
    query = Query(doubt, words="<b>下周五或者下周一</b>", refs=(31,), kept=Row(31))
    said = questions.text(query, {31: "争取专项债券"}, TODAY)
    assert said.endswith(("？", "。"))
    assert "None" not in said


@pytest.mark.parametrize("doubt", Doubt)
def test_a_question_without_anything_to_name_is_still_a_sentence(doubt):
    assert questions.text(Query(doubt), {}, TODAY)[-1] in "？。"


@pytest.mark.parametrize("rung", Rung)
def test_every_rung_says_what_is_asked(rung):
    said = morning.reason(morning.Ask(line(), rung.value, "2022-03"))
    assert said.startswith(("请", "尚", "明", "今", "已", "您", "签", "阶", "上", "2", "3", "本"))


def test_a_message_is_never_longer_than_telegram_takes():
    title = "落实全市重点项目建设推进会议议定事项" * 16
    asks = [morning.Ask(line(n, title=title), "overdue", "") for n in range(1, 161)]
    text = words.cut(morning.text("市财政局局长", asks, datetime(2022, 3, 10, 9), limit=10))  # noqa: DTZ001
    assert words.units(text) <= 4096
    assert text.endswith("（内容较长，余下部分略）")


@pytest.mark.parametrize("text", ["x" * 9000, "🎉" * 4096, "一行\n" * 3000, "", "短"])
def test_what_is_cut_stays_whole_letters(text):
    cut = words.cut(text)
    assert words.units(cut) <= 4096
    cut.encode("utf-8")
    assert cut == text or cut.endswith("余下部分略）")


def test_what_stands_behind_a_button_fits_and_is_understood():
    numbers = count(HUGE)
    rows = [
        *keyboards.of_task(next(numbers), signed=False),
        *keyboards.of_task(next(numbers), signed=True, recurring=True),
        *keyboards.of_several([(next(numbers), 160) for _ in range(10)], unsigned=True),
        *keyboards.under_echo(next(numbers)),
        *keyboards.of_question(next(numbers), ["稍后再说"] * 11),
        *keyboards.of_claim(next(numbers)),
        *keyboards.of_extension(next(numbers)),
        *keyboards.of_confirmation(next(numbers)),
        *keyboards.of_decision(next(numbers), ["甲" * 300, "乙"], 1),
    ]
    for label, data in (button for row in rows for button in row):
        assert len(data.encode()) <= 64
        assert data.split(":")[0] in TAPS
        assert 0 < len(label) <= 64


@pytest.mark.parametrize("made", [brief, card])
def test_a_line_shows_number_title_date_weekday_days_and_lamp(made):
    shown = made(line(31, percent=60.0))
    assert all(word in shown for word in ("🟡 31号 争取专项债券", "3月15日（周二）", "还有5天", "进度60%"))


def test_another_year_is_named():
    assert "2023年1月3日（周二）" in brief(line(due=date(2023, 1, 3)))


@pytest.mark.parametrize(("percent", "shown"), [(60.0, "60%"), (33.333, "33.3%"), (0.0, "0%"), (100.0, "100%")])
def test_percents_are_short(percent, shown):
    assert words.percent(percent) == shown


def test_the_echo_says_what_happens_next_once():
    row = EchoRow(1, "一", "申请办结", said=Said.DONE_CLAIMED, claimed=True)
    said = echo.text(EchoPayload((row, replace(row, number=2, title="二"))), TODAY)
    assert said.startswith("已记录2项：\n1号 一：申请办结\n2号 二：申请办结")
    assert said.count("已收到办结申请") == 1


def test_every_notice_names_the_person_or_the_matter():
    for what in (
        "asked",
        "unclear",
        "help",
        "delegate",
        "no_task",
        "unreachable",
        "poison",
        "unknown",
        "undeliverable",
    ):
        assert "市财政局局长" in notices.text(NoticePayload(what, text="x" * 9000, why=""), "市财政局局长")


@pytest.mark.parametrize("what", RequestOutcome)
def test_every_outcome_names_its_task(what):
    assert decisions.outcome(OutcomePayload(what, 7, reason="缺表", due=TODAY), 31, "争取专项债券").startswith(
        "31号“争取专项债券”"
    )


def test_every_fixed_sentence_is_one():
    fixed = [value for name, value in vars(sentences).items() if name.isupper() and isinstance(value, str)]
    assert all(each.endswith(("。", "！", "？")) for each in fixed)

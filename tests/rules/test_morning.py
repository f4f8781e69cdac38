"""The words of reminders: what they ask for is true on the day on which they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.texts import decisions, echo, morning, task_lines
from bot.texts.morning import Ask
from bot.texts.task_lines import TaskLine
from db.payloads import EchoRow, OutcomePayload, RequestOutcome
from schedules.ladder import Rung

FRIDAY, MONDAY = date(2022, 2, 25), date(2022, 2, 28)


def line(number: int = 6, *, due: date | None = MONDAY, today: date = FRIDAY, **facts: object) -> TaskLine:
    known = TaskLine(
        task_id=number,
        number=number,
        title="分解下达12个方面重点工作",
        state="推进中",
        lamp="blue",
        owner="市政府办公室主任",
        department="市政府办公室",
        due=due,
        original_due=due,
        today=today,
        signed=True,
        recurring=due is None,
    )
    return replace(known, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rung", "due", "today", "said"),
    [
        (Rung.BEFORE_1, MONDAY, FRIDAY, "2月28日（周一）到期，请告知能否按期办结"),
        (Rung.BEFORE_1, date(2022, 3, 2), date(2022, 3, 1), "明日到期，请告知能否按期办结"),
        (Rung.DUE, MONDAY, MONDAY, "今天到期，请告知办理结果"),
        (Rung.DUE, date(2022, 3, 20), date(2022, 3, 18), "3月20日（周日）到期，逢休息日，请今天告知办理结果"),
    ],
)
def test_a_date_is_named_as_it_is_on_that_day(rung: Rung, due: date, today: date, said: str) -> None:
    assert morning.reason(Ask(line(due=due, today=today), rung.value, "")) == said


def test_a_milestone_is_named() -> None:
    known = line(24, milestone=("列出手续清单", MONDAY))
    assert morning.reason(Ask(known, "milestone_3", "1")) == "阶段节点“列出手续清单”2月28日（周一）到期，请告知进展"


def test_what_is_to_be_signed_for_is_said_once_above_the_list() -> None:
    asks = [Ask(line(number, signed=False, state="已交办"), "hand_out", "") for number in (6, 8)]
    text = morning.text("市政府办公室主任", asks, datetime(2022, 2, 21, 9, tzinfo=UTC), limit=10)
    assert "2月21日（周一）交办2项事项，请签收：" in text
    assert "→" not in text


def test_a_mixed_message_says_of_each_task_what_is_asked() -> None:
    asks = [Ask(line(6), "before_1", ""), Ask(line(8, signed=False), "hand_out", "")]
    text = morning.text("市政府办公室主任", asks, datetime(2022, 2, 25, 9, tzinfo=UTC), limit=10)
    assert text.count("→") == 2


def test_the_example_fits_the_kind_of_task() -> None:
    text = morning.text(
        "某局长", [Ask(line(28, due=None), "period_1", "2022-02")], datetime(2022, 2, 25, 9, tzinfo=UTC), limit=10
    )
    assert "请反馈2022年2月的进展" in text
    assert "预计下周五前办结" not in text


def test_a_missed_period_is_named_instead_of_the_running_one() -> None:
    known = line(28, due=None, period="2022年3月", missed="2022年2月")
    assert task_lines.when(known) == "常态推进，2022年2月的反馈未收到"


def test_a_task_whose_date_could_not_be_read_is_not_called_a_standing_one() -> None:
    assert task_lines.when(line(1, due=None, recurring=False)) == "时限待定"


def test_those_who_are_only_told_of_a_decision_are_told_who_decides() -> None:
    text = decisions.decision(line(), "市住建局局长", "请定", ["甲", "乙"], 0, decides="分管城建副市长")
    assert text.startswith("【请示抄知】市住建局局长请分管城建副市长决定：")


def test_the_answer_to_a_decision_names_who_chose() -> None:
    came = OutcomePayload(RequestOutcome.DECIDED, 7, option="货币补贴", who="分管城建副市长")
    text = decisions.outcome(came, 101, "改造")
    assert text == "101号“改造”的请示，分管城建副市长选定：货币补贴。"


def test_a_difficulty_that_is_over_is_said_to_be() -> None:
    row = EchoRow(75, "落地开工", "推进中", solved=True)
    assert echo.line(row, FRIDAY) == "75号 落地开工：推进中，困难已解决"

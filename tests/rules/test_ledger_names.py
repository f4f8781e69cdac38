"""Which names are editions of one ledger."""

from __future__ import annotations

import pytest

from schedules.ledger_difference.ledger_names import edition_key, short_name

LEDGER = "2027年重点任务台账"


@pytest.mark.parametrize(
    "edition",
    [
        "2027年重点任务台账（截至3月5日）",
        "2027年重点任务台账(截至2027年3月12日)",
        "2027年重点任务台账 截至3月底",
        "2027年重点任务台账（第3期）",
        "2027年重点任务台账第十二期",
        "2027年重点任务台账（3月12日更新）",
        "2027年重点任务台账（2027年3月12日）",
        "2027年重点任务台账（更新至3月中旬）",
        "2027年重点任务台账【修订稿】",
        "2027 年重点任务台账v2.1",
        "２０２７年重点任务台账",
    ],
)
def test_an_as_of_date_or_an_issue_is_an_edition(edition):
    assert edition_key(edition) == edition_key(LEDGER)


@pytest.mark.parametrize(
    "other",
    [
        "2028年重点任务台账",
        "2027年民生实事台账",
        "2027年重点任务台账（教育局）",
        "2027年重点任务台账（3月1日会议）",
        "2027年重点任务",
    ],
)
def test_another_year_or_subject_is_another_ledger(other):
    assert edition_key(other) != edition_key(LEDGER)


@pytest.mark.parametrize("name", ["第3期", "修订稿", "（截至3月5日）"])
def test_a_name_that_says_nothing_else_keeps_itself(name):
    assert edition_key(name)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("2027年民生实事任务分解表（截至3月5日）", "民生实事"),
        ("民生实事台账", "民生实事"),
        ("2027年度重点任务清单", "重点任务"),
        ("2027年重点任务（2027年3月1日会议）", "重点任务"),
        ("常务会议定事项", "常务会议定事项"),
        ("台账", "台账"),
        ("全市生态环境保护督察反馈问题整改任务台账", "全市生态环境保护督察反…"),
    ],
)
def test_what_people_call_a_ledger(name, short):
    assert short_name(name) == short

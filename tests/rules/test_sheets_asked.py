"""When a leader's sheet is to come, read from words."""

from datetime import date, datetime

import pytest

from bot.reading.office import papers
from bot.reading.office.sheets import Sheet, sheet
from schedules.workdays import Calendar

TODAY = date(2022, 3, 1)  # a Tuesday


@pytest.mark.parametrize(
    ("said", "who", "at"),
    [
        ("明天9点开会，提前1小时发我情况单", "", "2022-03-02 08:00"),
        ("3月5日9:00开会，提前半小时给常务副市长发情况单", "常务副市长", "2022-03-05 08:30"),
        ("3月5日8:30给常务副市长发分管情况单", "常务副市长", "2022-03-05 08:30"),
        ("明天下午3点开会，下午2点半发我情况单", "", "2022-03-02 14:30"),
        ("常务副市长3月5日上午9点开会，提前30分钟发情况单", "常务副市长", "2022-03-05 08:30"),
        ("今天15点把情况单发我", "", "2022-03-01 15:00"),
    ],
)
def test_a_sheet_is_asked_for_at_an_hour(said, who, at):
    assert sheet(said, today=TODAY, calendar=Calendar.standard()) == Sheet(who, datetime.fromisoformat(at))


@pytest.mark.parametrize("said", ["情况单", "明天9点开会", "3号完成60%，3月5日9点前发验收单", "发我情况单"])
def test_what_is_no_such_order(said):
    assert sheet(said, today=TODAY, calendar=Calendar.standard()) is None


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("市水利局情况表导出Word", "市水利局情况表"),
        ("把第3次常务会议导出成word", "第3次常务会议"),
        ("导出Word 督办〔2022〕1号", "督办〔2022〕1号"),
        ("专报Word版", "专报"),
        ("常务副市长分管情况", "常务副市长分管情况"),
        ("我的情况单", "我的情况单"),
        ("3号完成60%", None),
        ("会议清单", None),
    ],
)
def test_how_a_paper_is_called(said, called):
    assert papers.named(said) == called
    assert papers.meetings("会议清单。")

"""Days that no calendar has."""

from datetime import date

import pytest

from bot.reading.dates.no_such_day import no_such_day


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("124号改到2月30日", "2月30日"),
        ("4月31号前办完", "4月31号"),
        ("二月三十号前", "二月三十号"),
        ("13月5日前", "13月5日"),
        ("2022-02-29前", "2022-02-29"),
        ("2024年2月29日前", ""),
        ("3月10日前", ""),
        ("3月15号的会改到31号", ""),
        ("9月底前，12个月内", ""),
        ("完成3/40户", ""),
    ],
)
def test_a_day_that_is_none(said, wrong):
    assert no_such_day(said, today=date(2022, 3, 2)) == wrong

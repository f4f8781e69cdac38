"""What a weekly report puts first: the one thing to know, and the units in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.texts import weekly_head
from schedules.standing import Lamp
from schedules.tally import Tally, finished, in_order

NONE = finished(closed=0, stopped=0)


def _unit(total: int, *, red: int = 0, yellow: int = 0, unsigned: int = 0, hollow: int = 0) -> Tally:
    lamps = {**NONE.lamps, Lamp.RED: red, Lamp.YELLOW: yellow, Lamp.GREY: total - red - yellow}
    return replace(NONE, total=total, lamps=lamps, sign_late=unsigned, hollow=hollow)


def test_who_answers_in_hollow_words_is_not_put_before_who_does_not_sign():
    units = {
        "空泛": _unit(12, yellow=12, hollow=12),
        "不签收": _unit(3, unsigned=3),
        "滞后": _unit(5, yellow=4),
        "超期": _unit(1, red=1),
        "正常": _unit(9),
    }
    assert list(in_order(units)) == ["超期", "滞后", "不签收", "空泛", "正常"]


@pytest.mark.parametrize(
    ("unsigned", "waiting", "longest", "silent", "said"),
    [
        ((146, 35), 1, 4, 36, "最要紧：146项逾期未签收，涉及35个单位。"),
        ((1, 1), 3, 4, 0, "最要紧：3件待定，最久的已等4个工作日。"),
        ((1, 1), 3, 1, 0, "最要紧：1项逾期未签收，涉及1个单位。"),
        ((0, 0), 0, 0, 36, "最要紧：36人经提醒仍未反馈。"),
        ((0, 0), 0, 0, 0, "本周没有超期，也没有临近时限的事项。"),
    ],
)
def test_the_one_thing_to_know_is_what_concerns_most_tasks(unsigned, waiting, longest, silent, said):
    first = weekly_head.first(None, 0, unsigned=unsigned, silent=silent, waiting=waiting, longest=longest, coming=None)
    assert first == said

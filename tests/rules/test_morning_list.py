"""The office's morning list: everybody is named, and what is advised of most of them is said once."""

from bot.texts import desk
from bot.texts.desk import Desk, SilentLine


def line(number, **facts):
    return SilentLine(number, f"市第{number}局局长", (number,), 7, 0, to_order=True, **facts)


def test_what_is_advised_of_most_is_said_once_and_the_others_carry_their_own():
    lines = [*[line(each, to_leader=True) for each in range(1, 6)], line(6, in_person="市长")]
    text = desk.silent(lines, 10)
    assert text.count("可下达督办单、可报领导") == 1
    assert "以下各位除注明的外均可下达督办单、可报领导。" in text
    assert "市第6局局长：1项，最久7个工作日，可下达督办单、须当面报告市长（6号）" in text


def test_few_lines_carry_their_own_advice_each():
    text = desk.silent([line(1, to_leader=True), line(2, to_leader=True)], 10)
    assert text.count("可下达督办单、可报领导（") == 2


def test_whoever_needs_nothing_more_yet_is_told_apart():
    early = SilentLine(9, "市第9局局长", (9,), 2, 0, to_order=False)
    text = desk.silent([*[line(each, to_leader=True) for each in range(1, 6)], early], 10)
    assert "市第9局局长：1项，最久2个工作日，暂不需升级（9号）" in text


def test_everybody_is_named_and_can_be_urged_at_once():
    lines = [line(each) for each in range(1, 14)]
    text = desk.silent(lines, 10)
    assert all(each.owner in text for each in lines)
    assert "其余3人：市第11局局长1项、市第12局局长1项、市第13局局长1项" in text
    assert desk.buttons(Desk(silent=lines), 10)[-1] == [("催办以上全部13人", "urgeall:0")]
    assert ("催办以上全部1人", "urgeall:0") not in desk.buttons(Desk(silent=lines[:1]), 10)[-1]


def test_who_stays_silent_after_every_step_is_to_be_seen_in_person():
    known = line(9, ordered=1, put_up=1)
    text = desk.silent([*[line(each, to_leader=True) for each in range(1, 6)], known], 10)
    assert "1项已下达督办单，1项已报领导，已逐级报告，请当面督办（9号）" in text

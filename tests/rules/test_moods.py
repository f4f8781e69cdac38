"""What orders, what asks, what forbids: only orders may change anything."""

import pytest

from bot.reading.acts import moods
from bot.reading.acts.office import LOOKS_UP, of_office
from bot.reading.kinds import Words
from bot.reading.lexicon.loader import lexicon

RULES = [each for each in lexicon() if each.kind == Words.MOOD]
IS = {
    "asks": moods.asks,
    "asks-softly": moods.asks,
    "forbids": moods.forbids,
    "addressed": moods.addressed,
}


def one(told, said: str) -> bool:
    """A sentence of several clauses is of that mood where one of them is."""
    return any(map(told, [said, *moods.clauses(said)]))


@pytest.mark.parametrize("entry", RULES, ids=lambda each: each.rule)
def test_a_rule_reads_its_own_sentences(entry):
    told, says = IS[entry.rule.removesuffix("-not")], not entry.rule.endswith("-not")
    assert [said for said in entry.says if one(told, said) is not says] == []
    assert not says or [said for said in entry.never if one(told, said)] == []


CHANGES_NOTHING = """
98号延期批了没有
161号延期批了没有
101号是不是已经转给城投公司了
住建局昨天催过没有
谁催的7号
124号要不要中止
66号改到几号了
招商局局长换成谁了
先别催财政局，等他们开完会
不用给招商局发催办了
督办单不用发了
15号改期的事先放一放
124号不是要中止，是他们局换了人
101号转办的事不用办了
别记成批示，我就是问一下14号办到哪了
算了，刚才那个不办了
财政局不催了
""".strip().splitlines()


@pytest.mark.parametrize("said", CHANGES_NOTHING)
def test_a_question_and_a_prohibition_order_nothing(said):
    assert [act for act in of_office(said) if act not in LOOKS_UP] == []


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("谁没报，都催一下", "urge"),
        ("14号什么情况，你问一声政府办", "ask"),
        ("104先停一停，投资方要换", "stop"),
        ("先别催了，101号改到6月底", "redate"),
        ("住建局回电话了，说还有几户没签，98号能不能办完说不准", "telephone"),
        ("回复水利局：清河行动这事不催了，他们已经交了", "tell"),
        ("给金融办主任说一声，140号先停一停", "tell"),
    ],
)
def test_what_orders_beside_them_is_still_done(said, act):
    assert act in of_office(said)


def test_what_is_said_to_somebody_else_orders_us_nothing():
    assert of_office("给金融办主任说一声，140号先停一停") == ["tell"]

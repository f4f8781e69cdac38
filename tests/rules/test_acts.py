"""Acts of leaders and coordinators: every rule reads its own sentences as its own act, and not those it must not."""

import pytest

from bot.reading.acts import acts, office
from bot.reading.kinds import Words
from bot.reading.lexicon.loader import lexicon

TABLES = {Words.LEADER_ACT: acts.of_leader, Words.OFFICE_ACT: office.of_office, Words.HEAD_ACT: acts.of_head}
ENTRIES = [each for each in lexicon() if each.kind in TABLES]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: f"{each.kind}-{each.rule}")
def test_a_rule_reads_its_own_sentences(entry):
    read = TABLES[Words(entry.kind)]
    if entry.rule.endswith("-not"):
        act = entry.rule.removesuffix("-not")
        assert [said for said in entry.says if act in read(said)] == []
        return
    assert [said for said in entry.says if entry.rule not in read(said)] == []
    assert [said for said in entry.never if entry.rule in read(said)] == []


@pytest.mark.parametrize(
    ("kind", "table"),
    [(Words.LEADER_ACT, acts.LeaderAct), (Words.OFFICE_ACT, office.OfficeAct), (Words.HEAD_ACT, acts.HeadAct)],
)
def test_every_act_has_words_and_every_rule_an_act(kind, table):
    rules = {each.rule.removesuffix("-not") for each in ENTRIES if each.kind == kind}
    assert rules == {act.value for act in table}

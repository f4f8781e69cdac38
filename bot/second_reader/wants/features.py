"""What speaks for what is wanted: runs of letters, kinds of words, and what the tables of acts made of the words."""

from __future__ import annotations

from bot.reading.acts import moods
from bot.reading.acts.acts import of_leader
from bot.reading.acts.office import of_office
from bot.reading.text.normal_form import plain
from bot.second_reader.learned.grams import runs, sentences, without_digits
from bot.second_reader.learned.of_task import Features, size
from bot.second_reader.learned.word_kinds import CLAUSE_ENDS, kinds, together
from bot.second_reader.letters import EDGE

FAMILIES = {"letters": 1.0, "ends": 0.6, "kinds": 0.25, "grammar": 0.25}


def features(words: str, *, leader: bool) -> Features:
    text = without_digits("".join(plain(words).split()))
    said = sentences(text)
    return {
        "letters": runs(EDGE + text + EDGE, 4),
        "ends": runs(EDGE + said[0][:12], 3, "A") | runs(said[-1][-12:] + EDGE, 3, "Z"),
        "kinds": _kinds(text),
        "grammar": _grammar(words, text, leader=leader),
    }


def _kinds(text: str) -> set[str]:
    clauses = [kinds(clause) for clause in CLAUSE_ENDS.split(text) if clause] or [()]
    signs = {sign for clause in clauses for sign in together(clause)}
    return signs | together(clauses[-1], "last:") | {f"size:{size(len(text))}"}


def _grammar(words: str, text: str, *, leader: bool) -> set[str]:
    acts = of_office(words)
    signs = {f"act:{each}" for each in acts} | {f"first:{each}" for each in acts[:1]}
    if leader:
        told = of_leader(words)
        signs |= {f"leader:{each}" for each in told} | {f"leads:{each}" for each in told[:1]}
    for name, mood in (("asks", moods.asking), ("forbids", moods.forbidding)):
        if clauses := mood(words):
            signs |= {name, f"{name}:{len(''.join(clauses)) * 4 // max(1, len(text))}"}
    if moods.addressed(words):
        signs.add("addressed")
    return signs or {"nothing"}

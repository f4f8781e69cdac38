"""What speaks for the part a day or a percent plays: the letters around it, its clause, what the grammar made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.second_reader.learned import stretches
from bot.second_reader.learned.evidence import Evidence, FoundValue
from bot.second_reader.learned.grams import runs, with_title_hidden, without_digits
from bot.second_reader.learned.of_task import Features, read_by_grammar
from bot.second_reader.learned.word_kinds import around
from bot.second_reader.letters import EDGE

DAYS = {"near": 1.0, "clause": 1.0, "grammar": 1.0}
PERCENTS = {**DAYS, "kinds": 1.0}
_BEFORE, _BEHIND = 12, 14
_MARKS = ",。;!?\n"


def of_task(found: Evidence, ref: int, kinds: Sequence[str]) -> list[FoundValue]:
    """The values said about a task, in order of place."""
    spans = stretches.about(found, ref)
    return [
        value
        for value in found.values
        if value.kind in kinds and value.ref in (None, ref) and any(start <= value.start < end for start, end in spans)
    ]


def days(found: Evidence, ref: int) -> list[FoundValue]:
    return of_task(found, ref, ("day", "figure", "period", "length", "due"))


def percents(found: Evidence, ref: int) -> list[FoundValue]:
    return of_task(found, ref, ("percent",))


def features(found: Evidence, ref: int, value: FoundValue, beside: Sequence[FoundValue]) -> Features:
    """`beside`: all values of its kind said about the task, itself among them."""
    title = next((title for number, title, _ in found.tasks if number == ref), "")
    text = without_digits(with_title_hidden(found.text, title))
    return {
        "near": _near(text, value),
        "clause": _clause(text, value),
        "kinds": around(found.text, value.start, value.end) if value.kind == "percent" else set(),
        "grammar": _place(found, ref, value, beside) | _read(found, ref, value),
    }


def _near(text: str, value: FoundValue) -> set[str]:
    before, behind = text[max(0, value.start - _BEFORE) : value.start], text[value.end : value.end + _BEHIND]
    ends = {f"<{length}{before[-length:]}" for length in range(1, 5)} | {
        f">{length}{behind[:length]}" for length in range(1, 5)
    }
    return runs(before, 3, "b") | runs(behind, 3, "a") | ends


def _clause(text: str, value: FoundValue) -> set[str]:
    start = max(text.rfind(mark, 0, value.start) for mark in _MARKS) + 1
    ends = [place for mark in _MARKS if (place := text.find(mark, value.end)) >= 0]
    end = min(ends, default=len(text))
    return runs(f"{EDGE}{text[start : value.start]}@{text[value.end : end]}{EDGE}", 3)


def _place(found: Evidence, ref: int, value: FoundValue, beside: Sequence[FoundValue]) -> set[str]:
    signs = {f"rule:{value.rule}", f"kind:{value.kind}", f"part:{4 * value.start // max(1, len(found.text))}"}
    others = (
        [each for each in beside if each.kind == value.kind]
        if value.kind in ("length", "due")
        else [each for each in beside if each.kind not in ("length", "due")]
    )
    place = others.index(value)
    signs |= {f"of:{min(4, len(others))}", f"last:{place == len(others) - 1}", f"first:{place == 0}"}
    signs.add(f"tasks:{min(3, len(found.tasks))}")
    if value.kind == "percent":
        return signs
    ahead = _days_between(found.today, value.value)
    signs.add("ahead" if ahead > 0 else "today" if ahead == 0 else "past")
    due = next((due for number, _, due in found.tasks if number == ref), None)
    if due is not None:
        late = _days_between(due, value.value)
        signs.add(
            "due:" + ("same" if late == 0 else "after" if late > 0 else "before" if late > -10 else "long-before")
        )
    coming = [each for each in others if each.value > found.today]
    if coming:
        signs |= {f"latest:{value.value == max(each.value for each in coming)}", f"last-coming:{coming[-1] is value}"}
    return signs


def _read(found: Evidence, ref: int, value: FoundValue) -> set[str]:
    row, how = read_by_grammar(found, ref)
    signs = {f"row:{how}", f"intent:{found.intent}"} | {f"doubt:{asked.doubt}" for asked in found.asked}
    if row is not None:
        signs.add(f"state:{row.get('state')}")
        for name in ("percent",) if value.kind == "percent" else ("expected_date", "new_deadline"):
            read = "none" if name not in row else "this" if row[name] == value.value else "other"
            signs |= {f"{name}:{read}", f"{how}:{name}:{read}"}
    for kind, start, end, rule in found.facts.get(ref, ()):
        if start < value.end and value.start < end:
            signs |= {f"fact:{kind}", f"fact-rule:{rule}"}
    return signs


def _days_between(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days

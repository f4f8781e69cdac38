"""How well replies are read: the labelling rules' scoring, for tests and benchmarks."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"
SURE = ("state", "percent", "expected_date", "new_deadline")
WORDS = ("reason", "blocker", "help_from", "delegate")


def load(*names: str) -> list[dict[str, Any]]:
    lines = (line for name in names for line in (CASES / name).read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines if line.strip()]


@dataclass
class Score:
    exact: Counter[str] = field(default_factory=Counter)
    count: Counter[str] = field(default_factory=Counter)
    harmful: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)  # of each missed one the words, what was wanted, what was got
    false_done: int = 0
    asked: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (should, did)
    fields: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    lost: list[str] = field(default_factory=list)  # a task reported on, or a doubt, without row or question
    stored_unasked: int = 0
    stored_exactly: int = 0  # of those
    missed: list[str] = field(default_factory=list)  # not right: neither exact nor asked with the gold's rows at hand

    @property
    def exact_share(self) -> float:
        return self.exact.total() / max(1, self.count.total())

    @property
    def harmful_share(self) -> float:
        return len(self.harmful) / max(1, self.count.total())

    @property
    def right_share(self) -> float:
        """Right after at most one tap."""
        return 1 - len(self.missed) / max(1, self.count.total())

    @property
    def unasked_exact_share(self) -> float:
        return self.stored_exactly / max(1, self.stored_unasked)

    @property
    def ask_recall(self) -> float:
        return self.asked[True, True] / max(1, self.asked[True, True] + self.asked[True, False])

    @property
    def ask_precision(self) -> float:
        return self.asked[True, True] / max(1, self.asked[True, True] + self.asked[False, True])

    def by_category(self) -> dict[str, float]:
        return {name: self.exact[name] / count for name, count in sorted(self.count.items())}


def score(cases: Iterable[Mapping[str, Any]], readings: Iterable[Mapping[str, Any]]) -> Score:
    total = Score()
    for case, read in zip(cases, readings, strict=True):
        _case(total, case, read)
    return total


def _case(total: Score, case: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    gold, name, asked = case["gold"], case["category"], read["ask_back"]
    wanted, got = _by_ref(gold["updates"]), _by_ref(read["updates"])
    proposed = _by_ref(read.get("proposed", ()))
    pairs = [(wanted.get(ref, {}), got.get(ref, {})) for ref in wanted.keys() | got.keys()]
    total.count[name] += 1
    total.asked[gold["ask_back"], asked] += 1
    for want, have in pairs:
        _fields(total, want, have)
    exact = _same_rows(wanted, got) and gold["intent"] == read["intent"] and gold["ask_back"] == asked
    if exact:
        total.exact[name] += 1
    else:
        total.wrong.append(case["id"])
    if not asked:
        total.stored_unasked += 1
        total.stored_exactly += exact
    if not (exact or (asked and _same_rows(wanted, {**got, **proposed}))):
        total.missed.append(case["id"])
        total.misread.append(_difference(case, read))
    if _is_lost(wanted, got, proposed, asked=asked, doubted=gold["ask_back"]):
        total.lost.append(case["id"])
    false_done = sum(_false_done(*pair) for pair in pairs)
    total.false_done += false_done
    if false_done or any(_harms(want, have) for want, have in pairs):
        total.harmful.append(case["id"])


def _difference(case: Mapping[str, Any], read: Mapping[str, Any]) -> str:
    tasks = "; ".join(f"{task['ref']} {task['title']}" for task in case["tasks"])
    return "\n  ".join(
        (
            f"{case['id']} (today {case['today']}; {tasks}): {case['text']}",
            f"wanted {json.dumps(case['gold'], ensure_ascii=False)}",
            f"got    {json.dumps(read, ensure_ascii=False)}",
        )
    )


Rows = Mapping[int, Mapping[str, Any]]


def _by_ref(rows: Iterable[Mapping[str, Any]]) -> Rows:
    return {row["ref"]: row for row in rows}


def _same_rows(wanted: Rows, got: Rows) -> bool:
    return wanted.keys() == got.keys() and not any(_differs(wanted[ref], got[ref], f) for ref in wanted for f in SURE)


def _is_lost(wanted: Rows, got: Rows, proposed: Rows, *, asked: bool, doubted: bool) -> bool:
    """A question that proposes nothing covers a task only if no row at all was stored."""
    missing = wanted.keys() - got.keys() - proposed.keys()
    return bool((missing and (got or not asked)) or (doubted and not wanted and not asked))


def _fields(total: Score, want: Mapping[str, Any], have: Mapping[str, Any]) -> None:
    for name in (*SURE, *WORDS):
        if want.get(name) or have.get(name):
            total.fields[name].append(not _differs(want, have, name))


def _false_done(want: Mapping[str, Any], have: Mapping[str, Any]) -> bool:
    return have.get("state") == "done_claimed" and want.get("state") != "done_claimed"


def _harms(want: Mapping[str, Any], have: Mapping[str, Any]) -> bool:
    """A value for a task that gold leaves out, or a wrong date or percent."""
    if not want and any(have.get(name) is not None for name in (*SURE, *WORDS)):
        return True
    return any(have.get(name) is not None and _differs(want, have, name) for name in SURE[1:])


def _differs(want: Mapping[str, Any], have: Mapping[str, Any], name: str) -> bool:
    a, b = want.get(name), have.get(name)
    if not a and not b:
        return False
    if not a or not b:
        return True
    if name == "percent":
        return abs(float(a) - float(b)) > 0.5
    if name in ("reason", "blocker"):
        return not _span(a, b)
    if name == "delegate":
        return not _part(a, b)
    if name == "help_from":
        return len(a) != len(b) or not all(any(_part(x, y) for y in b) for x in a)
    return bool(a != b)


def _bare(words: str) -> str:
    return re.sub(r"[\s，。；、,.;:：]", "", words)


def _part(a: str, b: str) -> bool:
    a, b = _bare(a), _bare(b)
    return bool(a and b) and (a in b or b in a)


def _span(gold: str, read: str) -> bool:
    gold, read = _bare(gold), _bare(read)
    if gold in read and len(read) <= 3 * len(gold):
        return True
    common = (Counter(gold) & Counter(read)).total()
    return common > 0 and 2 * common / (len(gold) + len(read)) >= 0.6

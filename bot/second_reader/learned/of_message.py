"""What speaks for what a whole message wants, and for asking back."""

from __future__ import annotations

from bot.second_reader.learned.evidence import Evidence
from bot.second_reader.learned.grams import runs, sentences
from bot.second_reader.learned.of_task import Features, size
from bot.second_reader.letters import EDGE, masked

FAMILIES = {"letters": 1.0, "ends": 1.0, "grammar": 0.3}


def features(found: Evidence) -> Features:
    words = masked(found.text, " ".join(title for _, title, _ in found.tasks))
    said = sentences(words.strip(EDGE))
    return {
        "letters": runs(words, 4),
        "ends": runs(EDGE + said[0], 3, "A") | runs(said[-1] + EDGE, 3, "Z"),
        "grammar": _grammar(found),
    }


def _grammar(found: Evidence) -> set[str]:
    told = {*found.rows, *found.proposed}
    signs = {
        f"intent:{found.intent}",
        f"intent:{found.intent}:{size(len(found.text))}",
        f"size:{size(len(found.text))}",
        f"tasks:{min(4, len(found.tasks))}",
        f"rows:{min(3, len(found.rows))}",
        f"questions:{min(3, len(found.asked))}",
        f"all-told:{len(told) == len(found.tasks)}",
        *found.signs,
    }
    for asked in found.asked:
        signs |= {f"doubt:{asked.doubt}", f"doubt-rule:{asked.rule}"}
    for row in found.rows.values():
        signs |= {f"state:{row.get('state')}", *(f"has:{name}" for name in (*row, *row["beside"]))}
    return signs

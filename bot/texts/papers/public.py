"""The bulletin for the public: figures alone. No person, no unit, no note, no reason, no telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.documents.content import Document, Heading, Part, Table, Text
from bot.texts.papers.shared import day, full_day
from schedules.tally import Tally


def document(
    whole: Tally,
    areas: Mapping[str, Tally],
    motions: Sequence[tuple[int, date | None]],
    *,
    sender: str,
    today: date,
) -> Document:
    rows = [(name, *_counts(tally)) for name, tally in areas.items()]
    parts: list[Part] = [
        Heading("一、总体情况"),
        Text(
            f"截至{full_day(today)}，全市重点督查事项共{whole.total}项，已办结{whole.closed}项，"
            f"在办{whole.unfinished}项，超期{whole.overdue}项。"
        ),
        Heading("二、分领域情况"),
        Table(("领域", "总数", "已办结", "在办", "超期"), (*rows, ("合计", *_counts(whole))), (40, 15, 15, 15, 15)),
    ]
    if motions:
        answered = [on for _, on in motions if on is not None]
        last = f"，最近答复{day(max(answered), today)}" if answered else ""
        parts += [
            Heading("三、建议提案办理情况"),
            Text(f"人大代表建议和政协提案共{len(motions)}件，已答复{len(answered)}件{last}。"),
        ]
    return Document("重点督查事项办理情况通报", tuple(parts), sender=sender, on=today)


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(map(str, (tally.total, tally.closed, tally.unfinished, tally.overdue)))

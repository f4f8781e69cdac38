"""What a compared ledger is answered with: the difference with its buttons, or what has to be said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.texts import ledger_import
from bot.texts.keyboards import Button
from db.payloads import PlainPayload
from schedules.ledger_difference.difference import Difference

CONFIRM, CANCEL, AS_NEW, WITH_STRUCK, SAME_LEDGER, NEW_LEDGER, HISTORY = range(7)
MOST_TAPS = 10


@dataclass(frozen=True, slots=True)
class Offer:
    said: list[PlainPayload]
    same: bool = False  # there is nothing to write
    workbook: bool = False  # the whole difference goes with it


@dataclass(frozen=True, slots=True)
class Offered:
    """Which ledger is offered. `known_as`: the ledger it is an edition of; `resembles`: one it may be."""

    incoming: int
    name: str
    file_name: str
    known_as: str | None
    resembles: str | None
    rows: int
    errors: bool
    today: date


def offer(of: Offered, found: Difference, *, moved: bool = False) -> Offer:
    """`moved`: it was shown before, and the ledger has changed since."""
    if of.resembles is not None:
        text = ledger_import.resembling(of.name, of.resembles)
        rows = ((_button("同一台账", of, SAME_LEDGER), _button("另一本台账", of, NEW_LEDGER)), cancel(of.incoming))
        return Offer([PlainPayload(text, buttons=rows)])
    text = ledger_import.shown(of.name, of.file_name, found, of.known_as, refused=of.errors)
    if found.empty and of.known_as is not None:
        stays = ledger_import.what_stays(of.incoming, found, most=MOST_TAPS)
        return Offer([PlainPayload(f"{text}\n{ledger_import.SAME}"), *stays], same=True)
    late = found.overdue(of.today)
    text = "\n".join(
        part for part in (ledger_import.MOVED if moved else "", text, ledger_import.overdue(late, of.today)) if part
    )
    return Offer([PlainPayload(text, buttons=_buttons(of, found))], workbook=of.known_as is not None)


def cancel(incoming: int) -> tuple[Button, ...]:
    return (("取消", f"imp:{incoming}:{CANCEL}"),)


def _buttons(of: Offered, found: Difference) -> tuple[tuple[Button, ...], ...]:
    label = ledger_import.confirm_label(of.rows, errors=of.errors)
    rows: list[tuple[Button, ...]] = [(_button(label, of, CONFIRM), *cancel(of.incoming))]
    if found.asked:
        rows.append((_button(f"标题有改动的{len(found.asked)}项按新事项", of, AS_NEW),))
    if late := found.overdue(of.today):
        rows.append((_button(ledger_import.history_label(len(late)), of, HISTORY),))
    if found.struck_new:
        rows.append((_button(f"划去的{len(found.struck_new)}行也导入", of, WITH_STRUCK),))
    return tuple(rows)


def _button(label: str, of: Offered, choice: int) -> Button:
    return label, f"imp:{of.incoming}:{choice}"

"""What an incoming ledger would change, in words: for the terminal whole, for a chat the beginning of each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.texts import ledger_fields
from db.known_rows import Known
from db.ledger_rows import TaskRow
from schedules.ledger_difference.difference import Compared, Difference

WHOLE = 10_000


def counts(found: Difference) -> str:
    """新增1项，变更2项，未变157项；… What is 0 is left out but for the first three."""
    first = f"新增{len(found.new)}项，变更{len(found.changed)}项，未变{len(found.same)}项"
    further = (
        ("序号移动", found.moved),
        ("将销号", found.closing),
        ("冲突", found.conflicts),
        ("表中缺少", found.missing),
        ("表中划去", [*found.struck, *found.struck_new]),
    )
    rest = "，".join(f"{name}{len(each)}项" for name, each in further if each)
    return first + (f"；{rest}" if rest else "")


def text(found: Difference, *, limit: int = WHOLE, refused: bool = False) -> str:
    """Part by part; `limit` items of each are named. `refused`: rows with errors, so that a task may only seem gone."""
    return "\n".join(part for part in _parts(found, limit, refused) if part)


def _parts(found: Difference, limit: int, refused: bool) -> Iterator[str]:
    gone = "表中没有或因错误未读入" if refused else "表中没有"
    asked = {each.known.number for each in found.asked}
    yield _part("标题有改动，按同一事项处理，请核对", map(_changed, found.asked), limit)
    yield _part("冲突：上次导入后台账与表格都改过，暂以台账为准", map(_conflict, found.conflicts), limit)
    yield _part("新增", map(_new, found.new), limit)
    yield _part("变更", (_changed(each) for each in found.changed if each.known.number not in asked), limit)
    yield _part("表中已办结，导入后销号", (_title(each.known) for each in found.closing), limit)
    yield _part("序号移动，进展随事项走", map(_moved, found.moved), limit)
    yield _part(f"{gone}，台账中保留，可另行中止", map(_title, found.missing), limit)
    yield _part("表中已划去，台账中保留，可另行中止", map(_title, found.struck), limit)
    yield _part("表中已划去，未导入", map(_new, found.struck_new), limit)


def _part(name: str, lines: Iterable[str], limit: int) -> str:
    items = list(lines)
    if not items:
        return ""
    rest = [f"　…其余{len(items) - limit}项"] if len(items) > limit else []
    return "\n".join([f"◆ {name}（{len(items)}项）", *(f"　{item}" for item in items[:limit]), *rest])


def _title(known: Known) -> str:
    return f"{known.number}号 {_short(known.row.title)}｜{known.row.lead_department}"


def _new(row: TaskRow) -> str:
    end = f"时限{ledger_fields.day(row.due)}" if row.due else "已办结" if row.closed else _without_day(row)
    return f"序号{row.no_text or row.no} {_short(row.title)}｜{row.lead_department}｜{end}"


def _without_day(row: TaskRow) -> str:
    return "时限待定" if row.mode == "deadline" else "常态推进"


def _changed(each: Compared) -> str:
    again = "（须重新签收）" if each.signs_anew and not each.known.over else ""
    return f"{each.known.number}号 {_short(each.known.row.title)}：{changes(each)}{again}"


def changes(each: Compared) -> str:
    return "；".join(ledger_fields.change(change.field, change.was, change.now) for change in each.changes)


def _conflict(each: Compared) -> str:
    return f"{each.known.number}号 {_short(each.known.row.title)}：" + "；".join(
        f"{ledger_fields.LABELS[one.field]}上次导入为{ledger_fields.value(one.field, one.imported)}，"
        f"台账现为{ledger_fields.value(one.field, one.ours)}，表中为{ledger_fields.value(one.field, one.theirs)}"
        for one in each.conflicts
    )


def _moved(each: Compared) -> str:
    return f"{each.known.number}号 {_short(each.row.title)}：序号{each.known.row.no}改为{each.row.no}"


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= 40 else line[:39] + "…"

"""What is said to a coordinator about a ledger he sent, and to a department about the table it sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ledger_files.ledger_shape import counted
from bot.texts import ledger_difference, ledger_fields, words
from bot.texts.keyboards import Button
from db.known_rows import Known
from db.ledger_rows import Fault, RowCount, TaskRow
from db.payloads import PlainPayload
from schedules.ledger_difference.difference import Compared, Difference
from schedules.ledger_difference.fields import FIELDS, Conflict

SHOWN = 5  # of each part; the whole goes with it as a workbook
_LETTERS = 300

NOT_FETCHED = "文件未能取回，请稍后重发。"
EXPIRED = "这份文件已超过保存期限，请重发。"
NOT_A_LEDGER = "未识别为台账（没有找到“重点任务”等表头），已作材料保存。"
CANCELLED = "已取消，台账未作任何改动。"
MOVED = "其间台账有变动，重新比对如下，请再次确认。"
SAME = "与台账一致，无需导入。"
ALREADY = "这份台账此前已处理。"
ASK_DATE = (
    "表中没有会议或交办日期，不能推算年份。可点下面的按钮以今天为准；"
    "或在文件说明中写明日期（如“2027年3月1日会议”）后重发。"
)
ASK_COLUMN = "没有认出哪一列是任务内容，请点选："
NEW_UNIT_LABEL = "是新单位"
TODAY_LABEL = "以今天为交办日期"


def shown(name: str, file_name: str, found: Difference, known_as: str | None, *, refused: bool = False) -> str:
    """`known_as`: the ledger it is an edition of; `refused`: rows with errors are left out."""
    against = f"与“{known_as}”比对" if known_as else f"新台账“{name}”"
    parts = ledger_difference.text(found, limit=SHOWN, refused=refused)
    head = f"【台账比对】{file_name}\n{against}：{ledger_difference.counts(found)}。"
    return f"{head}\n{parts}" if parts else head


def overdue(rows: Sequence[TaskRow], today: date) -> str:
    """Of new rows whose day is over; "" where there are none."""
    if not rows:
        return ""
    first = min(row.due for row in rows if row.due)
    numbers = "、".join(str(row.no) for row in rows[:8]) + ("等" if len(rows) > 8 else "")
    return (
        f"注意：新增事项中有{len(rows)}项已超期（{numbers}，最早的时限为{_date(first)}，今天是{_date(today)}）。"
        "照常交办的，责任人将收到超期提醒，并逐级催办。"
    )


def _date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def history_label(count: int) -> str:
    return f"已超期的{count}项作为历史，不交办"


def read(file_name: str, count: RowCount, faults: Sequence[Fault]) -> str:
    """How much was read, and what is wrong with the rest."""
    errors = [fault for fault in faults if fault.severity == "error"]
    warnings = [fault for fault in faults if fault.severity == "warning"]
    notes = [fault for fault in faults if fault.severity == "note"]
    lines = [f"【台账读取】{file_name}", counted(count)]
    if errors or warnings:
        lines.append(f"错误{len(errors)}处，提醒{len(warnings)}处，已批注在您的表中，随后发来。")
    for mark, several in (("错误", errors), ("提醒", warnings), ("说明", notes)):
        lines += [f"　[{mark}] {_cut(fault.message)}" for fault in several[:SHOWN]]
        if len(several) > SHOWN:
            lines.append(f"　…其余{mark}{len(several) - SHOWN}处")
    return "\n".join(lines)


def _cut(words: str) -> str:
    return words if len(words) <= _LETTERS else words[: _LETTERS - 1] + "…"


def resembling(name: str, known: str) -> str:
    return f"“{name}”与已有台账“{known}”有大量相同事项。是同一台账的新一期，还是另一本台账？"


def ask_unit(name: str, rows: Sequence[int]) -> str:
    places = "、".join(map(str, rows[:5])) + ("等" if len(rows) > 5 else "")
    return f"名册中没有单位“{name}”（第{places}行）。请点选它指哪个单位，此后记作简称："


def confirm_label(accepted: int, *, errors: bool) -> str:
    return f"导入无误的{accepted}条" if errors else "确认导入"


def written(new: int, changed: int, closed: int, missing: int, struck: int) -> str:
    further = [f"销号{closed}项" if closed else "", f"表中缺少{missing}项，仍保留" if missing else ""]
    rest = "；".join(part for part in further if part)
    return (
        f"已导入：新增{new}项，变更{changed}项{f'；{rest}' if rest else ''}。新增和变更的事项在下一个早间送达责任人。"
    )


def being_written(rows: int) -> str:
    return f"已确认。共{rows}行，正在分批写入，写完后告知；其间可照常使用。"


BEING_WRITTEN = "这份台账正在写入，写完后告知。"
BEING_COMPARED = "这份台账正在与现有台账比对，比对完即列出变动。"


def being_compared(rows: int) -> str:
    return f"已读出{rows}行，正在与现有台账比对，比对完即列出变动；其间可照常使用。"


def not_compared(file_name: str) -> str:
    return f"【台账未能比对】{file_name}：未作任何改动，详情已记入运行日志。请联系系统管理员。"


def left_alone(count: int) -> str:
    return f"其间有{count}项在台账中有变动，未写入；请重发该文件核对。"


def broken_off(file_name: str, new: int, changed: int) -> str:
    return (
        f"【台账写入中断】{file_name}：已写入新增{new}项、变更{changed}项，其余未写入，详情已记入运行日志。"
        "请联系系统管理员；重发该文件可以续写，已写入的不会重复。"
    )


def what_stays(incoming: int, found: Difference, *, most: int) -> list[PlainPayload]:
    """Questions about what nobody deletes and nobody overwrites: missing rows, fields changed on both sides."""
    asked = []
    left = [*found.missing, *found.struck]
    if left:
        rows = tuple(((stop_label(each.number), f"impstop:{each.task_id}"),) for each in left[:most])
        asked.append(PlainPayload(ask_to_stop(left), buttons=rows))
    pairs = [(each, one) for each in found.conflicts for one in each.conflicts]
    for each, one in pairs[:most]:
        buttons = conflict_buttons(incoming, each.known.number, FIELDS.index(one.field))
        asked.append(PlainPayload(ask_conflict(each, one), buttons=buttons))
    return asked


def ask_to_stop(missing: Sequence[Known]) -> str:
    lines = [f"　{each.number}号 {each.row.title[:30]}｜{each.row.lead_department}" for each in missing[:10]]
    rest = f"\n　…其余{len(missing) - 10}项请逐项查询后处理" if len(missing) > 10 else ""
    return "以下事项新表中没有或已划去，台账中照常督办。确需中止的，请逐项点按：\n" + "\n".join(lines) + rest


def stop_label(number: int) -> str:
    return f"中止{number}号"


def stopped(number: int, title: str) -> str:
    return f"{words.titled(number, title)}已中止，不再提醒；历史记录保留。"


def ask_conflict(each: Compared, one: Conflict) -> str:
    label = ledger_fields.LABELS[one.field]
    return (
        f"【冲突】{words.titled(each.known.number, each.known.row.title[:40])}的{label}，上次导入后台账与表格都改过：\n"
        f"　上次导入：{ledger_fields.value(one.field, one.imported)}\n"
        f"　台账现为：{ledger_fields.value(one.field, one.ours)}\n"
        f"　表中为：{ledger_fields.value(one.field, one.theirs)}\n请选定；未选定前以台账为准。"
    )


def conflict_buttons(incoming: int, number: int, field: int) -> tuple[tuple[Button, ...], ...]:
    data = f"impc:{incoming}:{number}:{field}"
    return ((("以表格为准", f"{data}:1"), ("保留台账", f"{data}:0")),)


def chosen(number: int, label: str, *, table: bool) -> str:
    return f"{number}号的{label}已{'按表格更新，责任人将重新签收' if table else '保留台账现值'}。"

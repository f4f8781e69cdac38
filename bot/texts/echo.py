"""What was understood of a report, one line per task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts import words
from db.payloads import EchoPayload, EchoRow
from db.reading_facts import Said

REPLACED = "（原消息已修改，以修改后的为准）"

_SAID = {
    Said.DONE_CLAIMED: "申请办结",
    Said.BLOCKED: "受阻",
    Said.NOT_STARTED: "尚未启动",
    Said.DELAYED: "进度滞后",
    Said.IN_PROGRESS: "推进中",
}


RECORDED = "已记录"


def period_heard(period: str) -> str:
    return f"{period}的反馈已收到。"


def text(understood: EchoPayload, today: date) -> str:
    rows = understood.rows
    parts = []
    if rows:
        head = f"{RECORDED}：" if len(rows) == 1 else f"{RECORDED}{len(rows)}项："
        parts.append("\n".join([head, *[line(row, today) for row in rows]]))
    tails = [tail for row in rows for tail in _tails(row, today)]
    if understood.assisted:
        tails.append(f"{words.numbers(understood.assisted)}由辅助读取得出，如有不符请回复“更正”。")
    if tails:
        parts.append("\n".join(dict.fromkeys(tails)))
    if understood.asked:
        parts.append(numbered([each.text for each in understood.asked]))
    return "\n\n".join(parts)


def numbered(texts: Sequence[str]) -> str:
    """Several questions are the numbered lines of one message."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(["请逐条核对：", *(f"{place}. {each}" for place, each in enumerate(texts, 1))])


def line(row: EchoRow, today: date) -> str:
    """31号 争取专项债券：推进中，进度60%，预计3月11日（周五）办结"""
    return "\n　".join([f"{row.number}号 {row.title}：{said(row, today)}", *row.figures])


def stated(row: EchoRow, today: date) -> str:
    """31号争取专项债券：推进中，进度60%. What would be stored, as a question puts it."""
    return f"{row.number}号{row.title}：{said(row, today)}"


def said(row: EchoRow, today: date) -> str:
    return "，".join(each for each in (_state(row), *_figures(row, today), *_difficulty(row)) if each)


def _state(row: EchoRow) -> str:
    if row.period_done:
        return f"{row.period}任务已完成"
    return _SAID[row.said] if row.said else row.state


def _figures(row: EchoRow, today: date) -> list[str]:
    said = []
    if row.percent is not None:
        said.append(f"进度{words.percent(row.percent)}")
    if row.expected:
        said.append(f"预计{_day(row.expected, today)}办结")
    if row.promised_by or row.promised_percent is not None:
        by = f"{_day(row.promised_by, today)}前" if row.promised_by else ""
        goal = f"达到{words.percent(row.promised_percent)}" if row.promised_percent is not None else "完成"
        said.append(f"承诺{by}{goal}")
    if row.new_deadline:
        said.append(f"申请延期至{_day(row.new_deadline, today)}")
    if row.reason:
        said.append(f"原因：{row.reason}")
    return said


def _difficulty(row: EchoRow) -> list[str]:
    said = []
    if row.blocker:
        said.append(f"困难：{row.blocker}")
    if row.solved:
        said.append("困难已解决")
    if row.help_from:
        said.append(f"请{'、'.join(row.help_from)}协助")
    if row.delegate:
        said.append(f"后续由{row.delegate}负责联系")
    return said


def _tails(row: EchoRow, today: date) -> list[str]:
    """What happens next, said once each."""
    said = []
    if row.refused:
        said.append(f"{row.number}号：{row.refused}您的话已记录在案。")
    if row.claimed:
        said.append("已收到办结申请，督查室核查后销号；核查期间不再提醒。")
    if row.evidence_wanted:
        said.append(f"{row.number}号办结须附{row.evidence_wanted}，请随后发来图片或文件；收到后一并送核查。")
    if row.short_of is not None and row.short_by is not None and row.percent is not None:
        said.append(
            f"您承诺{_day(row.short_by, today)}前达到{words.percent(row.short_of)}，"
            f"尚差{words.percent(row.short_of - row.percent)}，请抓紧。"
        )
    if row.confirming:
        said.append("已报告办结，待责任人确认后提交督查室核查。")
    if row.extension:
        said.append("延期申请已提交，答复前原时限仍然有效。")
    if row.decision:
        said.append("请示已呈报，有答复即转告您。")
    if row.period and not row.claimed:
        said.append(period_heard(row.period))
    if row.help_from or (row.blocker and row.said is Said.BLOCKED):
        said.append("困难已转督查室协调。")
    return said


def _day(value: date, today: date) -> str:
    return words.day(value, today=today)


def withdrawn(numbers: Sequence[int]) -> str:
    return f"已撤销：{words.numbers(numbers)}恢复到反馈之前的情况。" if numbers else "已撤销。"

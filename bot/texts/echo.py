"""What was understood of a report, one line per task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.texts import words

REPLACED = "（已按修改后的消息重新记录）"

_SAID = {
    "done_claimed": "申请办结",
    "blocked": "受阻",
    "not_started": "尚未启动",
    "delayed": "进度滞后",
    "in_progress": "推进中",
}


def text(facts: dict[str, Any], today: date) -> str:
    rows: Sequence[dict[str, Any]] = facts.get("rows", ())
    parts = []
    if rows:
        head = facts.get("head") or ("已记录：" if len(rows) == 1 else f"已记录{len(rows)}项：")
        parts.append("\n".join([head, *[line(row, today) for row in rows]]))
    tails = [tail for row in rows for tail in _tails(row, today)]
    if tails:
        parts.append("\n".join(dict.fromkeys(tails)))
    if facts.get("question"):
        parts.append(facts["question"]["text"])
    return "\n\n".join(parts)


def line(row: dict[str, Any], today: date) -> str:
    """31号 争取专项债券：推进中，进度60%，预计3月11日（周五）办结"""
    said = [_state(row), *_figures(row, today), *_difficulty(row)]
    return f"{row['number']}号 {row['title']}：" + "，".join(each for each in said if each)


def _state(row: dict[str, Any]) -> str:
    if row.get("period_done"):
        return f"{row['period']}任务已完成"
    return _SAID.get(row.get("said") or "", str(row["state"]))


def _figures(row: dict[str, Any], today: date) -> list[str]:
    said = []
    if row.get("percent") is not None:
        said.append(f"进度{words.percent(row['percent'])}")
    if row.get("expected"):
        said.append(f"预计{_day(row['expected'], today)}办结")
    if row.get("promised_by") or row.get("promised_percent") is not None:
        by = f"{_day(row['promised_by'], today)}前" if row.get("promised_by") else ""
        goal = f"达到{words.percent(row['promised_percent'])}" if row.get("promised_percent") is not None else "完成"
        said.append(f"承诺{by}{goal}")
    if row.get("new_deadline"):
        said.append(f"申请延期至{_day(row['new_deadline'], today)}")
    if row.get("reason"):
        said.append(f"原因：{row['reason']}")
    return said


def _difficulty(row: dict[str, Any]) -> list[str]:
    said = []
    if row.get("blocker"):
        said.append(f"困难：{row['blocker']}")
    if row.get("solved"):
        said.append("困难已解决")
    if row.get("help_from"):
        said.append(f"请{'、'.join(row['help_from'])}协助")
    if row.get("delegate"):
        said.append(f"后续由{row['delegate']}负责联系")
    return said


def _tails(row: dict[str, Any], today: date) -> list[str]:
    """What happens next, said once each."""
    said = []
    if row.get("refused"):
        said.append(f"{row['number']}号：{row['refused']}您的话已记录在案。")
    if row.get("claimed"):
        said.append("已收到办结申请，督查室核查后销号；核查期间不再提醒。")
    if row.get("confirming"):
        said.append("已报告办结，待责任人确认后提交督查室核查。")
    if row.get("extension"):
        said.append("延期申请已提交，答复前原时限仍然有效。")
    if row.get("decision"):
        said.append("请示已呈报，有答复即转告您。")
    if row.get("period") and not row.get("claimed"):
        said.append(f"{row['period']}的反馈已收到。")
    if row.get("help_from") or (row.get("blocker") and row.get("said") == "blocked"):
        said.append("困难已转督查室协调。")
    return said


def _day(value: str, today: date) -> str:
    return words.day(date.fromisoformat(value), today=today)


def withdrawn(numbers: Sequence[int]) -> str:
    return f"已撤销：{words.numbers(numbers)}恢复到反馈之前的情况。" if numbers else "已撤销。"

"""A deadline cell with several days: the last is due, the earlier ones are milestones; 市定 goes before 省定."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.ledger_files.deadlines.deadline_cells import has_exact_brackets
from bot.ledger_files.deadlines.timing import Basis, Timing, refuse
from bot.ledger_files.ledger_shape import MilestoneRow
from bot.reading.dates.day_finder import Hit, hits

STANDARD = re.compile(r"省定|省级|省要求|省里|国家|中央|上级|原定|原计划|原时限|原")
OURS = re.compile(r"市定|市级|我市|本市|自定|调整|延期|延长|变更|现")
EXTENDED = re.compile(r"延期|延长|延至|调整|变更")
EDGES = "，,；;。:：（）() -—~至到在于须应、"
BEHIND_DAY = EDGES + "前底内止之以 .要"
CLAUSE = re.compile(r"[，,；;。、\n（）()]")


@dataclass(frozen=True, slots=True)
class _Step:
    day: date
    words: str


def several(text: str, basis: Basis) -> Timing | None:
    """Two days or more: the last is the deadline, the earlier ones milestones. 市定 goes before 省定."""
    if has_exact_brackets(text, basis.frame()):
        return None
    steps = list(_steps(text, basis))
    if len({step.day for step in steps}) < 2:
        # 2027年一、二季度: the plain grammar takes the year in front for a day of its own.
        framed = steps and len([hit for hit in hits(text, basis.frame()) if hit.found.day]) > 1
        return Timing(basis.day(f"{steps[0].day:%Y-%m-%d}")) if framed else None
    notes: list[tuple[str, str]] = []
    ours = [step for step in steps if not STANDARD.search(step.words)]
    if ours and len(ours) < len(steps) and any(OURS.search(step.words) or step in ours for step in steps):
        others = "、".join(f"{step.words}（{step.day}）" for step in steps if step not in ours)
        notes.append(("due_other", f"“{others[:40]}”未采用，以“{ours[-1].words[:12]}{ours[-1].day}”为准"))
        steps = ours
    if any(EXTENDED.search(step.words) for step in steps):
        steps = steps[-1:]
    due = max(step.day for step in steps)
    begin = basis.base
    if begin and due < begin and not basis.may_be_past:
        refuse("due_past", f"完成时限“{text[:30]}”（{due}）早于交办日期 {begin}", "请核对年份和日期")
    earlier = [step for step in steps if step.day < due]
    ahead = [step for step in earlier if begin is None or step.day >= begin]
    notes += [
        ("milestone_past", f"节点“{step.words}”（{step.day}）早于交办日期，未列入")
        for step in earlier
        if step not in ahead
    ]
    if ahead:
        notes.append(("due_last_of_several", f"“{text[:40]}”有多个日期：以 {due} 为完成时限，其余为阶段节点"))
    names = tuple(MilestoneRow(step.words or "阶段时限", step.day) for step in ahead)
    return Timing(due, names, notes=tuple(notes))


def _steps(text: str, basis: Basis) -> Iterator[_Step]:
    """Each day with the words of its clause."""
    found = [hit for hit in hits(text, basis.frame()) if hit.rule != "bare-day" and not hit.found.vague]
    for hit in found:
        if hit.found.day is None:
            return  # 2月30日: the plain grammar says what is wrong
    finer = {hit.found.day.year for hit in found if hit.found.day and hit.rule != "year"}
    found = [hit for hit in found if hit.rule != "year" or not hit.found.day or not _is_frame(text, hit, finer)]
    for number, hit in enumerate(found):
        if hit.found.day is None:
            continue
        begin = found[number - 1].end if number else 0
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        before = CLAUSE.split(text[begin : hit.start])[-1]
        behind = _clause_behind(text[hit.end : end], last=number + 1 == len(found))
        yield _Step(hit.found.day, _named(before, behind))


def _is_frame(text: str, hit: Hit, finer: set[int]) -> bool:
    """2027年 before （9月） or 一、二季度 is the year of that, no day of its own."""
    bare = not re.search(r"[底末内终]", text[hit.start : hit.end])
    return bare and hit.found.day is not None and hit.found.day.year in finer


def _clause_behind(words: str, *, last: bool) -> str:
    """Up to the last sign before the next day, where there is one: 取得明显成效，[12月底前]."""
    if last:
        return words
    parts = CLAUSE.split(words)
    return "，".join(part for part in parts[:-1] if part) if len(parts) > 1 else words


def _named(before: str, behind: str) -> str:
    return before.strip(EDGES) + behind.lstrip(BEHIND_DAY).rstrip(EDGES)

"""Reads an office's policy from TOML: every key known by name, every value checked, every fault with its remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import time
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from schedules.policy_rules import MODES, PER_TASK, TOLD_APART, Rule


class PolicyFault(ValueError):
    """Names the keys that are wrong and what to write instead; `faults` holds them one by one."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(faults))


class _Bad(Exception):
    """What a value should have been."""


def place_of(fault: tomllib.TOMLDecodeError) -> str:
    """Where a TOML file goes wrong; the parser's own words are English."""
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return f"第{found[1]}行第{found[2]}列" if found else "末尾"


def values(text: str) -> dict[str, Any]:
    """Fields of Policy that the file sets; PolicyFault tells everything wrong at once."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault([f"策略文件不是有效的 TOML（{place_of(error)}）；请对照默认的 policy.toml 修改"]) from error
    faults: list[str] = []
    rules = table.pop("rule", [])
    found = _read(table, faults)
    if rules:
        found["rules"] = tuple(_rules_of(rules, faults))
    if faults:
        raise PolicyFault(faults)
    return found


def _read(table: Mapping[str, Any], faults: list[str], *, where: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in _flat(table):
        if key.partition(".")[2] == "basis" and isinstance(value, str):
            continue  # where the office has its values from: for whoever reads the file
        try:
            field, read = _known(key)
            if where and field not in PER_TASK:
                raise _Bad("这一项不能按事项分别设定，请写在规则之外")
            found[field] = read(value)
        except _Bad as bad:
            faults.append(f"{where}{key}：{bad}")
    return found


def _rules_of(tables: Any, faults: list[str]) -> Iterator[Rule]:
    if not isinstance(tables, list):
        faults.append("rule：应写成 [[rule]]，一条规则一节")
        return
    for place, each in enumerate(tables, 1):
        where = f"第{place}条 rule："
        rest = {key: value for key, value in each.items() if key not in ("when", "basis")}
        given = _read(rest, faults, where=where)
        basis = each.get("basis")
        if not isinstance(basis, str) or not basis.strip():
            faults.append(f'{where}缺少依据，请写 basis = "……"')
        if not given:
            faults.append(f"{where}没有写要改变的值")
        yield Rule(tuple(_when(each.get("when"), where, faults)), tuple(given.items()), str(basis))


def _when(asked: Any, where: str, faults: list[str]) -> Iterator[tuple[str, Any]]:
    if not isinstance(asked, Mapping) or not asked:
        faults.append(f'{where}缺少适用范围，如 when = {{ source = "领导批示" }}')
        return
    for name, value in asked.items():
        if name not in TOLD_APART:
            faults.append(f"{where}when.{name}：没有这一项；可用 {'、'.join(TOLD_APART)}")
        elif name == "urgent" and not isinstance(value, bool):
            faults.append(f"{where}when.urgent：应为 true 或 false")
        elif name == "mode" and value not in MODES:
            faults.append(f"{where}when.mode：应为 {' 或 '.join(MODES)}")
        elif name not in ("urgent", "mode") and not isinstance(value, str):
            faults.append(f"{where}when.{name}：应为名称")
        else:
            yield name, MODES[value] if name == "mode" else value


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _known(key: str) -> tuple[str, Callable[[Any], Any]]:
    if key in KEYS:
        return KEYS[key]
    near = get_close_matches(key, KEYS, n=1, cutoff=0.5)
    raise _Bad(f"没有这一项；{f'是否要写 {near[0]}' if near else '请删去这一行'}")


def _clock(value: Any) -> time:
    try:
        hour, minute = str(value).split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise _Bad('应为 24 小时制的时刻，如 "09:00"') from None


def _hours(value: Any) -> tuple[time, time]:
    if not isinstance(value, list) or len(value) != 2:
        raise _Bad('应为起止两个时刻，如 ["12:00", "14:00"]')
    return _clock(value[0]), _clock(value[1])


def _window(value: Any) -> tuple[time, time]:
    first, last = _hours(value)
    if first >= last:
        raise _Bad('应在同一天之内、先起后止，如 ["08:00", "21:00"]')
    return first, last


def _count(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise _Bad(f"应为 {low} 至 {high} 的整数")
        return value

    return read


def _amount(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise _Bad(f"应为 {low:g} 至 {high:g} 的数")
        return float(value)

    return read


def _rungs(most: int) -> Callable[[Any], tuple[int, ...]]:
    def read(value: Any) -> tuple[int, ...]:
        days = tuple(value) if isinstance(value, list) else ()
        right = all(type(day) is int and 0 < day <= 250 for day in days)
        if not right or not 1 <= len(days) <= most or list(days) != sorted(set(days), reverse=True):
            raise _Bad(f"应为 1 至 {most} 个由大到小的工作日数，如 {[15, 7, 3, 1][:most]}")
        return days

    return read


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Bad("应为 true 或 false")
    return value


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in words:
            raise _Bad(f"应为 {' 或 '.join(words)}")
        return str(value)

    return read


def _some_of(*words: str) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not set(map(str, value)) <= set(words):
            raise _Bad(f"应为列表，其中只能有 {'、'.join(words)}")
        return tuple(value)

    return read


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _Bad('应为姓名或职务的列表，如 ["市长"]')
    return tuple(value)


def _name(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 40:
        raise _Bad("应为名称，不超过40字")
    return value.strip()


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, TypeError, OSError):
        raise _Bad('应为时区名称，如 "Asia/Shanghai"') from None


# The whole grammar: key in the file → field of Policy, and how its value is read.
KEYS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "zone": ("zone", _zone),
    "morning.at": ("morning", _clock),
    "morning.items": ("morning_items", _count(1, 50)),
    "quiet.night": ("quiet_night", _hours),
    "quiet.noon": ("quiet_noon", _hours),
    "urgent.window": ("urgent_window", _window),
    "urgent.evening": ("urgent_evening", _clock),
    "urgent.sign_hours": ("urgent_sign_hours", _count(1, 24)),
    "urgent.to_leader": ("urgent_to_leader", _switch),
    "deadline.before": ("deadline_before", _rungs(4)),
    "deadline.near": ("near_days", _count(0, 60)),
    "milestone.before": ("milestone_before", _count(1, 60)),
    "merge.days": ("merge_days", _count(0, 30)),
    "period.before": ("period_before", _rungs(2)),
    "period.first_needs": ("period_first_needs", _count(0, 60)),
    "sign.days": ("sign_days", _count(1, 30)),
    "sign.again": ("sign_again", _count(1, 30)),
    "lamp.ahead": ("ahead_points", _count(0, 100)),
    "lamp.behind": ("behind_points", _count(0, 100)),
    "lamp.far_behind": ("far_behind_points", _count(1, 100)),
    "silence.list": ("silence_list_days", _count(1, 60)),
    "silence.order": ("silence_order_days", _count(1, 60)),
    "silence.leader": ("silence_leader_days", _count(1, 120)),
    "silence.again": ("silence_again", _count(1, 30)),
    "order.reply": ("order_reply_days", _count(1, 60)),
    "issue.by_coordinator": ("issue_by_coordinator", _some_of("督办单", "通报", "专报")),
    "paper.office": ("office_name", _name),
    "silence.to_leader_unasked": ("silence_to_leader_unasked", _switch),
    "silence.never_to": ("silence_never_to", _names),
    "idle.days": ("idle_days", _count(1, 250)),
    "look_back.days": ("look_back_days", _count(1, 250)),
    "look_back.sources": ("look_back_sources", _names),
    "look_back.categories": ("look_back_categories", _names),
    "burden.week": ("burden_week", _count(1, 200)),
    "keep.updates": ("keep_updates", _count(7, 3650)),
    "keep.sent": ("keep_sent", _count(60, 3650)),
    "keep.questions": ("keep_questions", _count(30, 3650)),
    "age.days": ("age_days", _count(1, 250)),
    "waiting.days": ("waiting_days", _count(0, 60)),
    "waiting.again": ("waiting_again", _count(1, 30)),
    "extension.days": ("extension_days", _count(0, 250)),
    "extension.times": ("extension_times", _count(0, 10)),
    "digest.weekday": ("digest_weekday", _count(1, 7)),
    "digest.at": ("digest", _clock),
    "digest.attach": ("digest_attach", _switch),
    "bulletin.every": ("bulletin_every", _one_of("none", "week", "month")),
    "bulletin.weekday": ("bulletin_weekday", _count(1, 7)),
    "bulletin.day": ("bulletin_day", _count(1, 28)),
    "bulletin.at": ("bulletin", _clock),
    "reader.trust": ("reader_trust", _one_of("propose", "store")),
    "reader.seconds": ("reader_seconds", _amount(0.1, 30)),
    "reader.at_a_time": ("reader_at_a_time", _count(1, 64)),
    "reader.long": ("reader_long", _count(1, 4096)),
}

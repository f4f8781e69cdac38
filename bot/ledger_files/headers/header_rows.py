"""The header of a ledger table: which column holds what, under whatever name the office gave it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.ledger_files.files.grids import column_letter, squeezed

NAMES: Mapping[str, str] = {
    "no": "序号 编号 项号 号 任务编号 任务序号 事项编号 No NO No. NO.",
    "category": "类别 分类 任务类别 工作类别 事项类别 项目类别 板块 领域 工作领域 任务分类 类型",
    "source": "任务来源 来源 事项来源 工作来源 交办来源 任务依据",
    "title": "重点任务 具体任务 工作任务 任务名称 任务 事项 事项名称 工作事项 督办事项 督查事项 交办事项 重点事项 "
    "任务事项 主要任务 重点工作 重点工作任务 年度重点任务 具体事项 任务内容 工作内容 事项内容 督办内容 项目名称 "
    "工作名称 具体工作",
    "target": "目标要求 工作目标 目标 目标任务 年度目标 工作目标及要求 完成标准 工作要求 任务要求 具体要求 预期成效 "
    "主要目标 目标任务要求 工作标准 任务目标",
    "leader": "牵头领导 分管领导 责任领导 包联领导 市级领导 领导 分管市领导 市领导 牵头市领导 市分管领导 包抓领导 "
    "挂帅领导",
    "lead": "牵头单位 责任单位 牵头部门 主办单位 主办部门 主责单位 主责部门 责任部门 承办单位 牵头责任单位 负责单位 "
    "实施单位 落实单位 牵头责任部门 第一责任单位",
    "co": "配合单位 协办单位 配合部门 协同单位 参与单位 协助单位 协办部门 协同部门 责任配合单位 参加单位 会办单位 "
    "配合责任单位",
    "owner": "责任人 负责人 主要负责人 单位负责人 部门负责人 牵头单位责任人 牵头责任人 单位责任人 第一责任人 "
    "具体责任人",
    "mode": "办理方式 办理类型 推进方式 完成方式 推进类型 办理类别",
    "due": "完成时限 完成期限 办结时限 办结期限 时限 期限 完成时间 办理时限 办理期限 时限要求 截止时间 截止日期 "
    "计划完成时间 完成日期 限期 办结时间 时间要求 完成时限要求 办结日期 要求完成时间 完成时间要求 计划完成时限",
    "every": "报送周期 反馈周期 报告周期 报送频次 反馈频次 报送要求 报送频率 反馈要求 报送时间",
    "milestones": "阶段节点 时间节点 节点 阶段目标 阶段性目标 里程碑 节点安排 进度安排 阶段任务 节点目标 序时进度 "
    "关键节点 推进节点",
    "urgent": "紧急程度 急件 是否急件 缓急 缓急程度 紧急",
    "secrecy": "密级 保密级别 涉密 是否涉密 密级标识",
    "remark": "备注 说明 备考 附注",
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names.split()}
NEEDED = {"no": "序号", "title": "重点任务", "lead": "牵头单位", "owner": "责任人", "due": "完成时限"}
ALIKE = {
    "co": re.compile(r".{0,3}(?:配合|协办|协同|参与|协助|会办).{0,3}(?:单位|部门)"),
    "lead": re.compile(r".{0,3}(?:牵头|主办|主责|责任|承办|负责).{0,3}(?:单位|部门)"),
    "owner": re.compile(r".{0,5}(?:责任人|负责人)(?:姓名|职务)?"),
    "leader": re.compile(r".{0,2}(?:牵头|分管|责任|包联|包保|挂联|联系|督办).{0,3}领导"),
    "due": re.compile(r".{0,4}(?:完成|办结|办理|整改|截止|要求|落实).{0,2}(?:时限|期限|时间|日期).{0,2}"),
    "milestones": re.compile(r".{0,4}(?:节点|里程碑).{0,4}"),
    "every": re.compile(r".{0,2}(?:报送|反馈|报告|汇报).{0,2}(?:周期|频次|频率)"),
}
FIRST_AMONG = re.compile(r"牵头|主办|主责|第一")
BRACKETS = re.compile(r"[(【\[〔][^)】\]〕]{0,40}[)】\]〕]")
LEAST = 4  # this many known names make a row a header


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    header: str

    @property
    def place(self) -> str:
        return f"{column_letter(self.index)} {self.header}"


@dataclass(frozen=True, slots=True)
class Header:
    """Counted from 0: the header is in the rows `first` to `last`."""

    first: int
    last: int
    columns: Mapping[str, Column]

    def value(self, row: Sequence[object], field: str) -> object:
        column = self.columns.get(field)
        return row[column.index] if column and column.index < len(row) else None

    def place(self, field: str) -> str | None:
        return self.columns[field].place if field in self.columns else None

    def missing(self) -> list[str]:
        return [name for field, name in NEEDED.items() if field not in self.columns]


def known(value: object) -> str | None:
    """The field that a header cell names."""
    words = header_words(value)
    bare = BRACKETS.sub("", words)
    return FIELD_OF.get(words) or FIELD_OF.get(bare) or _resembled(bare)


def _resembled(words: str) -> str | None:
    """The field of a name that no list has: 工作完成时限, 配合责任部门."""
    if len(words) > 16:
        return None
    return next((field for field, pattern in ALIKE.items() if pattern.fullmatch(words)), None)


def header_words(value: object) -> str:
    return unicodedata.normalize("NFKC", squeezed(value)).strip("*★:")


def headers(raw: Sequence[Sequence[object]], filled: Sequence[Sequence[object]]) -> list[Header]:
    """Every header of a sheet, repeated ones among them, each with its own columns."""
    found: list[Header] = []
    at = 0
    while at < len(filled):
        header = _at(raw, filled, at)
        if header is None:
            at += 1
        else:
            found.append(header)
            at = header.last + 1
    return found


def _at(raw: Sequence[Sequence[object]], filled: Sequence[Sequence[object]], at: int) -> Header | None:
    one = _fields(filled[at])
    two = _fields(_below(filled, at)) if at + 1 < len(filled) and _may_be_lower(raw[at + 1]) else {}
    if len(one) >= 2 and len(two) >= max(LEAST, len(one)) and _has_more(raw[at + 1]):
        return _header(raw, filled, at, at + 1)
    return _header(raw, filled, at, at) if len(one) >= LEAST else None


def _below(filled: Sequence[Sequence[object]], at: int) -> list[object]:
    """The lower names of a two-level header; where a column has none, the upper one."""
    upper, lower = filled[at], filled[at + 1]
    return [low if squeezed(low) else high for high, low in zip(upper, lower, strict=True)]


def _may_be_lower(row: Sequence[object]) -> bool:
    return not any(squeezed(value).isdigit() for value in row)


def _has_more(row: Sequence[object]) -> bool:
    """A lower header line says something known itself."""
    return sum(known(value) is not None for value in row) >= 2


def _fields(row: Sequence[object]) -> dict[str, list[int]]:
    fields: dict[str, list[int]] = {}
    for index, value in enumerate(row):
        field = known(value)
        if field:
            fields.setdefault(field, []).append(index)
    return fields


def _header(raw: Sequence[Sequence[object]], filled: Sequence[Sequence[object]], first: int, last: int) -> Header:
    names = list(filled[first]) if first == last else _below(filled, first)
    columns = {}
    for field, indexes in _with_partners(_fields(names), names).items():
        index = _finest(raw, last, indexes, names) if field == "title" else indexes[0]
        columns[field] = Column(index, header_words(names[index]))
    return Header(first, last, columns)


def _with_partners(fields: dict[str, list[int]], names: Sequence[object]) -> dict[str, list[int]]:
    """Beside 牵头单位 a further 责任单位 holds the supporting departments."""
    leads = sorted(fields.get("lead", []), key=lambda index: not FIRST_AMONG.search(header_words(names[index])))
    partners = {"co": leads[1:2]} if len(leads) > 1 and "co" not in fields else {}
    return fields | ({"lead": leads} if leads else {}) | partners


def _finest(raw: Sequence[Sequence[object]], last: int, indexes: list[int], names: Sequence[object]) -> int:
    """Of several task columns the one with a text of its own in most rows: a broader one is a group, not the title."""

    def filled_cells(index: int) -> int:
        return sum(bool(index < len(row) and squeezed(row[index])) for row in raw[last + 1 : last + 200])

    order = list(FIELD_OF)
    return max(indexes, key=lambda index: (filled_cells(index), -order.index(_key(names[index]))))


def _key(value: object) -> str:
    words = header_words(value)
    return words if words in FIELD_OF else BRACKETS.sub("", words)

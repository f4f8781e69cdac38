"""Titles as people shorten them: which stretch of a text names which open task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask

# Pairs that many titles share and that say nothing alone.
_COMMON = """
建设 改造 治理 整治 清理 排查 检查 专项 任务 清单 落实 方案 制定 事项 提升 办理 工作 项目 工程 问题
推进 整改 反馈 更新 升级 全市 市委 市政 政府 中心 服务 管理 组织 开展 实施 材料 报送 完成 机制 重点
行动 实现 目标 增长 全面 制度 年度 建立 公共 中央 系统 标准 体系 扩建 新建 打通 质效 安全 企业 城市
农村 社区 群众 部门 单位 领导 会议 情况 加快 保障  编制 进度   数据 全覆 覆盖 隐患 资金
 处理 清欠 办结 到位       验收  生活 示范 优化 调整     创建
人员 设备 物资 改革 专题 督察 推动 运行 监管 统筹 技术 试点 启动 工业 产业
"""
COMMON = frozenset(_COMMON.split())
_FIGURE = re.compile(r"^\d|[^a-z]\d")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A stretch of the text made of a title's words; `refs` are the tasks it fits best."""

    start: int
    end: int
    refs: tuple[int, ...]
    weight: int


@lru_cache(maxsize=4096)
def pairs(title: str) -> frozenset[str]:
    """Neighbouring letters of a title, and those that stand next to each other in a usual abbreviation."""
    words = [part for part in re.split(r"[^\u4e00-\u9fff0-9a-z]+", plain(title)) if part]
    return frozenset(word[place : place + 2] for word in words for place in range(len(word) - 1))


def keywords(text: str, tasks: Sequence[AskedTask]) -> list[Keyword]:
    known = {task.ref: pairs(task.title) for task in tasks}
    every = frozenset().union(*known.values()) if known else frozenset[str]()
    found = (_keyword(text, start, end, known) for start, end in _runs(text, every))
    return [keyword for keyword in found if keyword]


def _runs(text: str, every: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches whose neighbouring letters stand in a title, joined over 的 or nothing (河道整治)."""
    start = end = -1
    for place in range(len(text) - 1):
        if text[place : place + 2] not in every:
            continue
        if start >= 0 and place <= end + (1 if text[end : end + 1] in "的和之" else 0):
            end = place + 2
            continue
        if start >= 0:
            yield start, end
        start, end = place, place + 2
    if start >= 0:
        yield start, end


def _keyword(text: str, start: int, end: int, known: dict[int, frozenset[str]]) -> Keyword | None:
    said = {text[place : place + 2] for place in range(start, end - 1)}
    said = {pair for pair in said if not _FIGURE.search(pair)}  # 56个, 第7次: a figure names nothing
    telling = {ref: len((said & own) - COMMON) for ref, own in known.items()}
    best = max(telling.values())
    if not best:
        return None
    refs = tuple(ref for ref, weight in telling.items() if weight == best)
    return Keyword(start, end, refs, best)

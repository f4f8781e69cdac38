"""Plain words that are commands; only as the whole message, so that no report is taken for one."""

from __future__ import annotations

import re

from bot.reading.asks.courtesy import is_thanks
from bot.reading.text.normal_form import plain

_COMMANDS: dict[str, str] = {
    "status": "状态 进度 总体情况 总体进度 台账 总览 概况 全市情况 完成情况",
    "mine": "我的任务 我的事项 我的工作 我的待办 待办 任务 任务清单 我的 我有哪些任务 我的任务清单 查任务",
    "overdue": "超期 超期事项 超期任务 逾期 逾期事项 逾期任务 哪些超期 超期清单",
    "due": "近期到期 快到期 即将到期 本周到期 今天到期",
    "age": "积案 案无积卷 久拖未决 积压事项 哪些拖得最久 拖得最久的 最久没进展 哪些久拖未决",
    "preview": "预览 明早发什么 明天发什么 明早给谁发 明天提醒谁 预览明早",
    "help": "帮助 使用说明 怎么用 说明 使用帮助 help 菜单 功能 ?",
    "undo": "撤销 撤销上一条 取消上一条",
    "claims": "待核验 待核查 待销号 待审核 办结申请",
    "requests": "请示 待批 待批请示 待决事项 待办请示",
    "partners": "配合事项 我的配合事项 配合的事项 我配合的事项 配合任务 协办事项",
    "indicators": "指标 指标情况 指标完成情况 目标完成情况 指标清单 指标汇总",
    "views": "三督 督履职 督落实 督成效 督履职督落实督成效 履职落实成效",
    "unready": "不齐备 未齐备 未就绪 不齐备事项 未就绪项目 哪些项目不齐备 哪些不齐备",
    "stages": "三个一批 阶段统计 项目阶段",
    "visits": "督导统计 现场督导 督导情况 督导次数",
    "broken": "失信清单 失信台账 未兑现承诺 失信案件",
    "units": "各单位进度 各部门进度 单位进度 部门进度 各单位情况 各部门情况 单位排名 部门排名",
    "types": "核对类型 设定类型 按类型设置",
    "burden": "提醒统计 减负统计 提醒次数 本周提醒",
    "digest": "通报 周报 督查通报 本周通报",
}
_BY_PHRASE = {phrase: name for name, phrases in _COMMANDS.items() for phrase in phrases.split()}


# 经…同意 in front of a message: whose consent a coordinator puts on record.
_CONSENT = re.compile(r"(?:已)?经[^不未没]{1,20}同意")


def is_consent(written: str) -> bool:
    return _CONSENT.match(written) is not None


def signs(written: str) -> bool:
    """收到 and the like sign for what was handed out; thanks alone do not."""
    return "收" in written or not is_thanks(plain(written))


def command(written: str) -> str | None:
    """The command that a whole message names in plain words, without its slash; None if it names none."""
    if len(written) > 16:
        return None
    return _BY_PHRASE.get(plain(written).strip(" 。.!,/"))

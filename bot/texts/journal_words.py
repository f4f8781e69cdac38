"""A row of the journal as people read it: when, who, what, of which task, and because of what."""

from __future__ import annotations

from datetime import datetime

from bot.texts import history

# What is not of a task alone; the steps of tasks stand in history.KINDS.
KINDS = {
    **history.KINDS,
    "matter": "来信转办",
    "alert": "按类型预警",
    "answer": "答复追问",
    "appoint": "任命",
    "ask": "追问",
    "attachment": "制作附件",
    "bind": "绑定账号",
    "carry_over": "结转下一年度",
    "case": "审定识读样例",
    "department": "单位列入名册",
    "digest": "发出周报",
    "evidence": "收到材料",
    "evidence_wanted": "改定办结所需材料",
    "follow_up": "督查员再次过问",
    "field": "填报类型字段",
    "foreign_link": "他人点开邀请链接",
    "forgotten": "删除文字",
    "group": "改定联合单位",
    "indicators": "改定指标",
    "instruction": "发起交办事务",
    "instruction_end": "交办事务了结",
    "invite": "发出邀请链接",
    "issue": "签发文件",
    "items": "改定子项",
    "ledger": "导入台账",
    "matter_answer": "事务有答复",
    "matter_answer_again": "事务再次答复",
    "matter_again": "事务再次提醒",
    "matter_back": "事务退回",
    "matter_confirm": "事务待确认",
    "matter_end": "事务办结",
    "matter_over": "事务转交",
    "misread": "识读被更正",
    "order": "签发督办单",
    "partners": "告知配合单位",
    "period": "完成本期反馈",
    "person": "人员列入名册",
    "post_begin": "职务开始",
    "post_end": "职务结束",
    "rebind": "同意换绑账号",
    "rebind_asked": "申请换绑账号",
    "rebind_refused": "不同意换绑账号",
    "red_line": "红线报告",
    "relead": "改定牵头领导",
    "urgent": "调整急件",
    "relay": "秘书转述领导指示",
    "retitle": "改定标题",
    "revoke": "作废邀请链接",
    "stepped_over": "跳过一级",
    "submit": "呈请签发",
    "support": "改定配合单位",
    "turned_back": "退回名下事项",
    "type": "定为某类事项",
    "unbind": "解除账号绑定",
    "visit": "现场核查",
}
_CAUSES = {"update": "收到消息 {}", "tick": "定时", "command": "命令 {}"}


def line(at: datetime, kind: str, *, actor: str | None, number: int | None, cause: str) -> str:
    """`at` is local. A kind of a later program is shown as it is."""
    of = f"{number}号　" if number else ""
    who = f"{actor}　" if actor else ""
    return f"{at:%Y-%m-%d %H:%M}　{who}{of}{KINDS.get(kind, kind)}（{_because(cause)}）"


def _because(cause: str) -> str:
    way, _, what = cause.partition(":")
    return _CAUSES[way].format(what) if way in _CAUSES else cause

"""What is asked where several things may be wanted, and what is said of what cannot be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.second_reader.wants.labels import Want

WHICH = "请问是要做哪一件？点选后按原话办理，有改动的先给您核对。"
MILESTONES = (
    "阶段节点随台账改动：请在台账“阶段节点”栏改好后导入，导入前给您看差异；"
    "改办结时限时，未到的节点一并顺延，先给您核对。"
)
THESE = "可能说的事项"
FIELD = "督查台账"
NONE_OF_THEM = "都不是"
CANNOT = (
    "这件事我办不了：我只管督查台账（查询、提醒、催办、记录、转告、报表）。"
    "要别人去办的，可写明对象，例如“转告市财政局：……”，我把话带到。"
)
NO_ORDER_FOR = "请写明给哪个单位或哪一项下督办单，例如“给市财政局下督办单”。"

LABELS: Mapping[Want, str] = {
    Want.LIST: "列出名单",
    Want.TASK: "看这一项的情况",
    Want.COUNT: "看统计数",
    Want.SILENT: "看谁没回、没签收",
    Want.WAITING: "看等着定的",
    Want.PEOPLE: "查人员",
    Want.URGED: "查催没催过",
    Want.DECIDED: "查批没批",
    Want.HISTORY: "看办理经过",
    Want.PAPERS: "查督办单、专报",
    Want.CLOSED: "看已办结的",
    Want.HOW: "看用法",
    Want.EXPORT: "导出表格",
    Want.DIGEST: "出通报或一页情况",
    Want.RECORD: "记为该单位的答复（代录）",
    Want.DIRECTIVE_OF: "录入领导批示",
    Want.NEW_TASK: "新增事项",
    Want.MINUTES: "从纪要拟任务",
    Want.REDATE: "改时限",
    Want.MILESTONE: "改节点",
    Want.HAND_OVER: "转给别的单位牵头",
    Want.SUPPORT: "增减配合单位",
    Want.RELEAD: "换牵头领导",
    Want.RETITLE: "改事项名称",
    Want.TARGET: "改目标要求",
    Want.STOP: "中止",
    Want.RESUME: "恢复、重新打开",
    Want.CLOSE: "销号",
    Want.RETURN: "退回，要求补报",
    Want.EXTENSION_YES: "同意延期",
    Want.EXTENSION_NO: "不同意延期",
    Want.AMEND: "更正已记的反馈",
    Want.TAKE_BACK: "撤销刚才办的",
    Want.URGE: "催办",
    Want.TELL: "转告原话",
    Want.ASK: "请责任人答复",
    Want.ANSWER: "回复来信",
    Want.ORDER_ISSUE: "下督办单",
    Want.ORDER_BACK: "收回督办单",
    Want.REPORT_LEADER: "报领导",
    Want.URGENT: "设、撤急件",
    Want.FORWARD: "把困难交给协调单位",
    Want.AWAY: "登记外出和代理",
    Want.BACK: "登记已回",
    Want.REPLACE: "登记换人",
    Want.INVITE: "发绑定邀请",
    Want.UNBIND: "停用账号",
    Want.OWN_REMINDER: "到时提醒我",
}


def label(want: Want, about: Sequence[tuple[int, str]]) -> str:
    """`about`: number and owner of the tasks his words name."""
    if len(about) != 1 or want not in _OF_TASK:
        return LABELS[want]
    number, owner = about[0]
    match want:
        case Want.RECORD:
            return f"记为{owner}的答复（{number}号）"
        case Want.ASK:
            return f"请{owner}答复（{number}号）"
        case Want.TASK:
            return f"看{number}号的情况"
        case _:
            return f"{number}号：{LABELS[want]}"


_OF_TASK = {
    *(
        Want.RECORD,
        Want.ASK,
        Want.TASK,
        Want.HISTORY,
        Want.URGED,
        Want.DECIDED,
        Want.REDATE,
        Want.HAND_OVER,
        Want.SUPPORT,
    ),
    *(Want.RELEAD, Want.RETITLE, Want.TARGET, Want.STOP, Want.RESUME, Want.CLOSE, Want.RETURN, Want.AMEND, Want.URGE),
    *(Want.URGENT, Want.FORWARD, Want.EXTENSION_YES, Want.EXTENSION_NO),
}

"""Short fixed answers, as a courteous office would write them."""

from __future__ import annotations

NOT_BOUND = "您好，这里是督查室“回音”助手。此账号尚未绑定，请向督查室索取本人的邀请链接。"
LINK_INVALID = "这个邀请链接已使用或已失效，请向督查室索取新的链接。"
GREETING = "您好！有事项进展请直接回复，例如“31号完成60%，预计下周五前办结”；发“我的任务”可查看名下事项。"
NO_TASKS = "您名下目前没有在办事项。"
NOTHING_TO_REPORT = "您名下目前没有在办事项，这条消息已转督查室阅处。"
PASSED_ON = "您的问题已转督查员，会尽快答复您。"
PASSED_BACK = "已转告。"
VOICE = "暂时听不了语音，请用输入法的“语音转文字”发成文字，谢谢。"
FILE_KEPT = "材料已收到。"
UNSURE = "没有读懂这条消息。有进展请直接写，例如“31号完成60%，预计下周五前办结”；发“帮助”可看用法。"
STALE_BUTTON = "这个按钮已经失效，请以最新的消息为准。"
FIX = "好的，上一条已撤销。请重新写明正确的情况。"
HOW_FAR = "{number}号“{title}”目前完成到百分之几？可点选，也可直接回复。"
WHICH_DIFFICULTY = "{number}号“{title}”遇到什么困难、需要谁协助？请直接回复，例如“卡在用地指标，请市自然资源局协调”。"
WRITE_DIFFICULTY = "请直接写明困难和需要谁协助，例如“31号卡在用地指标，请市自然资源局协调”。"
AS_YOU_LIKE = "好的，方便时再回复即可。"
NOTHING_TO_WITHDRAW = "这条反馈已撤销，或督查室已作处理，无可撤销；情况有变请直接回复。"
SIGNED_NONE = "这些事项此前都已签收。"
NO_MATCH = "没有找到符合的事项。可以按单位、领导、类别或编号查询，例如“/status 市财政局”。"


def signed(numbers: str, count: int) -> str:
    return f"已签收{count}项：{numbers}。" if count > 1 else f"已签收：{numbers}。"


def welcome(name: str, *, roles: list[str], open_tasks: int) -> str:
    duty = f"您名下有{open_tasks}项在办事项，将在工作日上午9点随早间消息送达。" if open_tasks else ""
    return (
        f"{name}，您好！账号已绑定，身份：{'、'.join(roles)}。{duty}\n"
        "本助手不是保密渠道，请勿发送任何涉密或内部内容。发“帮助”可看用法。"
    )


HELP = {
    "head": (
        "用法：\n"
        "· 直接回复提醒即可，例如“已办结”“完成六成，预计下周五前办结”"
        "“卡在用地指标，请市自然资源局协调”“申请延期两周，因资金未到位”。\n"
        "· 有几项时写明编号：“31号完成60%，52号已办结”。\n"
        "· 写错了点“更正”或“撤销”，也可以直接修改原消息。\n"
        "· 发“我的任务”（/mine）看名下事项，发“超期”“近期到期”看已超期和一周内到期的。"
    ),
    "coordinator": (
        "督查员用法：\n"
        "· /status 看全局；加单位、领导、类别或编号看一部分，如“/status 市财政局”“/status 31”。\n"
        "· 发“超期”“近期到期”“待核查”“请示”“周报”，看相应事项和当前周报。\n"
        "· 事项卡片上可以催办；办结申请到达时点“同意销号”或“退回重办”。\n"
        "· 负责人的提问会转给您，直接回复那条消息即可作答。"
    ),
    "leader": (
        "领导用法：\n"
        "· 每周五收到所牵头事项的周报；请示到达时点选一个方案即可。\n"
        "· /status 看所牵头的事项；发“请示”“周报”看待批请示和当前周报。"
    ),
}

COMMANDS = {
    "head": [("mine", "我的任务"), ("help", "用法")],
    "coordinator": [("status", "督查台账：可加单位、领导、类别、编号"), ("mine", "我的任务"), ("help", "用法")],
    "leader": [("status", "所牵头的事项"), ("help", "用法")],
}

ROLE_WORDS = {
    "head": "部门负责人",
    "deputy": "代理",
    "liaison": "联络员",
    "leader": "市领导",
    "secretary": "秘书",
    "coordinator": "督查员",
}

UNSERVED = "抱歉，这条消息系统多次未能处理，已转告督查室。请换一种说法再发一次，或直接联系督查室。"

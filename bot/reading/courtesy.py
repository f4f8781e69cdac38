"""Messages that report nothing: acknowledgements, thanks, small talk."""

from __future__ import annotations

import re

from bot.reading.patterns import later

_CORE = later(
    r"收到|收悉|好的|好滴|好嘞|好哒|好勒|好呢|^好[,。! ]|^好$|明白|了解|知道了|知悉|已阅|遵照|照办|"
    r"遵命|是的?(?=$|[,。!])|嗯+|行(?=$|[,。!的吧])|没问题|可以(?=$|[,。!])|roger|got it|noted|copy|"
    r"👍|👌|🫡|💪|🤝|^ok(?:ay)?(?=$|[^\u4e00-\u9fff])|欧了|得嘞|成(?=$|[,。!])|要得|记住了|记下了|"
    r"记着|放心|晓得了?|yes|sure|understood"
)
_PROMISE = later(
    r"(?:马上|立即|立刻|抓紧|尽快|这就|及时|坚决|全力|一定|认真|即刻|我们会|我会|会|将|加紧|加快|"
    r"第一时间|尽早|努力|严格|不折不扣|保证|确保|务必|火速|连夜|赶紧|会尽|下去|"
    r"回头)[^,。;!?\n]{0,16}(?:落实|办|推进|处理|完成|执行|安排|部署|抓|跟进|整改|研究|核实|贯彻|对接|"
    r"反馈|报|回复|做|弄|搞|督促|组织|行动|去|到位|看|催|核|联系|了解|问)"
)
_WORDS = later(
    r"收到|督办单|督办|交办|时限|进度|已阅|已|收悉|好[的滴嘞哒勒呢啊]?|明白|了解|知道|知悉|已阅|悉|遵照|照办|"
    r"遵命|执行|是|的|嗯|行|"
    r"没问题|问题|可以|ok(?:ay)?|roger|got it|noted|copy|thanks?|thank you|thx|sure|yes|understood|"
    r"will do|asap|we|i|on it|get|it|done by"
    r"|马上|立即|立刻|抓紧|尽快|这就|现在就|及时|坚决|全力|一定|必|认真|即刻|我们?|我局|我委|我单位|"
    r"我科|本局|我处|咱们?|会|将|加紧|加快|第一|时间|尽早|努力|严格|不折不扣|保证|确保|务必|火速|连夜|"
    r"赶紧|下去|回头|接下来|下一步|继续|持续|再|也|都|就|去|来|把|按照?|照|要求|时限|时|按期|如期|期|"
    r"部署|安排|指示|精神|通知|意见|批示|领导|主任|各位|书记|市长|科长|老师|督查室|您|你们?|他|谢谢|"
    r"感谢|多谢|提醒|督促|关心|支持|指导|辛苦|请|放心|了|啦|哈|呀|啊|哦|嘞|吧|呢|嘛|一下|下"
    r"|落实|办理|办|推进|处理|完成|抓好|抓|跟进|整改|研究|核实|贯彻|对接|反馈|上报|报送|报|回复|做好|"
    r"做|弄|搞|督促|组织|行动|到位|看看?|催|核|联系|问|工作|任务|事项|此项|该项?|这|项|个|那|有关|"
    r"相关|各|高度|重视|传达|学习|全面|全部|工作要求|高质量|保质保量|给|向|与|和|并|同时|对|在|到|"
    r"记住|记下|晓得|得|成|要|用|心|力|尽力|结果|情况|进展|有|消息|随时|后续|汇报|报告|今后|以后|注意|"
    r"记|着|准时|早|先|让|他们|科室|负责|人员|同志|分管|局长|转告|转达|转发|带话|传|话|部门|专人|人员?|欧|要得|"
    r"马|动|起来|目前|提|醒|加|好|速度|效率|配合|主动|主管|积极|响应|布置|召集|大家|班子|本周|今天"
    r"|[^\u4e00-\u9fffa-z0-9\x01-\x04]"
)
_TALK = later(
    r"早上好|上午好|中午好|下午好|晚上好|晚安|早安|您好[!。]?$|你好[!。]?$|在吗|在不在|吃饭|午饭|晚饭|"
    r"聚餐|快乐|愉快|辛苦了?|谢谢|感谢|哈哈|呵呵|嘿嘿|发错(?:群|人|地方|了)|点错|误触|按错|打扰|"
    r"不好意思|抱歉|对不起|天气|下雨|下雪|停车|车位|快递|红包|生日|恭喜|祝|节日|开会|会议|会议室|开车|"
    r"在路上|等下|稍等|等会|回头(?:聊|说)|方便|电话|打给|加(?:个|你|您)?微信|微信|群|文件|通知|转发|"
    r"周末|放假|出差|请假|手机|没电|信号|网络|测试|test|hello|hi\b|good|morning|bye|再见|拜拜|食堂|"
    r"上班|下班|值班|打球|体检|证件|报名|密码|链接|表格"
)


def is_ack(text: str) -> bool:
    """Only 收到 and the like, with or without general promises."""
    if not (_CORE.search(text) or _PROMISE.search(text)):
        return False
    return not _WORDS.sub("", text)


_THANKS = later(
    r"好的?|收到|嗯+|您|你|各位|领导|督查室|督查员|老师|同志|非常|十分|万分|太|真的?|多|辛苦了?|谢谢|感谢|谢了|"
    r"谢|提醒|关心|支持|帮助|指导|理解|您们|你们|啦|了|的|啊|哈|呀|哦|thanks?|thank you|thx|🙏|🌹|👍|👌|❤|💐|[^\w]"
)


def is_thanks(text: str) -> bool:
    """Thanks and nothing else: they want no words in return."""
    return re.search("谢|辛苦|thank|thx|🙏", text) is not None and not _THANKS.sub("", text)


def is_promise(text: str) -> bool:
    return _PROMISE.search(text) is not None


def is_talk(text: str) -> bool:
    return _TALK.search(text) is not None


_CHAT = later(
    r"吃饭|午饭|晚饭|聚餐|打球|球赛|比赛|看球|在吗|在不在|喝茶|喝酒|下班(?:了|没)|几点下班|堵车|天气|放假(?:吗|不|"
    r"安排)|值班表?|食堂|有空|有时间|身体|孩子|快递|微信|发错|哪个群"
)


def is_chat(text: str) -> bool:
    """A question, but not about work."""
    return _CHAT.search(text) is not None

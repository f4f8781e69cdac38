"""Is it no matter of work? Only by what it shows: family, weather, meals, logistics, wrong chat, a greeting."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.claims import counts
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import SURE, Kind
from bot.reading.lexicon.loader import TASK
from bot.reading.mentions import titles
from bot.reading.text.patterns import later

_TOPICS = later(
    # family and health
    "[孩娃](?:子|儿)?|小孩|儿子|闺女|女儿|老[婆公伴]|媳妇|爱人|[我你他她]?(?:妈|爸|爷|奶|娘)(?!家村)|家里(?!的?活)|爹|看病|医院[看住挂]|住院|发烧|感冒|体检|身体|打针|"
    # weather and wishes
    "天[气真太冷热凉]|[这雨雪]雨|这雪|这天|降温|升温|下雨了?|雨[真太好大]|大雨|台风|刮风|下雪|雾|添衣|多穿|带伞|门窗|路滑|注意安全|保重|"
    "[新佳春]节|快乐|愉快|安康|恭[喜祝]|祝|拜年|晚年|元宵|中秋|端午(?!节?前)|国庆(?!节?前)|元旦(?!前)|周末好|早上?好|[上中下晚]午?好|晚安|你好|您好|大家好|好久不见|再见|拜拜|"
    "hello|hi\\b|bye|happy|good ?(?:morning|night)|tgif|"
    # meals and leisure
    "吃饭?|早饭|午饭|晚饭|饭[局点]?|饺子|面条|羊肉|火锅|聚餐|食堂|喝[茶酒两]|打球|球赛|看球|爬山|钓鱼|唱歌|麻将|电影|红包|发小|同学|"
    # logistics of the day
    "会议室|几楼|座[位签]|签到|会场|[改移]到[^,。]{0,6}[点楼室]|会(?:改|推|取消)|开会|散会|例会|调度会|培训[^,。]{0,4}几|请假|值班|下班|上班|出差|"
    "休假|放假|加班|在路上|堵车|开车|打车|高铁|机场|接站|"
    "停车|车位|楼下|挪车?|挡路|车牌|钥匙|快递|外卖|门卫|停水|停电|断网|空调|电梯坏|热水|打印机|复印|"
    "手机|没电|信号不|微信(?!小程序)|拉[我你他]?进?群|群[里名]|进群|加[我你您]好友|密码|验证码|链接打|头像|表情包|电话[打没通回占]|语音|"
    # the wrong chat
    "发错|点错|误触|误发|按错|进错|乱按|手滑|不是发给|忽略|打扰|不好意思|抱歉|对不住|见[谅笑]|测试一?下?|试[一下]|谢|辛苦|感谢|哈哈|嘿嘿|呵呵|哎呀|收着|烦死|老哥|老弟|老兄"
)
_PLAYFUL = later(
    r"^[^\u4e00-\u9fffa-z0-9]*$|^(?:\[[^\]]{1,4}\])+|^(?:(?P<a>[\u4e00-\u9fffa-z])(?P=a)+)$|^(?:您好?|你好?|早|哈|嗨|"
    r"喂|在|在吗|在不在|人呢|嗯|哦|啊|呃|额)+[?。!~]*$"
)
_WORK_DONE = (Kind.DONE, Kind.NEAR, Kind.NOT_DONE, Kind.NOT_STARTED, Kind.BLOCKED, Kind.LATE, Kind.EXT)
_WORK = later(
    "施工|工地|开工|停工|竣工|验收|招标|中标|采购|进度|整改|督办|台账|材料[已报]|方案|审批|批复|拨付|资金|安装|铺设|浇筑|拆除|签约|征收|排查|"
    "企业|项目|工程|设备|群众反映|专班|图纸|合同|[安拆改修建装]了"
)


def is_unrelated(heard: Heard) -> bool:
    """Whether it shows that it is no report, and nothing in it is of a title or of work."""
    if _PLAYFUL.search(heard.masked.replace(TASK, "").strip()):
        return True
    return _TOPICS.search(heard.text) is not None and not speaks_of_work(heard)


def speaks_of_work(heard: Heard) -> bool:
    if any(mention.kind in SURE for mention in heard.mentions) or _of_a_title(
        heard.text, [t.title for t in heard.tasks]
    ):
        return True
    if heard.percents or _WORK.search(heard.masked):
        return True
    if any(mark.kind in _WORK_DONE for mark in heard.marks):
        return True
    return any(count.value > 1 and count.unit not in _FEW for count in counts.counts(heard, 0, len(heard.masked)))


_FEW = "个人名次条份家口场头"  # 3个人没进群


def _of_a_title(text: str, names: Sequence[str]) -> bool:
    return any(pair in text for name in names for pair in titles.telling_pairs(name))

"""Who takes over: a person, or a department when no person is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强"
    "贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀"
    "惠甄曲封靳段焦牧隗谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司黎白蒲"
    "卓蔺屠蒙池乔闻党谭劳姬申冉雍桑桂牛边燕冀尚温庄晏柴瞿阎慕连茹习艾鱼容向古易廖庾终"
    "居衡步都耿满弘匡文寇广东欧阳肖"
)
_TITLE = (
    r"(?:副|总|常务副|党组|一级|二级|四级|三级)?(?:局长|主任|科长|处长|县长|区长|镇长|书记|院长|所长|"
    r"站长|队长|支队长|大队长|经理|总监|工程师|股长|部长|会长|校长|园长|秘书|秘书长|同志|老师|专员|"
    r"组长|乡长|市长|总经理|董事长|调研员|主席|馆长|巡视员|厂长|负责人|委员|工|总|科|处|局|主管|会计|"
    r"师傅|姐|哥|女士|先生)"
)
_PERSON = (
    rf"(?:(?:小|老|阿)[{_SURNAMES}](?![\u4e00-\u9fff]{{0,2}}(?:区|旧))|(?!施工|[计管干常农]工)[{_SURNAMES}]{_TITLE}|"
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?(?:{_TITLE}))"
)
_NO_NAME = (
    "(?!时间|任务|任何|任期|方案|方面|安排|安全|计划|应该|成立|成果|经济|经过|解决|单位|全部|全面|"
    "全市|全县|车辆|水利|水务|明确|广泛|连续|常态|常务|相关|和平|于|严格|严重|万|施工|管网|管理|房屋|"
    "高度|平台|平时|项目|金额|金融|余下|白天|黄金|路面|江|花|强化|支持|支付|干部|能|都|后续|后面|步|"
    "终|居民|国|步骤|通|党委|党组|古|文件|文明|政|章程|温|双|曲|双方|和|及|时|常|乐|水|向|石|计|包括|"
    "宣传|经办|祖|充|师|元|从|宗|牵头|班子|段|纪要|纪委|单|解|应|车|支|全|成(?!龙)|经|广|明|东|申请|"
    "申报|(?<=[0-9一二三四五六七八九十两几各])项|项目|查|农|家|富|井|关于|关键|满意|管护|管控|管养|空|融|习|容易|易|边|别|景|党)"
)
_NAME = (
    rf"{_NO_NAME}[{_SURNAMES}](?!都|还|个|件|项|们|部|局|委|市|县|公|街|里|化|设|程|口|体|面|级)[\u4e00-\u9fff]{{1,2}}"
)
_FOREIGN = rf"(?<![a-z])(?:[a-z]{{2,15}}[{_SURNAMES}]?|[{_SURNAMES}][a-z]{{2,15}})"
_DEPARTMENT = (
    r"[\u4e00-\u9fff]{1,14}?(?:局|委员会|委|办公室|办|厅|部|处|科室|科|股|署|院|公司|集团|中心|支队|"
    r"大队|总队|街道|镇|乡|政府|银行|馆|站|所|专班|指挥部|党校|工会|团队|队)"
)
_DOES = (
    r"(?:具体|全权|统一|直接|来|接着|继续|全面|主要|牵头)?(?:负责|牵头|跟进|对接|承办|接手|接管|主抓|"
    r"办理|汇报|联系|经办|盯着?|管(?![局委理道网处科办廊线]|控)|在抓|抓|主责|承担|处理|接替|主管|落实|推进|主办|代为负责|代管|统筹|"
    r"跟)"
)
_SOURCES = (
    (
        "handed-on",
        rf"由(?:原)?[\u4e00-\u9fff]{{2,16}}?(?:移交|划转|转交|转|调整|变更|交接|更换)(?:给|至|到|为|由|成)?(?!了?$)"
        rf"(?P<who>(?:{_DEPARTMENT})(?:的?(?:{_PERSON}|{_NAME}))?|{_PERSON}|{_NAME})(?=$|[,。;!?\n(]|负责|牵头|承办|办理|接手|管理)",
    ),
    ("by", rf"(?:改|转|交|现|均|都|换|已|统一)?由(?P<who>[^,。;!?\n由]{{2,22}}?)(?:同志)?{_DOES}"),
    (
        "handed-over",
        r"(?:转给|移交(?:给|至|到|了)?|交给|转交(?:给)?|交由|改由|转由|划转(?:给|到|至)?|划给|换成|"
        r"换(?=[^\u4e00-\u9fff]{0}[\u4e00-\u9fff]{2,3}(?:负责|跟|管|来))|转到|转办(?:给)?(?!的)|移送(?:给)?|"
        r"分给|分工给|安排给|委托(?:给)?|交接(?:给|到)|变更为|改成|划归|归口到?|调整(?:给|为由|为)|"
        r"派(?:给)?)(?!我(?!们?的?(?:新?同事|副手|助手)))(?P<who>[^,。;!?\n]{2,22}?)(?:同志)?(?=负责|牵头|办理|跟进|承办|处理|接手|对接|"
        r"了|继续|统一|$|[,。;!?\n]|来(?!的)|管(?=[了啦吧着]|$|[,。;!])|"
        r"办(?=[理了啦吧]|$|[,。;!])|抓(?=[了啦吧]|$|[,。;!])|落实|推进|主办|主抓|全权|去[办管跟弄]|[啦咯喽哈嘞]|,)",
    ),
    (
        "contact",
        r"(?:联系人|负责人|责任人|经办人|对接人|承办人|牵头人|联络员)(?:已|现)?(?:改为|换成|换为|变更[为:]{1,2}|"
        r"调整为|更换为|是|为|:|改成|改由|换了?)(?:我?局|我们)?(?P<who>[^,。;!?\n]{2,16}?)(?=$|"
        r"[,。;!?\n0-9(]|同志|了|电话|,|负责|\x20)",
    ),
    (
        "contact",
        rf"(?:请|可|直接|后续|以后|今后|具体|有事|有问题|麻烦|烦请|进展|情况|问题|细节|工作|你们?|"
        rf"您){{0,4}}(?:与|跟|和)?(?:联系|找|对接|询问|问(?!题)|咨询|致电|联络)(?:一下|下)?(?:我局|我们|我委|"
        rf"局里)?的?(?:新任|现任|继任|接任|接替|接手)?(?:的)?(?:办公室|局办|综合室)?{_TITLE}?(?P<who>(?:{_DEPARTMENT})?(?:的)?(?:{_PERSON}|"
        rf"{_NAME}(?=同志|了解|对接|沟通|联系|就行|"
        rf"即可|吧|$|[,。;!?\n0-9(]|要|问|,|电话)|(?:{_DEPARTMENT})(?=了解|对接|沟通|联系|就行|即可|吧|$|"
        rf"[,。;!?\n]))(?:同志)?)",
    ),
    (
        "contact",
        rf"(?:请|可以?|直接|后续|以后|今后|具体){{0,4}}(?:与|跟|和)(?P<who>(?:{_DEPARTMENT})?(?:的)?(?:{_PERSON}|"
        rf"{_NAME}))(?:同志)?(?:联系|对接|沟通|衔接)",
    ),
    (
        "stands-in",
        rf"(?P<who>(?:{_PERSON}|{_NAME}))(?:同志)?(?:暂时|临时|先|来|帮)?(?:代我|替我|顶我|接我的?(?:班|手|活|工作)|代替我|代班|顶班|顶替|代管|代为)",
    ),
    (
        "appointed",
        rf"(?:让|叫|安排|指定|指派|委派|派|委托|授权|明确|改|换)(?:了|我局|我们|局里)?(?P<who>(?:{_PERSON}|{_NAME}?))(?:同志)?(?:来|去|专门)?{_DOES}",
    ),
    (
        "handed-over",
        rf"(?:owner|pic|hand(?:ed|ing)? ?over|transfer(?:red)?|(?:re)?assign(?:ed)?|"
        rf"taken? over)(?:改成|改为|换成|变成|现在|目前|给|是|is|to|by|now|:| )*"
        rf"(?:{_DEPARTMENT}的?)??(?P<who>{_FOREIGN}|{_PERSON}|{_NAME})(?=$|[^\u4e00-\u9fff]|"
        rf"[了啦咯吧哈负来接跟办管])",
    ),
    (
        "appointed",
        rf"(?:交|让|叫|派|安排|由)(?:给|由)?(?P<who>(?:{_DEPARTMENT})(?:的)?{_PERSON}|{_PERSON})(?:同志)?(?:来|去|"
        rf"在)?(?:盯|跟(?!踪|您|你)|抓|管)(?:着|了|进|住|到底)?(?=$|[,。;!?啦吧呢哈])",
    ),
    (
        "takes-over",
        rf"(?:以后|今后|后续|往后|之后|从现在起|现在)(?:就|都|是|归)?(?:{_DEPARTMENT}的?)?(?P<who>{_PERSON}|{_NAME})"
        rf"(?:同志)?(?:来)?(?:管|抓|盯|跟)着?(?:这|此|该)",
    ),
    (
        "handed-over",
        rf"(?:(?<=^)|(?<=[,。;!?\n0-9号#]))转(?:由|给)?(?P<who>{_DEPARTMENT}(?:{_PERSON}|{_NAME}))(?=$|[,。;!?\n])",
    ),
    (
        "takes-over",
        rf"(?:以后|今后|后续|后面|往后|之后|从现在起|现在)(?:就|都|是|归|统一|工作|的事|具体){{0,3}}(?P<who>(?:{_PERSON}|"
        rf"{_NAME}?))(?:同志)?{_DOES}",
    ),
    (
        "contact",
        rf"(?:联系人|对接人|经办人|联络员|责任人)(?:现|目前)?(?:是|为|:)?(?P<who>{_PERSON}|{_NAME})(?=$|"
        rf"[,。;!?\n0-9( ]|同志|电话)",
    ),
    (
        "takes-over",
        rf"(?P<who>{_PERSON}|{_NAME}?)(?:同志)?(?:来)?(?:管|抓|盯|跟)(?:着)?[这那](?:[一]?(?:摊|块|个|项|头|事))",
    ),
    (
        "takes-over",
        rf"(?<![回属不总统当])归(?:口)?(?P<who>(?:{_PERSON}|{_NAME}|{_DEPARTMENT}(?:的?(?:{_PERSON}|"
        rf"{_NAME}))?))(?=$|[,。;!?\n了啦咯]|管|负责|牵头|办|跟|来|抓)",
    ),
    (
        "takes-over",
        r"(?:接任|接替|接手|接班|继任|新来)(?:我)?(?:的|者|人)?(?:是|为)(?P<who>[^,。;!?\n]{2,12}?)(?=$|"
        r"[,。;!?\n]|同志)",
    ),
    (
        "takes-over",
        rf"(?P<who>(?:{_DEPARTMENT})?(?:{_PERSON}|{_NAME}|"
        rf"(?<![\u4e00-\u9fff]){_DEPARTMENT}))(?:同志)?(?:已|现|现在|正式)?(?:接手|接替|接管|接任|接过|"
        rf"来接|负责(?:了|这|此|该|跟|对|$|[,。;!])|牵头(?:了|$|[,。;!])|在跟|在管|在抓|主抓|跟进(?:了|$|"
        rf"[,。;!])|对接(?:$|[,。;!]))",
    ),
)


_CONTACT = later(
    r"(?:请|可|直接|后续|以后|今后|具体|有事|有问题|麻烦|您|你们?|贵[办室局])[^,。;!?\n]{0,8}(?:与|跟|和|找|联系|问|对接|ping|@)"
    r"[^,。;!?\n]{0,16}$|^@"
)


def is_contact(text: str, start: int, end: int) -> bool:
    """请后续与X对接, 有事找他: says whom to turn to, and nothing of the work."""
    return _CONTACT.search(text, start, end) is not None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compiled when the first reply sounds like a delegation, not at import."""
    return tuple((rule, re.compile(pattern)) for rule, pattern in _SOURCES)


_OWN = re.compile(
    r"^(?:我|我们|我局|我委|我单位|我办|本局|本人|我本人|本单位|专人|谁|你|您|你们|贵|自己|施工|承建|"
    r"中标|监理|业主|设计|第三方|企业|分管领导?|各|相关|专业|双方|此|于|哪|属地|群众|他|她|上级|"
    r"主要领导|一把手)"
)
_NOBODY = any_of(Words.NOBODY)
_ASKING = re.compile(r"请(?!后续|以后|今后|直接|与|和|跟|联|找|具体|问|咨询|对接)[^,。;!?\n]{0,4}$|建议$|谁")


# What is handed over when no duty moves: 两条船的案卷移交海事程序.
_THINGS = re.compile("(?:案[卷件子]|卷宗|线索|档案|材料|钥匙|赃物|货物|嫌疑人|犯罪|款项?)(?:已经?|均|都|全部|将)?$")


_HINT = any_of(Words.DELEGATION_HINT)


@dataclass(frozen=True, slots=True)
class Delegate:
    """`start` to `end` is the name; empty when someone takes over whose name is not said."""

    start: int
    end: int
    rule: str
    person: bool = False

    @property
    def unnamed(self) -> bool:
        return self.start == self.end


def delegation(text: str, start: int, end: int) -> Delegate | None:
    if not _HINT.search(text, start, end):
        return None
    for rule, pattern in _patterns():
        for match in pattern.finditer(text, start, end):
            found = _who(text, start, match, rule)
            if found:
                return found
    nobody = _NOBODY.search(text, start, end)
    return Delegate(nobody.start(), nobody.start(), "nobody-named") if nobody else None


def _is_an_office(who: str, name: re.Match[str]) -> bool:
    """管局 of 城管局 is no Mr. Guan."""
    return (
        len(name.group()) <= 3
        and name.group()[-1] in "局处科"
        and re.match("[\u4e00-\u9fff]" if len(name.group()) == 2 else "[局委办厅院府]", who[: name.start()][-1:])
        is not None
    )


def _who(text: str, clause: int, match: re.Match[str], rule: str) -> Delegate | None:
    who = match["who"]
    first = match.start("who")
    own = re.match(r"(?:我局|我委|我们|我单位|我办|本局|我市|局里|我县|我)(?:的)?", who)
    person = [m for m in re.finditer(rf"{_PERSON}|{_NAME}$|{_FOREIGN}$", who) if not _is_an_office(who, m)]
    if not person and (_OWN.match(who) or _NOBODY.search(match.group())):
        return None
    if rule == "handed-over" and _THINGS.search(text[max(clause, match.start() - 8) : match.start()]):
        return None
    asking = _ASKING.search(text[max(clause, match.start() - 6) : match.start()])
    if asking and not (asking.group() == "请" and match.group().startswith(("改由", "转由"))):
        return None
    if person:
        last = person[-1]
        return Delegate(first + last.start(), first + last.end(), rule, person=True)
    department = re.search(rf"{_DEPARTMENT}", who[own.end() if own else 0 :])
    if department and (rule != "takes-over" or match.group().startswith("归")):
        return Delegate(first + (own.end() if own else 0), first + len(who), rule)
    return None

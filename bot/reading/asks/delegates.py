"""Who takes over: a person, or a department when no person is named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of, pattern
from bot.reading.text.patterns import later

# Who takes over, in this order. <person>, <name>, <department> and <does-it> stand in lexicon/lists/people.toml.
_SOURCES = tuple(
    (rule, pattern(text))
    for rule, text in (
        (
            "handed-on",
            r"由(?:原)?[\u4e00-\u9fff]{2,16}?(?:移交|划转|转交|转|调整|变更|交接|更换)(?:给|至|到|为|由|"
            r"成)?(?!了?$)(?P<who>(?:<department>)(?:的?(?:<person>|<name>))?|<person>|<name>)(?=$|[,。;!?\n(]|负责|"
            r"牵头|承办|办理|接手|管理)",
        ),
        (
            "by",
            r"(?:改|转|交|现|均|都|换|已|统一)?由(?P<who>[^,。;!?\n由]{2,22}?)(?:同志)?<does-it>",
        ),
        (
            "handed-over",
            r"(?:转给|移交(?:给|至|到|了)?|交给|转交(?:给)?|交由|改由|转由|划转(?:给|到|至)?|划给|换成|"
            r"换(?=[^\u4e00-\u9fff]{0}[\u4e00-\u9fff]{2,3}(?:负责|跟|管|来))|转到|转办(?:给)?(?!的)|移送(?:给)?|分给|分工给|安排给|"
            r"委托(?:给)?|交接(?:给|到)|变更为|改成|划归|归口到?|调整(?:给|为由|为)|派(?!出所)(?:给)?)(?!我(?!们?的?(?:新?同事|副手|"
            r"助手)))(?P<who>[^,。;!?\n]{2,22}?)(?:同志)?(?=负责|牵头|办理|跟进|承办|处理|接手|对接|了|继续|统一|$|[,。;!?\n]|来(?!的)|"
            r"管(?=[了啦吧着]|$|[,。;!])|办(?=[理了啦吧]|$|[,。;!])|抓(?=[了啦吧]|$|[,。;!])|落实|推进|主办|主抓|全权|去[办管跟弄]|[啦咯喽哈嘞]|,)",
        ),
        (
            "contact",
            r"(?:联系人|负责人|责任人|经办人|对接人|承办人|牵头人|联络员)(?:已|现)?(?:改为|换成|换为|变更[为:]{1,2}|调整为|更换为|是|为|:|改成|改由|"
            r"换了?)(?:我?局|我们)?(?P<who>[^,。;!?\n]{2,16}?)(?=$|[,。;!?\n0-9(]|同志|了|电话|,|负责|\x20)",
        ),
        (
            "contact",
            r"(?:请|可|直接|后续|以后|今后|具体|有事|有问题|麻烦|烦请|进展|情况|问题|细节|工作|你们?|您){0,4}(?:与|跟|和)?(?:联系|找|对接|询问|问(?!题)|咨询|"
            r"致电|联络)(?:一下|下)?(?:我局|我们|我委|局里)?的?(?:新任|现任|继任|接任|接替|接手)?(?:的)?(?:办公室|局办|"
            r"综合室)?<post>?(?P<who>(?:<department>)?(?:的)?(?:<person>|<name>(?=同志|了解|对接|沟通|联系|就行|即可|吧|$|"
            r"[,。;!?\n0-9(]|要|问|,|电话)|(?:<department>)(?=了解|对接|沟通|联系|就行|即可|吧|$|[,。;!?\n]))(?:同志)?)",
        ),
        (
            "contact",
            r"(?:请|可以?|直接|后续|以后|今后|具体){0,4}(?:与|跟|和)(?P<who>(?:<department>)?(?:的)?(?:<person>|"
            r"<name>))(?:同志)?(?:联系|对接|沟通|衔接)",
        ),
        (
            "stands-in",
            r"(?P<who>(?:<person>|<name>))(?:同志)?(?:暂时|临时|先|来|帮)?(?:代我|替我|顶我|接我的?(?:班|手|活|工作)|代替我|代班|顶班|顶替|代管|"
            r"代为)",
        ),
        (
            "appointed",
            r"(?:让|叫|安排|指定|指派|委派|派|委托|授权|明确|改|换)(?:了|我局|我们|局里)?(?P<who>(?:<person>|<name>?))(?:同志)?(?:来|去|"
            r"专门)?<does-it>",
        ),
        (
            "handed-over",
            r"(?:owner|pic|hand(?:ed|ing)? ?over|transfer(?:red)?|(?:re)?assign(?:ed)?|taken? over)(?:改成|改为|"
            r"换成|变成|现在|目前|给|是|is|to|by|now|:| )*(?:<department>的?)??"
            r"(?P<who><latin-name>|<person>|<name>)(?=$|[^\u4e00-\u9fff]|[了啦咯吧哈负来接跟办管])",
        ),
        (
            "appointed",
            r"(?:交|让|叫|派|安排|由)(?:给|由)?(?P<who>(?:<department>)(?:的)?<person>|<person>)(?:同志)?(?:来|去|在)?(?:盯|"
            r"跟(?!踪|您|你)|抓|管)(?:着|了|进|住|到底)?(?=$|[,。;!?啦吧呢哈])",
        ),
        (
            "takes-over",
            r"(?:以后|今后|后续|往后|之后|从现在起|现在)(?:就|都|是|归)?(?:<department>的?)?(?P<who><person>|"
            r"<name>)(?:同志)?(?:来)?(?:管|抓|盯|跟)着?(?:这|此|该)",
        ),
        (
            "handed-over",
            r"(?:(?<=^)|(?<=[,。;!?\n0-9号#]))转(?:由|给)?(?P<who><department>(?:<person>|<name>))(?=$|[,。;!?\n])",
        ),
        (
            "takes-over",
            r"(?:以后|今后|后续|后面|往后|之后|从现在起|现在)(?:就|都|是|归|统一|工作|的事|具体){0,3}(?P<who>(?:<person>|"
            r"<name>?))(?:同志)?<does-it>",
        ),
        (
            "contact",
            r"(?:联系人|对接人|经办人|联络员|责任人)(?:现|目前)?(?:是|为|:)?(?P<who><person>|<name>)"
            r"(?=$|[,。;!?\n0-9( ]|同志|电话)",
        ),
        (
            "takes-over",
            r"(?P<who><person>|<name>?)(?:同志)?(?:来)?(?:管|抓|盯|跟)(?:着)?[这那](?:[一]?(?:摊|块|个|项|头|事))",
        ),
        (
            "takes-over",
            r"(?<![回属不总统当])归(?:口)?(?P<who>(?:<person>|<name>|<department>(?:的?(?:<person>|<name>))?))(?=$|"
            r"[,。;!?\n了啦咯]|管|负责|牵头|办|跟|来|抓)",
        ),
        (
            "takes-over",
            r"(?:接任|接替|接手|接班|继任|新来)(?:我)?(?:的|者|人)?(?:是|为)(?P<who>[^,。;!?\n]{2,12}?)(?=$|[,。;!?\n]|同志)",
        ),
        (
            "takes-over",
            r"(?P<who>(?:<department>)?(?:<person>|<name>|(?<![\u4e00-\u9fff])<department>))(?:同志)?(?:已|现|现在|"
            r"正式)?(?:应允|同意|答应)?(?:接手|接替|接管|接任|接过|来接|负责(?:了|这|此|该|跟|对|$|[,。;!])|牵头(?:了|$|[,。;!])|在跟|在管|在抓|主抓|跟进(?:了|$|"
            r"[,。;!])|对接(?:$|[,。;!]))",
        ),
    )
)


_CONTACT = later(
    r"(?:请|可|直接|后续|以后|今后|具体|有事|有问题|麻烦|您|你们?|贵[办室局])[^,。;!?\n]{0,8}(?:与|跟|和|找|联系|问|对接|ping|@)"
    r"[^,。;!?\n]{0,16}$|^@"
)


def is_contact(text: str, start: int, end: int) -> bool:
    """请后续与X对接, 有事找他: says whom to turn to, and nothing of the work."""
    return _CONTACT.search(text, start, end) is not None


_SOMEBODY = pattern("<person>|<name>$|<latin-name>$")
_DEPARTMENT = pattern("<department>")


_OWN = re.compile(
    r"^(?:我|我们|我局|我委|我单位|我办|本局|本人|我本人|本单位|专人|谁|你|您|你们|贵|自己|施工|承建|"
    r"中标|监理|业主|设计|第三方|企业|分管领导?|各|相关|专业|双方|此|于|哪|属地|群众|他|她|上级|"
    r"主要领导|一把手)"
)
_NOBODY = any_of(Words.NOBODY)
_ASKING = re.compile(r"请(?!后续|以后|今后|直接|与|和|跟|联|找|具体|问|咨询|对接)[^,。;!?\n]{0,4}$|建议$|谁")


# What is handed over when no duty moves: 两条船的案卷移交海事程序.
_THINGS = re.compile("(?:案[卷件子]|卷宗|线索|档案|材料|钥匙|赃物|货物|嫌疑人|犯罪|款项?)(?:已经?|均|都|全部|将)?$")


_IN_USE = later("\\d|(?:使用|管护|运营|运维|保管|调查|起诉|属地)$")  # 移交看守所使用, 移交检察院9件: no duty moves
_COUNTED = later("[使管保养](?:用|护|管|理)|\\d")
# 养鸡场归农业局管: something beside the task has its own office.
_OF_A_THING = later(
    "(?:^|[,。 ])(?![^,。]*(?:这|此|该|号|事|项|工作|职责|职能|任务|业务|以后|今后|往后|后续|现在|\\d))"
    "[\u4e00-\u9fff]{2,8}$"
)
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

    @property
    def disputed(self) -> bool:
        return self.rule == DISPUTE


_DISPUTED = any_of(Words.DISPUTED)
_HANDED_ON = later("已经?[^,。;!?]{0,3}(?:转[给交到]|移交|划转|交给)")  # no dispute any more
_ONLY_SUPPORTS = any_of(Words.ONLY_SUPPORTS)
DISPUTE = "disputed"
IN_ABSENCE = "in-absence"


def dispute(text: str, masked: str, start: int, end: int) -> Delegate | None:
    """Whose duty it is, is in dispute: nobody takes over, and nothing is stored."""
    found = _DISPUTED.search(text, start, end) or _DISPUTED.search(masked, start, end)
    if found is None or _HANDED_ON.search(text):
        return None
    return Delegate(found.start(), found.start(), DISPUTE)


def only_supports(text: str) -> bool:
    """我局仅配合: the duty is with whom the message names."""
    return _ONLY_SUPPORTS.search(text) is not None


def delegation(text: str, start: int, end: int) -> Delegate | None:
    if not _HINT.search(text, start, end):
        return None
    for rule, source in _SOURCES:
        for match in source.finditer(text, start, end):
            found = _who(text, start, match, rule)
            if found:
                return found
    nobody = _NOBODY.search(text, start, end)
    return Delegate(nobody.start(), nobody.start(), "nobody-named") if nobody else None


def somebody(who: str, first: int) -> tuple[int, int] | None:
    """Where the person is named in some words that begin at `first`; the last one, behind his post and unit."""
    person = [m for m in _SOMEBODY.finditer(who) if not _is_an_office(who, m)]
    return (first + person[-1].start(), first + person[-1].end()) if person else None


def _is_an_office(who: str, name: re.Match[str]) -> bool:
    """管局 of 城管局 is no Mr. Guan, nor is 水务局 Mr. Shuiwu."""
    if _OFFICE_STEM.match(name.group()):
        return True
    return (
        len(name.group()) <= 3
        and name.group()[-1] in "局处科镇乡县村区"
        and re.match("[\u4e00-\u9fff]" if len(name.group()) == 2 else "[局委办厅院府]", who[: name.start()][-1:])
        is not None
    )


_OFFICE_STEM = re.compile(
    "(?:水务|水利|经信|经贸|农业|农林|路政|车管|安监|应急|房管|金融|管理|和规划|文旅|文广|路桥|民政|方志)[局处科办]"
)
_IN_A_WORD = re.compile("[资基奖租罚佣押薪现问恤助金定]金")  # 慰问金原定 is no Mr. Jin


def _who(text: str, clause: int, match: re.Match[str], rule: str) -> Delegate | None:
    who = match["who"]
    first = match.start("who")
    own = re.match(r"(?:我局|我委|我们|我单位|我办|本局|我市|局里|我县|我)(?:的)?", who)
    person = [m for m in _SOMEBODY.finditer(who) if not _is_an_office(who, m)]
    if not person and (_OWN.match(who) or _NOBODY.search(match.group())):
        return None
    if who.startswith("、"):
        return None  # 评估、划转、注入三道程序
    if not person and (_IN_USE.search(who) or _COUNTED.match(text, match.end("who"))):
        return None
    if not person and rule == "takes-over" and _OF_A_THING.search(text[clause : match.start()]):
        return None
    if rule == "handed-over" and _THINGS.search(text[max(clause, match.start() - 8) : match.start()]):
        return None
    asking = _ASKING.search(text[max(clause, match.start() - 6) : match.start()])
    if asking and not (asking.group() == "请" and match.group().startswith(("改由", "转由"))):
        return None
    if person and _IN_A_WORD.search(text[max(0, first + person[-1].start() - 1) : first + person[-1].start() + 1]):
        return None
    if person:
        last = person[-1]
        return Delegate(first + last.start(), first + last.end(), rule, person=True)
    department = _DEPARTMENT.search(who[own.end() if own else 0 :])
    if department and (rule != "takes-over" or match.group().startswith("归")):
        return Delegate(first + (own.end() if own else 0), first + len(who), rule)
    return None

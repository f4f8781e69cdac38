"""What a coordinator wants done, in running words; and the pieces of such words that no register knows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.reading.acts import moods
from bot.reading.acts.acts import told
from bot.reading.dates import day_finder
from bot.reading.kinds import Words
from bot.reading.text import normal_form
from bot.reading.text.normal_form import plain
from schedules.workdays import Calendar


class OfficeAct(StrEnum):
    """In the order in which they are tried."""

    ORDER_BACK = "order-back"  # a 督办单 is to be taken back
    PAPERS = "papers"  # which 督办单 and papers wait
    FOR_LEADER = "for-leader"  # a leader is to get his report now
    TO_ALL = "to-all"  # all heads are to hear something
    ASKS_URGED = "asks-urged"  # whether, when and by whom somebody was urged
    ASKS_DECIDED = "asks-decided"  # whether something that waited was decided
    RATES = "rates"  # how departments answer
    COUNTS = "counts"  # figures of a week, several at once
    TAKES_BACK = "takes-back"  # what he ordered last was a mistake
    PAPER = "paper"  # a leader has written on something
    SOME_LEADER = "some-leader"  # words of a leader who is not named
    CONSENT = "consent"  # a leader has agreed by telephone to what waits
    NEW_TASK = "new-task"
    AMEND = "amend"  # a stored report is wrong
    TELEPHONE = "telephone"  # somebody has told him how something stands
    RETURN = "return"
    REOPEN = "reopen"
    STOP = "stop"
    RESUME = "resume"
    RELEAD = "relead"  # another leader leads
    RETITLE = "retitle"
    TARGET = "target"
    HAND_OVER = "hand-over"
    SUPPORT = "support"  # another department is to support
    REDATE = "redate"
    BACK = "back"  # whoever was away is back
    AWAY = "away"
    ASKS_AWAY = "asks-away"  # when somebody is back, who stands in for him
    DISMISS = "dismiss"
    APPOINT = "appoint"
    REPLACE = "replace"
    INVITE = "invite"
    OWN_REMINDER = "own-reminder"
    FLOOD = "flood"  # too many messages
    URGENT = "urgent"  # 急件, or no longer
    WHO_HOLDS = "who-holds"  # who holds which post
    HELP = "help"  # a difficulty is to go to a department
    HISTORY = "history"
    OWED = "owed"  # who owes a word of any kind
    WAITS = "waits"  # what waits for the office itself
    BOUND = "bound"
    CLOSED = "closed"
    EXTENSIONS = "extensions"
    BULLETIN = "bulletin"
    BRIEF = "brief"
    URGE = "urge"  # all those that something is true of
    TELL = "tell"  # somebody named is to hear something
    ASKS_CLOSE = "asks-close"  # whether something counts as done
    CLOSE = "close"
    LIST = "list"
    ASK = "ask"  # to ask a head something in the name of the office
    WRONG_UNIT = "wrong-unit"


# They only look something up, or take back or keep away what was ordered: their words may ask and forbid.
LOOKS_UP: Final = frozenset(
    {
        *(OfficeAct.PAPERS, OfficeAct.RATES, OfficeAct.COUNTS, OfficeAct.TAKES_BACK, OfficeAct.ASKS_AWAY),
        *(OfficeAct.WHO_HOLDS, OfficeAct.HISTORY, OfficeAct.OWED, OfficeAct.WAITS, OfficeAct.BOUND),
        *(OfficeAct.CLOSED, OfficeAct.EXTENSIONS, OfficeAct.BRIEF, OfficeAct.ASKS_CLOSE, OfficeAct.LIST),
        *(OfficeAct.WRONG_UNIT, OfficeAct.ASKS_URGED, OfficeAct.ASKS_DECIDED, OfficeAct.FLOOD),
    }
)
# They hand on words of others, in which something may be asked.
QUOTES: Final = frozenset(
    {
        *(OfficeAct.TO_ALL, OfficeAct.PAPER, OfficeAct.SOME_LEADER, OfficeAct.NEW_TASK, OfficeAct.AMEND),
        *(OfficeAct.TELEPHONE, OfficeAct.TARGET, OfficeAct.RETITLE, OfficeAct.RETURN, OfficeAct.TELL),
        OfficeAct.OWN_REMINDER,
    }
)


def of_office(written: str) -> list[OfficeAct]:
    """A question or a prohibition orders nothing: acts that change something are told by the other clauses alone."""
    words = {act: _heard(written, act) for act in OfficeAct}
    found = {text: set(told(text, Words.OFFICE_ACT, tuple(OfficeAct))) for text in set(words.values())}
    return [act for act in OfficeAct if act in found[words[act]]]


_PASSES_ON: Final = (OfficeAct.TO_ALL, OfficeAct.TELL)


def _heard(written: str, act: OfficeAct) -> str:
    if moods.addressed(written):
        return written if act in _PASSES_ON else ""
    return written if act in LOOKS_UP else moods.ordering(written, of_others=act in QUOTES)


_CLAUSE = re.compile(r"[,，。;；!！\n]+")
_BESIDES = re.compile(r"[,，。；; ]+(?=顺便|另外|还有|再(?:有|就是|问|跟))")


def parts(written: str) -> list[str]:
    """Several wants in one message: …，顺便问招商局一声…; 7号催一下，14号什么情况, each clause of another number."""
    found = [each.strip() for each in _BESIDES.split(written) if each.strip()]
    return [piece for each in found for piece in _by_number(each)]


_OWN_NUMBER = re.compile(r"^(?:把|请)?(\d{1,4})号")


def _by_number(written: str) -> list[str]:
    """Its clauses, where each begins with a number of its own and wants something by itself."""
    single = clauses(written)
    numbers = [found[1] for each in single if (found := _OWN_NUMBER.match(each))]
    alone = len(single) > 1 and len(numbers) == len(single) == len(set(numbers))
    return single if alone and all(of_office(each) or moods.asking(each) for each in single) else [written]


_BECAUSE = re.compile(r"因为?|由于|理由是?|原因是?|主要是")


def clauses(written: str) -> list[str]:
    return [each.strip() for each in _CLAUSE.split(written) if each.strip()]


def reason(written: str, act: OfficeAct) -> str:
    """The clauses beside the one that orders: why it is so."""
    parts = clauses(written)
    kept = [each for each in parts if act not in of_office(each)]
    return "，".join(_BECAUSE.sub("", each, count=1).strip() for each in kept)[:200]


_SHIFT = re.compile(
    r"(?P<back>往前|提前|早)?[^,，。]{0,4}?(?:推|延|拖|缓|晚|顺延|赶|提前|宽限|往后|放宽)[^,，。\d]{0,4}?"
    r"(?P<n>半|\d+|[一二两三四五六七八九十])(?P<unit>天|日|周|个?星期|个?礼拜|个月)"
)
_HAN = {each: n for n, each in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def shift(written: str) -> tuple[int, str] | None:
    """往后推半个月 → (15, day); 推迟两周 → (14, day); 延一个月 → (1, month). Negative where it comes earlier."""
    found = _SHIFT.search(plain(written))
    if found is None:
        return None
    unit, said = found["unit"], found["n"]
    sign = -1 if found["back"] or "提前" in found[0] or "往前" in found[0] else 1
    if said == "半":
        return (sign * 15, "day") if unit == "个月" else None
    count = int(said) if said.isdigit() else _HAN[said]
    if unit == "个月":
        return sign * count, "month"
    return sign * count * (1 if unit in "天日" else 7), "day"


def shifted(due: date, by: tuple[int, str]) -> date:
    count, unit = by
    if unit == "day":
        return due + timedelta(days=count)
    month = due.month - 1 + count
    year, month = due.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(due.day, last))


_YEAR_END = re.compile(r"年底|年末")
_TO = re.compile(
    r"(?:改|调|推|延|挪|放|定|提前|赶|宽限?)[^,，。]{0,4}(?:到|至|成|为|在)$|(?:到|至|限|按|时限|期限)[:：是为]?$"
)


def day(written: str, *, today: date, calendar: Calendar) -> date | None:
    """The day meant for a new date: behind 到 first, else the last that is still to come."""
    text = normal_form.normalize(written).text
    found = [each for each in day_finder.find(text, today, calendar) if each.day is not None and each.day > today]
    aimed = [each for each in found if _TO.search(text[: each.start])]
    chosen = next(iter((*aimed, *reversed(found))), None)
    if chosen is None and _YEAR_END.search(text):
        return date(today.year, 12, 31)
    return chosen.day if chosen else None


_OF_A_DAY = re.compile(
    r"[\d〇零一二三四五六七八九十两]+|[年月日号前底初末周天]|[上中下]旬|之前|以前|星期|礼拜|[上下本这今明后]个?|季度?|上午|下午|最[晚迟]"
)
_BESIDE_A_DAY = 6  # 那就改到3月15日吧


def only_a_day(written: str) -> bool:
    """An answer to "until when" and nothing besides."""
    return len(re.sub(r"\W", "", _OF_A_DAY.sub("", written))) <= _BESIDE_A_DAY


_NEW_WORDS = re.compile(
    r"(?:目标|要求|标题|名称|事项名|题目)?[^,，。]{0,6}?(?:改为|改成|调整为|调整成|变更为|定为|更名为|叫做?|写成|应为|应该是|通过的是|最后是|应当是)[:：]?(?P<new>[^。;；]+)"
)


_PLAIN_TARGET = re.compile(r"^\D{0,4}\d{1,4}号?(?:的)?(?:工作|任务)?目标(?:要求)?[:：](?P<new>.+)$", re.S)


def new_words(written: str) -> str:
    """What stands behind 改成, 应该是, 通过的是, 目标：."""
    found = _PLAIN_TARGET.match(written.strip()) or _NEW_WORDS.search(written)
    return found["new"].strip(" ，,“”\"'") if found else ""


_FIGURE = re.compile(r"\d+(?:\.\d+)?")


_ADDED = re.compile(r"加(?:上)?(?:一句|一条|个)[:：]?(?P<more>[^,，。;；]{4,})")


def new_target(written: str, old: str) -> str:
    """The target with what he adds, or with the one figure changed that his words change: 农村8.5，城镇不变.
    Empty where it is not plain."""
    if old and (added := _ADDED.search(written)):
        return f"{old}，{added['more']}"
    said = [each for each in _FIGURE.findall(re.sub(r"\d+号", "", new_words(written) or written)) if each not in old]
    known = _FIGURE.findall(old)
    if len(said) != 1 or not known:
        return ""
    nearest = min(known, key=lambda each: abs(float(each) - float(said[0])))
    at = old.rindex(nearest)
    return f"{old[:at]}{said[0]}{old[at + len(nearest) :]}"


_FROM_TO = re.compile(r"进度[^,，。\d]{0,3}\d+%?(?:变|改|升|到|涨)(?:成|到|为)?(\d+)%?")
_SPOKEN = re.compile(
    r"^[^,，:：]{0,24}?(?:电话|来电|通上话|通过话|打来|回话|当面|口头|微信|短信|报来)[^,，:：]{0,10}[,，:：]\s*(?:说|称|讲)?"
)
_RECORD = re.compile(
    r"[,，。 ]*(?:他|她)?[^,，。]{0,12}(?:不方便(?:打字)?|没空(?:打字)?)[^。]*$|"
    r"[,，。 ]*(?:你|您|请|麻烦)?(?:替|帮|给|代)?(?:他|她|我|他们)?"
    r"(?:记(?:上|录|一下|下来?|一笔)|登记|录入|代录|录一下|补录)[^。,，]{0,6}$"
)


def unaddressed(words: str) -> str:
    """What was told, without 请代他登记, which is said to us."""
    return _RECORD.sub("", words).strip(" ，,。")


_ONLY_RANG = re.compile(
    r"(?:我)?(?:刚才?|刚刚|今天|上午|下午|昨天)?(?:已经?)?"
    r"(?:电话(?:联系|催办?|问|提醒)过?了?[^,，。；;:：]{2,16}|"
    r"(?:给|跟|和|与|同|向)?[^,，。；;:：]{2,16}?(?:打|通|去)(?:过|了|过了)?(?:一个|个)?(?:电话|话)(?:过|了|催过?|问过?|联系过?)*)"
    r"[。!！ ]*"
)


def only_rang(written: str) -> bool:
    """给市财政局局长打过电话了: that he was rung, and nothing of what he said."""
    return _ONLY_RANG.fullmatch(written.strip()) is not None and not re.search(r"说|讲|报|反映|告诉|称|号", written)


def spoken(written: str) -> str:
    """What was told, without who told it and how."""
    text = _FROM_TO.sub(r"进度\1%", written.strip())
    text = _RECORD.sub("", text)
    return re.sub(r"挂?(\d{1,4})号", r"\1号", _SPOKEN.sub("", text, count=1)).strip(" ，,。")


_CORRECTS = (
    re.compile(r"(?:应该?是|是)(?P<new>[^,，。是]{1,12}?)[,，]?不是(?P<old>[^,，。]{1,12})"),
    re.compile(r"不是(?P<old>[^,，。]{1,12}?)[,，]?(?:而是|应该是|是)(?P<new>[^,，。]{1,12})"),
    re.compile(
        r"(?P<old>[^,，。]{1,12}?)(?:写|记|报|说|录|弄|搞)(?:反|错|岔)了?[,，]?(?:应该?是|是|改成)(?P<new>[^,，。]{1,12})"
    ),
)


def corrected(written: str) -> tuple[str, str] | None:
    """停错了，是114不是113 → (113, 114); 三千二写反了，是两千三 → (三千二, 两千三)."""
    for pattern in _CORRECTS:
        if found := pattern.search(plain(written)):
            return found["old"].strip(" 吧啊了"), found["new"].strip(" 吧啊了")
    return None


_EACH = re.compile(r"[一二三四五六七八九]是[:：,，]?(.+?)(?=[;；。]?[二三四五六七八九]是|$)", re.S)
_MEETING = re.compile(r"[^,，。;；:：]{0,16}(?:会议?|会上)(?:议?定|研究|决定|明确)?")


def several(written: str) -> list[str]:
    """3月1日常务会议议定两件：一是…；二是…: each with the meeting in front."""
    found = [each.strip(" ;；。") for each in _EACH.findall(written)]
    meeting = _MEETING.match(written)
    source = f"{meeting[0].strip()}的：" if meeting else ""
    return [f"新增一项，{source}{re.sub('[,，]?都?入台账.*$', '', each)}" for each in found] if len(found) > 1 else []

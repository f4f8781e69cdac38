"""Orders about tasks: 代市林草局报：3号完成60%, 3号转办市水利局, 3号改期到6月底, 中止3号, 催没回的."""

from __future__ import annotations

import re
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.orders import item_orders
from bot.reading.orders.order import Deed, Order
from bot.reading.orders.rules import Made, Rule, compiled, first_of
from bot.reading.orders.task_numbers import END, NUMBERS, TAKE, numbers
from bot.reading.text import normal_form
from schedules.workdays import Calendar

_WHEN = (
    r"(?:给[他她它](?:们)?|再|就|先|可以|同意)?(?:的)?(?:办结|完成|办理)?(?:时限|期限|时间|日期|截止时间|截止日期|限期)?(?:统一)?"
    r"(?:改期|延期|延长|延后|推迟|顺延|提前|展期|宽限|调整|改|延|推|宽|统一|定)(?:到|至|为|成|在)"
)
_TURN = (
    r"(?:转办|转交|移交|转给|交给|改交|划转|划给|转到|改由|调整给|调整为由|调整为|换给|转由|交由|转)(?:给|至|到|由)?"
)
_STOP = r"(?:中止|暂停|停办|终止|停止督办|不再督办|暂缓|先停一停|停一停|先停|叫停|挂起|放一放|搁置|缓一缓|缓办|压一压)"
_RESUME = r"(?:恢复|重启|继续)(?:办理|督办|推进)?"
_REOPEN = r"(?:重新打开|重开|重新办理|重新督办|撤销销号|取消销号|重办)"
_SAID = r"(?:的)?(?:电话|来电|口头|当面|微信|短信)?(?:里|中|回)?(?:反馈|报告|汇报|答复|回复|回话|反映|告知|报|说|称|讲)?(?:称|说|道)?"


def _of_tasks(deed: Deed) -> Made:
    def made(match: re.Match[str], today: date, calendar: Calendar) -> Order:
        words = match.groupdict().get("words") or ""
        return Order(deed, numbers(match["numbers"]), words=words.strip(" ,:;。.()（）"))

    return made


def _dated(match: re.Match[str], today: date, calendar: Calendar) -> Order:
    # 12月25日, said in February, lies ahead: an order looks forward
    said = match["when"].strip()
    day = day_finder.first_date(said, today, calendar) or day_finder.first_date(
        f"{today.year}年{said}", today, calendar
    )
    return Order(
        Deed.REDATE,
        numbers(match["numbers"]),
        to=match["when"].strip(),
        words=(match.groupdict().get("words") or "").strip(),
        day=day,
    )


def _turned(match: re.Match[str], today: date, calendar: Calendar) -> Order:
    to = match["to"].strip()
    of_a_leader = re.search(r"市长|书记|常务", to) is not None  # then another leader leads, and no department
    return Order(Deed.HAND_OVER, numbers(match["numbers"]), to=to, sure=not of_a_leader)


def _spoken(sure: bool) -> Made:
    def made(match: re.Match[str], today: date, calendar: Calendar) -> Order:
        return Order(Deed.TELEPHONE, who=match["who"].strip(), words=match["words"].strip(), sure=sure)

    return made


def _corrected(match: re.Match[str], today: date, calendar: Calendar) -> Order | None:
    if re.search("目标|指标|名称|标题|时限|期限", match.string[: match.start("words")]):
        return None  # what is wrong is the task, and no report on it
    return Order(Deed.CORRECT, numbers(match["numbers"]), words=match["words"].strip())


def _urged(match: re.Match[str], today: date, calendar: Calendar) -> Order | None:
    words = match["words"].strip()
    if re.fullmatch(_EVERYBODY, words):
        return Order(Deed.URGE, words="silent")
    whole = re.fullmatch(NUMBERS, words)
    if whole is not None:
        return Order(Deed.URGE, numbers(whole["numbers"]))
    return Order(Deed.URGE, who=words, sure=False) if words else None


def _shared(match: re.Match[str], today: date, calendar: Calendar) -> Order:
    return Order(Deed.SHARE, numbers(match["numbers"]), to=match["to"].strip(" ,"))


_EVERYBODY = (
    r"(?:一下|一催|一遍)?(?:所有|全部|全体|全|各家|大家|那些|各单位)?(?:的)?(?:还|都|一直)?"
    r"(?:(?:没|未|没有|尚未|不)(?:回复?|反馈|回话|回信|回音|报(?:送|进展|进度)?|吭声|动静|消息)(?:过|了)?的?)?"
    r"(?:人|单位|责任人|部门|负责人|事项|任务)?"
)


def _whether(on: bool) -> Made:
    def made(match: re.Match[str], today: date, calendar: Calendar) -> Order:
        return Order(Deed.RED_LINE, numbers(match["numbers"]), words="on" if on else "")

    return made


def _new(match: re.Match[str], today: date, calendar: Calendar) -> Order:
    return Order(Deed.NEW_TASK, words=match["words"].strip())


_RULES: tuple[Rule, ...] = (
    (
        "telephone",
        rf"(?:电话)?代(?:录|登记|填|为?反馈|为?上报|报)?[:,]?(?P<who>[^:,]{{2,16}}?){_SAID}[:](?P<words>.+)",
        _spoken(True),
    ),
    (
        "telephone-noted",
        rf"(?:电话代录|电话记录|电话登记|来电登记|来电记录|代录|补录电话)[: ]*(?P<who>[^:,]{{2,16}}?){_SAID}[:,](?P<words>.+)",
        _spoken(True),
    ),
    (
        "telephone-unit",
        rf"(?:电话代录|电话记录|来电登记|代录|代报)[:, ]*(?P<who>[^:,\d]{{2,12}}?(?:局|委|办|中心|公司|办公室|局长|主任|社)){_SAID}[:,]?(?P<words>\d.+)",
        _spoken(True),
    ),
    (
        "told-of",
        r"(?P<who>[^:,\d]{2,14}?)(?P<words>\d{1,4}号(?:电话里|电话|口头|当面|微信里?)(?:说|讲|报|反馈|称).+)",
        _spoken(False),
    ),
    (
        "rang",
        r"(?:刚才?|今天|上午|下午|昨天)?(?:给|跟|和|与)(?P<who>[^:,]{2,14}?)(?:打过?|通过?|打了|通了)(?:个)?电话(?:了|过了|过)?[:,]"
        rf"(?:他|她|对方)?{_SAID}[:,]?(?P<words>.+)",
        _spoken(False),
    ),
    (
        "called",
        r"(?:刚才?|今天|上午|下午|昨天)?(?:接到?|收到)?(?P<who>[^:,]{2,16}?)(?:的)?(?:来电|来了电话|打来电话|电话|口头|当面|微信)"
        rf"{_SAID}[:,](?P<words>.+)",
        _spoken(False),
    ),
    (
        "told-by-telephone",
        r"(?:刚才?|今天|上午|下午|昨天)?(?P<who>[^:,\d]{2,16}?)(?:刚才?|刚刚|今天|上午|下午|昨天)?"
        r"(?:来电话?|打来?(?:了)?(?:个)?电话(?:过?来)?|电话里?|来了电话|口头|当面|微信)(?:反映|反馈|报告|汇报|回复|告知|讲|说|称)?[,:]?"
        r"(?:说|称)?[,:]?(?P<words>(?:第|编号)?\d{1,6}(?:号|项).+)",
        _spoken(False),
    ),
    (
        "new",
        r"(?:请)?(?:新增|增加|添加|新建|新立|立项|补录|登记|加上?|新交办|录入)(?:一?[个条])?(?:一(?=[项件]))?(?:一[项件](?=重点|督办|督查|交办|临时|任务|事项|工作))?(?:重点|督办|督查|交办|临时)?"
        r"(?:任务|事项|工作|项|件)[:, ](?P<words>.+)",
        _new,
    ),
    ("new-one", r"(?:新增|增加|加上?|再加|补)一?[项个条件](?:重点|督办|督查|交办|临时)?[:：,，](?P<words>.+)", _new),
    ("handed-out", r"(?:新任务|新事项|新交办|交办(?:任务|事项)?)[: ](?P<words>.+)", _new),
    ("redate", rf"{TAKE}{NUMBERS}{_WHEN}(?P<when>[^,]{{1,24}}?)(?:[,(;。 ]+(?P<words>.{{2,60}}?)[)]?)?{END}", _dated),
    ("redate-first", rf"{TAKE}(?:改期|延期|调整时限|调整期限|推迟|顺延){NUMBERS}(?:到|至|为)(?P<when>.{{1,24}}?){END}", _dated),
    (
        "turn",
        rf"{TAKE}{NUMBERS}{_TURN}(?P<to>[^\d,。:]{{2,16}}?)(?:来)?(?:牵头|负责|办理|承办|主办|落实|去办|办)?{END}",
        _turned,
    ),
    ("turn-first", rf"{TAKE}(?:转办|转交|移交|改派){NUMBERS}(?:给|至|到|由)?(?P<to>[^\d,。:]{{2,16}}?)(?:办理|负责|牵头)?{END}", _turned),
    (
        "target",
        rf"{TAKE}{NUMBERS}(?:的)?(?:工作|任务|年度)?(?:目标要求|目标任务|目标值|目标|要求)(?:改为|改成|改|调整为|调整成|变更为|定为|更新为)"
        r":?(?P<words>.+)",
        _of_tasks(Deed.TARGET),
    ),
    (
        "share",
        rf"{TAKE}{NUMBERS}[,:]?(?:请|由|让|交由?)?(?P<to>[^\d:。]{{2,60}}?)(?:各自|分别|分头|逐一|各答一次|一一)(?:反馈|报送|回复|上报|报告|报)(?:情况|进展|结果)?{END}",
        _shared,
    ),
    (
        "red-line",
        rf"{TAKE}{NUMBERS}(?:列为红线(?:事项)?|改?按有无(?:情况)?报告?|实行?有无报告|(?:实行)?零报告制?度?){END}",
        _whether(True),
    ),
    (
        "no-red-line",
        rf"{TAKE}{NUMBERS}(?:取消|不再列为|不再实行|不再按|解除)(?:红线(?:事项)?|有无(?:情况)?报告?|零报告制?度?){END}",
        _whether(False),
    ),
    (
        "evidence",
        rf"{TAKE}{NUMBERS}(?:的)?(?:办结|销号|完成|核查)(?:时|前|的时候|之前)?(?:必须|须|需要?|要|应当?|得)(?:附上?|提供|提交|上传|报送|带|有)(?P<words>[^,。;]{{2,40}}?)(?:佐证|为证)?{END}",
        _of_tasks(Deed.EVIDENCE),
    ),
    (
        "no-evidence",
        rf"{TAKE}{NUMBERS}(?:的)?(?:办结|销号|完成|核查)(?:时|前)?(?:不用|不必|不需要?|无需|不再要求)(?:附上?|提供|提交|上传)?(?:材料|照片|佐证|附件)?{END}",
        lambda match, today, calendar: Order(Deed.EVIDENCE, numbers(match["numbers"])),
    ),
    (
        "indicators",
        rf"{TAKE}{NUMBERS}(?:的)?(?:考核|量化)?指标(?:是|为|定为|设为|改为|调整为|:)+:?(?P<words>.+)",
        _of_tasks(Deed.INDICATORS),
    ),
    ("no-indicators", rf"{TAKE}{NUMBERS}(?:的)?(?:取消|不设|不再设)指标{END}", _of_tasks(Deed.INDICATORS)),
    ("indicators-of-all", r"(?:请)?(?:核对|拟定|设定|读取|提取|建立)(?:全部|各项)?指标", lambda match, today, calendar: Order(Deed.INDICATORS)),
    ("stop", rf"{TAKE}{_STOP}(?:办理|督办)?{NUMBERS}(?P<words>.*)", _of_tasks(Deed.STOP)),
    ("stopped", rf"{TAKE}{NUMBERS}(?:先|予以|作|就|暂时|拟)*{_STOP}(?:办理|督办)?(?P<words>[,:(;。 ].*)?", _of_tasks(Deed.STOP)),
    ("reopen", rf"{TAKE}{_REOPEN}{NUMBERS}(?P<words>.*)", _of_tasks(Deed.REOPEN)),
    (
        "reopened",
        rf"{TAKE}{NUMBERS}(?:予以|需要?|要)?(?:{_REOPEN}|(?:回头看|复核|销号|办结)(?:不合格|不过关|有问题|发现问题|有误|不实|错了)[,]?(?:重新打开|重办|重新办理)?)"
        r"(?P<words>[,:(;。 ].*)?",
        _of_tasks(Deed.REOPEN),
    ),
    ("resume", rf"{TAKE}{_RESUME}{NUMBERS}(?P<words>.{{0,40}})", _of_tasks(Deed.RESUME)),
    ("resumed", rf"{TAKE}{NUMBERS}(?:予以|可以|能|现在|现已|已经?可以)*{_RESUME}(?:了|吧)?{END}", _of_tasks(Deed.RESUME)),
    ("correct", rf"(?:更正|订正|改正|纠正){NUMBERS}(?:的)?(?:反馈|记录|进展|进度)?(?:为|成)?[:, ]?(?P<words>.+)", _corrected),
    (
        "recorded-wrong",
        rf"{NUMBERS}(?:的)?(?:反馈|进展|进度)?(?:记|登记|录|读|登|写|认)(?:错了?|得不对|有误)[,:。; ]*(?:应该?是|应为|应当是|实际是?|正确的是|是)?"
        r"(?P<words>.+)",
        _corrected,
    ),
    ("wrong-figure", rf"{NUMBERS}(?:的)?(?:反馈|进展|进度)?[^,。]{{0,10}}?(?:是)?(?:错的?|不对)(?:了)?[,，](?:应该?是|应为|应当是|实际是?|正确的是|是|改成|改为)(?P<words>.+)", _corrected),
    ("should-be", rf"{NUMBERS}(?:的)?(?:反馈|进展|进度)?(?:应为|应该是|应当是|应改为|更正为)(?P<words>.+)", _corrected),
    ("close", rf"{TAKE}{NUMBERS}(?:可以|予以|直接|准予)*销号(?P<words>.*)", _of_tasks(Deed.CLOSE)),
    ("seen-and-closed", rf"{TAKE}{NUMBERS}(?P<words>.{{2,60}}?)[,。; ]*(?:可以|就|给|请)*(?:销了|销掉|销号|销账)(?:吧|了)?{END}", _of_tasks(Deed.CLOSE)),
    ("close-first", rf"{TAKE}(?:直接)?销号{NUMBERS}(?P<words>.*)", _of_tasks(Deed.CLOSE)),
    ("urge-all", rf"(?:请|麻烦)?把?(?P<words>{_EVERYBODY})(?:都|全)?催(?:办)?(?:一下|一遍|一催)?{END}", _urged),
    ("urge", rf"(?:请|麻烦|帮我?)?(?:再)?(?:催办|催报|催促|催一下|催一催|催催|催)(?:一下)?[: ]?(?P<words>.{{1,24}}?)(?:一下|反馈|报进展|报送)?{END}", _urged),
    ("urged", rf"(?P<words>{NUMBERS})(?:请|要)?(?:催办|催一下|催一催|催催)(?:一下)?{END}", _urged),
)  # fmt: skip
_COMPILED = compiled((*item_orders.FIRST, *_RULES, *item_orders.RULES))


# How the office knows that something is done: it has looked, asked, or seen papers.
_KNOWN_BY = re.compile(
    r"现场|实地|核查|核验|查验|验收|复核|抽查|回访|暗访|电话|来电|代录|当面|材料|文件|照片|凭证|系统|审计|会议|纪要|公示"
)


def names_how(basis: str) -> bool:
    """Whether a basis for closing says how it is known."""
    return _KNOWN_BY.search(basis) is not None


# 124重新打开: a number that opens the order, with no unit behind it
_BARE = re.compile(r"^(\d{1,4})(?=(?:重新|重开|重办|中止|暂停|恢复|改期|延|转|改由|更正|应为|销号|催|不再))")


def read(written: str, *, today: date, calendar: Calendar) -> Order | None:
    """The first rule whose pattern is the whole message; as it was written first, so that its words stay as they are."""
    raw = written.strip().replace("：", ":").replace("，", ",")
    numbered = _BARE.sub(r"\1号", raw)
    for text in dict.fromkeys((raw, normal_form.normalize(raw).text.strip(), numbered)):
        if (found := first_of(_COMPILED, text, today, calendar)) is not None:
            return found
    return None

"""What stands in the way, whose help is wanted, and the cause given for a request of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading import courtesy
from bot.reading.clauses import Clause
from bot.reading.facts import unexplained
from bot.reading.hear import Heard
from bot.reading.patterns import later
from bot.reading.places import within


@dataclass(frozen=True, slots=True)
class Cause:
    start: int
    end: int
    rule: str


_BODY = (
    r"(?:[\u4e00-\u9fffa-z]{0,12}?(?:局|委|办|厅|部|处|科|署|院|公司|集团|中心|支队|大队|总队|街道|镇|"
    r"乡|县|区|政府|银行|供电|电力|铁路|联通|移动|电信|馆|站|社区|村|法院|检察院|市长|书记|主任|局长|"
    r"领导|组|专班|学校|医院|部门|单位|(?:财政|住建|发改|自然资源|公安|城管|环保|水利|交通)(?:局|委|厅)?|交警|"
    r"督查室|市里|县里|省里|上级))"
)
_HELP = later(
    rf"(?:请求|恳请|请|建议由?|望|希望|盼|需要?|求|麻烦|拜托|烦请|还请|提请|(?<![主需重首只就])要|(?<![懂觉])得|让|叫|催)(?!示|假|您?指示|"
    rf"准|予|批|审|延|知|放心|求|问|查收|阅|教)(?:市里|县里)?(?P<who>{_BODY}(?:(?:、|和|及|与|(?:牵头)?会同|联合|协同|"
    rf",){_BODY}){{0,4}})"
    r"(?P<verb>[^,。;!?\n]{0,6}?)(?:协调|支持|解决|帮助|帮忙|出面|协助|指导|过问|督促|催|加快|配合|"
    r"尽快|予以|给予|推动|拨付|落实|出具|审批|批复|对接|介入|牵头|提供|办理|安排|推一|帮|批|说一|关心|"
    r"调度|给|明确|支援|处理|打招呼|赶紧|抓紧|快点?|派|来人|尽早|做做?工作|查|推荐|会同|support|help|coordinate|出|拨)(?P<object>[^,。;!?\n]{0,20})"
)
_COORDINATE = later(rf"^(?:协调)?(?:一下|下|同|与)?(?P<other>{_BODY}(?:(?:、|和|及|与){_BODY}){{0,4}})")
_BECAUSE = later(
    r"(?:因为|由于|原因是|主要原因是?|主要是因为|主要是|原因在于|原因:|受制于|受限于|苦于|鉴于|"
    r"(?<![起病原成肇诱内外])因(?!此|而|素|地|果|公|故障))(?P<what>[^,。;!?\n]{2,40}?)(?=(?:,|。|;|!|"
    r"$|\n|导致|致使|造成|所以|影响(?:了|到)?(?:进度|工期|整体|我)|而|目前|现|暂时|停了|停工|停滞|暂停|搁置|受阻|无法|推进不|延期|申请|"
    r"特申请|进度|未能|没能|需要?延|滞后|恳请|希望|想延|请(?=求|予|准)|拟|想请|麻烦|能不能|能否|可否|可不可以|需要?(?:请|市|县|领导)|[这那]个|[0-9一二三四五六七八九十]+号))"
)
_LEADS = later(r"(?P<what>[^,。;:!?\n]{2,30}?)(?:导致|造成|致使|使得|影响了?(?:施工|整体|工程)?(?:进度|工期|施工))")
_STUCK = later(
    r"(?:卡在|卡住的是|卡到|问题出在|症结[是在]|(?:原因|问题|难点|瓶颈|症结|困难|堵点)(?:主要)?(?:就是|就在|在于?|出在|集中在)|难在|堵在|僵在|"
    r"困在|困难是|困难:|困难在于|难点是|难点在于?|问题是|问题:|瓶颈是|"
    r"存在困难:|障碍是|主要困难是?|遇到(?:了)?|面临(?:着)?|存在(?:着)?|缺的是|"
    r"受(?=[^,。;]{2,16}影响))(?P<what>[^,。;!?\n]{2,40})"
)
_LACK = later(
    r"(?P<what>(?:不足|不够|短缺|紧缺|紧张|缺口[^,。;:!?\n]{0,16}|"
    r"(?<!短)(?:还)?缺(?=[\u4e00-\u9fff\d]{1,})(?!口)"
    r"[^,。;!?\n]{1,16}|未到位|没到位|不到位|没有到位|(?<!两项)未落实|没落实|没有落实|"
    r"未批[复下]?(?:来)?|没批(?:下来)?|"
    r"批不下来|未办(?!结|完|妥|理完)[理下]?(?:来)?|没办(?:下来|好)|未下达|没下达|未拨付|没拨付|不全|不齐|不配合|不同意|"
    r"不肯[^,。;]{0,8}|拒[^,。;]{1,10}|阻工|阻挠|未通过|没通过|没过|谈不[拢下]|有意见|意见不(?:一|统一)|有分歧|有争议|"
    r"分歧(?:较|很)?大?|纠纷|没谈[拢妥下][^,。;]{0,2}|太长|比较长|较长|时间长|太慢|"
    r"[\u4e00-\u9fff]{2}慢(?=$|[,。;!了])|"
    r"难度(?:较|很)?大|有难度|"
    r"情绪(?:较|很)?大|抵触|没钱|没人[^,。;!?\n]{0,4}|没地|停产|断供|断裂|供货不足|涨价|倒闭|跑路|冲突|矛盾|未签|未交[地付]?|"
    r"不给[^,。;]{1,10}|扯皮|推诿|未明确|不明确|开不出来?|出不来|下不来|拿不到|排不上|没拿到|没下来|"
    r"还没下来|故障|失联|太紧|要价|(?:没|未|没有)(?:接通|到货|运到|运来|送到|供货|发货|放行|开放|腾退|交地|结(?=$|[,。;!])|审完|"
    r"回复|回函|盖章|签下来|谈好|迁走|迁改|清走|搬走|通(?:电|水|气|过|车|上)|到(?=$|[,。;!了啊呢嘛]))|没来(?=$|[,。;!了])|"
    r"(?:拦着|拦住|堵门|不让|不肯|不签|不搬|不发货|不供货|不给批|不放|不好找|[约排找请招买订联运拿批调供借凑]系?不(?:上|到|来|下来?|齐|动)|撂挑子|断货|缺货|没货|流标|废标|返工)"
    r"[^,。;!?\n]{0,10}|下(?:大|暴)?雨|落雨|暴雨|台风|洪水|汛情|积水|塌方))"
)
_NO_CAUSE = later(
    r"^(?:请|恳请|求|需|need|望|希望|麻烦)|^(?:推进|进展|进度|工作)?(?:比较|较|有些)?(?:缓慢|滞后|"
    r"慢)$|^(?:困难|问题|影响|资金缺口已.*)$"
    r"|^(?:再|至少|最多)|申请|延期"
)
_SOLVED = later(
    r"已(?:经)?(?:解决|落实|到位|协调|化解|克服|打通|消除)|(?:没有?|无|不存在)(?:什么)?(?:困难|问题|"
    r"障碍)|已全部解决|得到解决|解决了|已?补[上齐]|(?:没有?|未)(?:遇到|出现)|没啥"
)
_TRIM = later(
    r"^(?:目前|现在|但是?|不过|就是|主要(?:是|原因是)?|因为?|由于|还|也|是|的|存在|有|被|:|\s|然后|"
    r"可是|\x03+|项目|一直|最近|近期|前段时间|这段时间|这几天|哈|嘛|啊|呀|呢|咯|啦|了(?=[\u4e00-\u9fff]{2})|领导|报告|"
    r"受(?=.{2,16}影响))+|(?:的?问题|等(?:原因|因素|问题)?|的?影响|原因|了|吧|啊|"
    r"呢|的|方面|的话|,)+$"
)


_TAIL = later(
    r"(?:的?问题|等(?:原因|因素|问题)?|的?影响|原因|了|吧|啊|呢|呀|嘛|的|方面|(?:的)?[这那](?:一?块儿?|里|儿|边|个?环节|一?关|一步|头)|"
    r"[这那]个?上面?|里[头面]|(?<![网线路海以晚早桌])上面?|(?<=环节|阶段|手续|流程|程序|审批|资金|用地)(?:里面?|中间?)|"
    r"(?<=[\u4e00-\u9fff]{2})(?:呢|来着))+$"
)


def cause(heard: Heard, clauses: list[Clause]) -> Cause | None:
    """The first cause or obstacle that these clauses name."""
    for pattern, rule in ((_BECAUSE, "because"), (_LEADS, "leads-to"), (_STUCK, "stuck-at"), (_LACK, "lack")):
        for clause in clauses:
            found = _found(heard, clause, pattern, rule)
            if found:
                return found
    return None


def _found(heard: Heard, clause: Clause, pattern: re.Pattern[str], rule: str) -> Cause | None:
    if clause.asked or _SOLVED.search(heard.text, clause.start, clause.end):
        return None
    last = clause.start
    for match in pattern.finditer(heard.text, clause.start, clause.end):
        first, end = match.span("what")
        if rule in ("lack", "leads-to"):
            first, last = _from_its_subject(heard, last, first), end
        if rule == "lack":
            end = _to_its_end(heard, clause, end)
        start, end = _trimmed(heard, first, end)
        if end - start >= 2 and not _NO_CAUSE.search(heard.text[start:end]):
            return Cause(start, end, rule)
    return None


_STATED = ("ext", "blocked", "late", "not_started", "done", "some_done", "near", "not_done")


def _from_its_subject(heard: Heard, floor: int, place: int) -> int:
    """资金 of 资金不足: what lacks stands before the word, in the same breath and behind what was stated before."""
    near = max(floor, place - 24)
    values = (*within(heard.days, near, place), *within(heard.lengths, near, place))
    ends = [thing.end for thing in values if thing.end <= place]
    ends += [m.end for m in within(heard.marks, near, place) if m.kind in _STATED and m.end <= place - 2]
    return max(near, *ends, *(heard.text.rfind(mark, floor, place) + 1 for mark in ",。;:!?\n"))


def _to_its_end(heard: Heard, clause: Clause, end: int) -> int:
    """老下雨|地里进不去机器: what follows in the same breath and states nothing else belongs to it."""
    rest = heard.masked[end : clause.end]
    told = any(m.kind not in ("trouble", "not_done") for m in within(heard.marks, end, clause.end))
    plain = 2 <= len(rest) <= 14 and not told and re.fullmatch("[\u4e00-\u9fff]+", rest) is not None
    return clause.end if plain and not _SPOKEN_ON.search(rest) else end


_SPOKEN_ON = later("^(?:了|啦|呢|啊|吧|嘛)|请|希望|麻烦|所以|那个|这个|现在|目前|能不能|想|导致|造成")


def _trimmed(heard: Heard, start: int, end: int) -> tuple[int, int]:
    for mention in within(heard.mentions, start - 12, start + 1):
        if mention.start <= start < mention.end and mention.kind != "title":
            start = min(mention.end, end)
    words = heard.text[start:end]
    lead = _TRIM.match(words)
    if lead and lead.group() and lead.start() == 0 and lead.end() < len(words):
        start += lead.end()
    tail = _TAIL.search(heard.text, start, end)
    return start, tail.start() if tail and tail.start() > start else end


_TROUBLE = later(
    r"没|未|不|缺|坏|雨|涝|雪|汛|台风|流标|废标|返工|退|拖|堵|撂|拦|[改换]了|涨|断|拒|闹|投诉|质疑|疫|故障|太|难|晚|慢|紧|反对|阻|纠纷|"
    r"跑路|跑了|倒闭|破产|欠|超|漏|塌|损|被|等"
)
_NEVER = ("ext", "skip", "done", "no-trouble", "finish-time", "granted", "no-ext", "unblocked", "not_started")
_NOT_CAUSES = (*_NEVER, "blocked", "late", "near")


def beside(
    heard: Heard, clauses: Sequence[Clause], title: str, *, surely: bool = True, request: bool = False
) -> Cause | None:
    """The clause beside a standstill or a request that says something of its own: that is the cause.

    `surely`: without any word of trouble too. Of a request also a standstill may be the cause."""
    never = _NEVER if request else _NOT_CAUSES
    told = [c for c in clauses if not c.asked and not _is_told(c, never) and _may_be_cause(heard, c, title)]
    told.sort(key=lambda clause: _TROUBLE.search(heard.text, clause.start, clause.end) is None)
    if not told or not (surely or _TROUBLE.search(heard.text, told[0].start, told[0].end)):
        return None
    return whole_clause(heard, told[0])


def _is_told(clause: Clause, never: tuple[str, ...]) -> bool:
    """The clause states something; to wait for somebody (等省里批复) is a cause all the same."""
    return any(
        m.kind in never and not (m.rule == "remaining-step" and m.start <= clause.start + 1) for m in clause.marks
    )


def _may_be_cause(heard: Heard, clause: Clause, title: str) -> bool:
    if any(share.rule != "half" for share in within(heard.percents, clause.start, clause.end)):
        return False
    words = heard.masked[clause.start : clause.end]
    troubled = _TROUBLE.search(words) is not None
    going = any(m.rule in ("progress", "done", "future") for m in clause.marks)
    if (going or within(heard.days, clause.start, clause.end)) and not troubled:
        return False
    if _HELP.search(heard.text, clause.start, clause.end) or _ASKS.match(words.strip()) or courtesy.is_talk(words):
        return False
    for mark in clause.marks:
        if mark.kind in ("not_done", "started-sub", "late"):
            words = words.replace(heard.masked[mark.start : mark.end], " ")
    words = _PLANNED.sub("", words)
    return (
        len(unexplained(words, title)) >= 2
        or len({letter for letter in words if _TELLING.match(letter)} - set(title)) >= 4
    )


_TELLING = later("(?![是的了咯啦呢吧嘛啊就都也还已这那个])[\u4e00-\u9fffa-z]")
_PLANNED = later("序时|节点|计划|时序|任务|目标|工作")
_ASKS = later(r"请|恳请|希望|麻烦|望|盼|求|领导$|报告领导|特此|妥否|以上|具体|时间|时限|\W*$")


def around(heard: Heard, clause: Clause, start: int, end: int, title: str) -> Cause | None:
    """The rest of a breath in which a request is made: 想延到月底设备还没运到."""
    for first, last in ((end, clause.end), (clause.start, start)):
        words = heard.masked[first:last]
        words = _PLEA.sub("", words)
        if len(unexplained(words, title)) >= 3 and _TROUBLE.search(words):
            first, last = _trimmed(heard, first, last)
            return Cause(first, last, "same-breath")
    return None


_PLEA = later(r"几天|[行中成好可][不吗没嘛]|可以[吗不]|行不行|好不好|时间|左右|一下")


def stuck_noun(heard: Heard, clause: Clause) -> Cause | None:
    """资金卡住了: what is stuck is the obstacle."""
    found = _STUCK_NOUN.search(heard.text, clause.start, clause.end)
    return Cause(*found.span("what"), "stuck-noun") if found else None


_STUCK_NOUN = later(
    r"(?P<what>资金|款项|经费|手续|审批|批复|用地|征地|征拆|拆迁|环评|图纸|设备|材料|苗木|物料|人手|接口|数据|许可证?|土地指标|指标)"
    r"(?:这块|这里|那边|那块|上|环节)?(?:一直|都|就|还|也|又)?(?:被)?(?:卡|stuck|block|hold|停|僵|堵)"
)


def whole_clause(heard: Heard, clause: Clause) -> Cause | None:
    start, end = _trimmed(heard, clause.start, clause.end)
    words = heard.text[start:end]
    return None if _NO_CAUSE.search(words) or _SOLVED.search(words) else Cause(start, end, "clause")


_ASKED_OFFICE = later(
    r"(?:请求|恳请|请|希望|盼|望|need ?|求)(?!联系|找|与|和|问|直接|后续|"
    r"以后)(?P<who>[\u4e00-\u9fff]{0,10}?(?:局|委|办|厅|公司|集团|"
    r"中心|支队|大队|街道|政府|银行|部队|法院|专班))"
    r"(?P<verb>)(?P<object>[\u4e00-\u9fff]{2,20})"
)
_DECIDES = later(
    "^(?:尽快)?(?:销号|核|验收|审|批示|定夺|知悉|指正|放心|批准|同意|拍板|明确|决策|谅解|理解|领导|准予|延)"
)


def helpers(heard: Heard, clauses: list[Clause]) -> list[Cause]:
    """Whoever is asked to act: 请A协调B gives B, 请A协调 gives A."""
    found: list[Cause] = []
    for clause in clauses:
        for match in _HELP.finditer(heard.text, clause.start, clause.end):
            found.extend(_asked(heard, match))
        office = None if found else _ASKED_OFFICE.search(heard.text, clause.start, clause.end)
        if office and not _DECIDES.search(office["object"]):
            found.extend(_listed(heard, *office.span("who")))
    return found


def _asked(heard: Heard, match: re.Match[str]) -> list[Cause]:
    start, end = match.span("who")
    if "协调" in heard.text[match.end("who") : match.start("object") + 3]:
        other = _COORDINATE.match(match["object"])
        if other:
            base = match.start("object")
            start, end = base + other.start("other"), base + other.end("other")
    return list(_listed(heard, start, end))


def _listed(heard: Heard, start: int, end: int) -> list[Cause]:
    places, begin = [], start
    for mark in re.finditer("[、,]|和(?=[市县区省])|及|与|(?:牵头)?会同|联合|协同", heard.text[start:end]):
        places.append(Cause(begin, start + mark.start(), "help"))
        begin = start + mark.end()
    places.append(Cause(begin, end, "help"))
    return [place for place in places if place.end > place.start]

"""What stands in the way, whose help is wanted, and the cause given for a request of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import STATES_AND_REQUESTS, Kind, MentionKind
from bot.reading.text.once import once_per_message
from bot.reading.text.patterns import later
from bot.reading.text.spans import within


@dataclass(frozen=True, slots=True)
class Cause:
    start: int
    end: int
    rule: str


_BECAUSE = later(
    r"(?:因为|由于|原因是|主要原因是?|主要是因为|主要是|原因在于|原因:|受制于|受限于|苦于|鉴于|"
    r"(?<![起病原成肇诱内外])因(?!此|而|素|地制|地施|果|公|故障))(?P<what>[^,。;!?\n]{2,40}?)(?=(?:,|。|;|!|"
    r"$|\n|导致|致使|造成|所以|影响(?:了|到)?(?:进度|工期|整体|我)|而|目前|现|暂时|停了|停工|停滞|暂停|搁置|受阻|无法|推进不|延期|申请|"
    r"特申请|进度|未能|没能|需要?延|滞后|恳请|希望|想延|请(?=求|予|准)|拟|想请|麻烦|能不能|能否|可否|可不可以|需要?(?:请|市|县|领导)|[这那]个|[0-9一二三四五六七八九十]+号))"
)


_HIT = later(r"受(?P<what>[^,。;!?\n]{1,16}?)的?影响")


_LEADS = later(r"(?P<what>[^,。;:!?\n]{2,30}?)(?:导致|造成|致使|使得|影响了?(?:施工|整体|工程)?(?:进度|工期|施工))")


_STUCK = later(
    r"(?:卡在|卡住的是|卡到|问题出在|症结[是在]|(?:原因|问题|难点|瓶颈|症结|困难|堵点)(?:主要)?(?:就是|就在|在于?|出在|集中在)|难在|堵在|僵在|"
    r"困在|困难是|困难:|困难在于|难点是|难点在于?|问题是|问题:|瓶颈是|"
    r"存在困难:|障碍是|主要困难是?|遇到(?:了)?|面临(?:着)?|存在(?:着)?|缺的是|"
    r"受(?=[^,。;]{2,16}影响))(?P<what>[^,。;!?\n]{2,40})"
)


_LACK = later(
    r"(?P<what>(?:(?<!相)(?:还|尚|仍|只|也)?(?:差|欠|短)(?:着|了)?(?:约|近|大约|大概)?\d{1,9}(?:\.\d{1,4})?[余多几]?(?:[万亿千百][余多]?){1,2}(?:块钱?|元)?|"
    r"不足|不够|短缺|紧缺|紧张|缺口[^,。;:!?\n]{0,16}|"
    r"(?<!短)(?:还)?缺(?=[\u4e00-\u9fff\d]{1,})(?!口)"
    r"[^,。;!?\n]{1,16}|未到位|没到位|不到位|没有到位|(?<!两项)未落实|没落实|没有落实|"
    r"未批[复下]?(?:来)?|没有(?:批[复准]?|下达|拨付|明确|到账|交付|腾退|签)(?:下来)?|没批(?:下来)?|"
    r"批不下来|未办(?!结|完|妥|理完)[理下]?(?:来)?|没办(?:下来|好)|未下达|没下达|未拨付|没拨付|不全|不齐|不配合|不同意|"
    r"不肯[^,。;]{0,8}|拒[^,。;]{1,10}|阻工|阻挠|未通过|没通过|没过|谈不[拢下]|有意见|意见不(?:一|统一)|有分歧|有争议|"
    r"分歧(?:较|很)?大?|纠纷|没谈[拢妥下][^,。;]{0,2}|太长|比较长|较长|时间长|太慢|"
    r"[\u4e00-\u9fff]{2}慢(?=$|[,。;!了])|"
    r"情绪(?:较|很)?大|抵触|没钱|没人[^,。;!?\n]{0,4}|没地|停产|断供|断裂|供货不足|涨价|倒闭|跑路|冲突|矛盾|未签|未交[地付]?|"
    r"不给[^,。;]{1,10}|扯皮|推诿|未明确|不明确|开不出来?|出不来|下不来|拿不到|排不上|没拿到|没下来|"
    r"还没下来|故障|失联|太紧|(?<=人手|资金|时间|工期|经费)(?:比较|很|有点)?紧(?=$|[,。;!])|要价|(?<=数据|接口|系统|网络)(?:一直|还)?(?:没|未)打通|(?:没|未|没有)(?:接通|对接上|到货|运到|运来|送到|供货|发货|放行|开放|腾退|交地|结(?=$|[,。;!])|审完|"
    r"回复|回函|盖章|迁(?=$|[,。;!走改])|签下来|谈好|迁走|迁改|清走|搬走|通(?:电|水|气|过|车|上|(?=$|[,。;!]))|到(?=$|[,。;!了啊呢嘛]))|没来(?=$|[,。;!了])|"
    r"(?:拦着|拦住|堵门|不让|不肯|不签|不搬|不发货|不供货|不给批|不放|进不[去来了]|不好找|[约排找请招买订联运拿批调供借凑]系?不(?:上|到|来|下来?|齐|动)|撂挑子|断货|缺货|没货|流标|废标|返工)"
    r"[^,。;!?\n]{0,10}|下(?:大|暴)?雨|落雨|暴雨|(?<![防抗御])台风|(?<![防抗御])洪水|汛情|积水|塌方))"
)


_HARD = later(r"(?P<what>难度(?:较|很)?大|有难度)")


NO_CAUSE = later(
    r"^(?:请|恳请|求|需|need|望|希望|麻烦)|^(?:推进|进展|进度|工作)?(?:比较|较|有些)?(?:缓慢|滞后|"
    r"慢)$|^(?:困难|问题|影响|资金缺口已.*)$"
    r"|^(?:再|至少|最多)|申请|延期"
    r"|^不同意$|^不[批延](?!复)|^不(?:给|同意)(?:延|批|时间|的话)|^别(?:再|老)?(?:逼|催|怪|骂|为难)|没法交[差账]|交不了[差账]"
)


SOLVED = later(
    r"已(?:经)?(?:解决|落实|到位|协调|化解|克服|打通|消除)|(?:没有?|无|不存在|并无|未出现|未发生)(?:什么|任何|大的?|资金|人员|用地|用工|材料)?(?:困难|问题|"
    r"障碍|缺口|短缺|不足|欠缺|矛盾|纠纷|瓶颈|阻力)|已全部解决|得到解决|解决了|已?补[上齐]|(?:没有?|未)(?:遇到|出现)|没啥"
)


_TRIM = later(
    r"^(?:目前|现在|但是?|不过|就是|主要(?:是|原因是)?|因为?|由于|还|也|是|的|存在|有|被|:|\s|然后|"
    r"可是|\x03+|项目|一直|最近|近期|前段时间|这段时间|这几天|哈|嘛|啊|呀|呢|咯|啦|了(?=[\u4e00-\u9fff]{2})|领导|报告|"
    r"受(?=.{2,16}影响))+|(?:的?问题|等(?:原因|因素|问题)?|的?影响|原因|了|吧|啊|"
    r"呢|的|方面|的话|,)+$"
)


_TAIL = later(
    r"(?:的?问题|等(?:原因|因素|问题)?|的?影响|原因|了|吧|啊|呢|呀|嘛|的|方面|(?:的)?[这那](?:一?块儿?|里|儿|边|个?环节|一?关|一步|头)|"
    r"[这那]个?上面?|里[头面]|(?<![网线路海以晚早桌不])上面?|(?<=环节|阶段|手续|流程|程序|审批|资金|用地)(?:里面?|中间?)|"
    r"(?<=[\u4e00-\u9fff]{2})(?:呢|来着))+$"
)


def cause(heard: Heard, clauses: Sequence[Clause]) -> Cause | None:
    """The first cause or obstacle that these clauses name."""
    return _first_cause(heard, tuple(clauses))


@once_per_message
def _first_cause(heard: Heard, clauses: tuple[Clause, ...]) -> Cause | None:
    for pattern, rule in (
        (_BECAUSE, "because"),
        (_HIT, "because"),
        (_LEADS, "leads-to"),
        (_STUCK, "stuck-at"),
        (_LACK, "lack"),
        (_HARD, "lack"),
    ):
        for clause in clauses:
            found = _found(heard, clause, pattern, rule)
            if found:
                return found
    return None


def _found(heard: Heard, clause: Clause, pattern: re.Pattern[str], rule: str) -> Cause | None:
    if clause.asked or clause.supposed or SOLVED.search(heard.text, clause.start, clause.end):
        return None
    last = clause.start
    for match in pattern.finditer(heard.text, clause.start, clause.end):
        first, end = match.span("what")
        if rule in ("lack", "leads-to"):
            first, last = _from_its_subject(heard, last, first), end
        if rule == "lack":
            end = _to_its_end(heard, clause, end)
        start, end = trimmed(heard, first, end)
        if end - start >= 2 and not NO_CAUSE.search(heard.text[start:end]):
            return Cause(start, end, rule)
    return None


def _from_its_subject(heard: Heard, floor: int, place: int) -> int:
    """资金 of 资金不足: what lacks stands before the word, in the same breath and behind what was stated before."""
    near = max(floor, place - 24)
    ends = [day.end for day in within(heard.days, near, place) if day.end <= place]
    ends += [length.end for length in within(heard.lengths, near, place) if length.end <= place]
    ends += [m.end for m in within(heard.marks, near, place) if m.kind in STATES_AND_REQUESTS and m.end <= place - 2]
    return max(near, *ends, *(heard.text.rfind(mark, floor, place) + 1 for mark in ",。;:!?\n"))


def _to_its_end(heard: Heard, clause: Clause, end: int) -> int:
    """老下雨|地里进不去机器: what follows in the same breath and states nothing else belongs to it."""
    rest = heard.masked[end : clause.end]
    told = any(
        m.kind not in (Kind.TROUBLE, Kind.NOT_DONE) and m.rule != "step" for m in within(heard.marks, end, clause.end)
    )
    plain = 2 <= len(rest) <= 14 and not told and re.fullmatch("[\u4e00-\u9fff]+", rest) is not None
    return clause.end if plain and not _SPOKEN_ON.search(rest) else end


_SPOKEN_ON = later("^(?:了|啦|呢|啊|吧|嘛)|请|希望|麻烦|所以|那个|这个|现在|目前|能不能|想|导致|造成")


def trimmed(heard: Heard, start: int, end: int) -> tuple[int, int]:
    for mention in within(heard.mentions, start - 12, start + 1):
        if mention.start <= start < mention.end and mention.kind is not MentionKind.TITLE:
            start = min(mention.end, end)
    words = heard.text[start:end]
    lead = _TRIM.match(words)
    if lead and lead.group() and lead.start() == 0 and lead.end() < len(words):
        start += lead.end()
    tail = _TAIL.search(heard.text, start, end)
    return start, tail.start() if tail and tail.start() > start else end

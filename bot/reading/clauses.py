"""Which stretch of a message is about which task: clauses, cut at punctuation and where another task is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading.facts import PARTS
from bot.reading.hear import Heard
from bot.reading.places import within
from bot.reading.vocabulary import MENTION, PERCENT, Mark
from bot.reading.which import Mention
from db.said import Doubt


@dataclass(frozen=True, slots=True)
class Topic:
    """The tasks a stretch is about; with a doubt, none of them is sure."""

    refs: tuple[int, ...] = ()
    doubt: Doubt | None = None
    start: int = 0
    end: int = 0
    rule: str = "only-task"
    maybe: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    topic: Topic | None
    marks: tuple[Mark, ...] = ()
    asked: bool = False  # a question: nothing in it is stated
    supposed: bool = False  # 如果…: nothing in it is sure

    def first(self, *kinds: str) -> Mark | None:
        return next((mark for mark in self.marks if mark.kind in kinds), None)

    def every(self, *kinds: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind in kinds]


LONGEST = 240
_LABEL = re.compile(
    rf"(?:^|[,;。!?\n])(?!.{{0,4}}(?:如下|报告|汇报|责任|情况|进展|联系人))[^,;。!?\n:\x02\x03]{{0,6}}(?:{PARTS.pattern})[^,;。!?\n:]{{0,3}}$"
)
_BREAK = re.compile(
    r"[,;。!?\n]+|:|(?<=[\u4e00-\u9fff\x01-\x04])\.(?=$|[\u4e00-\u9fff\x03 ])|(?<![a-z]) | (?![a-z])|"
    r"[\U0001F300-\U0001FAFF]+"
)
_ASKED = re.compile(
    r"吗(?:$|[^\u4e00-\u9fff])|(?<![什那这])(?:吗|么)[。!,]*$|什么时候|啥时候|怎么(?!也|都|样也)|如何|为什么|"
    r"为啥|哪(?!怕|些都|能算?完|能够?[^,。;?]{0,4}[^,。;?吗呢]$|会|敢)|谁|几号|几月|多少(?!都)|是不是|是否|要不要|"
    r"[\u4e00-\u9fff]{2}还是[\u4e00-\u9fff]{1,14}呢|请问|(?:想|要|先|跟您?你?)(?:请?问|请教|咨询)(?:一?下|问|您|你)|"
    r"是[^,。;!?但过]{1,16}还是(?!在|没|要|很|比较|不|未|有|能|得)[^,。;!?]{1,16}[啊呢呀]$|能不能|可不可以|行不行|有没有|咋|能否|"
    r"是啥|咋样|啥(?:意思|要求|口径|格式|标准)|几(?:页|份|点|张|遍)(?![^,。;!?]{0,4}[已完了])|(?:需要?|用|要|能|可以|行|发|"
    r"对|算|报|给)[^,。;!?]{0,8}[不否](?=$|[?。!])|"
    r"^是(?!在|已)[^,。;!?]{1,6}还是[^,。;!?]{1,8}$|可否|何时|几点|几时|哪里|哪儿|(?<![没不])多久|需不需要|(?P<verb>[搞办做弄要干报交修建装改发拆推降升开关管走用算能行可对批验查])不(?P=verb)(?!了|完|成)|对不对|算不算|用不用|"
    r"该不该|which|when|what|how|who"
)
_SUPPOSED = re.compile(
    r"如果|若(?!干)|一旦|(?<![主重首需想就只还])要是(?!求)|万一|假如|倘若|除非|只有(?=[^,。;!?]{1,24},?才)"
)
_JOINED = re.compile(r"[、和及与跟/&+ 以还有任务事项的,:]*")
_FILL = re.compile(
    r"目前|现在|现将|其中|另外|此外|还有|关于|对于|至于|我局|我们|我委|本局|本单位|我单位|我这边|我这|"
    r"负责|承担|牵头|的|这个|那个|那|嗯|啊|呃|哦|就是|然后|再说|再就是|最后|首先|其次|同时|而|但是?|"
    r"不过|和|、|及"
    r"|一是|二是|三是|四是|五是|第一|第二|第三|一方面|领导|主任|您好|你好|报告|汇报|一下|好的|收到|"
    r"更正|截至|截止|今天|今日|已经|已|完成|办结|基本|正在|推进|项目|工作|任务|事项|工程|全市|全县|"
    r"全区|市里|县里|市|[\x01-\x04 :.()\-\d]"
)
_CAUSE = re.compile(r"因|由于|受|请|卡在|缺|等|影响|配合|需|协调|帮|结合|参照|借鉴|类似|跟|同步|连同|涉及|包括")
_HEADING = re.compile(
    r"(?:基本|工作|主要|目前|存在|下一步|进展|总体|有关|关于|问题|打算|情况|经验|措施|做法|责任|加强|"
    r"强化|提高|压实|健全|建立|成立|高度|组织|领导|明确|精心|思想|统筹)"
)


def clauses(heard: Heard, options: tuple[int, int] = (0, 0)) -> list[Clause]:
    """All clauses in order of place, each with its topic (None: no task named yet, and several are open).

    `options` is where options are laid out: a list mark there numbers them, not tasks."""
    mentions = [m for m in _sure(heard) if heard.tasks and not _numbers_an_option(m, options)]
    pieces = list(_pieces(heard, mentions))
    return [_with_marks(heard, piece) for piece in _topics(heard, pieces)]


def _numbers_an_option(mention: Mention, options: tuple[int, int]) -> bool:
    return (mention.kind == "list" or mention.rule == "number-mark") and options[0] <= mention.start < options[1]


def _sure(heard: Heard) -> list[Mention]:
    """Without list marks that only count points, and without list numbers that a title word follows."""
    lists = [m for m in heard.mentions if m.kind == "list"]
    return [m for m in heard.mentions if m.kind != "list" or _list_counts(heard, m, lists)]


def _list_counts(heard: Heard, mention: Mention, lists: list[Mention]) -> bool:
    if _HEADING.match(heard.text, mention.end):
        return False
    following = next(iter(within(heard.mentions, mention.end, mention.end + 12)), None)
    if (
        following is not None
        and following.kind in ("title", "number")
        and _JOINED.fullmatch(_between(heard, mention.end, following.start))
    ):
        return False
    if len(heard.tasks) == 1:
        return len(lists) == 1
    return True


def _between(heard: Heard, start: int, end: int) -> str:
    return _FILL.sub("", heard.masked[start:end])


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    group: tuple[Mention, ...]
    after: str  # the mark that ends it


def _pieces(heard: Heard, mentions: list[Mention]) -> Iterator[_Piece]:
    held = [(m.start, m.end) for m in mentions]
    for start, end, after in _stretches(heard.masked, held):
        inside = within(mentions, start, end)
        groups = _groups(heard, inside, start)
        cuts = [start, *(group[0].start for group in groups[1:]), end]
        for place, group in enumerate(groups or [()]):
            yield _Piece(
                cuts[place], cuts[place + 1] if groups else end, tuple(group), after if place + 1 >= len(groups) else ""
            )


def _stretches(masked: str, held: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    start = 0
    inside = {place for first, last in held for place in range(first, last)}
    for mark in _BREAK.finditer(masked):
        if mark.start() in inside or _figure(masked, mark):
            continue
        yield from _bounded(start, mark.start(), mark.group())
        start = mark.end()
    yield from _bounded(start, len(masked), "")


def _bounded(start: int, end: int, after: str) -> Iterator[tuple[int, int, str]]:
    """Nobody speaks so long in one breath: a stretch without any mark is cut, so that the work stays linear."""
    while end - start > LONGEST:
        yield start, start + LONGEST, ""
        start += LONGEST
    if start < end:
        yield start, end, after


def _figure(masked: str, mark: re.Match[str]) -> bool:
    """The comma of 9,800 and the colon of 12:30 cut nothing, nor that of 土建:88% and 土建:已完成."""
    before, after = masked[mark.start() - 1 : mark.start()], masked[mark.end() : mark.end() + 1]
    if mark.group() == ":" and (after == PERCENT or _LABEL.search(masked[max(0, mark.start() - 10) : mark.start()])):
        return True
    return mark.group() in (",", ":", ".") and before.isdigit() and after.isdigit()


def _groups(heard: Heard, inside: Sequence[Mention], start: int) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for mention in inside:
        if groups and mention.kind == "title" and set(mention.refs) <= {ref for m in groups[-1] for ref in m.refs}:
            continue  # the task's own words, named already
        if groups and _JOINED.fullmatch(heard.masked[groups[-1][-1].end : mention.start]) and mention.kind != "rest":
            groups[-1].append(mention)
        elif groups and _is_predicate(heard, groups[-1][0], mention):
            continue
        elif mention.kind not in ("title", "either") or _is_subject(heard, mention, start):
            groups.append([mention])
    return groups


_FIGURE = re.compile("率?(?:了|约|共|达到?|为|是|近|超过?){0,3}[0-9\x01]")


def _is_predicate(heard: Heard, named: Mention, mention: Mention) -> bool:
    """110号2月入库1.2亿元: a word with its figure behind a number tells of that task, though another's title has it."""
    short = mention.kind in ("title", "either") and mention.end - mention.start <= 2
    return short and named.kind == "number" and _FIGURE.match(heard.masked, mention.end) is not None


_TURN = re.compile(
    r"(?:然后|另外|此外|还有|再一个|再就是|再有|至于|接着|(?<!因)而|但是?|不过|同时|最后)(?:就是|说)?[呢呀啊嗯呃,]{0,2}(?:那个|这个|说)?$"
)


def _is_subject(heard: Heard, mention: Mention, start: int) -> bool:
    before = heard.masked[start : mention.start]
    if _TURN.search(before[-16:]) or _SHOWN.match(heard.masked, mention.end) or _just_stated(heard, mention.start):
        return True
    if (
        mention.end - mention.start <= 2
        and not _SUBJECT_NEXT.match(heard.masked, mention.end)
        and _in_a_report(heard, mention)
    ):
        return False
    if _CAUSE.search(before) and heard.mentions[0] is not mention:
        return False
    return not _FILL.sub("", before) or mention.end - mention.start >= 4 or heard.mentions[0] is mention


# What may follow a short name that is a subject; 规范|问题合同 is none.
_SUBJECT_NEXT = re.compile(
    "[^\u4e00-\u9fff]|$|[那这的方工任项已正还没未基完办预目现计因申都也全呢嘛啊就差卡停搞弄做推有在是要得由请争力上下本月年处整改总大进超滞逾延拖"
    "暂开启建修拆签交报落达到可能会等缺被受转移换归厂站园馆院楼路桥场市区县镇乡村房店所点网线库塘渠河湖山队班车船会费款证]"
)


def _in_a_report(heard: Heard, mention: Mention) -> bool:
    """Whether the same sentence has named its task before, by number or by four letters of its title."""
    since = max(heard.text.rfind(mark, 0, mention.start) for mark in "。;\n")
    before = within(heard.mentions, since + 1, mention.start)
    return any(m.kind in ("number", "list") or (m.kind == "title" and m.end - m.start >= 4) for m in before)


_SHOWN = re.compile(
    "[那这][个边块项里](?:[^\u4e00-\u9fff]|事|已|还|没|都|正|就|呢|嘛|啊|现|目|计|预|争|在|也|是|因|卡|停|完|办|搞|弄)|的话|呢(?![^,。;]{0,2}吗)|方面"
)
_STATES = ("done", "some_done", "late-done", "near", "blocked", "late", "not_started", "not_done")


def _just_stated(heard: Heard, place: int) -> bool:
    """老旧小区快好了燃气那个卡着: after a finished statement the next name begins another, without a comma too."""
    last = next(iter(within(heard.marks, place - 8, place)[::-1]), None)
    if last is None or last.kind not in _STATES:
        return False
    return (
        re.fullmatch("[了啦呢吧着]?", heard.masked[last.end : place]) is not None
        and heard.masked[place - 1] in "了啦呢吧着"
    )


def _topics(heard: Heard, pieces: list[_Piece]) -> Iterator[tuple[_Piece, Topic | None]]:
    topic = _only(heard)
    named = tuple(
        ref
        for piece in pieces
        for m in piece.group
        if m.kind in ("number", "title", "except", "unknown", "list")
        for ref in m.refs
    )
    waiting: Topic | None = None
    for at, piece in enumerate(pieces):
        if topic is None and not piece.group and _leads_on(heard, piece):
            ahead = _named_next(pieces[at + 1 :])
            if ahead is not None:
                yield piece, _topic(heard, ahead.group, named, topic)
                continue
        if piece.group:
            topic = _topic(heard, piece.group, named, topic)
            if waiting is not None and topic.doubt is None and topic.rule not in ("all", "rest"):
                topic = replace(topic, refs=tuple(dict.fromkeys((*waiting.refs, *topic.refs))))
        elif topic is None or topic.rule == "everything":
            topic = _everything(heard, piece) or topic
        waiting = topic if piece.group and topic and not topic.doubt and _only_names(heard, piece) else None
        yield piece, topic


_BECAUSE = re.compile(r" ?(?:目前|现在|最近|近期|主要)?(?:是)?(?:因|由于|鉴于|受|考虑到|根据|按照|经)")
_CLAIMS = ("done", "some_done", "late-done", "near", "not_done", "not_started", "blocked", "late", "ext", "act")


def _leads_on(heard: Heard, piece: _Piece) -> bool:
    """因资金未到位，第2项… and 老下雨，3号…: what only gives the cause belongs to the task named next."""
    if piece.after != ",":
        return False
    if _BECAUSE.match(heard.text, piece.start):
        return True
    marks = within(heard.marks, piece.start, piece.end)
    told = bool(within(heard.percents, piece.start, piece.end)) or bool(within(heard.days, piece.start, piece.end))
    return not told and not any(mark.kind in _CLAIMS for mark in marks) and piece.end - piece.start >= 4


def _named_next(pieces: Sequence[_Piece]) -> _Piece | None:
    """The next piece of the same sentence that names a task, behind nothing but causes."""
    for piece in pieces:
        if piece.group:
            return piece if all(m.kind in ("number", "title", "list") and m.refs for m in piece.group) else None
        if piece.after != ",":
            return None
    return None


_NAME_ONLY = re.compile(r"[\x03、和及与跟 ]|其中|任务|事项|项目|目前")


def _only_names(heard: Heard, piece: _Piece) -> bool:
    return piece.after in (",", "") and not _NAME_ONLY.sub("", heard.masked[piece.start : piece.end])


def _only(heard: Heard) -> Topic | None:
    return Topic((heard.tasks[0].ref,)) if len(heard.tasks) == 1 else None


_EVERY = re.compile(
    r"(?:都|均|全都|全部|全)(?=已|完|办|在|正|按|没|未|还|可|能|弄|搞|做|好|推|进|有|顺|落|报|结|交|"
    r"处|整|申|延|预|计|争|力|[\x01\x02]|ok|done|finish|complete|over|close|ready|齐|妥|清|销|✅|换|转|移|拆|改|修|装|建)"
)


def _everything(heard: Heard, piece: _Piece) -> Topic | None:
    """都办完了 without any name: all of them, if nothing else is its subject."""
    found = _EVERY.search(heard.masked, piece.start, piece.end)
    if found is None or _FILL.sub("", heard.masked[piece.start : found.start()]):
        return None
    return Topic(tuple(task.ref for task in heard.tasks), None, found.start(), found.end(), "everything")


def _topic(heard: Heard, group: tuple[Mention, ...], named: tuple[int, ...], current: Topic | None) -> Topic:
    start, end, rule = group[0].start, group[-1].end, group[0].rule
    numbers = [m for m in group if m.kind in ("number", "unknown", "list")]
    said = tuple(dict.fromkeys(number for m in numbers for number in m.named))
    open_refs = tuple(task.ref for task in heard.tasks)
    for mention in group:
        if mention.kind == "all" and len(said) > 1 and (not mention.named or mention.named[0] == len(said)):
            continue  # 2、4两项: the numbers say which
        if mention.kind in ("all", "rest"):
            return _quantified(mention, open_refs, named)
    if any(number not in open_refs for number in said):
        return Topic((), Doubt.UNKNOWN_NUMBER, start, end, rule, tuple(n for n in said if n in open_refs))
    return _named(group, said, Topic((), None, start, end, rule), current)


def _named(group: tuple[Mention, ...], said: tuple[int, ...], topic: Topic, current: Topic | None) -> Topic:
    sure = tuple(dict.fromkeys(ref for m in group if m.kind in ("title", "except") for ref in m.refs))
    either = [m for m in group if m.kind == "either"]
    if said:
        clash = [ref for m in group if m.kind == "title" and m.end - m.start >= 4 for ref in m.refs if ref not in said]
        if clash and len(said) == 1:
            return replace(topic, doubt=Doubt.WHICH_TASK, maybe=tuple(dict.fromkeys((*said, *clash))))
        return replace(topic, refs=tuple(dict.fromkeys((*said, *(sure if not clash else ())))))
    if either and not sure:
        if current is not None and set(current.refs) & set(either[0].named):
            return current
        return replace(topic, doubt=Doubt.WHICH_TASK, maybe=either[0].named)
    return replace(topic, refs=sure)


def _quantified(mention: Mention, open_refs: tuple[int, ...], named: tuple[int, ...]) -> Topic:
    refs = open_refs if mention.kind == "all" else tuple(ref for ref in open_refs if ref not in named)
    topic = Topic(refs, None, mention.start, mention.end, mention.rule)
    if not refs or (mention.named and mention.named[0] != len(refs)) or (mention.kind == "rest" and not named):
        return replace(topic, refs=(), doubt=Doubt.WHICH_TASK, maybe=refs)
    return topic


def _with_marks(heard: Heard, placed: tuple[_Piece, Topic | None]) -> Clause:
    piece, topic = placed
    marks = tuple(within(heard.marks, piece.start, piece.end))
    words = heard.masked[piece.start : piece.end]
    asked = "?" in piece.after or _ASKED.search(words) is not None
    return Clause(piece.start, piece.end, topic, marks, asked, _SUPPOSED.search(words) is not None)


def masked_names(words: str) -> str:
    return words.replace(MENTION, "")

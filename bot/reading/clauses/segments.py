"""Which stretch of a message is about which task: clauses, cut at punctuation and where another task is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.reading.clauses.distribution import in_turn
from bot.reading.clauses.naming import Topic
from bot.reading.clauses.pieces import Piece, cut
from bot.reading.clauses.subjects import sure
from bot.reading.clauses.tokens import Heard
from bot.reading.clauses.topics import told_of
from bot.reading.kinds import Kind, MentionKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.mentions.mention import Mention
from bot.reading.text.spans import within


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    start: int
    end: int
    topic: Topic | None
    marks: tuple[Mark, ...] = ()
    asked: bool = False  # a question: nothing in it is stated
    supposed: bool = False  # 如果…: nothing in it is sure

    def first(self, *kinds: Kind) -> Mark | None:
        return next((mark for mark in self.marks if mark.kind in kinds), None)

    def every(self, *kinds: Kind) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind in kinds]


_ASKED = any_of(Words.ASKED)


_SUPPOSED = any_of(Words.SUPPOSED)


def clauses(heard: Heard, options: tuple[int, int] = (0, 0)) -> list[Clause]:
    """All clauses in order of place, each with its topic (None: no task named yet, and several are open).

    `options` is where options are laid out: a list mark there numbers them, not tasks."""
    mentions = [m for m in sure(heard) if heard.tasks and not _numbers_an_option(m, options)]
    told = told_of(heard, list(cut(heard, mentions)))
    marked = [_with_marks(heard, part) for piece, topic in told for part in in_turn(heard, piece, topic)]
    return _with_their_reasons(heard, [part for clause in marked for part in _without_request(heard, clause)])


def _without_request(heard: Heard, clause: Clause) -> Iterator[Clause]:
    """浮桥少两家没签|麻烦问问能不能叫街道去说说: what is stated before a request in one breath stays stated."""
    ask = _REQUESTS.search(heard.masked, clause.start, clause.end) if clause.asked else None
    if (
        ask is None
        or ask.start() - clause.start < _A_STATEMENT
        or not _STATES.search(heard.masked, clause.start, ask.start())
        or any(mark.kind is Kind.EXT for mark in clause.marks)
    ):
        yield clause
        return
    before = tuple(mark for mark in clause.marks if mark.end <= ask.start())
    yield replace(clause, end=ask.start(), marks=before, asked=False)
    yield replace(clause, start=ask.start(), marks=clause.marks[len(before) :])


_REQUESTS = re.compile(
    "麻烦|烦请|劳驾|想问|能不能(?=叫|让|请|帮|派|找|给|协调)|能否(?=请|帮|派|协调)|可不可以(?=叫|让|请|帮|派)"
)
_STATES = re.compile("[没未缺少卡停完好了在正]")
_A_STATEMENT = 5  # letters: a name and what is said of it


def _with_their_reasons(heard: Heard, found: list[Clause]) -> list[Clause]:
    """验收表在哪儿下载?我这边找不到: why one asks belongs to the question."""
    beside = [place + step for place, clause in enumerate(found) if clause.asked for step in (-1, 1)]
    return [
        replace(clause, asked=True)
        if place in beside and _CANNOT_FIND.fullmatch(heard.masked, clause.start, clause.end)
        else clause
        for place, clause in enumerate(found)
    ]


_CANNOT_FIND = re.compile(
    "(?:我[们局科]?|咱们?)?(?:[这那]边|[这那]里|单位|科里|同事)?(?:也|都|还|一直|怎么|实在|在?[网群系统平台]{1,3}[里上]?){0,3}"
    "(?:找不[到着]|没找[到着]|看不[到见懂]|没看[到见懂]|打不开|没收到|不清楚|不知道|不会[填弄操作]{0,2}|查不到|没查到|进不去|"
    "登不[上进]去?|登录不[上了]|搞不[清懂](?:楚)?|弄不[清懂](?:楚)?|下载不了|下不了|上传不了|填不了)(?:了|啊|呢|呀|表格?|材料|文件|通知)?"
)


def _numbers_an_option(mention: Mention, options: tuple[int, int]) -> bool:
    return (mention.kind is MentionKind.LIST or mention.rule == "number-mark") and options[
        0
    ] <= mention.start < options[1]


def _with_marks(heard: Heard, placed: tuple[Piece, Topic | None]) -> Clause:
    piece, topic = placed
    marks = tuple(within(heard.marks, piece.start, piece.end))
    words = heard.masked[piece.start : piece.end]
    asks = "?" in piece.after or (_ASKED.search(words) is not None and not _asks_himself(heard, marks))
    asked = asks and not _tells_by_asking(heard, piece, words, marks)
    return Clause(piece.start, piece.end, topic, marks, asked, _SUPPOSED.search(words) is not None)


def _tells_by_asking(heard: Heard, piece: Piece, words: str, marks: tuple[Mark, ...]) -> bool:
    """周日前给你们交船行不行, 没钱怎么弄, 大概完成了?: a promise, a trouble or a hedge put as a question."""
    if any(mark.kind is Kind.EXT for mark in marks):
        return False
    dated = bool(within(heard.days, piece.start, piece.end))
    hedged = any(mark.kind in (Kind.MAYBE, Kind.FUTURE) for mark in marks) and _ENDED.search(words) is not None
    if _DEPENDS.search(words):
        return True
    return (dated and _TAG.search(words) is not None) or is_rhetorical(words) or hedged


def is_rhetorical(words: str) -> bool:
    return _RHETORIC.search(words) is not None


_TAG = re.compile("(?:给[你您]|交|弄|搞|完|好)[^,。;!?]{0,12}(?:行不行|行了吧|总行了?吧|可以了吧|行吧|好吧|成不成)$")
_RHETORIC = re.compile(
    "(?:没|缺|无|少)(?:有)?(?:钱|人|料|地|资金|经费|材料|设备|手续|图纸|电|水|指标)[^,。;!?]{0,4}(?:怎么|咋|拿什么|如何)(?:能)?(?:弄|干|搞|"
    "办|做|整|建|修|开工|施工|推)|"
    "叫我[^,。;!?]{0,6}(?:上哪|去哪|怎么)|(?:上|去)哪儿?[^,。;!?]{0,4}(?:变|弄|找|借)(?:钱|人)|^(?:急|催|慌)什么|(?:到底|"
    "究竟)[^,。;!?]{0,3}(?:算|归|该)谁|(?:我们?|咱们?|"
    "叫人|让人)(?:还)?(?:怎么|咋)(?:动|干|弄|推|搞|做)"
)
_DEPENDS = re.compile("(?:能不能|能否|是否|行不行)[^,。;?]{0,10}(?:[要得就还]看|取决于|难说|不好说|说不准)")
_ENDED = re.compile("(?:完成|办结|搞定|弄完|做完|完|好)了$")


def _asks_himself(heard: Heard, marks: tuple[Mark, ...]) -> bool:
    """3号是不是完成了我得问问: he does not know either, which asks nothing of us."""
    return any(mark.kind is Kind.UNSURE and _OWN_DOUBT.search(heard.masked, mark.start, mark.end) for mark in marks)


_OWN_DOUBT = re.compile("(?:我[们局委科]?|科里)[^,。;!?]{0,6}(?:问|核实|打听|了解|确认|核对|查)(?:问|一?下|清楚|看)?$")

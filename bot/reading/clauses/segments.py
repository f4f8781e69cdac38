"""Which stretch of a message is about which task: clauses, cut at punctuation and where another task is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.reading.clauses.pieces import Piece, cut
from bot.reading.clauses.subjects import sure
from bot.reading.clauses.tokens import Heard
from bot.reading.clauses.topics import Topic, told_of
from bot.reading.kinds import Kind, MentionKind
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.mentions.mention import Mention
from bot.reading.text.spans import within


@dataclass(frozen=True, slots=True)
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


_ASKED = re.compile(
    r"吗(?:$|[^\u4e00-\u9fff])|(?<![什那这])(?:吗|么)[。!,]*$|什么时候|啥时候|周几(?=来|到|去|开|交|报|要|检)|怎么(?!也|都|样也)|如何|为什么|"
    r"为啥|哪(?!怕|些都|能算?完|里?有[那这]么|里?[弄搞干做办]得|能够?[^,。;?]{0,4}[^,。;?吗呢]$|会|敢)|谁|几号|几月|多少(?!都)|是不是|是否|要不要|"
    r"[\u4e00-\u9fff]{2}还是[\u4e00-\u9fff]{1,14}呢|请问|(?:想|要|先|跟您?你?)(?:请?问|请教|咨询)(?:一?下|问|您|你)|"
    r"是[^,。;!?但过]{1,16}还是(?!在|没|要|很|比较|不|未|有|能|得)[^,。;!?]{1,16}[啊呢呀]$|能不能|可不可以|行不行|有没有|咋|能否|"
    r"是啥|咋样|啥(?:意思|要求|口径|格式|标准)|几(?:页|份|点|张|遍)(?![^,。;!?]{0,4}[已完了])|(?:需要?|用|要|能|可以|行|发|"
    r"对|算|报|给)[^,。;!?]{0,8}[不否](?=$|[?。!])|"
    r"^是(?!在|已)[^,。;!?]{1,6}还是[^,。;!?]{1,8}$|可否|何时|几点|几时|哪里|哪儿|(?<![没不])多久|需不需要|(?P<verb>[搞办做弄要干报交修建装改发拆推降升开关管走用算能行可对批验查])不(?P=verb)(?!了|完|成)|对不对|算不算|用不用|"
    r"(?:走|要|办|需要?|交|填|用|提交|提供|准备)(?:些)?(?:什么|啥)(?:样的?)?(?=流程|手续|程序|材料|条件|格式|表|资料|文件)|"
    r"(?:要|用|交|填|报|按)[^,。;!?但过完]{1,12}还是(?!在|没|要|很|比较|不|未|有|得)[^,。;!?]{1,10}(?:就?行|就?可以|就?好)[啊呢呀嘛]?$|"
    r"该不该|帮(?:我们?|忙)?(?:看|查|问|核)(?:一?下|看)?[^,。;!?]{0,12}(?:几|多少)[项件个][^,。;!?]*$|"
    r"我们?(?:局|这边)?还有几[项件个](?:任务|事项)?[^,。;!?]{1,6}[啊呀]$|which|when|what|how|who"
)


_SUPPOSED = re.compile(
    r"如果|若(?!干)|一旦|(?<![主重首需想就只还])要是(?!求)|万一|假如|倘若|除非|不(?:批|同意|给|延)[^,。;!?]{0,4}的话"
)


def clauses(heard: Heard, options: tuple[int, int] = (0, 0)) -> list[Clause]:
    """All clauses in order of place, each with its topic (None: no task named yet, and several are open).

    `options` is where options are laid out: a list mark there numbers them, not tasks."""
    mentions = [m for m in sure(heard) if heard.tasks and not _numbers_an_option(m, options)]
    pieces = list(cut(heard, mentions))
    return _with_their_reasons(heard, [_with_marks(heard, piece) for piece in told_of(heard, pieces)])


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
    asked = "?" in piece.after or (_ASKED.search(words) is not None and not _asks_himself(heard, marks))
    return Clause(piece.start, piece.end, topic, marks, asked, _SUPPOSED.search(words) is not None)


def _asks_himself(heard: Heard, marks: tuple[Mark, ...]) -> bool:
    """3号是不是完成了我得问问: he does not know either, which asks nothing of us."""
    return any(mark.kind is Kind.UNSURE and _OWN_DOUBT.search(heard.masked, mark.start, mark.end) for mark in marks)


_OWN_DOUBT = re.compile("(?:我[们局委科]?|科里)[^,。;!?]{0,6}(?:问|核实|打听|了解|确认|核对|查)(?:问|一?下|清楚|看)?$")

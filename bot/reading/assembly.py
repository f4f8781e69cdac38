"""From clauses to a Reading: rows, queries, intent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.reading import clauses as clause_rules
from bot.reading import courtesy, decisions, delegates, extensions, obstacles, state, unread
from bot.reading.clauses import Clause
from bot.reading.decisions import Choice
from bot.reading.delegates import Delegate
from bot.reading.extensions import Ask
from bot.reading.facts import Fact
from bot.reading.hear import Heard
from bot.reading.patterns import later
from bot.reading.state import Sum
from db.said import Doubt, Intent, Query, Reading, Row, Said, Span

_ELSEWHERE = later(
    r"(?:以|请?见)?(?:另|随后|后续|单独|一并)[发附行报送寄](?:的|来)?[^,。;!?\n]{0,4}(?:材料|报告|表|邮件|文件|书面|为准|说明)|"
    r"(?:详?见|请看|看|参见|参阅)(?:我|我们|我局)?(?:上次|上期|上周|上个?月|之前|前次|昨天|刚才?)?(?:报|发|交|送|提交|上报|另发|另附)?(?:给?您)?(?:过)?(?:的|了)?(?:那[份张个])?(?:附件|附表|材料|报告|邮件|"
    r"文件|附|后附|图片|照片|下图|台账|表格?|"
    r"PPT|ppt|"
    r"传真|书面)|附件(?:里|中|已发|请查收|发您)|(?:写|放|列|附|体现|反映|说明?|都)(?:都|全)?在了?[^,。;!?\n]{0,6}"
    r"(?:附件|附表|附后|邮件|文档|ppt|报告|材料|表格?|台账)|(?:同|跟|和|与|按|照)我?(?:上次|上回|上周|上期|上个?月|"
    r"前次|昨天|之前|上条|前面|以前)(?:报的?|发的?|交的?|说的?|汇报的?|情况|的|那[份个次张]|材料|表|一样)*(?:一样|相同|一致|差不多|报|$|"
    r"[,。])?|^(?:同前|同上|依旧|不变|没变)[。!]?$|老样子|照旧|还是那样|没(?:什么|啥)?变化|无变化|无新进展|如前所述"
    r"|(?:电话|当面|口头|微信|会上|邮件|短信|私下)[^,。;!?\n]{0,10}(?:说|汇报|讲|沟通|报告|回复|聊|发|"
    r"报)(?:过|了)|(?:已经?|都|之前|上次|早就|昨天|"
    r"刚才?)(?:说|汇报|报|讲|发|报告|回复|反馈)(?:过|给|到)|发(?:您|你|到您?)?(?:邮箱|群里|微信)|"
    r"书面(?:报告|材料)(?:已|里|为准)|see attach|as before|same as"
)


_WITHDRAWN = later(r"作废|撤[回销]|收回|不算|有误|[说打写报填发弄搞看算]错|忽略|更正|纠正|核实|重新?报|再报|不准")


@dataclass(slots=True)
class _Matter:
    """What one task, or one doubtful reference, has in the message."""

    clauses: list[Clause] = field(default_factory=list)
    ask: Ask | None = None
    delegate: Delegate | None = None
    decides: bool = False
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    heard: Heard
    clauses: list[Clause]
    choice: Choice | None
    correcting: bool = False
    matters: dict[int, _Matter] = field(default_factory=dict)
    doubtful: dict[clause_rules.Topic, _Matter] = field(default_factory=dict)
    floating: _Matter = field(default_factory=_Matter)


def reading(heard: Heard, *, correcting: bool) -> Reading:
    found = _found(heard)
    found.correcting = correcting
    rows, queries = _rows(found, correcting)
    return _Verdict(found, rows, queries, correcting).reading()


def _found(heard: Heard) -> _Found:
    choice = decisions.choice(heard.text)
    clauses = clause_rules.clauses(heard, (choice.start, choice.end) if choice else (0, 0))
    found = _Found(heard, clauses, choice)
    for clause in clauses:
        _sort(found, clause)
    return found


def _sort(found: _Found, clause: Clause) -> None:
    heard = found.heard
    if found.choice and clause.start < found.choice.end and clause.end > found.choice.start:
        clause = replace(clause, supposed=True)
    for ref, matter in _matters(found, clause):
        request = extensions.is_request(heard, clause)
        if request is not None:
            ask = extensions.ask(heard, clause, request, heard.due.get(ref))
            matter.ask = ask if matter.ask is None or matter.ask.day is None else matter.ask
        if (matter.delegate is None or not matter.delegate.person) and not (clause.asked or clause.supposed):
            end = (
                clause.end if heard.text[clause.end : clause.end + 1] != ":" else min(len(heard.text), clause.end + 16)
            )
            matter.delegate = _better(matter.delegate, delegates.delegation(heard.text, clause.start, end))
        if found.choice and clause.start < found.choice.end and clause.end > found.choice.start:
            matter.decides = True
        matter.clauses.append(clause)


def _better(known: Delegate | None, found: Delegate | None) -> Delegate | None:
    """A name beats a department, and anybody beats nobody; otherwise the first one said."""
    if known is None or found is None:
        return known or found
    if known.unnamed:
        return known if found.unnamed else found
    return found if found.person else known


def _matters(found: _Found, clause: Clause) -> list[tuple[int, _Matter]]:
    topic = clause.topic
    if topic is None:
        return [(0, found.floating)]
    if topic.doubt is not None:
        return [(0, _doubtful(found, topic))]
    return [(ref, found.matters.setdefault(ref, _Matter())) for ref in topic.refs]


def _doubtful(found: _Found, topic: clause_rules.Topic) -> _Matter:
    """The same doubtful words twice are one question."""
    words = found.heard.text[topic.start : topic.end]
    same = (t for t in found.doubtful if t.doubt is topic.doubt and found.heard.text[t.start : t.end] == words)
    return found.doubtful.setdefault(next(same, topic), _Matter())


def _rows(found: _Found, correcting: bool) -> tuple[list[Row], list[Query]]:
    rows: list[Row] = []
    queries: list[Query] = []
    for ref, matter in found.matters.items():
        row, asked = _row(found, ref, matter)
        if row is not None:
            rows.append(row)
        queries.extend(asked)
    for topic, matter in found.doubtful.items():
        queries.extend(_which(found, topic, matter))
    if not queries:
        queries.extend(_floating(found, rows))
    return rows, queries


def _row(found: _Found, ref: int | None, matter: _Matter) -> tuple[Row | None, list[Query]]:
    heard = found.heard
    title = heard.titles.get(ref or 0, "")
    facts = matter.facts = _said_here(heard, matter.clauses, state.facts_of(heard, matter.clauses, title))
    if found.correcting:
        facts = matter.facts = [f for f in facts if f.kind not in state.WEAK or f.rule == "progress"]
    if matter.ask is not None:
        return _extension_row(found, ref, matter, facts)
    total = state.add_up(heard, facts)
    _excepted(found, ref, total)
    row = _stated_row(found, ref, matter, total)
    queries = [_query(heard, ref, doubt, start, end, row) for doubt, start, end in total.doubts]
    if matter.delegate is not None and matter.delegate.unnamed:
        queries.append(_query(heard, ref, Doubt.NO_NAME, matter.clauses[0].start, matter.clauses[-1].end, row))
    if row is None and not queries and _elsewhere(heard, matter.clauses):
        queries.append(_query(heard, ref, Doubt.ELSEWHERE, matter.clauses[0].start, matter.clauses[-1].end, None))
    return (None if total.contradicted else row), queries


def _said_here(heard: Heard, clauses: list[Clause], facts: list[Fact]) -> list[Fact]:
    """具体进展详见附件: where a clause only points elsewhere, 进展 and 已 state nothing."""
    pointing = [c for c in clauses if _elsewhere(heard, [c])]
    return [f for f in facts if not (f.kind in state.WEAK and any(c.start <= f.start < c.end for c in pointing))]


def _excepted(found: _Found, ref: int | None, total: Sum) -> None:
    """除X外: X is in progress unless more is said of it."""
    for mention in found.heard.mentions:
        if mention.kind == "except" and ref in mention.refs and total.state is None and not total.contradicted:
            total.state = Said.IN_PROGRESS
            total.spans["state"] = Fact("progress", mention.start, mention.end, "except")


def _stated_row(found: _Found, ref: int | None, matter: _Matter, total: Sum) -> Row | None:
    named = matter.delegate if matter.delegate and not matter.delegate.unnamed else None
    row = _base_row(found, ref, matter, total)
    if matter.delegate is not None and matter.delegate.unnamed:
        row = _only_stated(row, total, *_about_persons(found.heard, matter, matter.delegate))
        return row if row.state is not None else None
    if named is not None and not _only_handed_in(heard := found.heard, row, named):
        row = _of_delegation(heard, _only_stated(row, total, *_about_persons(heard, matter, named)), matter, named)
        row = replace(row, delegate=found.heard.said.words(named.start, named.end))
        return _spanned(found, row, "delegate", named.start, named.end, named.rule)
    if matter.decides and found.choice is not None:
        return _deciding(found, _only_stated(row, total))
    if row.state is None and not _other_values(row):
        return None if total.doubts else _unread_row(found, row, matter)
    return None if _only_talk(found, matter, total) else row


def _only_talk(found: _Found, matter: _Matter, total: Sum) -> bool:
    """在开车，稍后回复: no task is named, nothing is stated, and it sounds like small talk."""
    weak = all(f.kind in ("aspect", "plan") or f.rule in ("act", "progress-noun") for f in total.facts)
    return weak and not total.spans.get("blocker") and not found.heard.mentions and courtesy.is_talk(found.heard.text)


def _unread_row(found: _Found, row: Row, matter: _Matter) -> Row | None:
    """Words about the work that no rule reads: something is said of the task, no more is known."""
    if row.ref is None:
        return None
    pointing = _WITHDRAWN if found.correcting else _ELSEWHERE
    told = unread.told(found.heard, matter.clauses, pointing=pointing)
    return None if told is None else replace(row, state=Said.IN_PROGRESS, substance=told)


def _about_persons(heard: Heard, matter: _Matter, named: Delegate) -> list[Clause]:
    """The clauses that say who takes over, why, and whom to turn to."""
    start, end = _sentence(heard.text, named.start)
    return [
        c
        for c in matter.clauses
        if c.start <= named.start < c.end
        or delegates.is_contact(heard.text, c.start, c.end)
        or (start <= c.start < end and _CHANGE_OF_DUTY.search(heard.text, c.start, c.end))
    ]


def _sentence(text: str, place: int) -> tuple[int, int]:
    ends = [at for mark in "。;!?\n" if (at := text.find(mark, place)) >= 0]
    return max(text.rfind(mark, 0, place) for mark in "。;!?\n") + 1, min(ends, default=len(text))


_CHANGE_OF_DUTY = later(r"职能|职责|分工|机构|责任|岗位|人事|人员|调[动离走任整岗]|离任|退休|挂职|休假|生病|出差|借调")
_HANDED_IN = later(r"移交|交付|交给|交由|移送")


def _only_handed_in(heard: Heard, row: Row, named: Delegate) -> bool:
    """已完工并移交城管局管护: handing over what is finished moves no duty."""
    start, _ = _sentence(heard.text, named.start)
    return row.state is Said.DONE_CLAIMED and _HANDED_IN.search(heard.text, start, named.start) is not None


def _of_delegation(heard: Heard, row: Row, matter: _Matter, named: Delegate) -> Row:
    """Why it is handed over is no obstacle, and whoever is to be turned to is not asked for help."""
    spans = dict(row.spans)
    start, end = _sentence(heard.text, named.start)
    first, last = heard.said.as_written(start, end)
    blocker, help_from = spans.get("blocker"), spans.get("help_from")
    if blocker and blocker.rule == "because" and first <= blocker.start < last:
        row = replace(row, blocker=None)
    contact = [c for c in matter.clauses if delegates.is_contact(heard.text, c.start, c.end)]
    places = [heard.said.as_written(c.start, c.end) for c in contact]
    if help_from and any(a <= help_from.start < b for a, b in places):
        row = replace(row, help_from=())
    return row


def _only_stated(row: Row, total: Sum, *apart: Clause) -> Row:
    """Decision and delegation rows carry a state only if the text states one."""
    facts = [f for f in total.facts if not any(c.start <= f.start < c.end and f.kind in state.WEAK for c in apart)]
    silent = (*state.WEAK, "trouble", "solved", "part")
    stated = any(f.kind not in silent or f.rule == "progress" for f in facts)
    return row if stated else replace(row, state=None)


def _other_values(row: Row) -> bool:
    return bool(row.promise or row.blocker or row.help_from)


def _base_row(found: _Found, ref: int | None, matter: _Matter, total: Sum) -> Row:
    heard = found.heard
    row = Row(ref, state=total.state, percent=total.percent, expected_date=total.expected, promise=total.promise)
    for name, fact in total.spans.items():
        row = _spanned(found, row, name, fact.start, fact.end, fact.rule)
    row = replace(row, difficulty_solved=any(f.kind == "solved" for f in total.facts))
    if row.state is not Said.DONE_CLAIMED and not matter.decides:
        row = _with_obstacle(found, row, matter)
    if row.state is None and not total.contradicted and _other_values(row):
        row = replace(row, state=Said.IN_PROGRESS)
    return replace(row, substance=_substance(heard, row, matter, total))


def _with_obstacle(found: _Found, row: Row, matter: _Matter) -> Row:
    heard = found.heard
    plain = [c for c in matter.clauses if not c.asked]
    helps = obstacles.helpers(heard, plain)
    if helps:
        row = replace(row, help_from=tuple(dict.fromkeys(heard.said.words(h.start, h.end) for h in helps)))
        row = _spanned(found, row, "help_from", helps[0].start, helps[-1].end, "help")
    cause = obstacles.cause(heard, plain)
    if cause is None and row.state in _STANDING:
        title = heard.titles.get(row.ref or 0, "")
        cause = obstacles.beside(heard, plain, title, surely=row.state is not Said.NOT_STARTED)
    if cause is None and row.state is Said.BLOCKED:
        cause = next((stuck for clause in plain if (stuck := obstacles.stuck_noun(heard, clause))), None)
    if cause:
        row = replace(row, blocker=heard.said.words(cause.start, cause.end))
        row = _spanned(found, row, "blocker", cause.start, cause.end, cause.rule)
    return row


_STANDING = (Said.BLOCKED, Said.DELAYED, Said.NOT_STARTED)


def _spanned(found: _Found, row: Row, name: str, start: int, end: int, rule: str) -> Row:
    first, last = found.heard.said.as_written(start, end)
    return replace(row, spans=(*row.spans, (name, Span(first, last, rule))))


def _substance(heard: Heard, row: Row, matter: _Matter, total: Sum) -> bool:
    if row.state is not Said.IN_PROGRESS or row.percent is not None or row.expected_date or _other_values(row):
        return True
    if any(f.kind not in state.WEAK for f in total.facts):
        return True
    return any(unread.bears_figure(heard, clause) for clause in matter.clauses)


def _deciding(found: _Found, row: Row) -> Row:
    choice = found.choice
    if choice is None:
        return row
    options = tuple(found.heard.said.words(start, end).strip(" ,，:：") for start, end in choice.options)
    row = replace(row, options=options, recommended=choice.recommended)
    return _spanned(found, row, "options", choice.start, choice.end, "choice")


def _extension_row(
    found: _Found, ref: int | None, matter: _Matter, facts: list[Fact]
) -> tuple[Row | None, list[Query]]:
    heard, ask = found.heard, matter.ask
    assert ask is not None
    title = heard.titles.get(ref or 0, "")
    cause = obstacles.cause(heard, matter.clauses) or obstacles.beside(heard, matter.clauses, title, request=True)
    asking = next((c for c in matter.clauses if c.start <= ask.start < c.end), None)
    if cause is None and asking is not None:
        cause = obstacles.around(heard, asking, ask.start, ask.end, title)
    kept = [
        f
        for f in facts
        if f.kind in _BESIDE
        and f.rule not in ("act", "progress-noun", "step")
        and not (cause and cause.start <= f.start < cause.end)
        and (f.kind != "late" or _MISSED.search(heard.masked, f.start, f.end))
    ]
    total = state.add_up(heard, [f for f in kept if f.kind != "promise"])
    day, fault = ask.day, ask.fault
    if day is None and fault is None:
        promised = state.add_up(heard, [f for f in facts if f.kind == "promise"]).expected
        day = (
            promised
            if promised and not (heard.due.get(ref or 0) and promised <= (heard.due.get(ref or 0) or promised))
            else None
        )
        fault = None if day else Doubt.NO_NEW_DATE
    row = Row(ref, state=total.state or Said.DELAYED, percent=total.percent, new_deadline=day)
    row = _spanned(found, row, "new_deadline", ask.start, ask.end, "extension")
    if cause and not (cause.start >= ask.start and cause.end <= ask.end):
        row = replace(row, reason=heard.said.words(cause.start, cause.end))
        row = _spanned(found, row, "reason", cause.start, cause.end, cause.rule)
    queries = [_query(heard, ref, doubt, start, end, row) for doubt, start, end in total.doubts]
    if fault:
        queries.append(_query(heard, ref, fault, ask.start, ask.end, row))
    return row, queries


_MISSED = later("[按如]期|[按准]时|完不成|完不了|办不完")  # the task itself; 滞后 may be its reason
_BESIDE = (
    "late",
    "percent",
    "blocked",
    "not_started",
    "done",
    "late-done",
    "progress",
    "either",
    "hedge",
    "impossible-percent",
    "promised",
)


def _which(found: _Found, topic: clause_rules.Topic, matter: _Matter) -> list[Query]:
    """A reference that cannot be resolved: what was read of it is kept until the answer comes."""
    row, _ = _row(found, None, matter)
    assert topic.doubt is not None
    query = _query(found.heard, None, topic.doubt, topic.start, topic.end, row)
    return [replace(query, refs=topic.maybe)]


def _floating(found: _Found, rows: list[Row]) -> list[Query]:
    """Something is said of a task, and no task is named."""
    matter = found.floating
    if not matter.clauses:
        return []
    row, queries = _row(found, None, matter)
    if matter.delegate and any(row.delegate for row in rows):
        return []
    hard = (
        matter.ask
        or matter.delegate
        or matter.decides
        or any(f.kind not in (*state.WEAK, "trouble", "solved") for f in matter.facts)
    )
    if not hard and (rows or row is None or courtesy.is_ack(found.heard.text)):
        return [] if rows or not any(q.doubt is Doubt.ELSEWHERE for q in queries) else queries
    query = _query(found.heard, None, Doubt.WHICH_TASK, matter.clauses[0].start, matter.clauses[-1].end, row)
    return [query]


def _elsewhere(heard: Heard, clauses: list[Clause]) -> bool:
    return any(_ELSEWHERE.search(heard.text, c.start, c.end) for c in clauses)


def _query(heard: Heard, ref: int | None, doubt: Doubt, start: int, end: int, kept: Row | None) -> Query:
    first, last = heard.said.as_written(start, end)
    refs = (ref,) if ref is not None else ()
    choices = _choices(heard, start, end) if doubt is Doubt.EITHER_OR else ()
    return Query(doubt, heard.said.words(start, end).strip(), Span(first, last, doubt.value), refs, kept, choices)


def _choices(heard: Heard, start: int, end: int) -> tuple[str, ...]:
    """What either/or leaves open: the days as ISO dates, or the percents."""
    days = [d.day.isoformat() for d in heard.days if d.day and start <= d.start < end]
    return tuple(dict.fromkeys(days or [f"{s.value:g}" for s in heard.percents if start <= s.start < end]))


@dataclass(slots=True)
class _Verdict:
    """The intent, by the order of the labelling rules: the first that applies wins."""

    found: _Found
    rows: list[Row]
    queries: list[Query]
    correcting: bool

    def reading(self) -> Reading:
        heard = self.found.heard
        if self._is_ack():
            return Reading(Intent.ACK)
        if self.correcting and not self.rows and not self.queries:
            self.queries.append(_query(heard, None, Doubt.NO_NEW_VALUE, 0, len(heard.text), None))
        return Reading(self._intent(), tuple(self.rows), tuple(self.queries))

    def _is_ack(self) -> bool:
        if (
            any(row.percent is not None or row.expected_date or row.new_deadline for row in self.rows)
            or self.found.heard.days
        ):
            return False
        return courtesy.is_ack(self.found.heard.masked)

    def _intent(self) -> Intent:
        if self.correcting:
            return Intent.CORRECTION
        if not self.rows and self.queries:
            return Intent.AMBIGUOUS
        if any(matter.ask for matter in self._matters()):
            return Intent.EXTENSION
        return self._other()

    def _matters(self) -> list[_Matter]:
        return [*self.found.matters.values(), *self.found.doubtful.values(), self.found.floating]

    def _other(self) -> Intent:
        if self.found.choice and any(matter.decides for matter in self.found.matters.values()):
            return Intent.DECISION_REQUEST
        if any(row.delegate for row in self.rows):
            return Intent.DELEGATION
        if self.rows:
            return Intent.UPDATE
        if courtesy.is_chat(self.found.heard.text):
            return Intent.SMALLTALK
        return Intent.QUESTION if any(clause.asked for clause in self.found.clauses) else Intent.SMALLTALK

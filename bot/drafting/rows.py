"""The clauses of one sentence as pieces of work: where each begins and ends, whose it is, by when, how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.drafting import times
from bot.drafting.row import Reading, Row, give
from bot.drafting.sentences import Sentence
from bot.drafting.signs import Signs, is_firm, is_to_be, sets_to_work, signs
from bot.drafting.units import Actors, Part, UnitNames
from bot.drafting.words import listed
from bot.ledger_files.units.phrase import read_units

_RESULT = re.compile(r"^(?:确保|力争|达到|实现|保持|使)")  # how far it is to go
_AFTER_ALL = re.compile(r"同步|同时|也要")
_PERIOD = re.compile(r"今年|明年|全年|年内|年度|半年|季度")
_DEADLINE = re.compile(r"[前底内末起]$")
_FIRST, _LAST, _NTH = (
    re.compile(r"前([一二两三四五六])项"),
    re.compile(r"(?:后|最后)([一二两三四五六])项"),
    re.compile(r"第([一二三四五六])项"),
)
_OF_TOPIC = re.compile(r"([\u4e00-\u9fff]{2,12}?)(?:这|该|此)(?:一)?[项个件]|([\u4e00-\u9fff]{2,12}?)(?:工作|任务)?$")
_REFERS = re.compile(r"此项|这项|该项|上述|以上|前述|前[一二两三四五六]项|这件|此事|这些|各项")
_HIGH = re.compile(r"^(?:[市县区]委|[市县区]政府|市里|县里)(?:还)?将(?!继续全力|一如既往)")
_OWNERS = re.compile(
    r"[（(](?:[^（()）]*(?:责任|牵头|主办|配合)(?:单位|部门)[:：][^（()）]*|[^（()）]{3,30}(?:牵头|负责)(?:[，,、；;][^（()）]*)?)[）)]|(?:责任|牵头)(?:单位|部门)[:：].+$"
)
_WORKS = re.compile(listed("works"))
_THIS_YEAR = re.compile(r"今年(?!以来)|年内|全年")
_OF_ALL = re.compile(
    r"(?:确保|务必|力争|都?要|必须)?(?:在)?(?:全部|均|都|一并|全面)?(?:要|必须)?(?:完成|建成|投用|到位|办结|完工|落实到位|见到?成效|结束)|"
    r"(?:确保|务必|力争|要|必须)?(?:全部|均|都要?|一并)[\u4e00-\u9fff]{2,4}"
)
_COUNTS = {word: number for number, word in enumerate("一二三四五六", 1)} | {"两": 2}
_SHORT = 5
_LITTLE = 8  # letters beside a day that do not say what is to be done


def rows_of(sentence: Sentence, names: UnitNames, *, appeals: bool) -> Reading:
    """`appeals`: the speaker hands out by verbs alone (推进土壤污染治理), and that counts as work."""
    reader = _Reader(sentence, names, appeals)
    read = signs(sentence, names)
    reader.to_come = any(map(_is_to_come, read))
    for place, one in enumerate(read):
        reader.take(place, one)
    return reader.finish()


class _Reader:
    def __init__(self, sentence: Sentence, names: UnitNames, appeals: bool) -> None:
        self.sentence, self.names, self.appeals = sentence, names, appeals
        self.rows: list[Row] = []
        self.subject: Actors | None = None
        self.helpers: tuple[str, ...] = ()
        self.leader = ""
        self.topic: Signs | None = None  # the clause before, where it only names what is spoken of
        self.day: Signs | None = None  # the clause before, where it is no more than a day
        self.period = ""
        self.to_come = False
        self.decided = False
        self.before: Signs | None = None  # the clause before, where it is no work
        self.last = -2

    def take(self, place: int, one: Signs) -> None:
        words = one.clause.text
        self.decided = self.decided or re.match(r"会议(?:议定|决定|要求|明确|确定)|经研究", words) is not None
        if one.actors is not None and one.actors.part is Part.HELPS and not one.silent:
            self._help(one.actors)
        elif one.actors is not None and one.actors.part is Part.OWNS and not one.silent:
            self._own(one)
        elif one.due and self._is_day_of_all(one):
            for row in self.rows:
                row.due = row.due if row.dated else one.due
        elif self._is_bare_day(one):
            self.day = one
        elif self._is_work(one):
            self._work(place, one)
        else:
            self._pass(place, one)
            self.topic = one if one.topic and not one.silent else None
            self.before = one if not one.silent and not one.past else None
            self.leader = self.leader or one.leader

    def _is_bare_day(self, one: Signs) -> bool:
        left = re.sub(r"[^\u4e00-\u9fff]|要|确保|力争|务必|必须|[在于到]", "", times.without(one.clause.text))
        return (
            bool(one.due)
            and not times.is_weak(one.due)
            and not one.past
            and not one.silent
            and not left
            and not one.leads
        )

    def _is_work(self, one: Signs) -> bool:
        if one.leader and not one.past and not re.search(r"(?:牵头|负责|具体抓)$", one.clause.text):
            return True
        if sets_to_work(one):
            return not self.sentence.review or bool(self.rows) or one.shall or bool(one.every or one.due)
        if one.silent or one.past:
            return False
        if self.sentence.review and not self.rows:
            return one.shall and not times.is_weak(one.due)
        return (
            self.day is not None or _HIGH.match(one.clause.text) is not None or self._by_day(one) or self._by_verb(one)
        )

    def _by_day(self, one: Signs) -> bool:
        """A deadline by itself; a period or a rhythm with a word of work; a whole year only with an order."""
        works = _WORKS.search(one.clause.text) is not None
        if one.due and times.is_weak(one.due):
            return one.shall and works
        if one.due:
            return bool(_DEADLINE.search(one.due) or one.shall or one.target or self.subject or self.rows or works)
        return bool(one.every) and (one.every not in ("常态化", "定期") or one.shall or one.weak)

    def _by_verb(self, one: Signs) -> bool:
        if one.target:
            return self.to_come or bool(self.rows) or is_to_be(one)
        return is_firm(one) or (one.weak and not self.sentence.frames and (self.appeals or self.decided))

    def _is_day_of_all(self, one: Signs) -> bool:
        """5月底前全部完成, behind several pieces of work that have no day of their own."""
        if one.leads or _OF_ALL.fullmatch(times.without(one.clause.text)) is None:
            return False
        return sum(not row.dated for row in self.rows) > 1

    # rows

    def _work(self, place: int, one: Signs) -> None:
        own = one.leads
        if own:
            self.subject = one.actors
        last = self.rows[-1] if self.rows else None
        if last is not None and not own and self.day is None and self._belongs(last, one, place):
            self._extend(last, one)
        else:
            self.rows.append(self._new(one, own=own))
        self.topic = self.day = self.before = None
        self.last = place

    def _belongs(self, last: Row, one: Signs, place: int) -> bool:
        """It says when, how often or how much of what the clause before began."""
        left = re.sub(r"[^\u4e00-\u9fff]", "", times.without(one.clause.text))
        if last.bare and one.measured and (place - self.last <= 1 or last.owned):
            return last.owned or self.topic is None
        if one.due and not times.is_weak(one.due) and not last.dated and (not one.target or len(left) <= _SHORT):
            return len(left) <= _SHORT
        if one.due and not times.is_weak(one.due):
            return False
        if _RESULT.match(one.clause.text) and one.target and not one.due:
            return True
        return one.target and not one.due and not last.target and bool(_DEADLINE.search(last.due))

    def _extend(self, row: Row, one: Signs) -> None:
        row.end = one.clause.end
        row.due = (row.due if row.dated else "") or one.due or one.every or row.due
        row.lent = row.lent and not one.due
        if one.target:
            row.target.append(one.clause.text)
        row.bare = row.bare and not one.measured
        self._keep_period(one)

    def _keep_period(self, one: Signs) -> None:
        """A day at the head of a list of targets holds for all of them."""
        if one.due and (_PERIOD.search(one.due) or one.clause.text.startswith(one.due)):
            self.period = one.due

    def _new(self, one: Signs, *, own: bool) -> Row:
        before = self.day or self.topic or (self.before if not own and _says_little(one) else None)
        start = before.clause.start if before is not None else one.clause.start
        due = (self.day.due if self.day is not None else "") or one.due or one.every
        if times.is_weak(due) and one.every:
            due = one.every
        lent = not due
        if not due and one.target and (not own or times.is_weak(self.period)):
            due = self.period
        elif not due and self.rows and _AFTER_ALL.search(one.clause.text):
            due = self.rows[-1].due
        self._keep_period(one)
        row = Row(self.sentence, start, one.clause.end, due, [one.clause.text] if one.target else [])
        row.bare = not (one.measured or self.day is not None)
        row.lent = lent and bool(due)
        row.leader, self.leader = one.leader or self.leader, ""
        actors = one.actors if own else self.subject
        if actors is not None:
            row.units, row.unknown = actors.units, actors.unknown
            row.partners = (*actors.partners, *self.helpers)
        return row

    def _pass(self, place: int, one: Signs) -> None:
        """No work of its own: it may say who acts, or go on with what was begun (修改完善后，以市政府名义印发)."""
        if one.silent or one.past:
            self.day = None
            return
        if times.is_weak(one.due):
            self._keep_period(one)
        if one.leads:
            self.subject = one.actors
        elif place - self.last == 1 and self.rows[-1].bare and self.rows[-1].owned and _WORKS.search(one.clause.text):
            self.rows[-1].end, self.last = one.clause.end, place

    # owners

    def _help(self, actors: Actors) -> None:
        if self.rows:
            for row in self.rows:
                if not row.owned or row is self.rows[-1] or row.units == self.rows[-1].units:
                    row.partners = (*row.partners, *actors.units)
        else:
            self.helpers = (*self.helpers, *actors.units)

    def _own(self, one: Signs) -> None:
        assert one.actors is not None
        self.subject = one.actors
        if not self.rows:
            return
        meant = self._meant(one.actors.before)
        for row in meant:
            give(row, one.actors)
        if not meant:
            self.rows[-1].partners = (*self.rows[-1].partners, *one.actors.units)
        self.topic = None

    def _meant(self, before: str) -> Sequence[Row]:
        """前两项, 后一项, 托位这项工作; else all that nobody has yet."""
        if found := _FIRST.search(before):
            return self.rows[: _COUNTS[found[1]]]
        if found := _LAST.search(before):
            return self.rows[-_COUNTS[found[1]] :]
        if found := _NTH.search(before):
            return self.rows[_COUNTS[found[1]] - 1 : _COUNTS[found[1]]]
        topic = _OF_TOPIC.search(before)
        word = (topic[1] or topic[2] or "") if topic is not None else ""
        named = [
            row for row in self.rows if word and any(word[at : at + 2] in row.title for at in range(len(word) - 1))
        ]
        return (
            named
            or [row for row in self.rows if not row.owned]
            or ([] if not _REFERS.search(before) else self.rows[-1:])
        )

    def finish(self) -> Reading:
        bracket = _OWNERS.search(self.sentence.text)
        if bracket is not None:
            owner = self._bracketed(bracket[0])
            for row in self.rows:
                if owner is not None and not row.owned:
                    give(row, owner)
                row.end = min(row.end, bracket.start()) if row.start < bracket.start() else row.end
            return Reading([row for row in self.rows if row.start < row.end and row.start < bracket.start()], owner)
        owns = self.subject is not None and self.subject.part is Part.OWNS
        return Reading(self.rows, self.subject if owns and not self.rows else None)

    def _bracketed(self, words: str) -> Actors | None:
        inside = words.strip("（()）")
        units = read_units(inside, self.names.lookup)
        leads = tuple(each.name for each in units.leads if each.known)
        unknown = tuple(each.name for each in units.leads if not each.known)
        partners = tuple(each.name for each in units.partners if each.known)
        return Actors(Part.OWNS, leads, unknown, partners, "", "") if leads or unknown else None


def _is_to_come(one: Signs) -> bool:
    if one.silent or one.past:
        return False
    return one.shall or one.leads or bool(_DEADLINE.search(one.due)) or _THIS_YEAR.search(one.clause.text) is not None


def _says_little(one: Signs) -> bool:
    """年底前要全部摘帽: of what, stands in the clause before."""
    return len(re.sub(r"[^\u4e00-\u9fff]", "", times.without(one.clause.text))) <= _LITTLE

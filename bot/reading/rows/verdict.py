"""The intent of a message by the order of the rules, and what of it stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.asks import courtesy, unrelated
from bot.reading.clauses.facts import unexplained
from bot.reading.clauses.segments import Clause, is_rhetorical
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Kind
from bot.reading.rows.confidence import perhaps_by
from bot.reading.rows.matters import Found, Matter
from bot.reading.rows.questions import query_of
from bot.reading.rows.task_rows import elsewhere
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said


@dataclass(slots=True)
class Verdict:
    """The intent, by the order of the labelling rules: the first that applies wins."""

    found: Found
    rows: list[Row]
    queries: list[Query]
    correcting: bool

    def reading(self) -> Reading:
        heard = self.found.heard
        if self._is_ack():
            return Reading(Intent.ACK)
        if self.correcting and not self.rows and not self.queries:
            ref, kept = self._corrected()
            self.queries.append(query_of(heard, ref, Doubt.NO_NEW_VALUE, 0, len(heard.text), kept))
        unread = self._unread()
        if unread is not None:
            self.queries.append(unread)
        return Reading(self._intent(), tuple(self.rows), tuple(self.queries))

    def _corrected(self) -> tuple[int | None, Row | None]:
        """会议改于3月10日下午举行: a day that nobody disowns is likely the new one of the only task."""
        heard = self.found.heard
        refs = list(self.found.matters)
        if len(refs) != 1:
            return None, None
        day = next((found.day for found in heard.days if found.day is not None and found.day > heard.today), None)
        return (refs[0], Row(refs[0], state=Said.IN_PROGRESS, expected_date=day)) if day else (None, None)

    def _is_ack(self) -> bool:
        if any(row.percent is not None or row.expected_date or row.new_deadline for row in self.rows) or any(
            not _OF_A_LETTER.match(self.found.heard.masked, day.end) for day in self.found.heard.days
        ):
            return False
        heard = self.found.heard
        return courtesy.is_ack(heard.masked) or courtesy.acknowledges(heard.text) or self._acknowledges()

    def _acknowledges(self) -> bool:
        """收悉，我局将认真贯彻落实会议精神: an acknowledgement, and nothing behind it but what will be done."""
        heard, clauses = (
            self.found.heard,
            [c for c in self.found.clauses if self.found.heard.masked[c.start : c.end].strip()],
        )
        if not clauses or any(query.doubt is not Doubt.UNREADABLE for query in self.queries):
            return False
        first, *rest = clauses
        return courtesy.is_ack(heard.masked[first.start : first.end]) and all(_only_promises(heard, c) for c in rest)

    def _intent(self) -> Intent:
        if self.correcting:
            return Intent.CORRECTION
        if not self.rows and self.queries:
            return Intent.AMBIGUOUS
        if any(matter.ask for matter in self._all()):
            return Intent.EXTENSION
        return self._other()

    def _all(self) -> list[Matter]:
        return [*self.found.matters.values(), *self.found.doubtful.values(), self.found.floating]

    def _other(self) -> Intent:
        if self.found.choice and any(matter.decides for matter in self.found.matters.values()):
            return Intent.DECISION_REQUEST
        if any(row.delegate for row in self.rows):
            return Intent.DELEGATION
        if self.rows:
            return Intent.UPDATE
        asked = [clause for clause in self.found.clauses if clause.asked]
        about_a_task = any(clause.topic is not None and clause.topic.rule != "only-task" for clause in asked)
        heard = self.found.heard
        beside = any(unrelated.shows_itself(heard, c.start, c.end) for c in self.found.clauses if not c.asked)
        chat = courtesy.is_chat(heard.text) or (beside and unrelated.is_unrelated(heard))
        if chat and not about_a_task:
            return Intent.SMALLTALK
        return Intent.QUESTION if asked else Intent.SMALLTALK

    def _unread(self) -> Query | None:
        """What shows neither that it is a question nor that it is no report is asked about, never dropped."""
        heard = self.found.heard
        if self.rows or self.queries or not heard.tasks or self._only_asks():
            return None
        if unrelated.is_unrelated(heard) and not self._rhetorical() and not elsewhere(heard, self.found.clauses):
            return None
        ref = heard.tasks[0].ref if len(heard.tasks) == 1 else None
        plain = [clause for clause in self.found.clauses if not (clause.asked or clause.supposed)]
        kept = Row(ref, state=Said.IN_PROGRESS, expected_date=perhaps_by(heard, plain, heard.titles.get(ref or 0, "")))
        return query_of(heard, ref, Doubt.UNREADABLE if ref else Doubt.WHICH_TASK, 0, len(heard.text), kept)

    def _rhetorical(self) -> bool:
        """没钱怎么弄: a complaint about the work in the form of a question."""
        return is_rhetorical(self.found.heard.masked)

    def _only_asks(self) -> bool:
        """Whether it asks for something, and what it says beside that is only a courtesy."""
        heard = self.found.heard
        if self._rhetorical() or any(c.asked and _half_claims(heard, c) for c in self.found.clauses):
            return False
        beside = [clause for clause in self.found.clauses if not clause.asked]
        asks = len(beside) < len(self.found.clauses)
        return asks and not any(len(unexplained(heard.masked[c.start : c.end], "")) >= _SAYS for c in beside)


def _only_promises(heard: Heard, clause: Clause) -> bool:
    words = heard.masked[clause.start : clause.end]
    if within(heard.percents, clause.start, clause.end) or _SAID.search(words) or clause.asked:
        return False
    return courtesy.is_ack(words) or _WILL.search(words) is not None


_WILL = later("将|会(?!议)|按[时期照要质]|认真|抓紧|尽快|立即|马上|坚决|贯彻|传达|落实|部署|确保|保证|力争|争取")
_SAID = later("了|已(?!阅|收|悉|知)|正在|[没未]|\\d|完成(?!各项|任务|工作|好|上级|市|交办|目标)|难|[停卡缺]")


def _half_claims(heard: Heard, clause: Clause) -> bool:
    """大概一半?: a figure or an end in doubt, with no word that asks."""
    if _SUPPOSES.search(heard.masked, clause.start, clause.end):
        return True
    ends = [mark for mark in clause.marks if mark.kind in (Kind.DONE, Kind.SOME_DONE)]
    claims = bool(within(heard.percents, clause.start, clause.end)) or bool(ends)
    return claims and _GUESSES.search(heard.masked, clause.start, clause.end) is not None


_OF_A_LETTER = later(
    "的?(?:印发|下发|发来|交办|转来)?的?(?:督办|通知|来[函文电]|函|文件|交办|批示)"
)  # 收到12月4日督办函
_SUPPOSES = later("[过完好毕结成交报送]了?吧$")  # 上个月就报过了吧?: said of the work, and not known
_GUESSES = later("大概|大约|可能|也许|应该|估计|差不多|好像|貌似")
_SAYS = 12  # letters beside what any office says: less is an address, a courtesy or a part of the question

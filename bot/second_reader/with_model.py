"""What becomes of a reply that a language model has read beside the grammar.

| the grammar | the model | trust = "propose" | trust = "store" |
|---|---|---|---|
| certain | says the same | stored | stored |
| certain | says something else | a question, the model's reading first | the model's, stored |
| certain | believed in part only | a question, what is left of it first | the same |
| certain | reports nothing of the task | a question | the same |
| certain of mere progress | hears a question or 收到, and no report | a question | the model's: no report |
| doubts, or passes over a task | reports | a question with the model's reading | the model's, stored |
| found no report | hears one | a question, never small talk | the model's, stored |
| doubts | reports nothing of it | its question | its question, unless the model read the message whole |
| anything | doubts by itself | its question | its question |

Done is stored only where a second witness says so beside the model: the grammar by its row, or the
quote, read again by itself as a day is, or the letters of the whole part; and only where the grammar has no other
state, no percent and no day to come of the task. What could not be believed of a model counts as not said: of those
tasks the others read alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.second_reader.agreement import Agreed, Outcome, Trust, about, same
from bot.second_reader.classifier import Guess
from bot.second_reader.opinions import Opinion
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said

DONE_BY_LETTERS = 0.9
_NOTHING_REPORTED = (Intent.ACK, Intent.SMALLTALK, Intent.QUESTION)
_WITHOUT_A_DATE = (Doubt.NO_NEW_DATE, Doubt.NOT_LATER, Doubt.EITHER_OR, Doubt.PAST_DATE, Doubt.IMPOSSIBLE_DATE)
_WHOSE = (Doubt.WHICH_TASK, Doubt.UNREADABLE, Doubt.UNKNOWN_NUMBER)
_WHAT = (Doubt.ELSEWHERE, Doubt.NO_NEW_VALUE)
_SOFT = ("reason", "blocker", "help_from", "delegate", "promise", "options", "recommended")


def weigh(alone: Agreed, reading: Reading, opinion: Opinion, guesses: Mapping[int, Guess], trust: Trust) -> Agreed:
    """`alone` is what grammar and letters agree on without the model, `reading` the grammar's own."""
    return _Scales(alone, reading, opinion, guesses, trust).weighed()


@dataclass(slots=True)
class _Scales:
    alone: Agreed
    reading: Reading
    opinion: Opinion
    guesses: Mapping[int, Guess]
    trust: Trust
    rows: list[Row] = field(default_factory=list)
    proposed: list[Row] = field(default_factory=list)  # the model's, to be asked about
    rivals: list[Row] = field(default_factory=list)  # the grammar's, of the same question
    queries: list[Query] = field(default_factory=list)
    outcomes: list[tuple[int | None, Outcome]] = field(default_factory=list)

    def weighed(self) -> Agreed:
        for row in self.opinion.rows:
            self._model_row(row)
        for row in self.opinion.partial:
            self._ask(row, Outcome.PROPOSED)
        for row in self.reading.rows:
            if not self._spoken_of(row.ref):
                self._unsaid(row)
        self._doubts()
        self._question()
        intent = self._intent()
        read_by = tuple((ref, each.value) for ref, each in self.outcomes)
        return Agreed(Reading(intent, tuple(self.rows), tuple(self.queries), read_by), tuple(self.outcomes))

    def _model_row(self, row: Row) -> None:
        own = self._grammars(row.ref)
        if own is not None and _agree(own, row) and (self.trust is Trust.STORE or not self._doubted(row.ref)):
            self._store(_joined(row, own) if self.trust is Trust.STORE else own, Outcome.BOTH)
        elif self.trust is Trust.STORE and (row.state is not Said.DONE_CLAIMED or self._witnessed(row.ref)):
            self._store(_joined(row, own or self._grammars_proposal(row.ref)), Outcome.SECOND)
        else:
            self._ask(row, Outcome.DIFFER if own is not None else Outcome.PROPOSED)

    def _doubted(self, ref: int | None) -> bool:
        """The grammar asks about the very task: it is not certain of its row."""
        return any(about(query) == ref for query in self.reading.queries)

    def _store(self, row: Row, outcome: Outcome) -> None:
        self.rows.append(row)
        self.outcomes.append((row.ref, outcome))

    def _ask(self, row: Row, outcome: Outcome) -> None:
        own = self._grammars(row.ref)
        self.proposed.append(row)
        self.rivals += [own] if own is not None and not _agree(own, row) else []
        self.outcomes.append((row.ref, outcome))

    def _unsaid(self, row: Row) -> None:
        """A certain row of the grammar of which the model says nothing: what could not be believed leaves it alone."""
        if row.ref in self.opinion.unbelieved:
            self.rows += [each for each in self.alone.reading.rows if each.ref == row.ref]
            self.queries += [each for each in self.alone.reading.queries if about(each) == row.ref]
            self.outcomes += [each for each in self.alone.outcomes if each[0] == row.ref]
            return
        if self.trust is Trust.STORE and self._no_report() and same(row, Row(row.ref, state=Said.IN_PROGRESS)):
            self.outcomes.append((row.ref, Outcome.SECOND))
            return
        self.rivals.append(row)
        self.outcomes.append((row.ref, Outcome.DIFFER))

    def _no_report(self) -> bool:
        opinion = self.opinion
        return opinion.intent in (Intent.QUESTION, Intent.ACK) and not (
            opinion.rows or opinion.partial or opinion.doubts
        )

    def _doubts(self) -> None:
        """Both readers' own doubts, each task once; the model's first, for it has read the whole."""
        self.queries += self.opinion.doubts
        self.outcomes += [(about(each), Outcome.PROPOSED) for each in self.opinion.doubts]
        asked = {about(each) for each in self.queries}
        for query in self.reading.queries:
            task = about(query)
            if task in asked or task in {row.ref for row in self.proposed} or self._settled(query):
                continue
            self.queries.append(replace(query, proposed=(), rivals=(*query.proposed, *query.rivals)))
            self.outcomes.append((task, Outcome.GRAMMAR))

    def _settled(self, query: Query) -> bool:
        """A doubt of the grammar that a model, believed in all it said, has read and does not share: of a task that is
        stored, and where the model is trusted also whose words they are, or whether they report at all."""
        if self.opinion.partial or self.opinion.unbelieved:
            return False
        if about(query) in {row.ref for row in self.rows}:
            return True
        settles = query.doubt in _WHOSE or (query.doubt in _WHAT and bool(self.rows))
        return self.trust is Trust.STORE and settles and not self.opinion.doubts

    def _question(self) -> None:
        """ONE question for all that is not agreed: the model's reading whole, the grammar's as further buttons."""
        if not self.proposed and not self.rivals:
            return
        refs = tuple(dict.fromkeys(row.ref for row in (*self.proposed, *self.rivals) if row.ref is not None))
        doubt = Doubt.DISAGREEMENT if self.rivals else Doubt.UNREADABLE
        kept = (*self.proposed, *self.rivals)[0]
        asked = Query(doubt, refs=refs, kept=kept, proposed=tuple(self.proposed), rivals=tuple(self.rivals))
        self.queries.insert(0, asked)

    def _grammars(self, ref: int | None) -> Row | None:
        return next((row for row in self.reading.rows if row.ref == ref), None)

    def _grammars_proposal(self, ref: int | None) -> Row | None:
        return next((row for query in self.reading.queries for row in query.proposed if row.ref == ref), None)

    def _witnessed(self, ref: int | None) -> bool:
        """Whether somebody besides the model says that the task is done, and the grammar says nothing against it."""
        own = self._grammars(ref)
        if own is not None and own.state is Said.DONE_CLAIMED:
            return True
        if own is not None and (own.state is not Said.IN_PROGRESS or own.percent is not None or own.expected_date):
            return False
        guess = self.guesses.get(ref or 0)
        return ref in self.opinion.witnessed or (guess is not None and guess.of(Said.DONE_CLAIMED) >= DONE_BY_LETTERS)

    def _spoken_of(self, ref: int | None) -> bool:
        return any(row.ref == ref for row in (*self.opinion.rows, *self.opinion.partial))

    def _intent(self) -> Intent:
        said, rows = self.opinion.intent or self.reading.intent, self.rows
        if not rows and not self.queries:
            return said if said in _NOTHING_REPORTED else self.reading.intent
        if said is Intent.CORRECTION:
            return said
        if not rows:
            return said if said is Intent.EXTENSION and self._asks_time() else Intent.AMBIGUOUS
        return said if self._borne_out(said) else Intent.UPDATE

    def _borne_out(self, intent: Intent) -> bool:
        """Whether the rows that stand bear out what the message is said to want."""
        if intent is Intent.EXTENSION:
            return self._asks_time()
        if intent is Intent.DELEGATION:
            unnamed = any(query.doubt is Doubt.NO_NAME for query in self.queries)
            return unnamed or any(row.delegate for row in (*self.rows, *self.proposed))
        return intent in (Intent.UPDATE, Intent.DECISION_REQUEST)

    def _asks_time(self) -> bool:
        late = any(row.new_deadline or row.reason for row in (*self.rows, *self.proposed))
        return late or any(query.doubt in _WITHOUT_A_DATE for query in self.queries)


def _agree(own: Row, row: Row) -> bool:
    """They would store the same, and hand over to nobody but the same."""
    handed = row.delegate in (None, own.delegate) or bool(
        own.delegate and row.delegate and own.delegate in row.delegate
    )
    return same(own, row) and handed


def _joined(row: Row, own: Row | None) -> Row:
    """The model's row with what only the grammar has of the same task."""
    if own is None:
        return row
    more = {name: getattr(own, name) for name in _SOFT if not getattr(row, name) and getattr(own, name)}
    return replace(row, difficulty_solved=own.difficulty_solved, substance=own.substance, spans=own.spans, **more)

"""What a failure says of the way to the messenger, and what of the call alone. `now` is an argument everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from schedules.sending.outcome_recorder import Finished, chat_of
from schedules.sending.outcomes import Later, Outcome, Unknown
from schedules.sending.pacing import Pacer

LONGEST_PAUSE = 60  # seconds between two tries while nothing gets through
RECENTLY = timedelta(minutes=10)


@dataclass(slots=True)
class Outage:
    """`on_outage` hears after each batch whether nothing gets through."""

    pacer: Pacer
    on_outage: Callable[[bool], None] = lambda outage: None
    silence: int = 0  # batches in a row of which nothing got through, and which any call might have met
    own: Counter[int] = field(default_factory=Counter)  # failures of waiting calls that were their own; not kept
    _through_at: datetime | None = None  # when something last got through

    @property
    def abreast(self) -> int:
        """Calls on their way at a time: while nothing gets through one at a time is spent to find out."""
        return 1 if self.silence else self.pacer.limits.in_flight

    def heed(self, finished: Sequence[Finished], now: datetime) -> None:
        """Pauses that were asked for are kept; while nothing gets through, tries grow rarer for all.

        Once for each that has landed, however often its fate has to be written.
        """
        for one in finished:
            if isinstance(one.outcome, Later) and one.outcome.seconds is not None:
                self.pacer.told_to_wait(chat_of(one) or 0, one.outcome.seconds, now)
        tried = [one.outcome for one in finished if isinstance(one.outcome, Outcome)]
        if tried:
            self._judge(tried, now)
        for one in finished:
            self._count(self.blamed(one, now))

    def _judge(self, tried: Sequence[Outcome], now: datetime) -> None:
        outage = all(map(_met_by_any, tried))
        self.silence = self.silence + 1 if outage else 0
        if outage:
            lost = all(isinstance(outcome, Unknown) for outcome in tried)  # one of them is none of another's business
            self.pacer.all_wait(min(LONGEST_PAUSE, 2 ** (self.silence - 1) - 1 if lost else 2**self.silence), now)
        else:
            self._through_at = now
        self.on_outage(outage)

    def blamed(self, one: Finished, now: datetime) -> Finished:
        """A refusal that any call might have met, met while others got through, is this one's own."""
        through, outcome = self._through_at, one.outcome
        if not isinstance(outcome, Later) or outcome.offline or through is None or abs(now - through) > RECENTLY:
            return one
        return replace(one, outcome=replace(outcome, everyone=False))

    def _count(self, one: Finished) -> None:
        own = isinstance(one.outcome, Unknown) or (isinstance(one.outcome, Later) and not one.outcome.everyone)
        if own:
            self.own[one.row.id] += 1
        elif not isinstance(one.outcome, Later):
            self.own.pop(one.row.id, None)  # it has ended


def _met_by_any(outcome: Outcome) -> bool:
    """No other call would have fared better: there is no way out, or no answer comes back."""
    return isinstance(outcome, Unknown) or (isinstance(outcome, Later) and outcome.everyone)

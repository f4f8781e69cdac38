"""When the next call may go, under Telegram's limits. No clock inside: `now` is an argument everywhere."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

_ZERO = timedelta(0)
_SECOND = timedelta(seconds=1)
_SLACK = timedelta(milliseconds=250)  # an awakening so late is made up for
_MANY = 5000  # chats remembered before those long free are forgotten


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram bears 30 a second overall, one a second per chat, 20 a minute per group; we stay a little below."""

    per_second: float = 28
    person_seconds: float = 1.0
    group_seconds: float = 3.0
    in_flight: int = 8
    storm_seconds: float = 1.0  # two chats told to wait within this: everyone waits


@dataclass(frozen=True, slots=True)
class _Pause:
    """Kept as a beginning and a length: a clock set back begins it anew, so that a year back adds no year to it."""

    since: datetime
    length: timedelta

    def ends(self) -> datetime:
        return self.since + self.length

    def known_at(self, now: datetime) -> _Pause:
        return self if self.since <= now else _Pause(now, self.length)


@dataclass(slots=True)
class Pacer:
    """Spreads calls evenly. What an awakening was late is made up for, but no second ever holds more than two calls
    above the pace: thirty."""

    limits: Limits = field(default_factory=Limits)
    _even: datetime | None = None  # when the next call would go if all went evenly
    _chats: dict[int, _Pause] = field(default_factory=dict)
    _everyone: _Pause | None = None
    _told: tuple[int, datetime] | None = None
    _seen: datetime | None = None  # the latest `now`; an earlier one means that the clock was set back
    _last: deque[datetime] = field(init=False)  # the moments of as many calls as a second may hold

    def __post_init__(self) -> None:
        self._last = deque(maxlen=int(self.limits.per_second) + 2)

    @property
    def gap(self) -> timedelta:
        return timedelta(seconds=1 / self.limits.per_second)

    def open_at(self, now: datetime) -> datetime:
        """When any call at all may go: `now`, or later."""
        self._notice(now)
        paused = self._everyone.ends() if self._everyone else now
        return max(now, paused, self._slot(now) - _SLACK, self._full_until(now))

    def room(self, now: datetime) -> int:
        """How many calls may go at once now: at Telegram's pace one, and a few more after a late awakening."""
        if self.open_at(now) > now:
            return 0
        return min(int((now + _SLACK - self._slot(now)) / self.gap) + 1, self._most - self._within_a_second(now))

    def free_at(self, chat: int, now: datetime) -> datetime:
        """When a message to this chat may go: `now`, or later."""
        opens = self.open_at(now)
        pause = self._chats.get(chat)
        return max(opens, pause.ends() if pause else now)

    def spent(self, chat: int, now: datetime, *, message: bool = True) -> None:
        """A call goes out now. What is no message (a reaction, a menu) counts overall but not in its chat."""
        self._even = self._slot(now) + self.gap
        if self._last and self._last[-1] > now:
            self._last.clear()  # the clock was set back
        self._last.append(now)
        if message:
            seconds = self.limits.person_seconds if chat > 0 else self.limits.group_seconds
            self._hold(chat, _Pause(now, timedelta(seconds=seconds)), now)

    def told_to_wait(self, chat: int, seconds: float, now: datetime) -> None:
        """Telegram asked for a pause: obeyed in that chat, and everywhere when two chats hear it within a second."""
        pause = _Pause(now, timedelta(seconds=seconds))
        self._hold(chat, pause, now)
        storm = timedelta(seconds=self.limits.storm_seconds)
        if self._told and self._told[0] != chat and _ZERO <= now - self._told[1] <= storm:
            self.all_wait(seconds, now)
        self._told = (chat, now)

    def all_wait(self, seconds: float, now: datetime) -> None:
        """Nothing goes anywhere for so long: Telegram is out of reach, or all of it refuses us."""
        pause = _Pause(now, timedelta(seconds=seconds))
        self._notice(now)
        if self._everyone is None or self._everyone.ends() < pause.ends():
            self._everyone = pause

    def _slot(self, now: datetime) -> datetime:
        """The even slot; one left in a future that never came, by a clock set back, is forgotten."""
        if self._even is None or self._even > now + 3 * max(self.gap, _SLACK):
            return now
        return max(now, self._even)

    @property
    def _most(self) -> int:
        return self._last.maxlen or 1

    def _full_until(self, now: datetime) -> datetime:
        full = len(self._last) == self._most and self._last[-1] <= now
        return self._last[0] + _SECOND if full else now

    def _within_a_second(self, now: datetime) -> int:
        recent = takewhile(lambda moment: moment > now - _SECOND, reversed(self._last))
        return sum(moment <= now for moment in recent)

    def _hold(self, chat: int, pause: _Pause, now: datetime) -> None:
        self._notice(now)
        held = self._chats.get(chat)
        if held is None or held.ends() < pause.ends():
            self._chats[chat] = pause
        if len(self._chats) > _MANY:
            self._chats = {known: kept for known, kept in self._chats.items() if kept.ends() > now}

    def _notice(self, now: datetime) -> None:
        """A clock set back: pauses that began in a future that never came begin now, once, and then pass."""
        if self._seen is not None and now < self._seen:
            self._chats = {chat: pause.known_at(now) for chat, pause in self._chats.items()}
            self._everyone = self._everyone and self._everyone.known_at(now)
        self._seen = now

"""What a running service knows of itself and no table holds: is it heard, do its jobs run to the end.

Seconds are those of a clock nobody sets; `now` only names the moment to people.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from db.journal import Checked
from schedules import moments
from schedules.policy import Policy

RECENT = 300.0  # seconds: a poll waits up to a minute, the agenda runs every twenty seconds
DEAF_SECONDS = 95.0  # Telegram is reached and nothing comes: with the next look at oneself told within two minutes
DARK_SECONDS = 900.0  # nobody is reached: telling would have to wait for the same line
FAILURES = 3  # in a row

NAMES = {
    "agenda": "到期提醒",
    "digest": "周报",
    "seal": "流水封签",
    "pulse": "存活登记",
    "audit": "定律巡查",
    "vitals": "自检",
    "purge": "定期清理",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the coordinators hear once a day: its name, and the words."""

    name: str
    text: str


@dataclass(slots=True)
class JobHealth:
    """How one job fares: when it last did its work, how often it failed since and why."""

    tried: datetime | None = None  # the moment of the last run, whatever came of it
    well_at: float | None = None
    failures: int = 0
    why: str = ""


@dataclass(slots=True)
class Health:
    clock: Callable[[], float] = time.monotonic
    jobs: dict[str, JobHealth] = field(default_factory=dict)
    polled_at: float = 0.0  # the last poll that was answered; at first the start, which is given its time
    refused_since: float | None = None
    refused_why: str = ""
    reached: bool = True  # by the last poll
    polls: bool = True  # False: Telegram calls us, once it has accepted to
    outage_since: float | None = None  # nothing that is sent gets through
    through_since: float = 0.0
    troubled: bool = False  # the last look at oneself found something
    chain: Checked = field(default_factory=Checked)  # how far the journal was found whole today
    chain_day: date | None = None
    began: float = 0.0

    def __post_init__(self) -> None:
        self.began = self.polled_at = self.clock()

    def succeeded(self, job: str, now: datetime) -> None:
        self.jobs[job] = JobHealth(now, self.clock())

    def failed(self, job: str, now: datetime, error: Exception) -> None:
        jobs = self.jobs.setdefault(job, JobHealth())
        jobs.tried, jobs.failures, jobs.why = now, jobs.failures + 1, type(error).__name__

    def polled(self, refusal: str | None, reached: bool = True) -> None:
        """A poll has ended. `refusal`: why nothing could be fetched; `reached` False: for want of a line."""
        self.reached = reached
        if refusal is None:
            self.polled_at, self.refused_since = self.clock(), None
        else:
            self.refused_since = self.clock() if self.refused_since is None else self.refused_since
            self.refused_why = refusal

    def sent(self, outage: bool) -> None:
        """A batch has left. `outage`: nothing of it got through, nor could have."""
        if outage:
            self.outage_since = self.clock() if self.outage_since is None else self.outage_since
        elif self.outage_since is not None:
            self.outage_since, self.through_since = None, self.clock()

    def sends(self, seconds: float) -> bool:
        """For so long already what is sent gets through."""
        return self.outage_since is None and self.clock() - max(self.began, self.through_since) >= seconds

    def tried(self, job: str) -> datetime | None:
        """The moment of this job's last run, whatever came of it."""
        return self.jobs[job].tried if job in self.jobs else None

    def lives(self, seconds: float) -> bool:
        """For so long already: what waits by now was not only found waiting at the start."""
        return self.clock() - self.began >= seconds

    @property
    def well(self) -> bool:
        """It hears and it reminds, both a short while ago, and nothing else keeps it from its work."""
        return not self.ailments()

    def ailments(self) -> list[str]:
        """What it fails in: `hearing`, `reminding`, `sending`, or `trouble` that the coordinators were told of."""
        reminded_at = self.jobs["agenda"].well_at if "agenda" in self.jobs else None
        ails = {
            "hearing": self.heard_ago >= RECENT if self.polls else self.refused_since is not None,
            "reminding": reminded_at is None or self.clock() - reminded_at >= RECENT,
            "sending": self.outage_since is not None and self.clock() - self.outage_since >= RECENT,
            "trouble": self.troubled,
        }
        return [name for name, ailing in ails.items() if ailing]

    @property
    def heard_ago(self) -> float:
        """Seconds since a poll was last answered."""
        return self.clock() - self.polled_at

    def troubles(self, now: datetime, policy: Policy) -> list[Trouble]:
        found = [_failing(job, jobs) for job, jobs in self.jobs.items() if jobs.failures >= FAILURES]
        deaf = self.heard_ago if self.refused_since is not None else 0.0
        if deaf > (DEAF_SECONDS if self.reached else DARK_SECONDS):
            found.append(_deaf(policy.local(now - timedelta(seconds=deaf)), self.refused_why))
        return found


def _failing(job: str, jobs: JobHealth) -> Trouble:
    name = NAMES.get(job, job)
    return Trouble(job, f"{name}已连续{jobs.failures}次未能完成（{jobs.why}），请运维查看日志。")


def _deaf(since: datetime, why: str) -> Trouble:
    text = f"自{moments.moment(since)}起收不到任何消息，各位负责人发来的内容暂时无人处理（{why}）。请运维处理。"
    return Trouble("poller", text)

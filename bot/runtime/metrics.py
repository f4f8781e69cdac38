"""What the service tells a machine of itself: the figures of `doctor`, and what only the running process knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from db.upkeep.figures import Queue, ServiceFigures
from schedules.health import Health

TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Told:
    """One look: `lag` is how many seconds the loop came late to a task that was due."""

    figures: ServiceFigures
    health: Health
    now: datetime
    ticks: int
    steps: dict[str, int]  # by loop
    lag: float


def exposition(told: Told) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Once(told))
    return generate_latest(registry)


class _Once(Collector):
    def __init__(self, told: Told) -> None:
        self._told = told

    def collect(self) -> Iterator[Metric]:
        told, health = self._told, self._told.health
        queues = {name: getattr(told.figures, name) for name in ("inbox", "agenda", "outbox", "questions")}
        waiting = {name: float(queue.waiting) for name, queue in queues.items()}
        oldest = {name: _age(queue, told.now) for name, queue in queues.items()}
        yield _gauge("huiyin_waiting", "Rows that wait", "queue", waiting)
        yield _gauge("huiyin_oldest_seconds", "How long the first of them has waited", "queue", oldest)
        yield GaugeMetricFamily("huiyin_set_aside", "Messages that could not be served", told.figures.set_aside)
        calls = {state.value: float(count) for state, count in told.figures.calls.items()}
        yield _gauge("huiyin_calls", "Of the newest 20,000 calls, by what became of them", "state", calls)
        yield CounterMetricFamily("huiyin_ticks", "Jobs of the timetable that came to their end", value=told.ticks)
        ages = {name: health.clock() - job.well_at for name, job in health.jobs.items() if job.well_at is not None}
        yield _gauge("huiyin_job_age_seconds", "Since the job last came to its end", "job", ages)
        failures = {name: float(job.failures) for name, job in health.jobs.items()}
        yield _gauge("huiyin_job_failures", "Failures of the job in a row", "job", failures)
        steps = CounterMetricFamily("huiyin_steps", "Steps of each loop", labels=["loop"])
        for name, count in told.steps.items():
            steps.add_metric([name], count)
        yield steps
        yield GaugeMetricFamily("huiyin_poll_age_seconds", "Since Telegram was last heard", health.heard_ago)
        yield GaugeMetricFamily("huiyin_loop_lag_seconds", "How late the event loop is", told.lag)
        yield GaugeMetricFamily("huiyin_well", "1: hears, reminds and sends", 0 if health.ailments() else 1)


def _gauge(name: str, words: str, label: str, values: dict[str, float]) -> Metric:
    found = GaugeMetricFamily(name, words, labels=[label])
    for each, value in values.items():
        found.add_metric([each], value)
    return found


def _age(queue: Queue, now: datetime) -> float:
    return max(0.0, (now - queue.oldest).total_seconds()) if queue.oldest is not None else 0.0

"""The composition root: the only place that builds things and that holds the real clock."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import httpx
import structlog

from bot.handlers.update_scope import Office
from bot.intake import Intake
from bot.renderers import Renderer
from bot.runtime import garbage, ledger_file_source, preload
from bot.runtime.attachment_worker import AttachmentWorker, environment
from bot.runtime.bulletin_job import jobs_of
from bot.runtime.heartbeat import Heartbeat
from bot.runtime.import_worker import ImportWorker
from bot.runtime.instance_lock import only_one
from bot.runtime.office_ledger import ledger, office_policy
from bot.runtime.operator_errors import Refused, TokenRefused
from bot.runtime.preparation import Preparation, Source
from bot.runtime.service_manager import ServiceManager
from bot.runtime.watchdog import Loop, Watchdog
from bot.settings import Settings, SettingsFault, listening
from bot.telegram_io.api_client import AnswerLost, BotApi, NotSent
from bot.telegram_io.courier import Courier
from bot.telegram_io.poller import KINDS, Poller
from db import metadata
from db.session import Database
from db.system_reasons import reason
from schedules.clock_steps import ClockSteps
from schedules.health import Health
from schedules.machine_clock import machine_clock
from schedules.policy import Policy
from schedules.sending.delivery import Delivery
from schedules.sending.pacing import Limits, Pacer
from schedules.timetable import Timetable

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
Needs = Callable[[Mapping[str, Any]], str | None]
START_SECONDS = 8.0  # without a sign of life: nothing is received before these calls have ended
LOOK_AT_CLOCK = 5.0  # seconds between two looks whether the machine's clock was set


@dataclass(slots=True)
class Service:
    """Everything that runs, wired together. Each loop has one step that a test can call."""

    database: Database
    policy: Policy
    bot_api: BotApi
    poller: Poller
    intake: Intake
    delivery: Delivery
    timetable: Timetable
    attachment_worker: AttachmentWorker
    clock: Clock
    username: str
    heartbeat: Heartbeat
    health: Health
    preparation: Preparation
    needs: Needs
    stored: Callable[[], None]  # to be called when something new is in the inbox
    import_worker: ImportWorker
    ticks: int = 0

    async def settle(self, now: datetime) -> datetime | None:
        """Serve what waits and send what may go; the next moment at which something can go. For tests and the demo."""
        while await self.preparation.once() or await self.intake.once() or await self.import_worker.once(now):
            pass
        await self.attachment_worker.once(now, asked_for=True)
        return await self.delivery.once(now)

    async def run(self, stop: asyncio.Event, *, polling: bool = True) -> None:
        """Run until told to stop, then finish what is begun and let go of the rest."""
        self._wake_loops()
        self.health.polls = polling
        loops = [loop for loop in self._loops() if polling or loop.name != "poller"]
        manager = ServiceManager()
        watchdog = Watchdog(loops, on_restart=lambda _name, _why: self._wake_loops(), on_well=manager.alive)
        await watchdog.run(stop)
        manager.stopping()

    def _loops(self) -> list[Loop]:
        async def deliver(stop: asyncio.Event) -> None:
            await self.delivery.run(stop, self.clock)

        async def draw(stop: asyncio.Event) -> None:
            await self.attachment_worker.run(stop, self.clock)

        async def write(stop: asyncio.Event) -> None:
            await self.import_worker.run(stop, self.clock)

        return [
            Loop("poller", self.poller.run, lambda: self.poller.steps_done, patience=180),
            Loop("intake", self.intake.run, lambda: self.intake.steps_done, patience=120),
            Loop("delivery", deliver, lambda: self.delivery.steps_done, patience=120),
            Loop("timetable", self._tick, lambda: self.ticks, patience=180),
            Loop("attachments", draw, lambda: self.attachment_worker.steps_done, patience=300),
            Loop("preparation", self.preparation.run, lambda: self.preparation.steps_done, patience=120),
            Loop("imports", write, lambda: self.import_worker.steps_done, patience=180),
        ]

    def steps(self) -> dict[str, int]:
        """Loop → how often it has gone round."""
        return {loop.name: loop.steps_done() for loop in self._loops()}

    async def _tick(self, stop: asyncio.Event) -> None:
        scheduler = self.timetable.scheduler(self.clock, after=self._ticked, failed=lambda _name, _error: None)
        scheduler.start()
        steps = ClockSteps(scheduler)
        try:
            while not stop.is_set():
                await _pause(LOOK_AT_CLOCK, stop)
                steps.look()
            scheduler.pause()
            async with self.timetable.quiet:  # what rings may finish
                scheduler.shutdown(wait=False)
        except asyncio.CancelledError:
            scheduler.shutdown(wait=False)
            raise

    def _ticked(self, name: str, result: object) -> None:
        self.ticks += 1
        self.delivery.wake.set()
        if name == "digest":
            self.attachment_worker.wake.set()
        if name == "audit":
            garbage.give_back()
        if name == "audit" and result == 0 and self.health.well:  # no law is broken, and it is not for want of work
            self.heartbeat.beat()

    def _wake_loops(self) -> None:
        self.delivery.wake.set()
        self.stored()


class _Sleeper(Protocol):
    wake: asyncio.Event


def _waking(*sleepers: _Sleeper) -> Callable[[], None]:
    def wake() -> None:
        for each in sleepers:
            each.wake.set()

    return wake


def build(
    settings: Settings, database: Database, *, clock: Clock = machine_clock, me: dict[str, Any], bot_api: BotApi
) -> Service:
    """`me`: what getMe answered."""
    policy = office_policy(settings)
    office = Office(policy, clock, str(me.get("username", "")))
    token = settings.needed_token()
    health = Health()
    delivery = Delivery(
        database,
        Renderer(policy).render,
        Courier(bot_api),
        Pacer(Limits()),
        allowed_from=policy.allowed_at_or_after,
        on_outage=health.sent,
    )
    attachment_worker = AttachmentWorker(database, policy, environment(settings), on_queued=delivery.wake.set)

    import_worker = ImportWorker(database, policy, on_queued=delivery.wake.set)

    intake = Intake(
        database,
        partial(preload.open_update_handler, token, me),
        office,
        on_answered=delivery.wake.set,
        on_work_left=_waking(attachment_worker, import_worker),
    )
    sources, needs = _sources(settings, database, policy, clock, bot_api)
    preparation = Preparation(database, sources, supplied=intake.wake.set)

    stored = _waking(intake, preparation)
    seconds = settings.poll_seconds
    poller = Poller(
        database, bot_api, clock, poll_seconds=seconds, on_stored=stored, on_polled=health.polled, needs=needs
    )
    timetable = Timetable(database, policy, jobs=jobs_of(policy), health=health)
    heartbeat = Heartbeat(settings.heartbeat_url)
    username = office.bot_username
    return Service(
        database,
        policy,
        bot_api,
        poller,
        intake,
        delivery,
        timetable,
        attachment_worker,
        clock,
        username,
        heartbeat,
        health,
        preparation,
        needs,
        stored,
        import_worker,
    )


def _sources(
    settings: Settings, database: Database, policy: Policy, clock: Clock, bot_api: BotApi
) -> tuple[dict[str, Source], Needs]:
    """What may have to be fetched for an update, and how: a ledger's file, and what a language model says, if any."""
    sources: dict[str, Source] = {
        ledger_file_source.NEED: ledger_file_source.LedgerFileSource(database, policy, bot_api, clock)
    }
    endpoint = settings.model(seconds=policy.reader_seconds, at_a_time=policy.reader_at_a_time)
    if endpoint is None:
        return sources, ledger_file_source.needed
    from bot.runtime import model_source  # an office without a model does not load its client
    from bot.second_reader.language_model.model import Model

    where = "inside" if not settings.model_public else "public"
    log.info("model.used", url=endpoint.url, name=endpoint.name, network=where, trust=policy.reader_trust)
    model = Model(endpoint, httpx.AsyncClient(), clock)
    sources[model_source.NEED] = model_source.ModelSource(database, policy, model)
    return sources, lambda raw: ledger_file_source.needed(raw) or model_source.needed(raw)


async def who_am_i(bot_api: BotApi, stop: asyncio.Event | None = None) -> dict[str, Any] | None:
    """getMe, asked until it is answered: at start the network may come later than we. None: told to stop meanwhile.

    Raises TokenRefused.
    """
    refused = 0
    pause = 0.5
    while True:
        try:
            reply = await bot_api.call("getMe", seconds=START_SECONDS)
            if reply.ok and isinstance(reply.result, dict):
                return reply.result
            refused = refused + 1 if reply.status in (401, 404) else 0
            if refused >= 3:
                raise TokenRefused("Telegram 不认可此令牌：请核对 HUIYIN_TOKEN（以及 HUIYIN_API_URL）。")
            reason = reply.description or f"HTTP {reply.status}"
        except (NotSent, AnswerLost) as error:
            reason = str(error)
        log.warning("start.waiting", reason=reason)
        ServiceManager().waiting(reason)
        await _pause(pause, stop)
        if stop is not None and stop.is_set():
            return None
        pause = min(30.0, pause * 2)


async def _pause(seconds: float, stop: asyncio.Event | None) -> None:
    """Shorter where we are told to stop meanwhile."""
    if stop is None:
        await asyncio.sleep(seconds)
        return
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def run(settings: Settings, *, webhook: bool = False) -> None:
    """The service, until SIGTERM or SIGINT. Raises SettingsFault, PolicyFault, TokenRefused, Refused."""
    if webhook and (settings.webhook_url is None or settings.webhook_secret is None):
        raise SettingsFault("webhook 方式还需要 HUIYIN_WEBHOOK_URL 与 HUIYIN_WEBHOOK_SECRET。")
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(only_one(settings, "run"))
        _must_be_free("HUIYIN_STATUS_LISTEN", settings.status_listen)
        _must_be_free("HUIYIN_WEBHOOK_LISTEN", settings.webhook_listen if webhook else None)
        database = await stack.enter_async_context(ledger(settings, alone=True))
        bot_api = await stack.enter_async_context(BotApi(settings.api_url, settings.needed_token()))
        me = await who_am_i(bot_api, stop)
        if me is None:
            return
        service = build(settings, database, me=me, bot_api=bot_api)
        if settings.real_telegram:
            async with database.writing() as session:
                await metadata.put(session, metadata.REAL_TOKEN, str(me["id"]), now=service.clock())
        await stack.enter_async_context(_watched(service, settings))
        log.info("service.started", bot=service.username, webhook=webhook)
        with preload.for_replies():
            await _receive(service, settings, stop, webhook=webhook)
        await database.checkpoint()
        log.info("service.stopped")


@contextlib.asynccontextmanager
async def _watched(service: Service, settings: Settings) -> AsyncIterator[None]:
    """The port for the office's own monitoring, where it has one. Raises Refused where the port is taken."""
    if settings.status_listen is None:
        yield
        return
    from bot.runtime.status_port import StatusPort  # its web server and its metrics cost memory that few need

    door = StatusPort(service.database, service.health, service.clock, steps=service.steps, ticks=lambda: service.ticks)
    try:
        await door.start(*listening(settings.status_listen))
    except OSError as fault:
        raise _not_listening("HUIYIN_STATUS_LISTEN", settings.status_listen, fault) from None
    try:
        yield
    finally:
        await door.stop()


def _must_be_free(name: str, place: str | None) -> None:
    """Raises Refused before the network is waited for."""
    if place is None:
        return
    host, port = listening(place)
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as fault:
        raise _not_listening(name, place, fault) from None


def _not_listening(name: str, place: str, fault: OSError) -> Refused:
    return Refused(f"{place} 不能监听（{reason(fault)}）：请核对 {name}，换一个端口，或停止占用它的程序。")


async def _receive(service: Service, settings: Settings, stop: asyncio.Event, *, webhook: bool) -> None:
    if not webhook:
        with contextlib.suppress(NotSent, AnswerLost):
            await service.bot_api.call(
                "deleteWebhook", seconds=START_SECONDS
            )  # one that stands would refuse every poll
        await service.run(stop)
        return
    assert settings.webhook_url is not None, "looked at before anything was opened"
    assert settings.webhook_secret is not None, "looked at before anything was opened"
    from bot.telegram_io.webhook import Webhook  # its web server costs memory that polling does not need

    secret = settings.webhook_secret.get_secret_value()
    stored, needs = service.stored, service.needs
    door = Webhook(service.database, service.bot_api, service.clock, secret=secret, on_stored=stored, needs=needs)
    host, port = listening(settings.webhook_listen)
    try:
        await door.start(host=host, port=port)
    except OSError as fault:
        raise _not_listening("HUIYIN_WEBHOOK_LISTEN", settings.webhook_listen, fault) from None
    asked = {"url": settings.webhook_url, "secret_token": secret, "allowed_updates": KINDS}
    asking = asyncio.create_task(ask_to_be_called(service.bot_api, asked, stop, service.health.polled))
    try:
        await service.run(stop, polling=False)  # what is due is sent meanwhile
    finally:
        asking.cancel()
        await asyncio.wait([asking])
        await door.stop()


async def ask_to_be_called(
    bot_api: BotApi, asked: dict[str, Any], stop: asyncio.Event, on_failure: Callable[[str | None], None]
) -> None:
    """setWebhook, until it is accepted or we are told to stop. `on_failure` hears why it is not yet."""
    pause = 0.5
    while not stop.is_set():
        try:
            reply = await bot_api.call("setWebhook", asked)
            if reply.ok:
                on_failure(None)
                log.info("webhook.set")
                return
            reason = reply.description or f"HTTP {reply.status}"
            remedy = "请核对 HUIYIN_WEBHOOK_URL（须为 https 地址）与令牌"
            on_failure(remedy)
            log.error("webhook.refused", reason=reason, remedy=remedy)
        except (NotSent, AnswerLost) as error:
            on_failure(str(error))
            log.warning("webhook.waiting", reason=str(error))
        await _pause(pause, stop)
        pause = min(30.0, pause * 2)

"""Episodes of life and death: people speak, the service is killed, started, killed, and at the end the oracle looks."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox import people, presence
from bot.sandbox.language_model import LanguageModel, Mood
from bot.sandbox.people import Impossible
from bot.sandbox.posts import buttons
from bot.sandbox.server import Sandbox
from tests.chaos import office, oracle
from tests.chaos.life import POINTS, Life
from tests.chaos.stores import Template

__all__ = ["POINTS", "Episode", "Tally", "episodes"]

TOKEN = "123456:CHAOS-geheim"
FRESH_ONE_IN = 15  # a start from nothing costs more than ten lives
PASSINGS = 5  # each point is met by a kill at its first so many passings
FAULTS = ("error", "bad_gateway", "cut_before", "cut_after", "half_json", "repeat_updates", "shuffle_updates")
HOUR, DAY = 3600.0, 86400.0
# Seconds a language model takes to answer, one of these a life: mostly at once; or mostly longer than a life has left.
AT_ONCE: tuple[float, ...] = (0.0, 0.0, 0.02, 0.1)
SLOW: tuple[float, ...] = (0.1, 0.3, 0.8, 2.0)
EVENTS = (
    "{number}号已办结",
    "{number}号已经完成，申请销号",
    "{number}号完成{percent}%，预计下周五前办结",
    "{number}号卡在用地指标，请市第1局协调",
    "{number}号办不完，申请延期到3月25日",
)


class Zygote:
    """The warmed parent, spoken to by line; it serves several lanes at a time."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._ends: dict[str, asyncio.Future[int]] = {}
        self._names = itertools.count(1)

    async def start(self, url: str | None = None) -> None:
        """`url`: of an empty database of the kind that will be lived over; none is SQLite."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.chaos.zygote",
            *([url] if url else []),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._answer()
        self._hearing = asyncio.create_task(self._hear())

    async def live(self, life: Life) -> int:
        """How the life ended: the status that waitpid gave."""
        name = str(next(self._names))
        self._ends[name] = asyncio.get_running_loop().create_future()
        self._pipe().write(f"{name} {life.dumps()}\n".encode())
        return await self._ends[name]

    async def stop(self) -> None:
        self._pipe().close()
        assert self._process is not None
        await self._process.wait()
        self._hearing.cancel()

    def _pipe(self) -> asyncio.StreamWriter:
        assert self._process is not None
        assert self._process.stdin is not None
        return self._process.stdin

    async def _hear(self) -> None:
        try:
            while True:
                name, status = (await self._answer()).split()
                self._ends.pop(name).set_result(int(status))
        except Exception as error:
            for end in self._ends.values():
                end.set_exception(error)

    async def _answer(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the zygote is gone: it ended with {await self._process.wait()}")
        return line.decode()


async def live_afresh(life: Life) -> int:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.chaos.child", life.dumps())
    return -(await process.wait())


@dataclass(slots=True)
class Tally:
    """Figures of one run; `faults` are what the oracle found, each with the seed that brings it back."""

    kills: int = 0
    lives: int = 0
    fresh: int = 0
    updates: int = 0
    sent: int = 0
    unknown: int = 0
    again: int = 0
    seconds: float = 0.0
    points: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("kills", "lives", "fresh", "updates", "sent", "unknown", "again"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for point, count in other.points.items():
            self.points[point] = self.points.get(point, 0) + count
        self.faults += other.faults


def exhaustive() -> Iterator[tuple[str, int]]:
    """Every point at its first, second … passing."""
    return iter([(point, passing) for passing in range(1, PASSINGS + 1) for point in POINTS])


@dataclass
class Episode:
    """So many lives over one database. The same seed makes the same people say the same and the same kills fall."""

    seed: int
    folder: Path
    template: Template
    zygote: Zygote
    lives: int
    points: Iterator[tuple[str, int]] = field(default_factory=lambda: iter(()))
    planted: str | None = None
    calm: bool = False  # no trouble but kills
    trouble: tuple[str, ...] = ()  # much of this trouble at Telegram, and lives that end when their work is done
    walls: float = 0.02  # how often somebody blocks the bot instead of speaking
    days: int = 0  # so many days go by from life to life, and they end when their work is done
    with_model: bool = False  # a language model is asked; otherwise in every third episode
    answers_after: tuple[float, ...] = AT_ONCE  # seconds the model takes, one of these a life
    tally: Tally = field(default_factory=Tally)

    async def run(self) -> Tally:
        self._prepare()
        await self.sandbox.start()
        self.model_url = await self.model.start() if self.seed % 3 == 0 or self.with_model else None
        try:
            for number in range(self.lives):
                await self._life(number)
            await self._to_the_end()
            self._judge()
        finally:
            await self.model.stop()
            await self.sandbox.stop()
        return self.tally

    def _prepare(self) -> None:
        self.dice = random.Random(self.seed)
        self.log = self.folder / f"episode-{self.seed}.log"
        self.store = self.template.store(self.folder, f"episode-{self.seed}")
        self.sandbox = Sandbox(TOKEN, seed=self.seed)
        self.model = LanguageModel(mood=Mood.NONSENSE)  # what it says changes no reading; that it is asked might
        for chat in office.everybody():
            self.sandbox.world.person(chat).started = True
        self.ahead = (office.START - datetime.now(UTC)).total_seconds()
        self.words = itertools.count(1)
        self.record = oracle.Record(self.log, self.sandbox, TOKEN, "")

    async def _life(self, number: int) -> None:
        self._move_the_clock()
        self._trouble_at_telegram()
        for _ in range(self.dice.randint(1, 2)):
            self._somebody_speaks()
        life = self._plan()
        crowd = asyncio.create_task(self._meanwhile())
        fresh = number % FRESH_ONE_IN == FRESH_ONE_IN - 1 and not self.planted
        status = await (live_afresh(life) if fresh else self.zygote.live(life))
        crowd.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await crowd
        self._count(life, status, fresh=fresh)

    def _count(self, life: Life, status: int, *, fresh: bool) -> None:
        self.tally.lives += 1
        self.tally.fresh += fresh
        killed = status in (9, 14)
        self.tally.kills += killed
        if not killed:
            self.tally.faults.append(f"seed {self.seed}: a life ended by itself with {status}: {life.dumps()}")
        point = life.kill[0] if life.kill else "alarm"
        self.tally.points[point] = self.tally.points.get(point, 0) + 1

    def _plan(self) -> Life:
        if self.trouble or self.days:
            return self._make(kill=("begin", 10**6))
        kill: tuple[str, int] | None = next(self.points, None)
        alarm = None
        if kill is None:
            kill = (self.dice.choice(POINTS), self.dice.choice([1, 1, 2, 2, 3, 4, 6, 8]))
            alarm = self.dice.uniform(0.05, 0.5) if self.dice.random() < 0.3 else None
        trouble = self.dice.choice([("busy", 2), ("full", 2), ("full", 3), None, None, None, None])
        step = self.dice.choice([(20, -DAY), (20, 1.0), (10, -1.0), None, None, None])
        return self._make(kill=kill, alarm=alarm, step=step, trouble=None if self.calm else trouble)

    def _make(self, **facts: object) -> Life:
        self.model.seconds = 0.0 if facts.get("to_the_end") else self.dice.choice(self.answers_after)
        given = {"planted": self.planted, "model_url": self.model_url, **facts}
        return Life(self.store.url, self.sandbox.url, TOKEN, str(self.log), self.ahead + self.wrong, **given)  # type: ignore[arg-type]

    def _move_the_clock(self) -> None:
        """Mostly on, by hours; in every other episode sometimes far too far, and back."""
        self.ahead += self.days * DAY if self.days else self.dice.choice([60.0] * 5 + [HOUR, 5 * HOUR, 20 * HOUR])
        strays = self.dice.random() < 0.04 and self.seed % 2 and not self.calm
        self.wrong = self.dice.choice([40 * DAY, -400 * DAY]) if strays else 0.0

    def _trouble_at_telegram(self) -> None:
        self.sandbox.faults.clear()
        rate = 0.4 if self.trouble else self.dice.choice([0.0, 0.05, 0.2])
        if rate:
            methods = ("sendMessage",) if self.trouble else ()
            kinds = self.trouble or FAULTS
            self.sandbox.faults.sow(seed=self.dice.randrange(10**6), rate=rate, kinds=kinds, methods=methods)
        if self.dice.random() < 0.05 and not self.sandbox.world.updates.waiting:  # Telegram does so after a quiet week
            self.sandbox.world.updates.jump(self.dice.randrange(1, 10**8))

    async def _meanwhile(self) -> None:
        """More is said, and a command writes, while the service lives."""
        await asyncio.sleep(self.dice.uniform(0.01, 0.15))
        self._somebody_speaks()
        await asyncio.to_thread(self.store.hold)

    def _somebody_speaks(self) -> None:
        world, head = self.sandbox.world, self.dice.randint(1, office.HEADS)
        self._lets_us_in_again(office.chat(head))
        if self.dice.random() < self.walls and not self.calm:
            return self._blocks(office.chat(head))
        kind = self.dice.random()
        if kind < 0.55:
            self._reports(head)
        elif kind < 0.8:
            self._taps(head)
        elif kind < 0.97:
            said = self.dice.choice(["收到", "我的任务", "/mine", "谢谢", "正在推进，高度重视", "已办结", "明天再说"])
            self._told(people.text(world, office.chat(head), said)["update_id"], office.chat(head))
        elif not self.calm:
            self.record.garbage.add(world.updates.push_bad())
        return None

    def _reports(self, head: int) -> None:
        """Of his second task he only says how far it is; with the first one all things happen that can."""
        varied, plain = office.numbers_of(head)
        turn, percent = next(self.words), self.dice.randint(1, 99)
        if self.dice.random() < 0.4:
            said = self.dice.choice(EVENTS).format(number=varied, percent=percent)
            self._told(people.text(self.sandbox.world, office.chat(head), said)["update_id"], office.chat(head))
            return
        said = f"{plain}号事项完成{percent}%，第{turn}次反馈"
        update = people.text(self.sandbox.world, office.chat(head), said)
        self._told(update["update_id"], office.chat(head))
        self.record.reports[update["update_id"]] = office.chat(head), update["message"]["message_id"]

    def _taps(self, head: int) -> None:
        world, mine = self.sandbox.world, office.chat(head)
        chat = self.dice.choice([mine, mine, *[office.COORDINATOR] * 3, *office.LEADERS])
        posts = [post for post in world.chats[chat].posts.values() if post.outgoing and buttons(post)]
        if not posts:
            return self._reports(head)
        post = self.dice.choice(posts[-5:])
        button = self.dice.choice([button for row in buttons(post) for button in row])
        closing = [(old, each) for old in posts[-10:] for row in buttons(old) for each in row if "销号" in each["text"]]
        if closing and self.dice.random() < 0.5:
            post, button = closing[-1]
        with contextlib.suppress(Impossible):
            query = people.tap(world, chat, post.id, button.get("callback_data", button["text"]))
            tapped = [update for update in world.updates.waiting if query.id in str(update.wire)]
            self._told(tapped[-1].number, chat)
        return None

    def _told(self, update: int, chat: int) -> None:
        self.record.told[update] = chat

    def _blocks(self, chat: int) -> None:
        """Telegram says so, or the next call finds out."""
        if self.dice.random() < 0.5:
            presence.block(self.sandbox.world, chat)
            self.record.left.add(chat)
        else:
            self.sandbox.world.person(chat).blocked = True
        self.record.walled |= {update for update, sender in self.record.told.items() if sender == chat}

    def _lets_us_in_again(self, chat: int) -> None:
        if self.sandbox.world.person(chat).blocked:
            presence.unblock(self.sandbox.world, chat)
            self.record.left.discard(chat)

    async def _to_the_end(self) -> None:
        """Lives without kills or trouble until nothing waits any more, the clock moving on as it must."""
        self.sandbox.faults.clear()
        self.wrong = 0.0
        for turn in range(16):
            await self.zygote.live(self._make(to_the_end=True))
            if not self._open():
                break
            self.ahead += self._wait_for() or (12 * HOUR if turn % 4 == 3 else 0.0)

    def _wait_for(self) -> float:
        """Seconds until the last call held back, for a noon's rest or a night, may leave; 0 when none is held."""
        now = datetime.now(UTC) + timedelta(seconds=self.ahead)
        with contextlib.closing(sqlite3.connect(self.store.as_file())) as connection:
            held = "SELECT max(not_before) FROM outbox WHERE state IN ('queued', 'later')"
            (until,) = connection.execute(held).fetchone()
        moment = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else now
        return max(0.0, (moment - now).total_seconds())

    def _open(self) -> bool:
        now = self._stamp()
        with contextlib.closing(sqlite3.connect(self.store.as_file())) as connection:
            calls = connection.execute("SELECT count(*) FROM outbox WHERE state IN ('queued', 'later', 'sending')")
            (waiting,) = calls.fetchone()
            (unserved,) = connection.execute("SELECT count(*) FROM inbox WHERE state = 'waiting'").fetchone()
            rungs = connection.execute("SELECT count(*) FROM agenda WHERE fate = 'waiting' AND at <= ?", (now,))
            return bool(waiting or unserved or rungs.fetchone()[0])

    def _stamp(self) -> str:
        now = datetime.now(UTC) + timedelta(seconds=self.ahead)
        return f"{now - timedelta(minutes=1):%Y-%m-%d %H:%M:%S.%f}"

    def _judge(self) -> None:
        self.record.now = self._stamp()
        where = f"seed {self.seed}, {self.lives} lives"
        self.tally.faults += [f"{where}: {fault}" for fault in oracle.violations(self.record, self.store.as_file())]
        with contextlib.closing(sqlite3.connect(self.store.as_file())) as connection:
            states = dict(connection.execute("SELECT state, count(*) FROM outbox GROUP BY state"))
            (again,) = connection.execute("SELECT count(*) FROM outbox WHERE again_of_id IS NOT NULL").fetchone()
        self.tally.updates = len(self.record.told)
        self.tally.sent, self.tally.unknown, self.tally.again = states.get("sent", 0), states.get("unknown", 0), again


async def episodes(
    seeds: list[int],
    zygote: Zygote,
    folder: Path,
    template: Template,
    *,
    lives: int,
    sweep: bool = False,
    slow_model: bool = False,
) -> Tally:
    """One lane: one episode after another, the first ones reaching every point in turn."""
    tally, points = Tally(), exhaustive() if sweep else iter(())
    began = time.monotonic()
    for seed in seeds:
        episode = Episode(
            seed,
            folder,
            template,
            zygote,
            lives,
            points,
            with_model=slow_model,
            answers_after=SLOW if slow_model else AT_ONCE,
        )
        tally.add(await episode.run())
    tally.seconds = time.monotonic() - began
    return tally

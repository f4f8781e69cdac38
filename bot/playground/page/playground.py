"""One story after another: each is prepared (ledger, people, first hand-out) while the page already shows."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bot.playground import cast
from bot.playground.actor import Actor
from bot.playground.page import guide
from bot.playground.page.people import Cast
from bot.playground.page.story import Story
from bot.playground.page.switches import KILL
from bot.playground.page.wall_chart import WallChart
from bot.playground.stage import Stage, opened
from schedules.workdays import Calendar

FIRST = date(2022, 2, 21)  # the Monday on which the story begins where no other day is asked for
LATEST = date(2022, 12, 30)
_OPENED, _MORNING = "17:00", "09:05"  # the office is set up on the working day before
PREPARATIONS = ("启动服务", "导入示例台账160项", "为全体人员绑定账号", "发出首个工作日的交办消息")


@dataclass(slots=True)
class Opened:
    """A story that can be played."""

    number: int
    stage: Stage
    story: Story
    cast: Cast
    owners: list[Actor]
    posts_before: int  # messages in all when it began
    begun: datetime = field(init=False)
    wall: WallChart = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.stage.clock.now
        self.wall = WallChart(self.stage)


class Playground:
    """`changed` is called whenever somebody who looks should look again. `file`: where the first story is kept.

    `begin`: the working day on whose morning it begins."""

    def __init__(self, file: Path, changed: Callable[[], None], *, begin: date = FIRST) -> None:
        self.file = file
        self.begin = begin
        self.changed = changed
        self.run_id = secrets.token_hex(4)  # drafts a browser keeps belong to one run
        self.opened: Opened | None = None
        self.preparing = ""  # what is being prepared
        self.prepared = 0  # so many of the preparations are done
        self.fault = ""  # why no story could be opened
        self._numbers = itertools.count(1)
        self._anew = asyncio.Event()

    async def run(self) -> None:
        """Story after story, until cancelled."""
        while True:
            self._anew.clear()
            async with AsyncExitStack() as stack:
                try:
                    await self._open(stack)
                except Exception as fault:
                    self.fault = f"{type(fault).__name__}：{fault}"
                self.changed()
                await self._anew.wait()
                self.opened = None

    def restart(self) -> None:
        self.fault, self.prepared = "", 0
        self._anew.set()

    async def _open(self, stack: AsyncExitStack) -> None:
        number = next(self._numbers)
        file = self.file if number == 1 else _free(self.file)
        self._prepare(0)
        before = Calendar.standard().back(self.begin, 1)
        url, start = f"sqlite:///{file}", f"{before} {_OPENED}"
        stage = await stack.enter_async_context(opened(database_url=url, start=start, apart=True))
        self._prepare(1)
        await cast.import_examples(stage)
        self._prepare(2)
        owners = await cast.enrol(stage)
        self._prepare(3)
        await stage.until(f"{self.begin} {_MORNING}")
        await stage.newcomer(name="陌生账号")
        await self._begin(stack, number, stage, owners)

    async def _begin(self, stack: AsyncExitStack, number: int, stage: Stage, owners: list[Actor]) -> None:
        story, people = Story(stage, self.changed), Cast(stage)
        await people.look()
        people.begin()
        self.opened = Opened(number, stage, story, people, owners, len(stage.sandbox.world.posts))
        worker = asyncio.create_task(story.run())
        stack.push_async_callback(_ended, worker)
        stack.callback(story.switches.close)
        self.preparing = ""

    def _prepare(self, place: int) -> None:
        self.prepared, self.preparing = place, PREPARATIONS[place]
        self.changed()


def _free(file: Path) -> Path:
    """A name like it that no file has."""
    names = (file.with_stem(f"{file.stem}-{number}") for number in itertools.count(2))
    return next(each for each in names if not each.exists())


async def _ended(worker: asyncio.Task[None]) -> None:
    worker.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await worker


def _first_answered(here: Opened) -> int | None:
    """How many messages there were in all when the guide's head had first got an answer; None: not yet."""
    head = here.stage.actors.get(guide.HEAD)
    posts = here.stage.sandbox.world.posts
    said = False
    for place in range(here.posts_before, len(posts)):
        if head is None or posts[place].chat.id != head.chat_id:
            continue
        if said and posts[place].outgoing:
            return place + 1
        said = said or not posts[place].outgoing
    return None


def guide_facts(here: Opened) -> guide.Facts:
    """What the visitor has brought about so far."""
    stage, switches = here.stage, here.story.switches
    desk = stage.actors.get(guide.COORDINATOR)
    said = _first_answered(here)
    chat = stage.sandbox.world.chats.get(desk.chat_id) if desk else None
    read = here.cast.read.get(guide.COORDINATOR, 0)
    posts = list(chat.posts.values()) if chat else []
    reports = [post.id for post in posts if post.outgoing and "【督查周报】" in str(post.wire.get("text", ""))]
    return guide.Facts(
        said=said is not None,
        heard=said is not None and here.cast.looked_since(guide.COORDINATOR, said),
        digest=any(number <= read for number in reports),
        survived=switches.survived,
        dead=switches.thrown[KILL],
        recovering=here.story.recovering,
    )

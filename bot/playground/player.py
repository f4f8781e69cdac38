"""The script is played: time passes to each line, and the person does what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.playground.actor import Actor
from bot.playground.script import EVERYBODY, Line, ScriptFault
from bot.playground.stage import Stage
from bot.sandbox.client import SandboxError


class Player:
    """`told` hears how many lines are played, out of how many. `passed_over` hears of a line that cannot be played,
    where a visitor has played along; else that is a fault."""

    def __init__(
        self,
        stage: Stage,
        owners: Sequence[Actor],
        *,
        told: Callable[[int, int], None] = lambda done, of: None,
        passed_over: Callable[[ScriptFault], None] | None = None,
    ) -> None:
        self.stage = stage
        self.owners = owners
        self._told = told
        self._passed_over = passed_over
        self._last_said: dict[str, int] = {}

    async def play(self, lines: Iterable[Line]) -> None:
        """Raises ScriptFault when somebody cannot do what the script says: no such button, no such message."""
        moments: list[list[Line]] = []
        for line in lines:
            if line.together and moments:
                moments[-1].append(line)
            else:
                moments.append([line])
        for done, together in enumerate(moments):
            self._told(done, len(moments))
            await self.stage.until(together[0].at)
            for line in together:
                await self._do(line)
            await self.stage.settle()

    async def _do(self, line: Line) -> None:
        acts = {"说": self._say, "回": self._say, "图": self._show, "改": self._edit, "点": self._tap}
        try:
            if line.who == EVERYBODY:
                await self._everybody(line)
            else:
                await acts[line.act](line, self._actor(line))
        except (AssertionError, SandboxError, KeyError) as fault:
            self._cannot(ScriptFault(f"{line}：{fault}"))

    def _cannot(self, fault: ScriptFault) -> None:
        if self._passed_over is None:
            raise fault
        self._passed_over(fault)

    def _actor(self, line: Line) -> Actor:
        if line.who not in self.stage.actors:
            raise ScriptFault(f"{line}：没有这个人")
        return self.stage.actors[line.who]

    async def _say(self, line: Line, actor: Actor) -> None:
        reply_to = (await actor.holding(line.of))["message_id"] if line.of else None
        update = await self.stage.client.text(actor.chat_id, line.what, reply_to=reply_to)
        self._last_said[actor.name] = int(update["message"]["message_id"])

    async def _show(self, line: Line, actor: Actor) -> None:
        await self.stage.client.photo(actor.chat_id, caption=line.what)

    async def _edit(self, line: Line, actor: Actor) -> None:
        await self.stage.client.edit(actor.chat_id, self._last_said[actor.name], line.what)

    async def _tap(self, line: Line, actor: Actor) -> None:
        labels = line.what.split("|")
        message, label = await actor.with_one_of(labels, holding=line.of)
        await self.stage.client.tap(actor.chat_id, int(message["message_id"]), label)

    async def _everybody(self, line: Line) -> None:
        labels = line.what.split("|")
        tapped = 0
        for actor in self.owners:
            newest = (await actor.messages())[-1]
            label = next((each for each in labels if each in actor.buttons(newest)), None)
            if label is not None:
                await self.stage.client.tap(actor.chat_id, int(newest["message_id"]), label)
                tapped += 1
        if not tapped:
            self._cannot(ScriptFault(f"{line}：没有人看到这个按钮"))

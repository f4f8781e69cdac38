"""What the stand-in for Telegram holds: the world, its clock, the record of calls, the faults that are asked for."""

from collections.abc import Callable
from datetime import datetime

from bot.sandbox.calls import Calls
from bot.sandbox.clock import Clock
from bot.sandbox.limits import OFF, Limits, Meter
from bot.sandbox.pusher import Pusher
from bot.sandbox.transport import Contract, Transport
from bot.sandbox.trouble import Faults
from bot.sandbox.updates import Updates
from bot.sandbox.world import Bot, World


class State:
    """`clock`: None for the wall clock; a number, a datetime or a Clock for a virtual one. No limits unless given."""

    def __init__(
        self,
        token: str = "123456:TEST",
        *,
        clock: Clock | datetime | float | None = None,
        limits: Limits = OFF,
        contract: Contract | None = None,
        username: str = "huiyin_sandbox_bot",
        seed: int = 1,
    ) -> None:
        self.token = token
        self.clock = _clock(clock)
        self.calls = Calls()
        self.faults = Faults(self.clock)
        self.meter = Meter(limits, self.clock)
        bot = Bot(int(token.partition(":")[0]), username)
        self.world = World(bot, self.clock, Updates(self.clock, seed=seed))
        self.transport = Transport(self.world, self.calls, self.faults, self.meter, contract)
        self.pusher = Pusher(self.world, self.transport)

    @property
    def violations(self) -> list[str]:
        """What the contract found wrong with any request so far."""
        return [f"{call.method} #{call.seq}: {fault}" for call in self.calls.entries for fault in call.violations]

    async def until(self, true: Callable[[], bool], *, seconds: float) -> bool:
        """Wait for something the bot's calls bring about, for so many seconds of the wall clock at most."""
        return await self.calls.until(true, seconds=seconds)

    async def polled(self, *, seconds: float) -> bool:
        """Wait until a long poll waits, for so many seconds of the wall clock at most."""
        return await self.world.updates.polled(seconds)


def _clock(given: Clock | datetime | float | None) -> Clock:
    if isinstance(given, Clock):
        return given
    return Clock(given.timestamp() if isinstance(given, datetime) else given)

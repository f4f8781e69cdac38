import asyncio

from bot.runtime.watchdog import Loop, Watchdog


class Worker:
    """A loop that a test can let fall, hang or beat."""

    def __init__(self):
        self.steps_done, self.started, self.failing = 0, 0, False

    async def run(self, stop):
        self.started += 1
        if self.failing:
            raise OSError("gone")
        await stop.wait()


def watched(worker, said=lambda name, why: None):
    return Watchdog([Loop("poller", worker.run, lambda: worker.steps_done, patience=120)], on_restart=said)


async def running(dog):
    stop = asyncio.Event()
    task = asyncio.create_task(dog.run(stop))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return stop, task


async def test_a_loop_that_fell_is_started_again_and_it_is_said():
    worker, said = Worker(), []
    worker.failing = True
    dog = watched(worker, said=lambda name, why: said.append((name, why)))
    stop, task = await running(dog)
    worker.failing = False
    assert dog.look(1e9) == ["poller"]
    await asyncio.sleep(0)
    assert (worker.started, said) == (2, [("poller", "已停止")])
    stop.set()
    await task


async def test_a_loop_that_stands_still_for_too_long_is_started_again():
    worker = Worker()
    dog = watched(worker)
    stop, task = await running(dog)
    assert dog.look(1e9) == ["poller"]  # the first look is that much later than the start
    assert [dog.look(1e9 + seconds) for seconds in (100, 119)] == [[], []]
    worker.steps_done += 1
    assert [dog.look(1e9 + seconds) for seconds in (130, 240)] == [[], []]
    assert dog.look(1e9 + 260) == ["poller"]
    stop.set()
    await task


async def test_once_told_to_stop_nothing_is_started_again():
    worker = Worker()
    dog = watched(worker)
    stop, task = await running(dog)
    stop.set()
    await task
    assert dog.look(1e9) == []
    assert worker.started == 1

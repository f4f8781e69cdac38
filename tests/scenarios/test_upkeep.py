"""What the service does for itself, heard and seen from outside."""

from datetime import timedelta

from sqlalchemy import select

from bot.commands import doctor
from db import inbox
from db.models import InboxRow


async def numbers(office):
    async with office.stage.database.reading() as session:
        return list(await session.scalars(select(InboxRow.update_id).order_by(InboxRow.id)))


async def test_whoever_cannot_be_reached_is_told_once_and_stays_on_every_list(office):
    finance = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-01-12")
    await office.until("2022-01-05 09:30")
    await office.stage.client.block(finance.chat_id)
    await office.stage.settle()
    await office.until("2022-01-14 18:00")
    heard = [each.text for each in office.coordinator.messages]
    assert sum("【联系不上】市财政局局长" in text for text in heard) == 1
    [digest] = [text for text in heard if "【督查周报】1月14日" in text]
    assert "市财政局局长" in digest
    async with office.stage.database.reading() as session:
        found = " ".join(each.text for each in await doctor._people(session))
    assert "联系不上的责任人1位：市财政局局长" in found


async def test_numbers_that_start_anew_after_a_quiet_week_lose_and_double_nothing(office):
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:30")
    updates = office.stage.sandbox.world.updates
    for percent, jump in ((10, None), (20, 7), (30, None), (40, 2**31 - 9), (50, 3000)):
        await office.until(f"2022-01-{5 + percent // 10:02d} 10:00")
        updates.jump(jump)
        await finance.says(f"完成{percent}%")
    assert [each.percent for each in await office.reports(task)] == [10, 20, 30, 40, 50]
    stored = await numbers(office)
    assert stored != sorted(stored)


async def test_what_was_served_is_forgotten_after_thirty_days_and_what_it_said_is_not(office):
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-01-05 09:30")
    await finance.says("完成30%")
    served = await numbers(office)
    service, now = office.stage.service, office.stage.clock.now
    async with office.stage.database.writing() as session:
        await inbox.store(session, [{"update_id": 10**9 + number} for number in range(200)], now)
    await service.timetable.run_job("purge", now + timedelta(days=29))
    assert set(served) <= set(await numbers(office))
    await service.timetable.run_job("purge", now + timedelta(days=31))
    assert not set(served) & set(await numbers(office))
    assert [each.percent for each in await office.reports(task)] == [30]
    await finance.says("完成40%")
    assert [each.percent for each in await office.reports(task)] == [30, 40]


async def test_after_a_night_without_the_service_the_coordinator_hears_of_it_once(office):
    finance = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-31")
    await office.until("2022-01-05 17:00")
    await office.stage.service.timetable.run_job("pulse", office.stage.clock.now)
    await office.stage.move(office.stage.clock.now + timedelta(hours=16))
    for _ in range(2):
        await office.stage.service.timetable.once(office.stage.clock.now)
        await office.stage.settle()
    notices = [each.text for each in office.coordinator.messages if "【服务恢复】" in each.text]
    assert len(notices) == 1
    assert "1月5日17:00至1月6日09:00中断" in notices[0]

"""The ledger changes under way: rows imported anew, a second ledger, people out of reach, a service that was down."""

import pytest

from db.models import Fate
from tests.office import row


@pytest.fixture
async def finance(office):
    finance = await office.head("市财政局局长")
    office.budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await finance.taps("签收")
    return finance


async def test_importing_the_same_row_twice_changes_nothing(office, finance):
    before = await office.journal(office.budget)
    assert await office.imports([row(office.budget.title, no=1, owner=finance, due="2022-03-31")]) == []
    assert await office.journal(office.budget) == before


async def test_a_changed_date_is_handed_out_and_signed_for_again(office, finance):
    await office.imports([row(office.budget.title, no=1, owner=finance, due="2022-04-15")])
    assert await office.state(office.budget) == "已交办"
    await office.until("2022-01-06 09:00")
    assert "时限4月15日（周五）" in finance.last
    assert "请签收" in finance.last
    assert "新变动：完成时限由2022年3月31日改为2022年4月15日" in finance.last
    task = await office.found(office.budget)
    assert (task.due.isoformat(), task.original_due.isoformat()) == ("2022-04-15", "2022-03-31")
    await finance.taps("签收")
    assert await office.state(office.budget) == "已签收"


async def test_undo_of_an_old_report_does_not_turn_back_a_new_hand_out(office, finance):
    await finance.says("完成30%")
    echo = finance.latest
    await office.imports([row(office.budget.title, no=1, owner=finance, due="2022-04-15")])
    await finance.taps("撤销", under=echo)
    task = await office.found(office.budget)
    assert (task.state.label, task.signed_at, task.percent) == ("已交办", None, None)


async def test_a_new_owner_takes_over_and_the_old_one_is_left_in_peace(office, finance):
    audit = await office.head("市审计局局长")
    await office.imports([row(office.budget.title, no=1, owner=audit, due="2022-03-31")])
    await office.until("2022-01-06 09:00")
    assert office.budget.title in audit.last
    assert finance.last == "1号“编制年度预算草案”已按新一期台账调整由市审计局局长负责，您不必再反馈此项。"
    assert finance.heard_since("2022-01-05 12:00") == []
    await finance.says("已办结")
    assert await office.state(office.budget) == "已交办"


async def test_a_second_ledger_goes_on_counting(office, finance):
    await office.task("清理闲置资金", owner=finance, due="2022-03-31")
    other = await office.task("筹备现场会", owner=finance, due="2022-03-31", ledger="常务会议定事项")
    assert other.number == 3
    await finance.says("3号完成10%")
    assert (await office.found(other)).percent == 10


async def test_an_import_of_a_closed_task_does_not_open_it(office, finance):
    await finance.says("已办结")
    await office.coordinator.accepts(office.budget)
    await office.imports([row(office.budget.title, no=1, owner=finance, due="2022-04-15")])
    assert await office.state(office.budget) == "已销号"


async def test_whoever_blocks_the_bot_stands_on_the_coordinators_list_until_he_is_back(office, finance):
    await office.stage.client.block(finance.chat_id)
    await office.stage.settle()
    assert "【联系不上】市财政局局长" in office.coordinator.last
    second = await office.task("清理闲置资金", owner=finance, due="2022-03-31")
    await office.until("2022-01-06 09:00")
    await office.stage.client.unblock(finance.chat_id)
    await office.stage.settle()
    await office.until("2022-01-07 09:30")
    assert second.title in finance.last
    assert "请签收" in finance.last


async def test_a_deleted_account_is_found_out_by_the_first_message(office, finance):
    await office.stage.client.deactivate(finance.chat_id)
    await office.task("清理闲置资金", owner=finance, due="2022-03-31")
    await office.until("2022-01-06 09:30")
    assert "【联系不上】市财政局局长" in office.coordinator.last


async def test_a_tick_that_comes_twice_says_nothing_twice(office, finance):
    await office.until("2022-03-30 09:00")
    count = len(finance.messages)
    for _ in range(3):
        await office.stage.service.timetable.once(office.stage.clock.now)
        await office.stage.settle()
    assert len(finance.messages) == count


async def test_after_an_outage_only_the_present_rung_speaks(office, finance):
    await finance.says("完成20%")
    await office.stage.service.timetable.once(office.stage.clock.now)
    await office.begins("2022-04-06 10:00")
    await office.stage.service.timetable.once(office.stage.clock.now)
    await office.stage.settle()
    spoken = [text for text in finance.heard_since("2022-01-06 10:00") if "周报" not in text]
    assert len(spoken) == 1
    assert "已超期6天" in spoken[0]
    fates = {each.rung: (each.fate, each.reason) for each in await office.rungs(office.budget)}
    assert fates["before_1"] == fates["due"] == (Fate.SUPPRESSED, "newer_rung")
    assert any("【服务恢复】" in text for text in office.coordinator.heard_since("2022-01-06 10:00"))


async def test_a_digest_that_was_missed_is_caught_up_once(office, finance):
    await office.begins("2022-01-10 10:00")
    for _ in range(2):
        await office.stage.service.timetable.once(office.stage.clock.now)
        await office.stage.settle()
    reports = [text for text in office.coordinator.heard_since("2022-01-06 10:00") if "周报" in text]
    assert len(reports) == 1
    assert "1月7日（周五）" in reports[0]


async def test_a_clock_set_back_repeats_nothing(office, finance):
    await office.until("2022-03-30 09:30")
    count = len(finance.messages)
    office.stage.clock.now = office.stage.local("2022-03-29 09:00")
    await office.stage.client.set_clock(office.stage.clock.now)
    await office.until("2022-03-30 12:00")
    assert len(finance.messages) == count


async def test_two_ledgers_with_one_number_are_told_apart(office, finance):
    other = await office.task("筹备现场会", owner=finance, due="2022-03-31", ledger="2022年民生实事任务分解表")
    assert other.number == 2
    await finance.says("我的任务")
    assert "2号（民生实事第1项）筹备现场会" in finance.last
    assert "1号 编制年度预算草案" in finance.last
    await finance.says("1号完成30%")
    assert (await office.found(office.budget)).percent is None  # both fit: it is asked
    assert finance.latest.labels[:2] == ("1号 编制年度预算草案", "2号 筹备现场会")
    await finance.taps("2号 筹备现场会")
    assert (await office.found(other)).percent == 30
    await finance.says("2号完成40%")
    assert (await office.found(other)).percent == 40

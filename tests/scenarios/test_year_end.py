"""结转: what is open goes on in the next ledger under its number; the closed year stays readable, with its figures."""

from tests.office import LEDGER


async def test_the_open_tasks_go_on_and_the_closed_year_stays(office):
    await office.begins("2022-12-01 10:00")
    finance = await office.head("市财政局局长")
    done, running = await office.tasks(["编制年度预算草案", "化解存量债务"], owner=finance, due="2022-12-20")
    await office.until("2022-12-02 09:30")
    await finance.says(f"{done.number}号已办结，已报审")
    await office.coordinator.accepts(done)
    await finance.says(f"{running.number}号完成60%")
    await office.until("2022-12-30 10:00")
    await office.coordinator.says(f"结转：{LEDGER} 到 2023年重点任务分解表")
    assert "在办1项结转到“2023年重点任务分解表”" in office.coordinator.last
    assert "已销号、中止1项留存原台账备查" in office.coordinator.last
    await office.coordinator.taps("确认")
    await office.coordinator.says("2023年重点任务分解表")
    assert running.title in office.coordinator.last
    assert done.title not in office.coordinator.last
    await office.coordinator.says(LEDGER)
    assert "共1项：在办0，已销号1" in office.coordinator.last
    await office.coordinator.says(f"{running.number}号")
    assert "进度60%" in office.coordinator.last  # number, dates and reports have gone with it
    await office.until("2023-01-03 10:00")
    await office.coordinator.says("2022年度数据")
    assert "【2022年度数据】办结1项：提前1，按期0，超期0；中止0项；在办（结转）1项" in office.coordinator.last
    assert await office.faults() == []

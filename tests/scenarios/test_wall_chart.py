"""What the wall chart says of an office: figures and a week before, the worst, what is coming, areas and leaders."""

from __future__ import annotations

from datetime import date

from bot.renderers.wall_chart import wall_chart
from db.tasks import Filter


async def _facts(office, chosen=None):
    stage = office.stage
    async with stage.database.reading() as session:
        return await wall_chart(session, chosen or Filter(), title="台账", now=stage.clock.now, policy=stage.policy)


def _named(rows):
    return {row.name: row.tally.total for row in rows}


async def test_figures_worst_and_coming_weeks_of_two_weeks_of_an_office(office):
    mayor, vice = await office.leader("市长"), await office.leader("常务副市长")
    finance, housing = await office.head("市财政局局长"), await office.head("市住建局局长")
    await office.begins("2022-02-14 10:00")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-10", leader=mayor)
    await office.task("老旧小区改造", owner=housing, due="2022-03-24", leader=vice, category="城乡建设")
    await office.task("雨水管网改造", owner=housing, due="2022-02-18", leader=vice, category="城乡建设")
    young = await _facts(office)
    assert young.before is None  # nothing stood in the ledger a week ago

    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    await housing.taps("全部签收")
    await housing.says("2号卡在用地指标，请市自然资源局协调")
    await office.until("2022-02-23 09:00")
    await finance.says("已办结")
    await office.coordinator.accepts(budget)

    facts = await _facts(office)
    before = facts.before
    assert (facts.whole.total, facts.whole.overdue, facts.whole.closed) == (3, 1, 1)
    assert (before.total, before.unfinished, before.blocked, before.closed, before.overdue) == (3, 3, 1, 0, 0)
    assert [(each.number, each.why, each.left) for each in facts.worst] == [
        (3, "超期5天", ""),
        (2, "受阻8天", "还有29天"),
    ]
    assert _named(facts.departments) == {"市住建局": 2, "市财政局": 1}
    assert _named(facts.areas)["城乡建设"] == 2
    assert _named(facts.leaders) == {"常务副市长": 2, "市长": 1}

    first, *_, last = facts.weeks
    assert (first.first, last.last) == (date(2022, 2, 24), date(2022, 3, 23))
    assert [each.coming for each in facts.weeks] == [[], [], [], []]  # 3月24日 lies a day behind them, 1号 is closed
    assert _named((await _facts(office, Filter(leader_id=(await office.stage.person("市长")).id))).leaders) == {
        "市长": 1
    }

    await office.until("2022-02-24 10:00")
    (coming,) = (await _facts(office)).weeks[-1].coming
    assert (coming.on, coming.number, coming.what, coming.milestone) == (date(2022, 3, 24), 2, "老旧小区改造", False)


async def test_a_missed_report_shows_for_how_long_it_is_owed_not_when_the_next_one_is_due(office):
    finance = await office.head("市财政局局长")
    await office.begins("2022-02-14 10:00")
    await office.task("财政运行分析", owner=finance, every="month", due="2022-12-31")
    await office.until("2022-03-04 16:00")
    assert [(each.why, each.left) for each in (await _facts(office)).worst] == [("反馈逾期4天", "")]


async def test_projects_are_counted_at_each_stage(office):
    industry = await office.head("市工信局局长")
    corn, plant = await office.tasks(["玉米深加工项目", "有机肥基地"], owner=industry, due="2022-12-20")
    assert (await _facts(office)).staged == ()
    for order in (
        f"{corn.number}、{plant.number}号类型：项目",
        f"{corn.number}号阶段：储备",
        f"{plant.number}号阶段：开工",
    ):
        await office.coordinator.says(order)
        await office.coordinator.taps("确认")
    assert (await _facts(office)).staged == ("项目阶段：储备1、开工1、建成0",)

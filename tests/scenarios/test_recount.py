"""Every figure people are shown, at several moments of a played year, against a recount that shares no code."""

import sqlite3

import pytest

from bot.renderers import exports
from bot.renderers.wall_chart import wall_chart
from bot.texts.weekly_head import CHECK_MEASURES, MORE
from db.tasks import Filter
from schedules.standing import Lamp, Pace
from tests.recount import figures, standings, surfaces

LAMPS = {"红": Lamp.RED, "黄": Lamp.YELLOW, "蓝": Lamp.BLUE, "灰": Lamp.GREY, "绿": Lamp.GREEN}


async def at(office, moment):
    """The clock is set on in one leap: what was due on the way is told once, as after an outage."""
    await office.stage.move(office.stage.local(moment))
    await office.stage.tick()
    await office.stage.settle()


def agree(shown, counted, where):
    wrong = {
        name: (value, counted[name]) for name, value in shown.items() if name in counted and value != counted[name]
    }
    assert not wrong, f"{where}: shown, counted: {wrong}"


async def surfaces_agree(office, leaders, *, opening=()):
    """Digest, /status, departments, chart and workbook; the whole and each leader's field."""
    now, policy = office.stage.clock.now, office.stage.policy
    digests = {each: next(m.text for m in reversed(each.messages) if "周报】" in m.text) for each in leaders}
    digests[office.coordinator] = next(m.text for m in reversed(office.coordinator.messages) if "督查周报" in m.text)
    ledger = sqlite3.connect(f"file:{office.file}?mode=ro", uri=True)
    tasks = standings.stood(ledger, now)
    today, since = policy.today(now), policy.at(policy.today(now), "16:00") - figures.timedelta(days=7)
    for reader, digest in digests.items():
        own = {key: each for key, each in tasks.items() if reader is office.coordinator or each.leader == reader.name}
        whole, week = figures.summed(own.values()), figures.week(ledger, own, since, now)
        agree(surfaces.summary(digest), whole, f"digest of {reader.name}")
        week |= {"新增超期": figures.newly_overdue(own.values(), today), "办结": week["销号"]}
        agree(surfaces.week(digest), week, f"week of {reader.name}")
        lists = {"需要关注": whole["红"] + whole["黄"], "临近时限": whole["蓝"], "空泛": whole["无实质内容"]}
        if reader is office.coordinator:
            kept, broken = figures.promises(ledger, since, now, today)
            lists |= {"兑现": kept, "未兑现": broken, **figures.measured(ledger, today)}
            lists |= {"困难": figures.open_problems(ledger)}
        agree(surfaces.counts(digest), lists, f"lists of {reader.name}")
        await reader.says("/status")
        agree(surfaces.summary(reader.last), whole, f"/status of {reader.name}")
        if reader in opening:
            await buttons_open(reader, digest, whole)
    async with office.stage.database.reading() as session:
        chart = await wall_chart(session, Filter(), title="", now=now, policy=policy)
        book = surfaces.workbook(await exports.workbook(session, now=now, policy=policy))
    whole = figures.summed(tasks.values())
    drawn = {name: chart.whole.lamps[lamp] for name, lamp in LAMPS.items()}
    drawn |= {pace.value: chart.whole.paces[pace] for pace in Pace}
    drawn |= {"共": chart.whole.total, "在办": chart.whole.unfinished, "超期": chart.whole.overdue}
    agree(drawn, whole, "chart")
    if chart.before is not None:
        then = chart.before
        shown = {"共": then.total, "在办": then.unfinished, "超期": then.overdue, "受阻": then.blocked,
                 "已销号": then.closed}  # fmt: skip
        agree(shown, figures.week_ago(ledger, now), "chart, a week ago")
    for rows, name in ((chart.departments, "department"), (chart.areas, "category"), (chart.leaders, "leader")):
        counted = figures.by(tasks.values(), name)
        for row in rows:
            of = counted["" if row.name == "未明确" else row.name]
            agree({"共": row.tally.total, "红": row.tally.lamps[Lamp.RED], "超期": row.tally.overdue}, of, row.name)
    agree(book.pop("合计"), whole, "workbook")
    units = figures.by(tasks.values(), "department")
    assert book.keys() == units.keys()
    for name, row in book.items():
        agree(row, units[name], f"workbook, {name}")
    ledger.close()


async def buttons_open(reader, digest, whole):
    """Every figure that has a button opens a list of so many; what counts words or taps, of no more tasks."""
    message = next(each for each in reversed(reader.messages) if each.text == digest)
    assert await open_all(reader, message, whole) >= 2
    if MORE in message.labels:
        await reader.taps(MORE, under=message)
        await open_all(reader, reader.latest, whole)


async def open_all(reader, message, whole):
    opened = 0
    for label, data in zip(message.labels, message.data, strict=True):
        if not data.startswith(("open:", "fig:")) or data == CHECK_MEASURES[1]:
            continue
        opened += 1
        name = label.rstrip("0123456789")
        count = int(label[len(name) :])
        if name in whole:
            assert count == whole[name], f"{label} for {reader.name}: counted {whole[name]}"
        await reader.taps(label, under=message)
        listed = surfaces.listed(reader.last)
        events = name.startswith("本周") and name not in ("本周新交办", "本周新增超期")
        if name == "提醒":
            assert f"提醒{count}条" in reader.last
        elif name in ("困难", "指标未达", "请示", "积案", "不齐备"):
            assert listed is None or listed >= count, f"{label}: {reader.last}"
        else:
            assert listed is not None, f"{label}: {reader.last}"
            assert 0 < listed <= count if events else listed == count, f"{label}: {reader.last}"
    return opened


@pytest.fixture
async def year(office):
    """Five units, two leaders, sixteen tasks of every make, handed out in three parts of the year."""
    await office.begins("2022-02-18 16:45")
    office.file = office.stage.database.url.database
    first, second = await office.leader("常务副市长"), await office.leader("分管农业副市长")
    heads = [await office.head(f"市{name}局局长") for name in ("财政", "水利", "住建", "民政", "教育")]
    money, water, homes, civil, _ = heads
    stones = [("前期手续", "2022-03-18"), ("开工", "2022-05-31"), ("竣工", "2022-10-31")]
    made = [
        await office.task("编制预算草案", owner=money, due="2022-03-10", leader=first, category="财税"),
        await office.task("化解存量债务", owner=money, due="2022-11-30", leader=first, target="化解存量债务2.4亿元"),
        await office.task("压减三公经费", owner=money, every="quarter", leader=first, category="财税"),
        await office.task("水库除险加固", owner=water, due="2022-06-30", leader=second, milestones=stones[:2]),
        await office.task("落实河长制", owner=water, every="month", leader=second),
        await office.task("新建高标准农田", owner=water, due="2022-12-20", leader=second, target="建成5万亩"),
        await office.task("建设污水处理厂", owner=homes, due="2022-12-20", leader=first, milestones=stones),
        await office.task("改造老旧小区", owner=homes, due="2022-09-30", leader=first),
        await office.task("排查燃气隐患", owner=homes, every="week", report_day=5),
        await office.task("新建敬老院", owner=civil, due="2022-08-31", leader=second, category="民生"),
        await office.task("抢修福利院供暖", owner=civil, due="2022-02-25", urgent=True, category="民生"),
    ]
    await office.coordinator.says("核对指标")
    await office.coordinator.taps("确认")
    await at(office, "2022-02-18 17:00")
    office.heads, office.leaders, office.made = heads, (first, second), made
    return office


async def test_every_figure_agrees_with_a_recount(year):
    office, (money, water, homes, civil, school) = year, year.heads
    budget, debts, spending, dams, rivers, fields, plant, blocks, gas, _, heating = office.made
    say = office.coordinator.says
    await at(office, "2022-02-21 09:30")
    await money.taps("全部签收")
    await water.says(f"{dams.number}号完成12%，{rivers.number}号2月已巡河3次")
    await civil.says(f"{heating.number}号已办结，供暖已恢复")
    await at(office, "2022-02-25 10:00")
    await homes.says(f"{plant.number}号正在积极推进中")
    await money.says(f"{budget.number}号卡在口径未定，请市水利局协调")
    await water.says(f"{fields.number}号3月底前完成30%")
    await at(office, "2022-02-25 16:30")
    await surfaces_agree(office, office.leaders)

    await office.coordinator.accepts(heating)
    await at(office, "2022-03-08 10:00")
    await money.says(f"{debts.number}号累计化解存量债务0.6亿元，完成25%")
    await water.says(f"{rivers.number}号3月已巡河4次")
    await homes.says(f"{blocks.number}号已办结，全部完工")
    await at(office, "2022-03-11 10:00")
    await office.coordinator.returns(blocks, "缺少验收单")
    await say(f"{budget.number}号催办")
    more = [await office.task(f"办理第{n}号建议", owner=school, due=f"2022-0{n + 4}-15") for n in range(1, 4)]
    await at(office, "2022-03-11 16:30")
    await surfaces_agree(office, office.leaders, opening=[office.coordinator, office.leaders[0]])

    await at(office, "2022-04-06 10:00")
    await water.says(f"{fields.number}号完成20%")
    await school.says(f"{more[0].number}号已办结，已书面答复代表")
    await office.coordinator.accepts(more[0])
    await say(f"{more[1].number}号中止，理由：代表撤回")
    if "确认" in office.coordinator.latest.labels:
        await office.coordinator.taps("确认")
    await money.says(f"{budget.number}号已办结，草案已报审")
    await homes.says(f"{gas.number}号本周排查12处，整改12处")
    await at(office, "2022-07-01 10:00")
    await dams_done(office, water, dams)
    await money.says(f"{spending.number}号二季度支出50万元")
    await at(office, "2022-07-01 16:30")
    await surfaces_agree(office, office.leaders)

    await at(office, "2022-12-29 10:00")
    await water.says(f"{fields.number}号已办结，建成高标准农田5.2万亩")
    await office.coordinator.accepts(fields)
    await office.coordinator.accepts(budget)
    await homes.says(f"{plant.number}号完成95%")
    await at(office, "2022-12-30 10:00")
    await at(office, "2022-12-30 16:30")
    await surfaces_agree(office, office.leaders, opening=[office.coordinator])
    await years_agree(office, 2022)

    late = await office.task("列入明年的事项", owner=school, due="2023-03-31")
    await at(office, "2023-01-04 10:00")
    await homes.says(f"{plant.number}号已办结，已通过验收")
    await office.coordinator.accepts(plant)
    await school.says(f"{late.number}号完成10%")
    await say(f"{dams.number}号重新打开，理由：坝体渗漏，1月20日前整改")
    await office.coordinator.taps("确认")
    await say(f"{dams.number}号")
    assert "退回重办" in office.coordinator.last  # what it was at the end of 2022 stays as it was
    for of in (2022, 2023):
        await years_agree(office, of)


async def dams_done(office, water, dams):
    """Closed in time, then looked at again and opened."""
    await water.says(f"{dams.number}号已办结，已通过验收")
    await office.coordinator.accepts(dams)


async def years_agree(office, of):
    await office.coordinator.says(f"{of}年度数据")
    ledger = sqlite3.connect(f"file:{office.file}?mode=ro", uri=True)
    counted = figures.year(ledger, of, office.stage.clock.now)
    counted["办结"] = counted["提前"] + counted["按期"] + counted["超期"]
    agree(surfaces.year(office.coordinator.last), counted, f"the year {of}")
    ledger.close()

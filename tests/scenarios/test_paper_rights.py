"""Who may have which paper: every cell of role × paper, of his own and of another's; what the public never reads."""

import pytest

from bot.documents.kinds import RIGHTS, Kind, Wanted
from bot.renderers.papers import table
from bot.renderers.papers.asking import Asking
from db import people, tasks
from db.instructions import of_kind
from db.models import Role
from db.rights import Reach
from tests.office import Coordinator

ALICE, BOB = "常务副市长", "分管农业副市长"


async def issued(office, director, button):
    """By every button of this name that the coordinator's list of today holds."""
    for under in [each for each in office.coordinator.messages if button in each.labels][-1:]:
        for data in [data for label, data in zip(under.labels, under.data, strict=True) if label == button]:
            await office.coordinator.forges(data)
            await office.coordinator.taps("呈主任签发")
            await director.taps("签发")


@pytest.fixture
async def town(office):
    await office.begins("2022-01-04 10:00")
    forest, water = await office.head("市林草局局长"), await office.head("市水利局局长")
    clerk = await office.liaison("林联络员", of="市林草局")
    alice, bob = await office.leader(ALICE), await office.leader(BOB)
    (green,) = await office.tasks(["国土绿化"], owner=forest, due="2022-01-07", leader=alice, ledger="甲会议")
    (dams,) = await office.tasks(["水库除险"], owner=water, due="2022-01-07", leader=bob, ledger="乙会议")
    deputy = await office.deputy("林副局长", of=forest, begins="2022-01-04", ends="2022-12-31")
    for order in (f"任命李秘书为{ALICE}秘书", f"{green.number}号专员：林联络员"):
        await office.coordinator.says(order)
        await office.coordinator.taps("确认")
    secretary = await office._person("李秘书")
    director = Coordinator(office, await office.stage.actor("孙主任", role=Role.DIRECTOR))
    await office.until("2022-01-14 10:00")
    await issued(office, director, "下达督办单")
    await office.until("2022-01-20 10:00")
    await issued(office, director, "报领导")
    await office.coordinator.says("发个通报")
    await office.coordinator.taps("呈主任签发")
    await director.taps("签发")
    await office.coordinator.says("通报：请各单位周五前报送进展")  # a draft that nobody has signed
    bearers = {
        Role.HEAD: forest, Role.DEPUTY: deputy, Role.LIAISON: clerk, Role.LEADER: alice,
        Role.SECRETARY: secretary, Role.COORDINATOR: office.coordinator, Role.DIRECTOR: director,
    }  # fmt: skip
    async with office.stage.database.reading() as session:
        leader = {each.name: each.id for each in await people.everyone(session)}
        unit = {each.name: each.id for each in await people.departments(session)}
        ledger = {each.name: each.id for each in await tasks.ledgers(session)}
        orders = {
            (each.facts["paper"], each.facts.get("owner_id")): each.id for each in await of_kind(session, "issue")
        }
        (bulletin, draft) = [each.id for each in await of_kind(session, "issue") if each.facts["paper"] == "bulletin"]
        his = {
            Kind.FACT_SHEET: unit["市林草局"], Kind.HISTORY: green.id, Kind.MEETING: ledger["甲会议"],
            Kind.FIELD: leader[ALICE], Kind.PUBLIC: 0, Kind.ORDER: orders["order", leader["市林草局局长"]],
            Kind.REPORT: orders["report", leader["市林草局局长"]], Kind.BULLETIN: bulletin,
        }  # fmt: skip
        foreign = {
            Kind.FACT_SHEET: unit["市水利局"], Kind.HISTORY: dams.id, Kind.MEETING: ledger["乙会议"],
            Kind.FIELD: leader[BOB], Kind.PUBLIC: 0, Kind.ORDER: orders["order", leader["市水利局局长"]],
            Kind.REPORT: orders["report", leader["市水利局局长"]], Kind.BULLETIN: draft,
        }  # fmt: skip
        yield session, office, bearers, his, foreign


async def test_every_role_has_the_papers_of_the_table_and_no_other(town):
    session, office, bearers, his, foreign = town
    wrong = []
    for role, bearer in bearers.items():
        person = await people.with_posts(session, (await people.by_name(session, bearer.name)).id)
        assert person.roles == {role}
        asking = Asking(session, office.stage.clock.now, office.stage.policy, person)
        for kind in Kind:
            reach = RIGHTS[role, kind]
            had = await table.document(asking, Wanted(kind, his[kind])) is not None
            others = await table.document(asking, Wanted(kind, foreign[kind])) is not None
            if (had, others) != (reach is not Reach.NONE, reach is Reach.ALL):
                wrong.append((role.value, kind.name, had, others))
    assert wrong == []
    asking = Asking(session, office.stage.clock.now, office.stage.policy, None)  # on the command line: everything
    for kind in Kind:
        drawn = await table.document(asking, Wanted(kind, his[kind]))
        assert drawn is not None, kind
        if kind is Kind.PUBLIC:
            hidden = [each.name for each in await people.everyone(session)]
            hidden += [each.name for each in await people.departments(session)]
            hidden += ["国土绿化", "水库除险", "困难", "电话", "催办", "督办"]
            assert [word for word in hidden if word in drawn.words] == []

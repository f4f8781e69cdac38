"""The figures of papers, messages and an own recount of the tables agree."""

import re

from sqlalchemy import text

from bot.documents.kinds import Kind, Wanted
from bot.renderers.papers import table
from bot.renderers.papers.asking import Asking
from db import people, tasks

COUNTED = re.compile(r"共(\d+)项[，：](?:已销号|已办结)(\d+)项?，在办(\d+)项?(?:，?其中|，)?(?:超期(\d+)项)?")
RECOUNT = """
SELECT count(*), sum(state = 'closed'), sum(state NOT IN ('closed', 'stopped')),
       sum(state NOT IN ('closed', 'stopped', 'claimed') AND due < '2022-03-15') FROM task
"""


def counted(words):
    """Total, closed, running, overdue of the first sentence that counts."""
    return tuple(int(each or 0) for each in COUNTED.search(words).groups())


async def test_papers_and_messages_count_alike(office):
    await office.begins("2022-03-01 10:00")
    finance, water = await office.head("市财政局局长"), await office.head("市水利局局长")
    leaders = [await office.leader(name) for name in ("常务副市长", "分管农业副市长")]
    named = ("编制预算", "化解债务", "清理基金"), ("水库除险", "灌区改造", "河道清淤", "防汛预案")
    made = []
    for owner, leader, titles, ledger in zip((finance, water), leaders, named, ("甲会议", "乙会议"), strict=True):
        due = {"编制预算": "2022-03-10", "水库除险": "2022-03-11", "灌区改造": "2022-03-12"}
        for title in titles:
            made += await office.tasks(
                [title], owner=owner, due=due.get(title, "2022-09-30"), leader=leader, ledger=ledger
            )
    await office.until("2022-03-02 09:30")
    await finance.says(f"{made[1].number}号已办结，已签协议")
    await office.coordinator.accepts(made[1])
    await water.says(f"{made[5].number}号卡在资金缺口，请市财政局协调")
    await office.until("2022-03-15 10:00")
    await office.coordinator.says("台账")
    status = office.coordinator.last
    await office.coordinator.says("发个通报")
    draft = office.coordinator.latest
    bulletin = next(int(data.split(":")[2]) for data in draft.data if data.startswith("doc:"))
    async with office.stage.database.reading() as session:
        recount = tuple((await session.execute(text(RECOUNT))).one())
        asking = Asking(session, office.stage.clock.now, office.stage.policy, None)

        async def said(kind, of=0):
            return (await table.document(asking, Wanted(kind, of))).words

        paper, public = await said(Kind.BULLETIN, bulletin), await said(Kind.PUBLIC)
        fields = [await said(Kind.FIELD, (await people.by_name(session, each.name)).id) for each in leaders]
        meetings = [await said(Kind.MEETING, each.id) for each in await tasks.ledgers(session)]
    assert recount == (7, 1, 6, 3)
    assert counted(paper) == recount
    total, closed, running, overdue = recount
    for message in (status, draft.text):
        assert f"共{total}项：在办{running}，已销号{closed}" in message
        assert f"超期{overdue}" in message
    assert f"共{total}项，已办结{closed}项，在办{running}项，超期{overdue}项" in public
    for parts in (fields, meetings):
        assert tuple(map(sum, zip(*map(counted, parts), strict=True))) == recount
    whole = next(row for row in paper.splitlines() if row.startswith("合计")).split("\t")
    assert [int(each) for each in whole[1:5]] == [total, running, closed, overdue]
    units = [row.split("\t") for row in paper.splitlines() if row.startswith("市") and row.count("\t") == 8]
    assert [sum(int(row[place]) for row in units) for place in range(1, 9)] == [int(each) for each in whole[1:]]
    assert len(re.findall(r"\t超期\d+天", paper)) == overdue
    assert len(re.findall(r"^(?:合计)\t", public, re.M)) == 1

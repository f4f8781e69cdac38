"""What a person takes back or corrects is kept for the readers, and counts once the office has confirmed it."""

from __future__ import annotations

from db import reading_cases
from db.models import CaseState
from tests.office import Office


async def kept(office: Office, state: CaseState = CaseState.PENDING) -> list[dict]:
    async with office.stage.service.database.reading() as session:
        return [reading_cases.as_reply_case(*each) for each in await reading_cases.listed(session, state)]


async def test_a_correction_labels_the_message_it_corrects(office):
    head = await office.head("市林草局局长")
    task = await office.task("防风林补植", owner=head, due="2022-03-31")
    await head.says("完成六成")
    await head.says("更正，是四成")
    (case,) = await kept(office)
    assert case["text"] == "完成六成"
    assert case["tasks"] == [{"ref": task.number, "title": "防风林补植", "due": "2022-03-31"}]
    assert case["gold"]["updates"] == [{"ref": task.number, "state": "in_progress", "percent": 40.0}]


async def test_a_withdrawn_report_is_kept_without_a_label(office):
    head = await office.head("市林草局局长")
    await office.task("防风林补植", owner=head, due="2022-03-31")
    await head.says("完成六成")
    await head.taps("撤销")
    (case,) = await kept(office)
    assert (case["text"], case["gold"]) == ("完成六成", None)

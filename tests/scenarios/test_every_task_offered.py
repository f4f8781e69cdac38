"""A question of which task it is offers every open task, however many there are."""

import pytest
from sqlalchemy import select

from db.models import Evidence, Matter, MatterKind, MatterState

MANY = 14


@pytest.fixture
async def housing(office):
    head = await office.head("市住建局局长")
    for place in range(MANY):
        office.last_task = await office.task(f"第{place + 1}片区道路改造", owner=head, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await head.taps("全部签收")
    return head


def numbers(person):
    return {label.split("号")[0] for label in person.latest.labels if label[0].isdigit()}


async def found(office, model):
    async with office.stage.database.reading() as session:
        return list((await session.scalars(select(model).order_by(model.id))).all())


async def test_a_photograph_may_belong_to_the_last_of_his_tasks(office, housing):
    await office.stage.client.photo(housing.chat_id)
    await office.stage.settle()
    assert numbers(housing) == {str(place + 1) for place in range(MANY)}
    assert "14号 第14片区道路改造" in housing.last  # its button has the number only
    await housing.taps("14号")
    assert [each.task_id for each in await found(office, Evidence)] == [office.last_task.id]


async def test_what_is_not_his_may_be_the_last_of_his_tasks(office, housing):
    await housing.says("不属我单位职责，应由供电公司负责")
    await housing.taps("14号")
    raised = [each for each in await found(office, Matter) if each.kind is MatterKind.REFUSAL]
    assert [(each.task_id, each.state) for each in raised] == [(office.last_task.id, MatterState.OPEN)]
    assert "【职责异议】14号" in office.coordinator.last


async def test_a_report_may_be_of_the_last_of_his_tasks(office, housing):
    await housing.says("完成60%")
    assert len(numbers(housing)) == MANY
    await housing.says("14号")
    assert (await office.found(office.last_task)).percent == 60

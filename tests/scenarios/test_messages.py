"""One message, one outcome: every cell of role × kind of message, over HTTP. `docs/messages.md` is this table."""

from pathlib import Path

import pytest

from bot.handlers.message_table import TABLE, Message, Outcome, markdown
from db.models import Post, Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "messages.md"
LETTERS = ("【转述】", "【来信】", "【负责人提问】", "【职责异议】")

SHOWS = {
    Outcome.STORED: lambda last, office: last.startswith("已记录：\n2号"),
    Outcome.CONFIRM: lambda last, office: "待责任人确认" in last,
    Outcome.QUESTION: lambda last, office: "？" in last,
    Outcome.TO_OFFICE: lambda last, office: "督查" in last and any(each in office.coordinator.last for each in LETTERS),
    Outcome.DIRECTIVE: lambda last, office: last.startswith("批示2号") and "请确认" in last,
    Outcome.PICK: lambda last, office: "指的是哪一项？" in last,
    Outcome.CARD: lambda last, office: "2号 背街小巷整治\n" in last and "责任人：" in last,
    Outcome.CARD_AND_ASK: lambda last, office: "请其答复" in last,
    Outcome.LIST: lambda last, office: "超期" in last and "【" in last,
    Outcome.WAYS: lambda last, office: any(each in last for each in ("要怎么办？", "未作处理", "是要做哪一件？")),
    Outcome.BASIS: lambda last, office: last.startswith("2号还没有办结申请。销号要有依据"),
    Outcome.URGED: lambda last, office: last.startswith("已向市住建局副局长（代市住建局局长）催办2号"),
    Outcome.UNRELATED: lambda last, office: last.startswith("未作为工作反馈记录。"),
    Outcome.SECRET: lambda last, office: "未予保存" in last,
}


@pytest.fixture
async def city(office):
    office.people = {Role.COORDINATOR: await office.another_coordinator("督查员乙")}
    director = await office.stage.actor("督查室主任丁", role=Role.DIRECTOR)
    office.people[Role.DIRECTOR] = type(office.coordinator)(office, director)
    office.people[Role.LEADER] = await office.leader("分管城建副市长")
    office.people[Role.HEAD] = await office.head("市住建局局长")
    office.people[Role.LIAISON] = await office.liaison("王联络员", of="市住建局")
    await office.tasks(
        ["老旧小区改造", "背街小巷整治"], owner=office.people[Role.HEAD], leader="分管城建副市长", due="2022-03-31"
    )
    await office.until("2022-01-05 09:00")
    office.people[Role.DEPUTY] = await office.deputy(
        "市住建局副局长", of=office.people[Role.HEAD], begins="2022-01-01", ends="2022-12-31"
    )
    office.people[Role.SECRETARY] = await office.head("市政府秘书")
    async with office.stage.step("appoint") as context:
        await _only(context.session, "市政府秘书", Role.SECRETARY)
    return office


async def _only(session, name, role):
    from sqlalchemy import select

    from db.models import Person

    person = await session.scalar(select(Person).where(Person.name == name))
    for post in await session.scalars(select(Post).where(Post.person_id == person.id)):
        await session.delete(post)
    leader = await session.scalar(select(Person).where(Person.name == "分管城建副市长"))
    session.add(Post(person_id=person.id, role=role, for_person_id=leader.id))


@pytest.mark.parametrize("role", list(TABLE))
async def test_every_cell(city, role):
    person, wrong = city.people[role], []
    for message in Message:
        outcome, before, reacted = TABLE[role][message], len(person.messages), len(person.reactions)
        await person.says(message.value)
        if outcome is Outcome.COURTESY:
            fits = len(person.reactions) > reacted or person.last.startswith("您好")
        else:
            fits = len(person.messages) > before and SHOWS[outcome](person.last, city)
        if not fits:
            wrong.append((message.value, outcome.value, person.last[:120], city.coordinator.last[:60]))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_cell_is_left_open():
    assert all(set(row) == set(Message) for row in TABLE.values())
    assert set(TABLE) == set(Role)


def test_the_document_is_the_table():
    assert DOCUMENT.read_text(encoding="utf-8") == markdown()

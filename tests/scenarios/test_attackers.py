"""An attacker's hour: dismissed, replaced, impersonating and link-stealing people try what they have."""

import pytest
from sqlalchemy import inspect, select

from bot.handlers.buttons import TAPS
from db import inbox, people
from db.models import Instruction, Matter, Person, Post, Question, Report, Request, Role, Task
from schedules.steps import enrolling, posts


@pytest.fixture
async def budget(office):
    office.mayor = await office.leader("常务副市长")
    office.finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=office.finance, due="2022-03-31", leader=office.mayor)
    await office.until("2022-01-05 09:00")
    return task


async def dismisses(office, name):
    async with office.stage.step("dismiss") as context:
        await posts.dismiss(context, await people.by_name(context.session, name))
    await office.stage.settle()


def said_of(person, since, words):
    return [each.text for each in person.messages[since:] if words in each.text]


async def test_a_dismissed_head_answers_an_open_question_and_mends_an_old_echo(office, budget):
    await office.finance.says("完成120%")
    question = office.finance.latest
    await office.finance.says("完成40%")
    echo = office.finance.latest
    await dismisses(office, "市财政局局长")
    count = len(office.finance.messages)
    for data in (*question.data, *echo.data):
        await office.finance.forges(data)
    assert said_of(office.finance, count, "编制") == []
    assert (await office.found(budget)).percent == 40


async def test_a_dismissed_leader_confirms_no_directive_and_asks_nothing(office, budget):
    await office.mayor.says("1号要抓紧，1月20日前报一次")
    draft = office.mayor.latest
    await dismisses(office, "常务副市长")
    count = len(office.mayor.messages)
    for data in draft.data:
        await office.mayor.forges(data)
    for words in ("确认", "1号现在怎样", "/status", "导出台账"):
        await office.mayor.says(words)
    assert said_of(office.mayor, count, "编制") == []
    assert said_of(office.finance, 0, "抓紧") == []


async def test_a_link_given_before_the_dismissal_opens_nothing(office, budget):
    async with office.stage.step("invite") as context:
        code = await enrolling.invite(context, await people.by_name(context.session, "市财政局局长"))
    await dismisses(office, "市财政局局长")
    await office.stage.client.start(9001, code, name="某人")
    await office.stage.settle()
    assert (await office.stage.person("市财政局局长")).chat_id is None


async def test_a_dismissed_coordinator_passes_nothing_on_and_grants_no_binding(office, budget):
    second = await office.another_coordinator("督查员乙")
    async with office.stage.step("invite") as context:
        code = await enrolling.invite(context, await people.by_name(context.session, "市财政局局长"))
    await office.stage.client.start(9001, code, name="某人")
    await office.stage.settle()
    asked = second.latest
    assert "同意改绑" in asked.labels
    await dismisses(office, "督查员乙")
    for data in asked.data:
        await second.forges(data)
    await second.says("请尽快报送", to=asked)
    assert (await office.stage.person("市财政局局长")).chat_id == office.finance.chat_id


async def test_a_sender_who_is_not_the_chat_is_nobody(office, budget):
    world = office.stage.sandbox.world
    sender = {"id": 9009, "is_bot": False, "first_name": "冒名者"}
    chat = {"id": office.finance.chat_id, "type": "private", "first_name": "市财政局局长"}
    wire = {"message_id": 990, "from": sender, "chat": chat, "date": 1641348000, "text": "1号已办结"}
    world.updates.push("message", wire)
    await office.stage.settle()
    assert await office.state(budget) == "已交办"


async def test_forged_orders_and_numbers_do_nothing(office, budget):
    await office.coordinator.says("中止1号")
    for data in ("o:1:1", "o:1:3", "o:1:9", "o:99:1", "o:1", "o:-1:1", "bind+:1", "bind-:1", "bind+:99"):
        await office.finance.forges(data)
        await office.mayor.forges(data)
    assert await office.state(budget) == "已交办"


async def test_a_forged_button_that_is_no_number_is_told_to_be_void(office, budget):
    await office.finance.says("你好")
    for data in ("sign:²", "sign:--5", "sign:-", "sign:１", "sign:" + "9" * 19, "sign:1:", ":", "sign"):
        count = len(office.finance.messages)
        await office.finance.forges(data)
        heard = office.finance.messages[count:]
        assert len(heard) == 1, data
        assert "按钮已经失效" in heard[0].text, data
    assert await office.count("update.poison") == 0


async def test_what_is_said_to_somebody_else_is_nobodys_report(office, budget):
    """A bound person who writes to another's business account looks like a private chat with us."""
    chat, heard = office.finance.chat_id, len(office.finance.messages)
    said = {
        "message_id": 5000,
        "date": 1641348000,
        "chat": {"id": chat, "type": "private", "first_name": "局长"},
        "from": {"id": chat, "is_bot": False, "first_name": "局长"},
        "text": "1号完成40%",
        "business_connection_id": "b",
    }
    kinds = ("business_message", "edited_business_message", "channel_post", "guest_message")
    async with office.stage.step("business") as context:
        updates = [{"update_id": 900_000_000 + at, kind: said} for at, kind in enumerate(kinds)]
        await inbox.store(context.session, updates, context.now)
    await office.stage.settle()
    assert (await office.found(budget)).percent is None
    assert len(office.finance.messages) == heard


SECRET = ("编制年度预算草案", "隐患排查", "方案一")


async def whole_ledger(office):
    """Every row that an outsider could change, as it stands."""
    found = {}
    async with office.stage.database.reading() as session:
        for model in (Task, Request, Matter, Instruction, Report, Question, Post, Person):
            for each in (await session.scalars(select(model).order_by(model.id))).all():
                columns = inspect(model).column_attrs.keys()
                found[model.__name__, each.id] = {name: getattr(each, name) for name in columns if name != "version"}
    return found


@pytest.fixture
async def busy(office, budget):
    """Something of every kind waits: a claim, an extension, a choice, a letter, a paper, a relay, a share."""
    office.director = await office.stage.actor("孙主任", role=Role.DIRECTOR)
    audit = await office.head("市审计局局长")
    office.safety = await office.task("隐患排查", owner=audit, due="2022-03-31", leader=office.mayor)
    await office.coordinator.says("任命王秘书为常务副市长秘书")
    await office.coordinator.taps("确认")
    office.secretary = await office._person("王秘书")
    await office.finance.says("1号申请延期至4月8日，因资金未到位")
    await office.finance.says("1号有两个方案，请领导定：方案一：追加预算；方案二：压减支出")
    await office.finance.says("请问1号的口径是什么")
    await office.mayor.says("2号要抓紧，1月20日前报一次")
    await office.secretary.says("1号要抓紧")
    await audit.says("2号已办结")
    await office.coordinator.says("1号请市审计局、市财政局分别反馈")
    await office.coordinator.taps("确认")
    await office.coordinator.says("发个通报")
    await office.coordinator.taps("呈主任签发")
    await office.coordinator.says("中止1号")
    return budget


async def outsiders(office):
    """A stranger, a head and a leader of other fields, a liaison, a dismissed head, a dismissed coordinator."""
    water = await office.head("市水利局局长")
    liaison = await office.liaison("李联络员", of="市水利局")
    office.dyke = await office.task("河道清淤", owner=water, due="2022-03-31")
    other = await office.leader("分管农业副市长")
    gone = await office.head("市林草局局长")
    left = await office.another_coordinator("督查员乙")
    await dismisses(office, "市林草局局长")
    await dismisses(office, "督查员乙")
    return [water, liaison, other, gone, left]


async def test_no_tap_of_an_outsider_reads_or_changes_anything(office, busy):
    """Every word of the table of taps, with ids that are others'."""
    people_ = await outsiders(office)
    before = await whole_ledger(office)
    heard = {each.name: len(each.messages) for each in people_}
    for word in TAPS:
        for numbers in ("1", "1:1", "2:1", "1:23"):
            for person in people_ if numbers == "1" else people_[:1]:
                await person.forges(f"{word}:{numbers}")
    after = await whole_ledger(office)
    changed = {key: (before.get(key), after[key]) for key in after if before.get(key) != after[key]}
    of_his_own = ("Task", office.dyke.id)  # the outsiders' own task, which they may sign for
    own = {key for key in changed if key[0] in ("Question", "Instruction", "Report") or key == of_his_own}
    own |= {key for key in changed if key[0] == "Matter" and after[key]["task_id"] == office.dyke.id}  # what he reports
    assert {key: changed[key] for key in changed.keys() - own} == {}
    assert [key for key in own - {of_his_own} if key in before] == []
    for person in people_:
        leaked = [each.text for each in person.messages[heard[person.name] :] if any(s in each.text for s in SECRET)]
        assert leaked == [], person.name


async def test_words_of_outsiders_about_what_is_others_read_and_change_nothing(office, busy):
    people_ = await outsiders(office)
    before, heard = await whole_ledger(office), {each.name: len(each.messages) for each in people_}
    for person in people_:
        for words in (
            *("1号现在怎样", "1号历史", "/status 1", "预算草案进展", "导出台账", "人员名单", "来信", "请示"),
            *("1号转办市水利局", "中止1号", "1号销号，依据：现场核查", "代市财政局报：1号完成60%", "催办1号"),
            *(
                "市财政局局长换成李四",
                "解绑市财政局局长",
                "任命李四为督查员",
                "邀请市财政局局长",
                "发个通报",
                "1号谁没报",
            ),
            *(
                "常务副市长批示：1号抓紧",
                "转述常务副市长意见：1号抓紧",
                "同意方案一",
                "确认",
                "撤销",
                "1号配合：我局已完成",
            ),
        ):
            await person.says(words)
    after = await whole_ledger(office)
    kept = {key for key in before if key[0] in ("Task", "Request", "Post", "Person", "Report")}
    changed = {key for key in kept if before[key] != after[key]}
    assert changed <= {("Task", office.dyke.id)}  # of his own a head may say what he likes
    assert {after[key]["task_id"] for key in after.keys() - before.keys() if key[0] in ("Report", "Request")} <= {
        office.dyke.id
    }
    for person in people_:
        said = [each.text for each in person.messages[heard[person.name] :]]
        read = [text for text in said if any(s in text for s in SECRET[:2])]
        if person.name == "分管农业副市长":  # his 批示 on another's task is read back, and its leader hears of it
            read = [text for text in read if not text.startswith("批示1号")]
        assert read == [], person.name
        assert not any("start=" in text for text in said), person.name


async def test_orders_of_a_head_about_people_go_to_the_office_and_are_no_report(office, budget):
    for words in (
        "市财政局局长换成李四",
        "解绑市财政局局长",
        "邀请市财政局局长",
        "代市财政局报：1号完成60%",
        "发个通报",
    ):
        await office.finance.says(words)
        assert "已转督查员" in office.finance.last, words
    await office.finance.says("导出台账")
    assert "限督查员和市领导使用" in office.finance.last
    assert await office.reports(budget) == []


async def test_a_stolen_link_pressed_by_a_stranger_and_by_the_dismissed(office, budget):
    gone = await office.another_coordinator("督查员乙")
    await dismisses(office, "督查员乙")
    async with office.stage.step("invite") as context:
        code = await enrolling.invite(context, await people.by_name(context.session, "市财政局局长"))
    for chat, name in ((gone.chat_id, "督查员乙"), (9001, "某人")):
        await office.stage.client.start(chat, code, name=name)
        await office.stage.settle()
    assert (await office.stage.person("市财政局局长")).chat_id == office.finance.chat_id
    assert "申请把您的身份改绑" in office.finance.last
    assert "申请绑定为市财政局局长" in "".join(each.text for each in office.coordinator.messages)
    for guess in ("", "x" * 64, code[:-1], code.upper(), "or_1-1"):
        await office.stage.client.start(9002, guess or None, name="某人")
        await office.stage.settle()
    heard = office.stage.sandbox.world.chats[9002].posts.values()
    assert not any("编制" in post.wire.get("text", "") for post in heard if post.outgoing)


async def test_a_contact_that_is_forwarded_proves_nobody(office, budget):
    world = office.stage.sandbox.world
    await office.stage.client.start(9009, None, name="冒名者")
    sender = {"id": 9009, "is_bot": False, "first_name": "市财政局局长"}
    chat = {"id": 9009, "type": "private", "first_name": "市财政局局长"}
    contact = {"phone_number": "13800000000", "first_name": "市财政局局长", "user_id": office.finance.chat_id}
    origin = {
        "type": "user",
        "date": 1641340000,
        "sender_user": {"id": office.finance.chat_id, "is_bot": False, "first_name": "局长"},
    }
    for n, more in enumerate(({"contact": contact}, {"text": "1号已办结", "forward_origin": origin})):
        wire = {"message_id": 990 + n, "from": sender, "chat": chat, "date": 1641348000, **more}
        world.updates.push("message", wire)
        await office.stage.settle()
    assert await office.state(budget) == "已交办"
    assert not any("编制" in post.wire.get("text", "") for post in world.chats[9009].posts.values() if post.outgoing)


async def test_in_a_group_a_coordinator_too_is_told_nothing(office, budget):
    await office.stage.client.add_to_group(-1001, office.coordinator.chat_id, title="督查工作群")
    for words in ("/status", "1号现在怎样", "中止1号", "/help@huiyin_bot"):
        await office.stage.client.text(office.coordinator.chat_id, words, chat_id=-1001)
    await office.stage.settle()
    assert [post for post in office.stage.sandbox.world.chats[-1001].posts.values() if post.outgoing] == []
    assert await office.state(budget) == "已交办"


async def test_an_old_order_edited_into_another_does_nothing(office, budget):
    said = await office.coordinator.says("1号现在怎样")
    await office.coordinator.edits(said, "中止1号")
    assert await office.state(budget) == "已交办"
    told = await office.finance.says("好的")
    await office.finance.edits(told, "市财政局局长换成李四")
    assert (await office.found(budget)).owner.name == "市财政局局长"

"""Nobody reads or changes a task outside his role, whatever his client sends."""

import pytest

STALE = "这个按钮已经失效，请以最新的消息为准。"


@pytest.fixture
async def audit(office):
    """A head who owns nothing of what the others own."""
    office.mayor = await office.leader("常务副市长")
    office.finance = await office.head("市财政局局长")
    office.budget = await office.task("编制年度预算草案", owner=office.finance, due="2022-03-31", leader=office.mayor)
    audit = await office.head("市审计局局长")
    office.own = await office.task("开展专项审计", owner=audit, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    return audit


@pytest.mark.parametrize("word", ["sign", "t", "done", "prog", "hard", "ext"])
async def test_a_forged_button_opens_nobody_elses_task(office, audit, word):
    before = (await office.found(office.budget)).version
    await audit.forges(f"{word}:{office.budget.id}")
    assert audit.last == STALE
    assert (await office.found(office.budget)).version == before


async def test_nobody_urges_but_a_coordinator(office, audit):
    count = len(office.finance.messages)
    await audit.forges(f"urge:{office.budget.id}")
    assert audit.last == "催办由督查室发出。"
    assert len(office.finance.messages) == count


async def test_a_claim_is_not_closed_by_those_who_made_it_nor_by_strangers_to_it(office, audit):
    await office.finance.says("已办结")
    claim = next(data for data in office.coordinator.latest.data if data.startswith("claim+"))
    for somebody in (audit, office.finance):
        for data in (claim, claim.replace("+", "-")):
            await somebody.forges(data)
            assert await office.state(office.budget) == "申请办结"
    await audit.says("缺少预算表")
    assert await office.state(office.budget) == "申请办结"


async def test_an_extension_is_not_granted_by_its_applicant(office, audit):
    await office.finance.says("申请延期至4月8日，因资金未到位")
    number = office.coordinator.latest.data[0].split(":")[1]
    for data in (f"ext+:{number}", f"ext-:{number}", f"claim+:{number}", f"conf+:{number}", f"dec:{number}:0"):
        await office.finance.forges(data)
        await audit.forges(data)
    assert (await office.found(office.budget)).due.isoformat() == "2022-03-31"
    await office.coordinator.taps("同意延期")
    assert (await office.found(office.budget)).due.isoformat() == "2022-04-08"


async def test_nobody_undoes_what_another_said(office, audit):
    await office.finance.says("完成60%")
    undo = next(data for data in office.finance.latest.data if data.startswith("undo"))
    for data in (undo, undo.replace("undo", "fix")):
        await audit.forges(data)
        assert audit.last == STALE
    assert (await office.found(office.budget)).percent == 60


async def test_nobody_answers_anothers_question(office, audit):
    await office.finance.says("完成120%")
    await audit.forges(office.finance.latest.data[0])
    assert audit.last == STALE
    assert (await office.found(office.budget)).percent is None


NONSENSE = ["", "t", "t:", "t:x", "t:-1", "t:" + "9" * 20, "q:1", "q:1:99", "q:1:-1", "dec:1:5", "zzz:1", "claim+:0"]


async def test_nonsense_behind_a_button_is_answered(office, audit):
    for data in NONSENSE:
        count = len(audit.messages)
        await audit.forges(data)
        assert len(audit.messages) == count + 1, data


async def test_status_shows_a_head_his_own_tasks_only(office, audit):
    for words in ("/status", "/status 市财政局", "/status 1", "状态", "超期", "/mine", "我的任务"):
        await audit.says(words)
        assert "编制年度预算草案" not in audit.last


async def test_a_leader_sees_his_field_only(office, audit):
    await office.mayor.says("/status")
    assert "编制年度预算草案" in office.mayor.last
    assert "开展专项审计" not in office.mayor.last
    await office.mayor.says("/status 2")
    assert "开展专项审计" not in office.mayor.last
    assert "没有找到" in office.mayor.last
    await office.mayor.forges(f"t:{office.own.id}")
    assert office.mayor.last == STALE


async def test_a_deputy_answers_for_his_head_for_the_days_named_and_not_after(office, audit):
    deputy = await office.deputy("王副局长", of=office.finance, begins="2022-01-05", ends="2022-01-06")
    await deputy.says("完成30%")
    assert (await office.found(office.budget)).percent == 30
    await office.until("2022-01-07 10:00")
    await deputy.says("完成40%")
    assert (await office.found(office.budget)).percent == 30


async def test_reminders_go_to_the_deputy_meanwhile(office, audit):
    deputy = await office.deputy("王副局长", of=office.finance, begins="2022-01-06", ends="2022-01-10")
    await office.until("2022-01-06 09:00")
    assert "编制年度预算草案" in deputy.last
    assert office.finance.heard_since("2022-01-05 12:00") == []


async def test_in_a_group_nothing_of_the_ledger_is_said(office, audit):
    await office.stage.client.add_to_group(-1001, audit.chat_id, title="督查工作群")
    for words in ("/status", "/start@huiyin_bot", "@huiyin_bot 2号已办结"):
        await office.stage.client.text(audit.chat_id, words, chat_id=-1001)
    await office.stage.settle()
    assert [post for post in office.stage.sandbox.world.chats[-1001].posts.values() if post.outgoing] == []
    assert await office.state(office.own) == "已交办"


async def test_a_coordinator_who_is_head_as_well_does_not_close_his_own_task(office, audit):
    second = await office.another_coordinator("市财政局局长")
    await office.finance.says("已办结")
    await second.forges(next(data for data in office.coordinator.latest.data if data.startswith("claim+")))
    assert "不能自行销号" in second.last
    assert await office.state(office.budget) == "申请办结"
    await office.coordinator.accepts(office.budget)
    assert await office.state(office.budget) == "已销号"

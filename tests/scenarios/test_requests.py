"""More time, a choice, a liaison's word: whoever may decide taps once."""

import pytest


@pytest.fixture
async def finance(office):
    """A head with one task under a leader."""
    office.mayor = await office.leader("常务副市长")
    finance = await office.head("市财政局局长")
    await office.begins("2022-02-14 10:00")
    office.budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-10", leader=office.mayor)
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    return finance


async def due(office):
    return (await office.found(office.budget)).due.isoformat()


async def test_a_coordinator_grants_ten_working_days(office, finance):
    await finance.says("申请延期至3月24日，因资金未到位")
    assert "延期申请已提交，答复前原时限仍然有效。" in finance.last
    assert "市财政局局长申请将时限延至3月24日（周四），理由：资金未到位" in office.coordinator.last
    await office.coordinator.taps("同意延期")
    assert "延期申请已同意，新的时限为3月24日" in finance.last
    task = await office.found(office.budget)
    assert (task.due.isoformat(), task.original_due.isoformat()) == ("2022-03-24", "2022-03-10")


async def test_a_longer_one_needs_the_leader(office, finance):
    await finance.says("申请延期至3月25日，因资金未到位")
    await office.coordinator.taps("同意延期")
    assert "须经牵头领导同意" in office.coordinator.last
    assert await due(office) == "2022-03-10"
    await office.mayor.taps("同意延期")
    assert await due(office) == "2022-03-25"
    assert "新的时限为3月25日" in finance.last


async def test_a_recorded_consent_stands_for_the_leaders_tap(office, finance):
    await finance.says("申请延期至3月25日，因资金未到位")
    asked = office.coordinator.latest
    await finance.says("经局长同意", to=finance.latest)
    assert await due(office) == "2022-03-10"
    await office.coordinator.says("经常务副市长同意", to=asked)
    assert await due(office) == "2022-03-25"
    assert "同意延期（经常务副市长同意）" in office.coordinator.last


async def test_a_second_one_needs_the_leader(office, finance):
    await finance.says("申请延期至3月15日，因资金未到位")
    await office.coordinator.taps("同意延期")
    await finance.says("申请延期至3月17日，因资金仍未到位")
    await office.coordinator.taps("同意延期")
    assert "须经牵头领导同意" in office.coordinator.last
    assert await due(office) == "2022-03-15"


async def test_a_refused_extension_leaves_the_date(office, finance):
    await finance.says("申请延期至3月24日，因资金未到位")
    await office.coordinator.taps("不同意")
    assert "延期申请未获同意，原时限不变" in finance.last
    assert await due(office) == "2022-03-10"
    await office.until("2022-03-11 09:00")
    assert "已超期" in finance.last


async def test_an_open_extension_holds_the_overdue_rungs_but_not_the_lamp(office, finance):
    await office.until("2022-03-10 10:00")
    await finance.says("申请延期至3月24日，因资金未到位")
    await office.until("2022-03-15 09:30")
    assert [text for text in finance.heard_since("2022-03-10 12:00") if "周报" not in text] == []
    await office.coordinator.says("超期")
    assert "编制年度预算草案" in office.coordinator.last
    assert "🔴" in office.coordinator.last


async def test_the_extension_button_offers_days(office, finance):
    await finance.taps("申请延期")
    assert "申请延期到哪一天" in finance.last
    await finance.taps(finance.latest.labels[0])
    assert "延期申请已提交" in finance.last
    await office.coordinator.taps("同意延期")
    assert await due(office) == "2022-03-17"


async def test_a_second_tap_grants_nothing_twice(office, finance):
    await finance.says("申请延期至3月24日，因资金未到位")
    await office.coordinator.taps_twice("同意延期")
    assert (await office.journal(office.budget)).count("redate") == 1
    assert "已由" in office.coordinator.last


async def test_undoing_the_request_takes_it_from_the_desk(office, finance):
    await finance.says("申请延期至3月24日，因资金未到位")
    assert "同意延期" in office.coordinator.latest.labels
    await finance.taps("撤销")
    assert not any("同意延期" in each.labels for each in office.coordinator.messages)
    assert await due(office) == "2022-03-10"


async def test_undo_after_it_was_granted_does_not_turn_back_the_date(office, finance):
    await finance.says("申请延期至3月24日，因资金未到位")
    echo = finance.latest
    await office.coordinator.taps("同意延期")
    await finance.taps("撤销", under=echo)
    assert await due(office) == "2022-03-24"


async def test_undo_after_a_return_does_not_undo_the_return(office, finance):
    await finance.says("已办结")
    echo = finance.latest
    await office.coordinator.returns(office.budget, "缺少预算表，3月15日前补齐")
    await finance.taps("撤销", under=echo)
    assert await office.state(office.budget) == "退回重办"
    assert await due(office) == "2022-03-15"


async def test_undo_after_the_closing_opens_nothing(office, finance):
    await finance.says("已办结")
    echo = finance.latest
    await office.coordinator.accepts(office.budget)
    await finance.taps("撤销", under=echo)
    assert await office.state(office.budget) == "已销号"
    assert "无可撤销" in finance.last


async def test_an_edit_after_the_closing_changes_nothing(office, finance):
    number = await finance.says("已办结")
    await office.coordinator.accepts(office.budget)
    await finance.edits(number, "完成50%")
    assert await office.state(office.budget) == "已销号"


async def test_a_return_brings_its_reason_and_its_new_date(office, finance):
    await finance.says("已办结")
    await office.coordinator.returns(office.budget, "缺少验收单，3月15日前补齐")
    assert "退回重办，新的时限为3月15日（周二）。原因：缺少验收单" in finance.last
    assert await due(office) == "2022-03-15"
    assert await office.state(office.budget) == "退回重办"


async def test_the_tapped_message_says_by_whom_it_was_handled(office, finance):
    await finance.says("已办结")
    asked = office.coordinator.with_button("同意销号")
    await office.coordinator.accepts(office.budget)
    [now] = [each for each in office.coordinator.messages if each.id == asked.id]
    assert now.text.endswith("—— 已由督查员甲处理：已销号")
    assert now.labels == ()


async def test_a_claim_that_waits_too_long_heads_the_coordinators_morning(office, finance):
    await finance.says("已办结")
    await office.until("2022-02-18 09:00")
    assert "办结申请　1号“编制年度预算草案”（市财政局局长），已等3个工作日" in office.coordinator.last


async def test_a_leader_decides_by_a_tap(office, finance):
    await finance.says("预算口径有两个方案：方案一，按上年基数；方案二，按零基预算。建议采用方案二，请领导定夺")
    assert "请示已呈报" in finance.last
    assert "【请示】市财政局局长请您决定" in office.mayor.last
    assert "【请示抄知】" in office.coordinator.last
    assert office.coordinator.latest.labels == ()
    await office.coordinator.forges(office.mayor.latest.data[0])
    assert "由牵头领导决定" in office.coordinator.last
    await office.mayor.taps(office.mayor.latest.labels[1])
    assert "选定“按零基预算”，由市财政局局长办理" in office.mayor.last
    await office.mayor.taps("确认")
    assert "常务副市长选定：按零基预算" in finance.last


async def test_a_liaisons_done_is_confirmed_by_the_head(office, finance):
    clerk = await office.liaison("李专员", of="市财政局")
    office.budget = await office.task("清理闲置资金", owner=finance, due="2022-03-31")
    await office.until("2022-02-16 09:00")
    await clerk.says("2号已办结")
    assert "待责任人确认后提交督查室核查" in clerk.last
    assert await office.state(office.budget) != "申请办结"
    assert "【请确认】李专员" in finance.last
    await finance.taps("确认办结")
    assert await office.state(office.budget) == "申请办结"
    assert "办结核查" in office.coordinator.last
    assert "已由责任人确认" in clerk.last


async def test_a_head_may_deny_what_his_liaison_said(office, finance):
    clerk = await office.liaison("李专员", of="市财政局")
    office.budget = await office.task("清理闲置资金", owner=finance, due="2022-03-31")
    await office.until("2022-02-16 09:00")
    await clerk.says("2号已办结")
    await finance.taps("尚未办结")
    assert "责任人认为尚未办结" in clerk.last
    assert await office.state(office.budget) == "推进中"


async def test_urging_reaches_the_head_at_once_and_once_a_day(office, finance):
    await office.coordinator.urges(office.budget)
    assert "【督查室催办】" in finance.last
    assert "编制年度预算草案" in finance.last
    count = len(finance.messages)
    await office.coordinator.urges(office.budget)
    assert len(finance.messages) == count


async def test_a_claimed_task_is_not_urged(office, finance):
    await office.coordinator.says("/status 1")
    card = office.coordinator.latest
    await finance.says("已办结")
    await office.coordinator.taps("催办", under=card)
    assert "等待督查室核查" in office.coordinator.last


async def test_what_is_said_after_a_claim_lets_it_fall(office, finance):
    await finance.says("已办结")
    await finance.says("更正，还没办完，完成80%")
    assert await office.state(office.budget) == "推进中"
    await office.coordinator.taps("同意销号")
    assert await office.state(office.budget) == "推进中"


async def test_what_was_asked_for_before_the_claim_is_asked_about_beside_it(office, finance):
    await finance.says("申请延期至3月24日，因资金未到位")
    await finance.says("已办结")
    for day in ("2022-02-18", "2022-02-22"):
        await office.until(f"{day} 09:30")
        listed = "\n".join(office.coordinator.heard_since(f"{day} 08:00"))
        assert "延期" in listed
        assert "办结" in listed


async def test_a_choice_put_in_so_many_words_reaches_the_leader(office):
    head, leader = await office.head("市住建局局长"), await office.leader("分管城建副市长")
    await office.tasks(["城中村改造安置过渡", "老旧小区改造"], owner=head, due="2022-03-31", leader=leader)
    await office.until("2022-01-05 09:05")
    await head.says("1号安置过渡请领导定夺：方案一：货币补贴，方案二：统一租房。建议方案一")
    assert "荐·货币补贴" in leader.latest.labels

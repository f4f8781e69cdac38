"""The closed loop: a claim is checked, a difficulty has an owner, every word is answered, and what was said is kept."""

import pytest


@pytest.mark.mechanism(19, 20, 21, 25)
async def test_the_loop_has_no_short_cut_and_no_word_is_dropped(office):
    await office.begins("2022-02-14 10:00")
    finance = await office.head("市财政局局长")
    await office.head("市自然资源局局长")
    kinds = {"重要部署": 3, "重点工作": 2, "议定事项": 1, "领导批示": 2}
    made = {
        source: await office.tasks(
            [f"{source}之{place}" for place in range(many)], owner=finance, due="2022-06-30", source=source
        )
        for source, many in kinds.items()
    }
    for source, many in kinds.items():
        await office.coordinator.says(source)
        assert f"共{many}项" in office.coordinator.last
    first, second, third = made["重要部署"]
    await office.until("2022-02-15 09:30")
    await finance.taps("全部签收")
    await office.coordinator.says(f"{first.number}号销号")
    assert "还没有办结申请" in office.coordinator.last  # closing without a report is refused
    await finance.says(f"{first.number}号已办结，方案已印发")
    await office.coordinator.returns(first, "缺少印发文件")
    assert "缺少印发文件" in finance.last
    await office.coordinator.says(f"{first.number}号")
    assert "退回重办" in office.coordinator.last
    await finance.says(f"{second.number}号卡在用地指标，请市自然资源局协调")
    await office.coordinator.says("困难清单")
    assert "用地指标" in office.coordinator.last
    await office.coordinator.says(f"{second.number}号")
    assert "状态：受阻" in office.coordinator.last
    heard = len(finance.messages)
    await finance.says("天地玄黄宇宙洪荒")
    assert len(finance.messages) > heard  # what cannot be read is answered
    await finance.says(f"{third.number}号完成20%")
    await office.coordinator.says("谁没回")
    assert first.title not in office.coordinator.last
    assert third.title not in office.coordinator.last
    await office.coordinator.says(f"{first.number}号历史")
    told = office.coordinator.last
    assert "退回" in told
    assert "2月15日" in told


@pytest.mark.mechanism(27, 50)
async def test_what_was_promised_is_asked_for_and_its_first_wording_stays(office):
    await office.begins("2022-02-25 10:00")
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await finance.says(f"{task.number}号月底前完成80%")
    await office.until("2022-02-28 09:30")
    assert any("月底前完成80%" in text for text in finance.heard_since("2022-02-28 08:00"))  # that 80 in particular
    await finance.says(f"{task.number}号完成60%，预计3月20日前办结")
    assert "尚差20%" in finance.last
    await office.coordinator.says(f"{task.number}号历史")
    told = office.coordinator.last
    assert "月底前完成80%" in told  # the first wording
    assert "3月20日" in told
    await office.until("2022-03-04 16:30")
    report = next(text for text in office.coordinator.heard_since("2022-03-04 15:00") if "督查周报" in text)
    assert "承诺" in report


@pytest.mark.mechanism(28)
async def test_a_bulletin_has_the_figures_of_the_day_and_names_the_late(office):
    await office.begins("2022-02-28 10:00")
    finance, water = await office.head("市财政局局长"), await office.head("市水利局局长")
    late = await office.task("编制年度预算草案", owner=finance, due="2022-03-01")
    done = await office.task("水库除险加固", owner=water, due="2022-03-10")
    await office.until("2022-03-01 09:30")
    await finance.taps("签收")
    await water.says(f"{done.number}号已办结，已通过验收")
    await office.coordinator.accepts(done)
    await office.until("2022-03-04 10:00")
    await office.coordinator.says("发通报")
    draft = office.coordinator.last
    assert "1号“编制年度预算草案”超期3天" in draft
    await office.coordinator.says("超期")
    assert late.title in office.coordinator.last
    assert "共1项" in office.coordinator.last


@pytest.mark.mechanism(29, 32)
async def test_a_choice_comes_with_options_and_shows_for_whom_it_waits(office):
    await office.begins("2022-02-14 10:00")
    leader, finance = await office.leader("常务副市长"), await office.head("市财政局局长")
    task = await office.task("盘活闲置土地", owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-15 09:30")
    await finance.taps("签收")
    await finance.says(f"{task.number}号请领导决策：公开拍卖")
    assert "请列明两个以上方案并写明建议" in finance.last  # one option is no choice
    await finance.says(f"{task.number}号请领导定：方案一，公开拍卖；方案二，协议出让。建议方案一")
    assert "请示已呈报" in finance.last
    await office.until("2022-02-21 09:30")
    await office.coordinator.says("请示")
    assert "待批请示事项1项" in office.coordinator.last
    report = next(text for text in leader.heard_since("2022-02-18 12:00") if "周报" in text)
    assert "请示1件；最久3个工作日" in report
    await leader.taps("荐·公开拍卖")
    await leader.taps("确认")
    assert "公开拍卖" in finance.last
    await office.coordinator.says("请示")
    assert "待批请示事项1项" not in office.coordinator.last  # deciding clears it


@pytest.mark.mechanism(43)
async def test_a_red_line_rings_at_once(office):
    await office.begins("2022-02-21 10:00")
    leader, head = await office.leader("常务副市长"), await office.head("市发展改革委主任")
    task = await office.task("杜绝新上“两高”项目", owner=head, every="month", leader=leader)
    await office.coordinator.says(f"{task.number}号按有无报告")
    await office.coordinator.taps("确认")
    await office.until("2022-02-25 09:30")
    heard = len(leader.messages)
    await head.taps("无")
    assert len(leader.messages) == heard
    await office.until("2022-03-05 23:10")  # a Saturday night
    await head.says(f"{task.number}号有：一企业擅自开工铁合金项目")
    assert "【红线报告】" in leader.last


@pytest.mark.mechanism(54)
async def test_nobody_below_the_office_alters_the_record(office):
    await office.begins("2022-02-28 10:00")
    finance, water = await office.head("市财政局局长"), await office.head("市水利局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-01")
    await office.until("2022-03-03 10:00")
    await water.says(f"{task.number}号")
    assert task.title not in water.last  # access by role
    for words in (
        f"{task.number}号改期到3月31日",
        f"更正{task.number}号：完成100%",
        f"{task.number}号销号，依据：现场核查",
    ):
        await finance.says(words)
    await office.coordinator.says(f"{task.number}号")
    assert "时限3月1日" in office.coordinator.last
    assert "已销号" not in office.coordinator.last
    await office.coordinator.says("超期")
    assert task.title in office.coordinator.last
    told = [text for text in office.coordinator.heard_since("2022-03-03 09:59") if "改期到3月31日" in text]
    assert told  # the trial itself is before the office
    await office.coordinator.says(f"{task.number}号历史")
    assert (
        "3月3日（周四）10:00 市财政局局长 反馈：“1号销号，依据：现场核查”" in office.coordinator.last
    )  # and on record

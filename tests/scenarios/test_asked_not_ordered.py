"""What a coordinator asks or forbids changes nothing: the ledger answers, or he is told that nothing was done."""

from tests.scenarios.test_said_plainly import city  # noqa: F401

ASKED = [
    ("住建局昨天催过没有", ("市住建局没有督查室催办的记录",)),
    ("1号延期批了没有", ("1号“改造18个老旧小区”", "申请延期至4月29日（周五）：待审批")),
    ("1号是不是已经转给财政局了", ("1号 改造18个老旧小区", "责任人：市住建局局长")),
    ("市住建局局长换成谁了", ("市住建局局长",)),
    ("先别催财政局，等他们开完会", ("没有发出催办",)),
    ("督办单不用发了", ("没有发出催办",)),
    ("2号改期的事先放一放", ("没有改动任何事项",)),
    ("别记成批示，我就是问一下2号办到哪了", ("2号 保障城乡冬季供热",)),
]


async def done(city):  # noqa: F811
    """What was done to the ledger; a button that is offered waits as an instruction."""
    return [kind for kind in await city.journal() if kind != "instruction"]


async def test_a_question_and_a_prohibition_change_nothing(city):  # noqa: F811
    await city.housing.says("1号请延期到4月29日，因为设计要重做")
    coordinator, before = city.coordinator, await done(city)
    for said, told in ASKED:
        heard = len(city.housing.messages), len(city.finance.messages)
        await coordinator.says(said)
        assert all(each in coordinator.last for each in told), (said, coordinator.last)
        assert "确认" not in coordinator.latest.labels, said
        assert (len(city.housing.messages), len(city.finance.messages)) == heard, said
    assert await done(city) == before


async def test_who_was_urged_and_when(city):  # noqa: F811
    await city.coordinator.says("催办3号")
    await city.coordinator.says("住建局催了几次")
    assert "3号“背街小巷整治”：催办1次，最近1月5日（周三）09:4" in city.coordinator.last
    assert "督查员甲" in city.coordinator.last
    assert "催办1号" in city.coordinator.latest.labels


async def test_a_draft_that_waits_is_dropped_by_a_prohibition(city):  # noqa: F811
    await city.coordinator.says("3号先停一停，要换方案")
    assert "确认" in city.coordinator.latest.labels
    await city.coordinator.says("算了，刚才那个不办了")
    assert "已取消这一项，未作任何改动" in city.coordinator.last
    assert await city.state(city.roads) == "已签收"


async def test_what_is_for_somebody_else_is_passed_on(city):  # noqa: F811
    await city.coordinator.says("回复住建局：3号先停一停，后天开会定")
    assert "将发给市住建局局长" in city.coordinator.last
    await city.coordinator.taps("确认")
    assert "3号先停一停，后天开会定" in city.housing.last
    assert await city.state(city.roads) == "已签收"


BESIDE = [
    "刚才那条记错了，是财政局说的不是供热公司",
    "住建局换局长了，新来的姓赵，上礼拜五到的任，消息可别再发给老局长了，等他绑好再说",
]


async def test_words_about_something_else_drop_no_order_that_waits(city):  # noqa: F811
    coordinator = city.coordinator
    await coordinator.says("3号先停一停，要换方案")
    order = coordinator.latest
    for said in BESIDE:
        heard = len(coordinator.messages)
        await coordinator.says(said)
        assert len(coordinator.messages) > heard, said
        assert "已取消" not in coordinator.last, said
    await coordinator.taps("确认", under=order)
    assert await city.state(city.roads) == "中止"

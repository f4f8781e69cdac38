"""What leaders, coordinators and heads ask and decide, read without a ledger."""

from datetime import date

import pytest

from bot.reading.asks import standpoints
from bot.reading.office import choices, directives, orders
from bot.reading.office.inquiries import About, Facet, inquiry
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

TODAY = date(2022, 1, 5)
CALENDAR = Calendar.standard()
TASKS = [AskedTask(2, "路灯更换"), AskedTask(66, "老旧小区改造")]


@pytest.mark.parametrize(
    ("words", "refs", "by"),
    [
        ("66号要抓紧，3月底前给我报一次", (66,), date(2022, 3, 31)),
        ("2号、66号都要在本月底前拿出方案", (2, 66), date(2022, 1, 31)),
        ("先不换，让住建局会同财政局拿测算", (), None),
        ("老旧小区那个项目要认真整改", (66,), None),
        ("58号要抓紧", (), None),
    ],
)
def test_what_a_directive_is_about_and_by_when(words, refs, by):
    read = directives.read(words, TASKS, today=TODAY, calendar=CALENDAR)
    assert (read.refs, read.by) == (refs, by)


@pytest.mark.parametrize("words", ["阅", "好的", "知道了", "好，知道了", "辛苦了，谢谢大家", "没有问题"])
def test_what_only_takes_note(words):
    assert directives.is_seen(words)


@pytest.mark.parametrize("words", ["好好整改", "知道了，但要抓紧", "阅处", "同意", "抓紧办"])
def test_what_wants_something(words):
    assert not directives.is_seen(words)


OPTIONS = ["货币补贴", "统一租房"]


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("同意方案一", 0),
        ("就按方案二办", 1),
        ("选二", 1),
        ("第一个方案", 0),
        ("货币补贴", 0),
        ("同意统一租房", 1),
        ("按建议的办", 1),
        ("同意", 1),
        ("方案三", None),
        ("再议", None),
        ("不同意", None),
        ("方案一和方案二都不行", None),
    ],
)
def test_an_option_in_words(words, chosen):
    assert choices.option(words, OPTIONS, recommended=1) == chosen


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("同意", "yes"),
        ("原则同意", "yes"),
        ("不同意", "no"),
        ("不批", "no"),
        ("66号同意按此办理", None),
        ("再研究", None),
    ],
)
def test_a_verdict(words, verdict):
    assert choices.verdict(words) == verdict


@pytest.mark.parametrize(
    ("words", "facets", "rest"),
    [
        ("谁没签收", (Facet.UNSIGNED,), ""),
        ("谁没回", (Facet.SILENT,), ""),
        ("我分管的有几项超期", (Facet.OVERDUE,), ""),
        ("住建局哪些受阻了", (Facet.BLOCKED,), "住建局"),
        ("没反馈的都催一下", (Facet.SILENT,), ""),
        ("58号现在怎样", (), ""),
    ],
)
def test_what_is_asked_of_the_ledger(words, facets, rest):
    found = inquiry(words, today=TODAY)
    assert (found.facets, found.rest) == (facets, rest)


def test_parts_of_a_question():
    assert inquiry("三月份到期的有哪些", today=TODAY).due == (date(2022, 3, 1), date(2022, 3, 31))
    assert inquiry("下周到期的", today=TODAY).due == (date(2022, 1, 10), date(2022, 1, 16))
    assert inquiry("配合单位是水利局的", today=TODAY).supporting == "水利局"
    assert inquiry("市长交办的", today=TODAY).leader == "市长"
    assert inquiry("议定事项", today=TODAY).source == "议定事项"
    assert inquiry("58号历史", today=TODAY).about is About.HISTORY


@pytest.mark.parametrize("words", ["待核查材料已补齐", "检查发现3处问题", "排查清单已上报市里", "1号完成60%"])
def test_a_report_has_not_the_form_of_a_question(words):
    assert not inquiry(words, today=TODAY).asks or inquiry(words, today=TODAY).rest


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("2号不属我单位职责，应由供电公司负责", "refusal"),
        ("这项工作不归我们管", "refusal"),
        ("2号不是我们的，转错了", "refusal"),
        ("3号材料已于上周报送贵办", "submitted"),
        ("4号建议中止，项目已取消", "suspension"),
        ("我下周出差，由王副局长代", "change"),
        ("我们局长换人了，现在是李局长", "change"),
        ("1号的牵头领导换了吗", None),
        ("1号完成60%", None),
        ("卡在用地指标，请市自然资源局协调", None),
        ("项目不会取消，正在推进", None),
        ("已上报方案，完成40%", None),
    ],
)
def test_what_is_no_progress(words, point):
    assert standpoints.standpoint(words) == point


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("3号申请办结", True),
        ("请予销号", True),
        ("已整改完毕，报请核销", True),
        ("3号暂不申请办结", False),
        ("什么时候能申请办结？", False),
        ("预计月底申请办结", False),
        ("申请办结材料正在准备", False),
    ],
)
def test_an_application_to_close(words, claims):
    assert standpoints.claims(words) is claims


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("催办1号", "urge"),
        ("给1号催一催", "urge"),
        ("暂时不用催1号", None),
        ("1号可以销号了", "close"),
        ("1号退回重办", "return"),
    ],
)
def test_an_order_of_a_coordinator(words, order):
    assert orders.order(words) == order

"""What coordinators order in plain words, in many ways; and what is no order."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.mentions import called_numbers
from bot.reading.orders import people_orders, task_orders
from bot.reading.orders.order import Deed
from schedules.policy import Policy

TODAY = date(2022, 2, 18)
CALENDAR = Policy().calendar


def of_tasks(words):
    return task_orders.read(words, today=TODAY, calendar=CALENDAR)


def of_people(words):
    return people_orders.read(words, today=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("words", "who", "rest"),
    [
        ("代市林草局报：3号完成60%，月底前办结", "市林草局", "3号完成60%,月底前办结"),
        ("代市林草局局长反馈：3号完成60%", "市林草局局长", "3号完成60%"),
        ("电话代录 市林草局：3号已办结", "市林草局", "3号已办结"),
        ("电话代录：市林草局，3号已办结", "市林草局", "3号已办结"),
        ("市林草局来电：3号卡在用地", "市林草局", "3号卡在用地"),
        ("刚接市林草局电话，3号已经完成80%", "市林草局", "3号已经完成80%"),
        ("市林草局电话反馈，3号完成八成", "市林草局", "3号完成八成"),
    ],
)
def test_a_telephone_answer(words, who, rest):
    found = of_tasks(words)
    assert (found.deed, found.who, found.words) == (Deed.TELEPHONE, who, rest)


@pytest.mark.parametrize(
    ("words", "deed", "numbers"),
    [
        ("3号转办市水利局", Deed.HAND_OVER, (3,)),
        ("把3号转给市水利局办理", Deed.HAND_OVER, (3,)),
        ("3号改由市水利局牵头", Deed.HAND_OVER, (3,)),
        ("请将3、5号转办市水利局", Deed.HAND_OVER, (3, 5)),
        ("转办3号给市水利局", Deed.HAND_OVER, (3,)),
        ("3号改期到6月底", Deed.REDATE, (3,)),
        ("把3号的完成时限调整到4月15日", Deed.REDATE, (3,)),
        ("3-5号推迟到下周五", Deed.REDATE, (3, 4, 5)),
        ("改期3号到6月底", Deed.REDATE, (3,)),
        ("3号目标改为新增学位5000个", Deed.TARGET, (3,)),
        ("中止3号，因政策调整", Deed.STOP, (3,)),
        ("3号先停一停，等省里文件", Deed.STOP, (3,)),
        ("恢复3号", Deed.RESUME, (3,)),
        ("3号恢复办理", Deed.RESUME, (3,)),
        ("重新打开3号", Deed.REOPEN, (3,)),
        ("3号回头看不合格，重办", Deed.REOPEN, (3,)),
        ("3号销号有误", Deed.REOPEN, (3,)),
        ("更正3号：完成60%", Deed.CORRECT, (3,)),
        ("3号记错了，应该是60%", Deed.CORRECT, (3,)),
        ("3号销号，依据：现场核查已完工", Deed.CLOSE, (3,)),
        ("销号3号（经现场核查）", Deed.CLOSE, (3,)),
        ("催3、5号", Deed.URGE, (3, 5)),
        ("催没回的", Deed.URGE, ()),
        ("没回的都催一下", Deed.URGE, ()),
        ("催所有未反馈的", Deed.URGE, ()),
        ("催一下市水利局", Deed.URGE, ()),
        ("新增任务：市住建局 老旧小区改造方案 6月底前", Deed.NEW_TASK, ()),
        ("增加一项任务：市水利局，河道清淤，3月15日前办结", Deed.NEW_TASK, ()),
        ("交办：市水利局 河道清淤 3月15日前", Deed.NEW_TASK, ()),
    ],
)
def test_an_order_about_tasks(words, deed, numbers):
    found = of_tasks(words)
    assert (found.deed, found.numbers) == (deed, numbers)


@pytest.mark.parametrize("words", ["66号抓紧", "谁没回", "3号什么情况", "超期", "3号历史", "周报", "好的", "市水利局"])
def test_what_is_no_order(words):
    assert of_tasks(words) is None
    assert of_people(words) is None


@pytest.mark.parametrize(
    ("words", "deed", "who", "to"),
    [
        ("市林草局局长换成李四", Deed.REPLACE, "市林草局局长", "李四"),
        ("张三调离，由李四接任", Deed.REPLACE, "张三", "李四"),
        ("李四接任市林草局局长", Deed.REPLACE, "市林草局局长", "李四"),
        ("张三不再担任督查员", Deed.DISMISS, "张三", ""),
        ("免去张三督查员职务", Deed.DISMISS, "张三", ""),
        ("停用张三的账号", Deed.DISMISS, "张三", ""),
        ("张三退休了", Deed.DISMISS, "张三", ""),
        ("解绑张三", Deed.UNBIND, "张三", ""),
        ("张三的手机丢了", Deed.UNBIND, "张三", ""),
        ("作废张三的邀请链接", Deed.REVOKE, "张三", ""),
        ("邀请张三", Deed.INVITE, "张三", ""),
        ("邀请名单", Deed.INVITE, "", ""),
        ("任命李四为市林草局局长", Deed.APPOINT, "李四", "市林草局"),
        ("新增督查员王五", Deed.APPOINT, "王五", ""),
        ("新增联络员 王五，市林草局", Deed.APPOINT, "王五", "市林草局"),
        ("新增人员：李四，市财政局联络员", Deed.APPOINT, "李四", "市财政局"),
    ],
)
def test_an_order_about_people(words, deed, who, to):
    found = of_people(words)
    assert (found.deed, found.who, found.to) == (deed, who, to)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("我3月1日至5日外出，由王副局长代", date(2022, 3, 1), date(2022, 3, 5)),
        ("本人3月1日-3月5日请假，工作由王副局长负责", date(2022, 3, 1), date(2022, 3, 5)),
        ("市林草局局长3月1日至5日外出，由王副局长代", date(2022, 3, 1), date(2022, 3, 5)),
        ("我出差三天，由王副局长代", date(2022, 2, 18), date(2022, 2, 20)),
        ("我下周出差，由王副局长代", date(2022, 2, 21), date(2022, 2, 27)),
        ("我到3月5日外出，请王副局长代管", date(2022, 2, 18), date(2022, 3, 5)),
    ],
)
def test_an_absence_and_its_deputy(words, first, last):
    found = of_people(words)
    assert (found.deed, found.to, found.first, found.day) == (Deed.DEPUTY, "王副局长", first, last)


@pytest.mark.parametrize(
    ("words", "deed"),
    [
        ("任命孙主任为督查室主任", Deed.APPOINT),
        ("任命孙伟为市政府督查室主任", Deed.APPOINT),
        ("新增督查室主任 孙主任", Deed.APPOINT),
        ("督查室主任由孙主任担任", Deed.APPOINT),
        ("孙主任不再担任督查室主任", Deed.DISMISS),
    ],
)
def test_the_director_is_no_head_of_a_department(words, deed):
    found = of_people(words)
    assert (found.deed, found.role) == (deed, "director")
    assert found.who in ("孙主任", "孙伟")


@pytest.mark.parametrize(
    ("words", "deed", "numbers"),
    [
        ("市水利局刚来电话说3号完成七成了", Deed.TELEPHONE, ()),
        ("市财政局打电话来，4号预计3月底办结", Deed.TELEPHONE, ()),
        ("5号先放一放，等省里政策", Deed.STOP, (5,)),
        ("5号可以继续了", Deed.RESUME, (5,)),
        ("加一项：市水利局，3月20日前报送防汛物资储备方案", Deed.NEW_TASK, ()),
        ("3号办完了，我去现场看过了，销了吧", Deed.CLOSE, (3,)),
        ("3号由各县区分别反馈", Deed.SHARE, (3,)),
        ("3号请市财政局、市水利局逐一报送情况", Deed.SHARE, (3,)),
    ],
)
def test_what_a_coordinators_week_also_says_of_tasks(words, deed, numbers):
    found = of_tasks(words)
    assert (found.deed, found.numbers) == (deed, numbers)


@pytest.mark.parametrize(
    ("words", "deed", "who", "to"),
    [
        ("住建局老张调走了，新局长是赵六", Deed.REPLACE, "住建局", "赵六"),
        ("赵六到任市住建局局长", Deed.APPOINT, "赵六", "市住建局"),
        ("新来了个督查员小陈", Deed.APPOINT, "小陈", ""),
        ("把没绑定的人的链接发我", Deed.INVITE, "", ""),
        ("市林草局人员名单", Deed.ROSTER, "", "市林草局"),
        ("谁是督查员", Deed.ROSTER, "", ""),
        ("新增单位：市数据局（简称数据局），局长李四", Deed.DEPARTMENT, "李四", "市数据局"),
        ("各县区包括甲县、乙区、丙市", Deed.GROUP, "", "各县区"),
        ("各县区有甲县、乙区、丙市", Deed.GROUP, "", "各县区"),
        ("发个通报", Deed.BULLETIN, "", ""),
        ("通报：请各单位周五前报送进展", Deed.BULLETIN, "", ""),
    ],
)
def test_what_a_coordinators_week_also_says_of_people(words, deed, who, to):
    found = of_people(words)
    assert (found.deed, found.who, found.to) == (deed, who, to)


@pytest.mark.parametrize(
    "words", ["市水利局局长下周出差，让刘副局长代几天", "市水利局局长1月10日到1月14日去省里开会，期间刘副局长负责"]
)
def test_days_of_absence_stand_beside_the_reason(words):
    found = people_orders.read(words, today=date(2022, 1, 5), calendar=CALENDAR)
    assert (found.who, found.to, found.first) == ("市水利局局长", "刘副局长", date(2022, 1, 10))


@pytest.mark.parametrize(
    "words", ["通报", "本周通报", "下周开会，张科长负责落实", "3号完成了，现场没看过", "各县区有困难"]
)
def test_what_is_no_order_of_these_kinds(words):
    assert of_people(words) is None
    assert of_tasks(words) is None


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("6号可以销了，文件我看过，政办发9号", (6,)),
        ("6号的文件印了，政办发〔2022〕9号", (6,)),
        ("（住建）9号已经办结", (9,)),
    ],
)
def test_the_number_of_a_paper_calls_no_task(said, called):
    assert called_numbers.numbers(said, range(1, 161)) == called

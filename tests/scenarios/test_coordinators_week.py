"""A coordinator's week in plain words: each want is done, or answered with what he can do instead."""

import pytest


@pytest.fixture
async def week(office):
    office.leader_ = await office.leader("分管城建副市长")
    office.other = await office.leader("常务副市长")
    office.housing = await office.head("市住建局局长")
    office.water = await office.head("市水利局局长")
    office.finance = await office.head("市财政局局长")
    facts = {"leader": office.leader_, "due": "2022-03-31"}
    office.flats, office.pipes = await office.tasks(["改造18个老旧小区", "雨水管网改造"], owner=office.housing, **facts)
    office.dam = (await office.tasks(["水库除险加固"], owner=office.water, **facts))[0]
    await office.until("2022-01-05 09:00")
    await office.housing.taps("全部签收")
    await office.water.taps("签收")
    await office.until("2022-01-05 09:40")
    return office


SAID = [
    # people
    ("财政局局长1月7号到9号出差，张科长代", "其间由张科长代理"),
    ("市财政局局长今天请假", "其间由谁代理"),
    ("财政局局长住院了，几天说不准", "从哪天到哪天"),
    ("财政局局长哪天回来？", "没有登记市财政局局长外出"),
    ("水利局现在谁在代理", "没有登记市水利局局长外出"),
    ("市财政局局长被免职了，账号停掉", "职务即时结束"),
    ("把水利局局长的账号停掉", "账号解除绑定，职务和事项不变"),
    ("常务副市长配个秘书小林，以后给常务的消息也发给小林", "小林任常务副市长秘书"),
    ("给市住建局再加一个联络员，叫小郑", "小郑任市住建局联络员"),
    ("住建局联络员定小王了", "小王任市住建局联络员"),
    ("给水利局配一个联络员", "请写市水利局联络员的姓名"),
    ("市水利局局长绑定了没有", "市水利局局长（已绑定）"),
    # tasks
    ("1号可以结了，现场核查过，验收材料都在", "销号（现场核查过，验收材料都在）"),
    ("1号可以结了", "还没有办结申请"),
    ("把1号退回给水利局", "转由市水利局"),
    ("1号改回水利局办理", "转由市水利局"),
    ("新增任务：各乡镇 老旧小区改造方案 12月31日前", "还不知道各乡镇包括哪些单位"),
    ("1号转办各乡镇", "还不知道各乡镇包括哪些单位"),
    ("老赵说1号上次报错了，应该是92%，改一下", "1号目前没有可更正的反馈。代录请发“代市住建局局长报"),
    ("2号改到6月15日完成，招标往后拖了，领导同意的", "经谁同意"),
    (
        "1月3日市政府常务会议定了几件事：一是由市住建局牵头3月25日前拿出汛期危旧房排查方案，二是市财政局3月15日前落实资金",
        "时限：3月15日",
    ),
    (
        "会议纪要：1.市住建局3月25日前完成汛期危旧房排查；2.市财政局3月15日前落实污水厂资金800万",
        "1. 汛期危旧房排查｜市住建局",
    ),
    ("市领导交办：由市财政局牵头研究1号资金来源，3月15日前", "哪位领导"),
    ("1号配合单位是市水利局、市财政局", "增加配合单位：市水利局、市财政局"),
    ("2号目标：改造管网率100%，3月15日前先交初步方案", "目标要求改为：改造管网率100%，3月15日前先交初步方案"),
    ("2号时限还是3月31日不改了", "就是3月31日（周四），没有改动"),
    ("给住建局局长打个电话问问1号", "【督查室】请就1号"),
    ("任命王强为市财政局局长", "现任市财政局局长仍在任"),
    ("任命市财政局局长为市财政局局长", "没有改动"),
    ("把1号改成急件", "列为急件"),
    ("2号的数据要核实一下，让他们补个证明材料", "将发给市住建局局长"),
    ("1号前期手续到底差哪些，你问清楚住建局，下班前要", "今日内回复：1号前期手续到底差哪些"),
    ("给财政局局长说一声，1号的钱月底前必须到位", "【督查室通知】请财政局局长，1号的钱月底前必须到位"),
    ("下周二开调度会，通知住建局、财政局局长参加", "【督查室通知】下周二开调度会，请住建局、财政局局长参加"),
    ("查一下上个月办结了哪些", "累计已销号0项"),
    ("昨天常务会议定的四件事都录了没有", "会议议定的事项"),
    ("市水利局局长调走了，新局长叫李大山，今天到岗", "由李大山接任"),
    ("谁的反馈是应付差事的，没实质内容那种", "无实质内容"),
    (
        "新增一项：市水利局，修复镜湖大桥护栏，3月20日前完成，分管城建副市长牵头，住建局配合",
        "新增任务：修复镜湖大桥护栏",
    ),
    ("明天上午十点半提醒我给市长报送专报", "1月6日（周四）10"),
    ("明天二十点提醒我看一遍名单", "1月6日（周四）20"),
    ("1号的方案评审定在3月28日，记成节点", "阶段节点随台账改动"),
    ("水利局局长手机换了，把原来那个解绑", "账号解除绑定"),
    ("这周谁最拖拉", "按期反馈率"),
    ("市水利局局长是谁", "市水利局局长（已绑定）"),
    ("水利局新来了个联络员叫陈静，麻烦加上", "陈静任市水利局联络员"),
    ("1号改造换到水利局，他们职能划过去了", "转由市水利局"),
    ("李局长退二线了，局里现在是赵副局长主持，水利局", "由赵副局长接任"),
    ("老赵说1号还差四家没办完手续，10号之前弄完", "记为市住建局局长的反馈"),
    ("让各单位把二月份进展今天下班前报上来", "将发给2位责任人"),
    ("昨天城建副市长在会上讲1号要倒排工期，录成批示，3月20号前报", "批示1号“改造18个老旧小区”"),
    ("财政局局长休假到下周五，工作由水利局局长代", "1月5日（周三）至1月14日（周五）"),
    ("1号进度从15%改成25%，住建局刚才电话纠正的", "1号目前没有可更正的反馈"),
    ("1号供热的事先不急，等9月份再提醒他们", "这句话要怎么办"),
    ("能不能以后催办不要中午发", "意见已记下"),
    ("1号花了多少钱，你帮我问财政要个准数", "将发给市财政局局长"),
    # papers and figures
    ("导出三月到期的", "【台账】“三月到期”"),
    ("签发", "没有未答复的督办单"),
    ("撤销1号的督办单", "没有可撤回的督办单"),
    ("给常务副市长发一下本周情况", "的本周情况（截至现在）发给常务副市长"),
    ("通知各单位负责人明天下午3点开调度会", "将发给2位责任人"),
    ("这周办结了几件，超期几件，多少家没反馈", "现在：共3项，在办3项，已销号0项，超期0项"),
    ("上周回了多少条、办结多少、还有哪些超期，给我几个数", "上周：回音"),
    ("每个单位的反馈率", "按期反馈率"),
    ("反馈最差的三个单位", "由差到好"),
    ("把住建局的台账导出来", "【台账】“住建局”"),
]


async def test_each_want_is_met_or_told_how(week):
    wrong = []
    for said, shown in SAID:
        await week.coordinator.says(said)
        if shown not in week.coordinator.last:
            wrong.append((said, week.coordinator.last[:200]))
        if "取消" in week.coordinator.latest.labels:
            await week.coordinator.taps("取消")
    assert not wrong, "\n".join(f"{said} → {heard}" for said, heard in wrong)


async def test_what_is_undone_is_told_to_whoever_heard_of_it(week):
    second = await week.another_coordinator("督查员乙")
    coordinator = week.coordinator
    await coordinator.says("1号转给水利局办")
    await coordinator.taps("确认")
    await coordinator.taps("撤销")
    assert "督查室已撤销移交，以下1项事项仍由您办理" in week.housing.last
    assert "督查室已撤销移交" in week.water.last
    await coordinator.says("财政局局长1月7号到9号出差，水利局局长代")
    await coordinator.taps("确认")
    assert "您将代理市财政局局长的工作，1月7日（周五）至1月9日（周日）" in week.water.last
    assert "市财政局局长的工作由市水利局局长代理" in week.finance.last
    await coordinator.taps("撤销")
    assert "已撤销以下办理" in second.last
    assert "已撤销以下办理" in week.finance.last


async def test_a_paper_of_the_office_is_listed_and_taken_back(week):
    coordinator = week.coordinator
    await coordinator.says("催办1号")
    await week.until("2022-01-14 10:00")
    await coordinator.says("给市住建局局长下达督办单")
    await coordinator.taps("下达")
    await coordinator.says("督办单")
    assert "未答复的督办单和待签发的文件" in coordinator.last
    await coordinator.says("撤回1号的督办单")
    await coordinator.taps("确认")
    assert "督办单已撤回" in coordinator.last
    assert "督查室已撤销“督办单”" in week.housing.last
    assert "instruction_end" in await week.journal()


async def test_several_tasks_named_are_all_served_or_none(week):
    coordinator = week.coordinator
    await week.housing.says("1号已办结")
    await week.housing.says("2号已办结")
    await coordinator.says("1号、2号都退回去，缺验收表，3月20日前重报")
    assert coordinator.last.count("退回重办") == 2
    await coordinator.taps("确认")
    assert await week.state(week.flats) == await week.state(week.pipes) == "退回重办"
    await coordinator.says("1号、2号的目标都改成全部通过验收")
    assert coordinator.last.count("目标要求改为：全部通过验收") == 2
    await coordinator.says("1号、2号名称改成老旧小区整治")
    assert "逐项改" in coordinator.last
    await coordinator.says("住建局来电话说1号完成60%；水利局来电话说3号完成20%")
    heard = [each for each in coordinator.heard_since("2022-01-05 09:40") if "（电话代录）" in each]
    assert len(heard) == 2


async def test_a_telephone_answer_is_undone_by_word_and_told(week):
    await week.coordinator.says("代市住建局报：1号完成60%")
    await week.coordinator.taps("确认")
    assert (await week.found(week.flats)).percent == 60
    await week.coordinator.says("撤销")
    assert "已撤销：1号" in week.coordinator.last
    assert (await week.found(week.flats)).percent is None
    assert "督查室已撤销“代您登记的反馈”" in week.housing.last


@pytest.mark.parametrize(
    ("asked", "question", "next_words", "never"),
    [
        ("2号改期", "改到哪一天", "1号职责异议不同意，还是住建局管，3月20日前回话", "改为3月20日"),
        ("2号改期", "改到哪一天", "分管城建副市长1月10日至12日出访，批示请市长代看", "改为1月12日"),
    ],
)
async def test_an_open_question_takes_only_an_answer_to_it(week, asked, question, next_words, never):
    await week.coordinator.says(asked)
    assert question in week.coordinator.last
    await week.coordinator.says(next_words)
    assert never not in week.coordinator.last
    await week.coordinator.says("那就改到2月28日吧")
    assert "2月28日" in week.coordinator.last

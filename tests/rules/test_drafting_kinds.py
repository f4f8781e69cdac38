"""Which sentences of a speech or of minutes hand out work, whose it is and by when; and which do not."""

import pytest

from bot.drafting.drafts import SENTENCE, Draft, drafted, faults
from bot.drafting.units import UnitNames

FULL = {
    "县发展和改革局": "县发改局",
    "县财政局": "",
    "县住房和城乡建设局": "县住建局",
    "县教育局": "",
    "县交通运输局": "县交通局",
    "县农业农村局": "",
    "县水利局": "",
    "县民政局": "",
    "县人力资源和社会保障局": "县人社局",
    "县卫生健康局": "县卫健局",
    "县应急管理局": "县应急局",
    "县自然资源局": "",
    "市生态环境局清河分局": "生态环境分局",
    "县公安局": "",
    "县委宣传部": "",
    "县委办公室": "县委办",
    "县政府办公室": "县政府办",
    "清河经济开发区管委会": "经开区",
    "柳林镇人民政府": "柳林镇",
    "城关街道办事处": "城关街道",
    "县审计局": "",
    "县税务局": "",
    "县工业和信息化局": "县工信局",
    "县文化旅游和体育局": "县文旅局",
    "县妇女联合会": "县妇联",
}
NAMES = {name: full for full, short in FULL.items() for name in (full, short) if name}
FRAME = """在全县重点工作推进会上的讲话
一、抓落实
县住建局4月底前完成供水改造。县财政局5月底前完成清算。
"""
JOINT = ("县交通运输局", "县住房和城乡建设局", "县公安局")


def of(sentence: str) -> list[Draft]:
    """Its drafts, in a speech that names units and days."""
    found = drafted(FRAME + sentence, names=NAMES, duties={}, earlier=())
    return [each for each in found if each.sentence in sentence]


WORK = [
    # a unit as the subject, with or without 要, by its short name, its trade or its part of a list
    ("县住建局6月底前完成危房改造方案编制并组织实施。", [("县住房和城乡建设局", "6月底前")]),
    ("请县教育局会同县人社局抓紧研究，9月1日开学前把空编教师补齐。", [("县教育局", "9月1日开学前")]),
    ("交通、住建、公安三部门要联合整治占道经营，国庆节前见成效。", [("县交通运输局", "国庆节前")]),
    ("工信部门要把停产企业逐户走访一遍，3月底前拿出名单。", [("县工业和信息化局", "3月底前")]),
    ("县委宣传部要策划一批有分量的报道。", [("县委宣传部", "")]),
    (
        "农村公路建设，交通局要抢工期，汛期前完成路基工程，年底前全线贯通。",
        [("县交通运输局", "汛期前"), ("县交通运输局", "年底前")],
    ),
    ("8月中旬前，县教育局完成校车安全检查。", [("县教育局", "8月中旬前")]),
    ("县应急局要抓紧修订防汛预案，入汛前组织一次实战演练。", [("县应急管理局", "入汛前")]),
    ("两办要把文件数量压下来，6月底前拿出精简办法。", [("县委办公室", "6月底前")]),
    ("妇联、文明办等单位要用群众听得懂的话去讲，上半年每个镇街建成2个示范村。", [("县妇女联合会", "上半年")]),
    ("“五一”期间县文旅局要办好山货节，力争销售额突破800万元。", [("县文化旅游和体育局", "“五一”期间")]),
    ("水利局、应急局要坐下来商量，一周内拿出方案，汛前完工。", [("县水利局", "一周内"), ("县水利局", "汛前")]),
    ("县水利局对“四乱”问题露头就打，每季度开展一次核查。", [("县水利局", "每季度")]),
    ("经开区标准厂房二期6月20日前要交付。", [("", "6月20日前")]),  # where it stands, and not who does it
    # owners said afterwards
    ("全年新增就业5000人以上，登记失业率控制在4%以内，由县人社局负责。", [("县人力资源和社会保障局", "全年")] * 2),
    ("年底前污水处理率要达到95%，黑臭水体全部消除，生态环境分局负总责。", [("市生态环境局清河分局", "年底前")] * 2),
    (
        "年内新建养老驿站12家，改造敬老院3所，新增车位800个，前两项民政部门负责，后一项住建部门负责。",
        [("县民政局", "年内"), ("县民政局", "年内"), ("县住房和城乡建设局", "年内")],
    ),
    ("今年新建1.2万亩，提升改造8000亩，由农业农村局牵头，10月底前建成。", [("县农业农村局", "10月底前")] * 2),
    ("年内新增托位600个，社区食堂实现街道全覆盖，卫健、民政部门各负其责。", [("县卫生健康局", "年内")] * 2),
    # owners said before, helpers apart
    ("由县财政局牵头，县审计局、县税务局配合，8月底前把往来款清理一遍。", [("县财政局", "8月底前")]),
    ("会议议定，由县自然资源局牵头，会同县财政局，于4月15日前提出收储方案。", [("县自然资源局", "4月15日前")]),
    ("请建华副县长牵头，县工信局具体落实，3月20日前拿出方案。", [("县工业和信息化局", "3月20日前")]),
    ("对“僵尸企业”要分类处置，上半年出清6家，这件事由县财政局商税务局拿意见。", [("县财政局", "上半年")]),
    (
        "三个断头路项目，分别由县住建局、交通局负责，国庆前全部打通。",
        [("县住房和城乡建设局", "国庆前")],
    ),
    (
        "天元电子二期6月份要拿地，8月份开工，经开区要派专人盯。",
        [("清河经济开发区管委会", "6月份"), ("清河经济开发区管委会", "8月份")],
    ),
    ("新建口袋公园12个，改造广场3处，县住建局牵头，10月底前全部开放。", [("县住房和城乡建设局", "10月底前")] * 2),
    # targets without an owner, a rhythm, what is forbidden
    ("今年粮食播种面积稳定在60万亩以上，粮食产量不低于5亿斤。", [("", "今年"), ("", "今年")]),
    (
        "今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，居民收入与经济同步增长。",
        [("", "今年"), ("", "今年")],
    ),
    ("力争二季度末签约率达到九成，三季度全面开工。", [("", "二季度末"), ("", "三季度")]),
    ("县水利局每季度组织一次水库安全巡查，发现问题立即整改。", [("县水利局", "每季度")]),
    ("河长每周巡河一次。", [("", "每周")]),
    ("凡未完成年度任务的单位，一律不得评先评优。", [("", "")]),
    ("危房改造还剩86户，6月底前必须清零。", [("", "6月底前")]),
    ("工信局对已签约未开工的9个项目每周会商一次。", [("县工业和信息化局", "每周")]),
    ("小作坊整治去年立了台账，还有11家没有达标，“五一”前不达标的一律关停。", [("", "“五一”前")]),
    # the minutes of a meeting
    ("会议决定，同意追加水毁修复资金300万元，由县财政局从预备费中安排。", [("县财政局", "")]),
    ("会议听取了县文旅局的汇报，同意举办漂流节，由县文旅局按程序组织实施。", [("县文化旅游和体育局", "")]),
    ("会议要求，县卫健局要加快县医院新院区搬迁，确保7月1日前全面启用。", [("县卫生健康局", "7月1日前")]),
    ("会议明确，对18件重复信访事项，由包案领导逐件约见，6月底前化解率达到80%以上。", [("", "6月底前")]),
    ("会议决定，原则通过该办法，由县住建局作文字修改后，以县政府名义印发。", [("县住房和城乡建设局", "")]),
    ("涉及管线迁改的，由县住建局负责协调，县公安局做好秩序保障。", [("县住房和城乡建设局", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rows"), WORK, ids=[each[0][:16] for each in WORK])
def test_each_piece_of_work_is_a_row_with_its_lead_and_its_day(sentence, rows):
    found = of(sentence)
    assert [(each.lead, each.due) for each in found] == rows
    assert all(each.lead_from == SENTENCE for each in found if each.lead)
    assert [faults(each, UnitNames(NAMES)) for each in found] == [[]] * len(found)


TALK = [
    # what has been done
    "去年，全县地区生产总值增长7.2%，新增规上企业21家。",
    "县住建局去年完成了12个老旧小区改造，群众满意度很高。",
    "一年来，县教育局新建学校3所，新增学位4500个。",
    "截至2月底，全县已开工项目18个，开工率32%。",
    "全县现有在建项目64个，总投资187亿元。",
    "县水利局的同志守在大堤上三天三夜，我代表县委、县政府表示感谢。",
    "刚才，县发改局、柳林镇作了发言，讲得都很好。",
    "2025年，全县粮食总产达到11.2万吨，农村居民收入2.9万元，建成高标准农田3.2万亩。",
    "一季度，全县地区生产总值同比增长5.4%，固定资产投资增长3.1%。",
    "经开区新签约项目11个，值得肯定。",
    "这两年，县科工信局先后培育专精特新企业36家，打下了很好的基础。",
    "到4月底，我们的财政收入只完成了全年任务的28%。",
    "东湖大桥预计今年年底通车，届时通行时间将缩短到10分钟。",
    # whose word it is not
    "省政府将于下半年对各市开展专项督查。",
    "县农业农村局要是早一点动手，也不至于这么被动。",
    "省委经济工作会议强调，要坚持稳中求进，着力扩大内需，年内实现新突破。",
    "有的干部说，反正年底前完不成，干脆明年再说，这是典型的推脱。",
    "如果雨季提前，工期就要受影响。",
    # what a meeting only notes
    "会议听取了县财政局关于一季度预算执行情况的汇报。",
    "会议指出，一季度全县固定资产投资完成28亿元，增长9.3%。",
    "会议强调，安全生产责任重于泰山，要始终绷紧这根弦。",
    "3月2日，县长王建国主持召开县政府常务会议，现纪要如下。",
    "列席：县发改局、县财政局主要负责同志。",
    # appeals
    "县财政局要提高认识，高度重视。",
    "消费是慢变量，急不得，也等不得。",
    "这次会议的主要任务是分析一季度形势，安排二季度工作。",
    "我们要提高政治站位，切实增强责任感、紧迫感。",
    "各级各部门一定要跳出清河看清河，既要算眼前账，更要算长远账。",
    "同志们，让我们携起手来，为建设现代化新清河而努力奋斗！",
]


@pytest.mark.parametrize("sentence", TALK, ids=[each[:16] for each in TALK])
def test_talk_is_no_row(sentence):
    assert of(sentence) == []


def test_who_leads_together_who_helps_and_whom_the_register_lacks():
    (joint,) = of("交通、住建、公安三部门要联合整治占道经营，国庆节前见成效。")
    assert (joint.lead, *joint.beside) == JOINT
    (led,) = of("由县财政局牵头，县审计局、县税务局配合，8月底前把往来款清理一遍。")
    assert led.partners == ("县审计局", "县税务局")
    (unknown,) = of("县供热公司10月20日前完成锅炉检修。")
    assert (unknown.lead, unknown.said) == ("", ("县供热公司",))
    (both,) = of("供热公司、县财政局要在10月20日前对好账。")
    assert (both.lead, both.said) == ("县财政局", ("供热公司",))
    (leader,) = of("请志强同志牵头，3月20日前拿出方案。")
    assert (leader.lead, leader.leader) == ("", "志强同志")


def test_a_group_beside_a_unit_owns_its_own_part():
    said = "会议要求，对应开未开的11个项目，由县发改局建立台账，责任单位实行销号管理，每周报告一次进展。"
    ledger, groups = drafted(said, names=NAMES, duties={}, earlier=())
    assert (ledger.lead, ledger.title) == ("县发展和改革局", "对应开未开的11个项目，由县发改局建立台账")
    assert (groups.lead, groups.said, groups.due) == ("", ("责任单位",), "每周")


def test_who_names_units_only_exhorts_with_bare_verbs():
    appeals = "坚持实干当头。完善体制机制，弘扬优良作风。推进作风建设，营造浓厚氛围。" * 4
    found = drafted(f"{FRAME}{appeals}", names=NAMES, duties={}, earlier=())
    assert [each.lead for each in found] == ["县住房和城乡建设局", "县财政局"]
    assert drafted("一、抓落实\n推进土壤污染治理，严控农业面源污染。", names=NAMES, duties={}, earlier=())


def test_what_a_decision_is_about_stands_with_it():
    said = "一、关于零星坟墓迁移。由柳林镇负责，6月10日前完成，自然资源局予以支持。"
    (moved,) = drafted(said, names=NAMES, duties={}, earlier=())
    assert moved.title == "关于零星坟墓迁移。由柳林镇负责，6月10日前完成"
    assert (moved.lead, moved.partners, moved.sentence) == ("柳林镇人民政府", ("县自然资源局",), said)


def test_an_owner_in_a_sentence_of_its_own_is_quoted_with_what_it_owns():
    said = "年底前建成停车场6处，新增车位800个。以上两项由县住建局负责。"
    found = drafted(FRAME + said, names=NAMES, duties={}, earlier=())[-2:]
    assert [each.lead for each in found] == ["县住房和城乡建设局"] * 2
    assert all(each.sentence == said and not faults(each, UnitNames(NAMES)) for each in found)


def test_what_a_sentence_does_not_say_is_a_fault():
    wrong = Draft("建转运站", "由县住建局建转运站。", "第1句", lead="县住房和城乡建设局", lead_from=SENTENCE,
                  beside=("县水利局",), partners=("县审计局",), said=("县供热公司",), leader="志强同志")  # fmt: skip
    assert faults(wrong, UnitNames(NAMES)) == [
        "单位“县水利局”不在原文中",
        "单位“县审计局”不在原文中",
        "“县供热公司”不在原文中",
        "“志强同志”不在原文中",
    ]

"""Departments and their parts as tables write them, against the register; what is no name is never a department."""

from pathlib import Path

import pytest

from bot.ledger_files.register import read_register
from bot.ledger_files.units.lookup import Lookup
from bot.ledger_files.units.phrase import read_units

LOOKUP = Lookup(read_register(Path(__file__).parents[2] / "examples/register.csv").names)


def names(found):
    return "、".join(each.name + ("" if each.known else "?") for each in found)


def read(phrase, default="lead"):
    units = read_units(phrase, LOOKUP, default=default)
    return names(units.leads), names(units.partners), names(units.supervising)


@pytest.mark.parametrize(
    ("phrase", "lead", "partners"),
    [
        ("市财政局牵头，市审计局、市统计局配合", "市财政局", "市审计局、市统计局"),
        ("由市发改委牵头负责，市直有关部门参加", "市发展改革委", "市直有关部门"),
        ("市财政局会同市审计局", "市财政局", "市审计局"),
        ("市医保局牵头，会同市卫健委、市财政局落实", "市医保局", "市卫生健康委、市财政局"),
        ("牵头单位：市商务局；责任单位：市财政局、市统计局", "市商务局", "市财政局、市统计局"),
        ("主办：市民政局 协办：市财政局", "市民政局", "市财政局"),
        ("市商务局、市财政局、市工信局按职责分工负责", "市商务局", "市财政局、市工信局"),
        ("市水利局、市农业农村局和各县区政府按职责落实", "市水利局", "市农业农村局、各县区政府"),
        ("市教育局、市财政局共同牵头，市审计局配合", "市教育局、市财政局", "市审计局"),
        ("市审计局、市财政局（牵头）", "市财政局", "市审计局"),
        ("市财政局为牵头单位，市审计局为配合单位", "市财政局", "市审计局"),
        ("市财政局负责资金筹措，市住建局负责项目实施", "市财政局", "市住建局"),
        ("市财政局等有关部门", "市财政局", ""),
        ("市农业农村局牵头，市水利局等部门和各县区配合", "市农业农村局", "市水利局、各县区"),
        ("市住建局（市城管局）", "市住建局", "市城管执法局"),
        ("①市财政局②市审计局", "市财政局", "市审计局"),
        ("市财政局市审计局", "市财政局", "市审计局"),
        ("市住房和城乡建设局、市卫健委、市林业和草原局", "市住建局", "市卫生健康委、市林草局"),
        ("财政、审计部门", "市财政局", "市审计局"),
        ("市住建局局长张三", "市住建局", ""),
        ("市住建局：张三", "市住建局", ""),
        ("各县（市、区）人民政府，各乡镇、街道", "各县（市、区）人民政府", "各乡镇、各街道"),
        ("市财政局牵头负责，各责任单位按职责分工抓好落实", "市财政局", "各责任单位"),
        ("无", "", ""),
        ("——", "", ""),
        ("市外星局牵头，市财政局配合", "市外星局?", "市财政局"),
        ("市公安局交警支队", "市公安局交警支队?", ""),
        ("省生态环境厅", "省生态环境厅?", ""),
    ],
)
def test_who_leads_and_who_helps(phrase, lead, partners):
    assert read(phrase)[:2] == (lead, partners)


def test_who_looks_after_it():
    assert read("市商务局牵头；市财政局配合；督导单位：市审计局") == ("市商务局", "市财政局", "市审计局")
    assert read("市审计局", default="supervising") == ("", "", "市审计局")


@pytest.mark.parametrize(
    ("name", "nearest"), [("市财征局", "市财政局"), ("市公安局交警支队", "市公安局"), ("市住建厅", "市住建局")]
)
def test_an_unknown_name_comes_with_the_nearest(name, nearest):
    assert nearest in LOOKUP.nearest(name)


def test_a_district_is_not_the_city():
    lookup = Lookup({"市财政局": "市财政局", "东湖区财政局": "东湖区财政局"})
    assert [lookup.find(name) for name in ("财政局", "东湖区财政局", "西山区财政局", "县财政局")] == [
        "市财政局",
        "东湖区财政局",
        None,
        None,
    ]


UNITS = (
    "县发展和改革局 县财政局 县住房和城乡建设局 县教育和体育局 县文化旅游和广电体育局 城关镇政府 东风街道办事处 "
    "县委组织部 县政府办公室 国网县供电公司 经济开发区管委会 各乡镇（街道）"
)
COUNTY = Lookup({name: name for name in UNITS.split()})


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("县发改局", "县发展和改革局"),
        ("发改局", "县发展和改革局"),
        ("财政局", "县财政局"),
        ("县住建局", "县住房和城乡建设局"),
        ("教体局", "县教育和体育局"),
        ("县文广旅体局", "县文化旅游和广电体育局"),
        ("城关镇", "城关镇政府"),
        ("东风街道", "东风街道办事处"),
        ("组织部", "县委组织部"),
        ("县政府办", "县政府办公室"),
        ("供电公司", "国网县供电公司"),
        ("经开区", "经济开发区管委会"),
        ("各镇街", "各乡镇（街道）"),
        ("市财政局", None),
        ("县审计局", None),
        ("体育局", None),
    ],
)
def test_a_county_has_names_of_its_own(words, name):
    assert COUNTY.find(words) == name


def test_a_contraction_is_told():
    COUNTY.find("县文广旅体局")
    assert COUNTY.contracted["县文广旅体局"] == "县文化旅游和广电体育局"

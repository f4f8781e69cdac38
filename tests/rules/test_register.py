"""The register: leaders, departments under all their names, heads, groups, and what is wrong in which row."""

from pathlib import Path

import pytest

from bot.ledger_files.register import read_register

REGISTER = Path(__file__).parents[2] / "examples/register.csv"
HEADER = "类型,名称,简称,负责人,联络员\n"


def faults(rows: str) -> list[tuple[int | None, str]]:
    return [(fault.row, fault.fault) for fault in read_register((HEADER + rows).encode()).faults]


def test_the_register_of_the_example_is_whole():
    register = read_register(REGISTER)
    assert register.faults == ()
    assert (len(register.leaders), len(register.departments), len(register.groups)) == (9, 63, 4)
    assert register.head_of("市发展改革委") == "市发展改革委主任"
    assert register.has_leader("分管工业副市长")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("市发改委", "市发展改革委"),
        ("发改委", "市发展改革委"),
        ("市发展和改革委员会", "市发展改革委"),
        ("市发展改革委", "市发展改革委"),
        ("各乡镇", "各乡镇"),
        ("融媒体中心", "市融媒体中心"),
        ("市外星局", None),
    ],
)
def test_a_department_is_known_by_any_of_its_names(words, name):
    assert read_register(REGISTER).department(words) == name


def test_liaisons_and_aliases_may_be_several():
    register = read_register((HEADER + "单位,市财政局,财政局、市财政,王局长,张三；李四\n").encode())
    (department,) = register.departments
    assert department.aliases == ("财政局", "市财政")
    assert department.liaisons == ("张三", "李四")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("单位,市财政局,,,\n", [(2, "head_missing")]),
        ("单位,,,局长,\n", [(2, "name_missing")]),
        ("机关,市财政局,,局长,\n", [(2, "kind_unknown")]),
        ("单位,市财政局,,甲,\n单位,市财政局,,乙,\n", [(3, "name_repeated")]),
        ("单位,市财政局,财局,甲,\n单位,市审计局,财局,乙,\n", [(3, "alias_repeated")]),
        ("单位,市财政局,市审计局,甲,\n单位,市审计局,,乙,\n", [(2, "alias_repeated")]),
        ("\n,,,,\n单位,市财政局,,甲,\n", []),
    ],
)
def test_a_fault_names_its_row(rows, found):
    assert faults(rows) == found


def test_a_fault_says_where_and_what_to_do():
    (fault,) = read_register((HEADER + "单位,市财政局,,,\n").encode()).faults
    assert fault.column == "D 负责人"
    assert "第 2 行" in fault.message
    assert "请补填" in fault.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_usual_encoding_is_read(encoding):
    register = read_register((HEADER + "单位,市财政局,财政局,市财政局局长,\n").encode(encoding))
    assert register.department("财政局") == "市财政局"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file_empty"), ("甲,乙\n1,2\n".encode(), "header_missing"), (b"PK\x03\x04", "file_unreadable")],
)
def test_what_is_no_register_is_a_fault(content, code):
    (fault,) = read_register(content).faults
    assert (fault.fault, fault.severity) == (code, "error")

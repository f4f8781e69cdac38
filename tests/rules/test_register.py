"""The register: leaders, departments under all their names, heads, groups, and what is wrong in which row."""

import io
from pathlib import Path

import openpyxl
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
    assert "分管工业副市长" in {leader.called for leader in register.leaders}


def test_a_name_holds_nothing_that_nobody_sees():
    """A name with U+202E turns the line it stands in; one with U+2060 is a second unit of the same look."""
    register = read_register(f"{HEADER}部门,市财\u2060政\u202e局,财\u200b政,王\u202e五,张\u00ad三\n".encode())
    found = register.departments[0]
    assert (found.name, found.head, found.aliases, found.liaisons) == ("市财政局", "王五", ("财政",), ("张三",))


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


# other offices' registers


def read(*rows):
    return read_register("\n".join(",".join(row) for row in rows).encode())


def test_one_row_per_person_gives_units_leaders_and_liaisons():
    register = read(
        ("类别", "姓名", "职务", "部门", "简称", "联系电话"),
        ("市领导", "周明", "常务副市长", "市政府", "", "1"),
        ("负责人", "李强", "局长", "市财政局", "财政局", "2"),
        ("联络员", "王芳", "科长", "市财政局", "", "3"),
        ("负责人", "赵军", "主任", "市发展和改革委员会（市发改委）", "", "4"),
    )
    assert register.faults == ()
    assert [(each.name, each.title) for each in register.leaders] == [("周明", "常务副市长")]
    assert [(each.name, each.head, each.liaisons) for each in register.departments] == [
        ("市财政局", "李强", ("王芳",)),
        ("市发展和改革委员会", "赵军", ()),
    ]
    assert register.department("市发改委") == "市发展和改革委员会"


def test_without_kinds_name_and_post_tell():
    register = read(
        ("序号", "姓名", "职务", "单位"),
        ("1", "周明", "副市长", "市政府"),
        ("2", "李强", "党组书记、局长", "市财政局"),
        ("3", "王芳", "副局长", "市财政局"),
    )
    assert [each.name for each in register.leaders] == ["周明"]
    assert [(each.name, each.head, each.liaisons) for each in register.departments] == [("市财政局", "李强", ("王芳",))]


def test_a_list_of_units_needs_no_kinds():
    register = read(
        ("序号", "单位名称", "单位简称", "主要负责人", "联系人", "办公电话"),
        ("1", "市住房和城乡建设局", "市住建局", "陈刚", "刘洋", "1"),
        ("2", "各县（市、区）", "", "", "", ""),
    )
    assert register.faults == ()
    assert (register.head_of("市住房和城乡建设局"), register.groups) == ("陈刚", ("各县（市、区）",))


def test_a_kind_of_another_office_is_read_as_a_unit_with_a_warning():
    register = read(("单位类别", "单位", "负责人"), ("正县级单位", "市国资委", "孙亮"))
    assert [each.name for each in register.departments] == ["市国资委"]
    assert [(fault.fault, fault.severity) for fault in register.faults] == [("kind_unknown", "warning")]


def test_leaders_and_units_may_stand_on_sheets_of_their_own():
    workbook = openpyxl.Workbook()
    workbook.active.title = "市领导"
    for row in (["姓名", "职务"], ["周明", "副市长"]):
        workbook.active.append(row)
    units = workbook.create_sheet("市直部门")
    for row in (["××市市直部门联络表"], ["部门", "负责人", "联络员"], ["市财政局", "李强", "王芳"]):
        units.append(row)
    content = io.BytesIO()
    workbook.save(content)
    register = read_register(content.getvalue())
    assert register.faults == ()
    assert [each.title for each in register.leaders] == ["副市长"]
    assert [each.head for each in register.departments] == ["李强"]

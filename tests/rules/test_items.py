"""Sub-items in a reply, how they stand, and the office's own file of types."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.reading.items.said import Known, Named, said
from db.item_words import ItemState
from schedules.items import hinders, missed, next_turns, overdue, tallies
from schedules.task_types import TypesFault, read, shipped
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()

KNOWN = [
    Known(1, 1, "镜湖北岸排口"),
    Known(2, 2, "东湾村垃圾点", place="东湾村"),
    Known(3, 3, "清河上段", rhythm=True),
    Known(4, 4, "清河", rhythm=True),
]


@pytest.mark.parametrize(
    ("words", "done", "visited"),
    [
        ("镜湖北岸排口已整改到位", (1,), ()),
        ("第1、2项已销号", (1, 2), ()),
        ("第1项已完成，第2项正在整改", (1,), ()),
        ("东湾村已清理整改", (2,), ()),
        ("3月清河上段已巡河", (), (3,)),
        ("镜湖北岸排口尚未整改", (), ()),
        ("镜湖北岸排口预计月底完成", (), ()),
        ("召开第2次会议", (), ()),
    ],
)
def test_what_is_said_of_them(words, done, visited):
    found = said(words, KNOWN, shipped())
    assert (found.done, found.visited) == (done, visited)


@pytest.mark.parametrize(
    ("words", "counted"),
    [("36个问题已整改35个", (36, 35)), ("共21处隐患，已消除20处", (None, None)), ("35个问题整改36个", (None, None))],
)
def test_a_count_alone(words, counted):
    found = said(words, [], shipped())
    assert (found.total, found.finished) == counted


def test_new_cases_of_a_kind_the_office_knows():
    found = said("本月新增零就业家庭2户：张家、李家，新增项目3个", [], shipped())
    assert found.new == (Named("零就业家庭", ("张家", "李家")),)


@dataclass(frozen=True)
class Item:
    title: str
    kind: str = "问题"
    state: ItemState = ItemState.OPEN
    due: date | None = None
    every: str | None = None
    id: int = 0


def test_what_hinders_a_closing_and_what_does_not():
    items = [
        Item("甲"),
        Item("乙", state=ItemState.DONE),
        Item("合法性审查", kind="关口", state=ItemState.DONE),
        Item("失约", kind="失信"),
        Item("清河", kind="路段", every="month"),
        Item("局长甲", kind="讲坛"),
    ]
    assert hinders(items, shipped()) == ["甲", "合法性审查"]
    assert [(each.kind, each.left) for each in tallies(items)] == [("问题", 1), ("关口", 0), ("失信", 1), ("讲坛", 1)]


def test_late_missed_and_whose_turn():
    assert [each.title for each in overdue([Item("甲", due=date(2022, 3, 1)), Item("乙")], date(2022, 3, 2))] == ["甲"]
    assert missed("month", date(2022, 2, 10), [], date(2022, 3, 5)) == "2022年2月"
    assert missed("month", date(2022, 2, 10), [date(2022, 2, 20)], date(2022, 3, 5)) is None
    assert missed("month", date(2022, 3, 1), [], date(2022, 3, 5)) is None
    assert next_turns([Item("甲", state=ItemState.DONE), Item("乙")]) == ["乙"]
    assert next_turns([Item("甲", state=ItemState.DONE)]) == ["甲"]


def test_a_type_has_its_stages_between_hand_out_and_due():
    project = shipped().named("重点项目")
    assert project is not None
    stones = project.milestones(date(2022, 3, 1), date(2022, 12, 20), CALENDAR)
    assert stones[0] == ("前期手续", date(2022, 4, 29))
    assert stones[-1] == ("竣工验收", date(2022, 12, 20))
    assert project.milestones(date(2022, 3, 8), date(2022, 12, 20), CALENDAR)[0][1] == date(2022, 4, 29)  # not 4 May


def test_faults_of_the_file_are_told_all_at_once():
    kind = '[[kind]]\nname = "问题"\nevery = "fortnight"\n'
    project = '[[type]]\nname = "项目"\n'
    with pytest.raises(TypesFault) as told:
        read(f"{kind}{project}stage = []\n{project}")
    assert "every 只能是" in str(told.value)
    assert "没有“stage”这一项" in str(told.value)
    assert "类型“项目”重复" in str(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1", "a：没有这一节"),
        ("", "没有任何"),
        ("type = 5", "type 应为若干节"),
        ("[[type]]\nname = 5", "name 应为文字"),
        ('[[type]]\nname = "x"\nwords = [1]', "words 应为文字的列表"),
        ('[[type]]\nname = "x"\nvisits = "2"', "visits 应为整数"),
        ('[[type]]\nname = "x"\nfields = [3]', "fields 应为若干节"),
        ('[[type]]\nname = "x"\nphases = [{ name = "a", on = "13-01", share = 1 }]', "on 应为月-日"),
    ],
)
def test_what_is_no_type_is_refused(text, said):
    with pytest.raises(TypesFault, match=said):
        read(text)

"""/help fits one screen, and every example of it is understood when it is sent as it stands."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.reading import replies
from bot.reading.orders import people_orders, task_orders
from bot.texts import help as texts
from bot.texts.help import Example
from db.reading_facts import AskedTask
from db.rights import Role
from schedules.policy import Policy

TODAY = date(2022, 2, 18)
CALENDAR = Policy().calendar
OWN = Example(31, "市林草局", "市林草局局长", "市水利局", date(2022, 3, 10), date(2022, 3, 2))


def examples(role):
    lines = texts.text([role], OWN).split(texts.HEAD)[1].splitlines()
    return [each.strip() for line in lines for each in re.split("　+", line) if each.strip()]


@pytest.mark.parametrize("role", list(texts.ORDER))
def test_it_fits_one_screen_and_names_his_own_task(role):
    shown = texts.text([role], OWN)
    assert len(shown.splitlines()) <= 24
    assert len(shown) <= 900
    assert len(examples(role)) >= 5
    assert "31号" in shown


@pytest.mark.parametrize("words", [each for each in examples(Role.HEAD) if "外出" not in each])
def test_an_example_of_a_head_is_read_without_a_doubt(words):
    task = AskedTask(31, "国土绿化", date(2022, 3, 31))
    reading = replies.read(words, [task], today=TODAY, calendar=CALENDAR)
    assert reading.rows
    assert not reading.queries


@pytest.mark.parametrize("words", examples(Role.COORDINATOR))
def test_an_example_of_a_coordinator_is_an_order(words):
    found = task_orders.read(words, today=TODAY, calendar=CALENDAR) or people_orders.read(
        words, today=TODAY, calendar=CALENDAR
    )
    assert found is not None


def test_the_absence_of_a_head_is_read():
    (words,) = [each for each in examples(Role.HEAD) if "外出" in each]
    found = people_orders.read(words, today=TODAY, calendar=CALENDAR)
    assert (found.first, found.day) == (date(2022, 3, 2), date(2022, 3, 4))


@pytest.mark.parametrize("role", [Role.LIAISON, Role.DEPUTY])
def test_the_examples_of_who_reports_for_another_are_read(role):
    task = AskedTask(31, "国土绿化", date(2022, 3, 31))
    for words in (each for each in examples(role) if "历史" not in each):
        reading = replies.read(words, [task], today=TODAY, calendar=CALENDAR)
        assert reading.rows, words
        assert not reading.queries, words


def test_of_several_roles_one_page_is_shown_and_the_others_are_named():
    shown = texts.text([Role.LIAISON, Role.HEAD], OWN)
    assert shown.startswith("用法：")
    assert "您还是联络员：发“联络员用法”查看" in shown
    assert texts.page_asked("联络员用法") is Role.LIAISON


def test_the_page_of_setting_up_fits_one_screen_and_its_examples_are_orders():
    shown = texts.more(OWN)
    assert len(shown.splitlines()) <= 24
    assert len(shown) <= 1100
    lines = shown.split(texts.HEAD)[1].splitlines()
    words = [each.strip() for line in lines for each in re.split("　+", line) if each.strip()]
    asked = [each for each in words if "轮到谁" in each]
    assert all(task_orders.read(each, today=TODAY, calendar=CALENDAR) for each in words if each not in asked)
    assert texts.MORE in texts.text([Role.COORDINATOR], OWN)

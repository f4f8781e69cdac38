"""An answered 批示 is its leader's to read or to send back; the head is asked no more, and nobody forgets it."""

import pytest


@pytest.fixture
async def city(office):
    office.mayor = await office.leader("分管城建副市长")
    office.housing = await office.head("市住建局局长")
    office.flats = await office.task("老旧小区改造", owner=office.housing, leader="分管城建副市长", due="2022-06-30")
    await office.until("2022-01-05 09:00")
    await office.housing.taps("签收")
    await office.until("2022-01-05 10:00")
    await office.mayor.says("1号要抓紧，1月14日前给我报一次")
    await office.mayor.taps("确认")
    return office


async def test_who_has_answered_is_asked_no_more_and_the_leader_every_second_working_day(city):
    await city.housing.says("1号完成立面改造40%", to=city.housing.latest)
    await city.until("2022-01-07 09:30")
    (asked,) = city.mayor.heard_since("2022-01-07 08:00")
    assert "1. 批示　1号“老旧小区改造”：“1号要抓紧，1月14日前给我报一次”" in asked
    assert "已反馈，待分管城建副市长阅示" in asked
    await city.until("2022-01-17 09:30")
    days = ("2022-01-07", "2022-01-11", "2022-01-13", "2022-01-17")
    for day in days:
        assert any("待分管城建副市长阅示" in text for text in city.mayor.heard_since(f"{day} 08:00")), day
    assert not any("批示" in text for text in city.housing.heard_since("2022-01-06 08:00"))
    (listed,) = [text for text in city.coordinator.heard_since("2022-01-17 08:00") if "批示" in text]  # after its day
    assert "已反馈，待分管城建副市长阅示" in listed
    await city.mayor.taps("1")
    assert "【批示反馈】" in city.mayor.last
    await city.mayor.taps("已阅")
    await city.until("2022-01-19 09:30")
    assert not any("批示" in text for text in city.mayor.heard_since("2022-01-18 08:00"))
    assert await city.faults() == []


async def test_what_is_sent_back_waits_for_its_head_again_also_after_months(city):
    await city.housing.says("1号完成立面改造40%", to=city.housing.latest)
    answer = city.mayor.latest
    await city.until("2022-03-01 10:00")
    away = await city.deputy("李副局长", of=city.housing, begins="2022-03-01", ends="2022-03-04")
    await city.mayor.says("不行，重新报", to=answer)
    assert "批示的答复退回市住建局局长重新答复" in city.mayor.last
    await city.mayor.taps("确认")
    assert "【批示退回】" in away.last
    assert not any("批示退回" in text for text in city.housing.heard_since("2022-03-01 08:00"))
    await city.until("2022-03-03 09:30")
    assert any("批示　1号" in text for text in away.heard_since("2022-03-03 08:00"))


async def test_hollow_words_are_brought_to_the_leader_and_end_no_supervision_order(city):
    order = await city.task("背街小巷整治", owner=city.housing, leader="分管城建副市长", due="2022-06-30")
    await city.until("2022-01-12 09:30")
    await city.coordinator.taps("下达督办单")
    await city.coordinator.taps("下达")
    await city.mayor.says(f"{order.number}号也要抓紧")
    await city.mayor.taps("确认")
    await city.housing.says(f"{order.number}号正在推进")
    assert "【批示反馈】" in city.mayor.last
    assert not any("已就督办单作出反馈" in text for text in city.coordinator.heard_since("2022-01-12 09:00"))
    await city.housing.says(f"{order.number}号完成20%")
    assert any("已就督办单作出反馈" in text for text in city.coordinator.heard_since("2022-01-12 09:00"))

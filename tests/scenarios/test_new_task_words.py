"""New tasks as they come: letters, the hotline, a line of minutes; a day that no calendar has is asked for again."""

import pytest

from tests.scenarios.test_said_plainly import city  # noqa: F401

NEW = [
    (
        "新增一项：市住建局牵头、市财政局配合，3月底前完成城北大桥桥面修复，分管城建副市长盯",
        "城北大桥桥面修复",
        ("牵头单位：市住建局", "时限：3月31日", "牵头领导：分管城建副市长", "配合单位：市财政局"),
    ),
    (
        "12345转来一件：锦绣小区居民反映下水道堵了半个月没人管，请住建局3月10日前办结回复",
        "锦绣小区居民反映下水道堵了半个月没人管",
        ("牵头单位：市住建局", "时限：3月10日", "12345"),
    ),
    (
        "常务会议定：由市财政局牵头，会同市住建局于4月底前拿出专项债券项目清单",
        "拿出专项债券项目清单",
        ("牵头单位：市财政局", "时限：4月30日", "配合单位：市住建局", "常务会"),
    ),
]


@pytest.mark.parametrize(("said", "title", "pieces"), NEW)
async def test_a_new_task_is_read_from_running_words(city, said, title, pieces):  # noqa: F811
    await city.coordinator.says(said)
    assert f"新增任务：{title}\n" in city.coordinator.last
    assert all(each in city.coordinator.last for each in pieces), city.coordinator.last


@pytest.mark.parametrize(
    "said",
    [
        "1号改到2月30日",
        "供热那个往后推，推到4月31号",
        "新增任务：清理卫生死角，住建局，2月30日前",
        "市长批示：1号4月31日前报结果",
    ],
)
async def test_a_day_that_is_none_is_asked_for_again(city, said):  # noqa: F811
    await city.leader("市长")
    await city.coordinator.says(said)
    assert "历上没有“" in city.coordinator.last, city.coordinator.last
    assert "确认" not in city.coordinator.latest.labels


async def test_no_day_is_offered_that_nobody_said(city):  # noqa: F811
    await city.coordinator.says("1号往后推一推")
    assert city.coordinator.latest.labels == ("取消",)

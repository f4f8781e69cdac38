"""A new task in running words: what leads, supports, leads for the city and is due is taken out wherever it stands."""

from datetime import date

import pytest

from bot.reading.acts.new_tasks import NewTask, new_task
from bot.reading.mentions import unit_names
from schedules.workdays import Calendar

UNITS = [
    *("市住建局", "市财政局", "市交通局", "市城投公司", "市公安局", "市发改委"),
    *("市农业农村局", "市城管局", "市水利局"),
]
LEADERS = ("分管城建副市长", "常务副市长")
TODAY, CALENDAR = date(2022, 3, 2), Calendar.standard()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "新增一项：市交通局牵头、市财政局配合，3月底前完成城北大桥桥面修复，分管城建副市长盯",
            NewTask("城北大桥桥面修复", "市交通局", "市财政局", "分管城建副市长", "", "3月底"),
        ),
        (
            "加一个事，修复城北大桥桥面，由住建局负责，市财政局、市城投公司配合，4月15日前办完",
            NewTask("修复城北大桥桥面", "住建局", "市财政局、市城投公司", "", "", "4月15日"),
        ),
        (
            "12345转来一件：锦绣小区居民反映下水道堵了半个月没人管，请住建局3月10日前办结回复",
            NewTask("锦绣小区居民反映下水道堵了半个月没人管", "住建局", "", "", "12345转来一件", "3月10日"),
        ),
        (
            "群众来信反映第三小学门口没有红绿灯，交给市公安局办，三月二十号前要结果",
            NewTask("第三小学门口没有红绿灯", "市公安局", "", "", "群众来信反映", "三月二十号"),
        ),
        (
            "常务会议定：由市发改委牵头，会同市财政局于4月底前拿出专项债券项目清单",
            NewTask("拿出专项债券项目清单", "市发改委", "市财政局", "", "常务会议定", "4月底"),
        ),
        (
            "今天调度会定了：市水利局4月20日前完成河道清障，市住建局协助",
            NewTask("河道清障", "市水利局", "市住建局", "", "今天调度会定了", "4月20日"),
        ),
        (
            "人大代表建议：老城区停车难，转市城管局牵头，公安局配合，6月底前答复",
            NewTask("老城区停车难", "市城管局", "公安局", "", "人大代表建议", "6月底"),
        ),
        ("再加一项，春季农资打假，农业农村局", NewTask("春季农资打假", "农业农村局")),
        ("新增任务：市住建局 老旧小区改造方案 6月10日前", NewTask("老旧小区改造方案", "市住建局", due_words="6月10日")),
        (
            "新增任务：河道清障、市水利局牵头、市住建局配合、5月31日前",
            NewTask("河道清障", "市水利局", "市住建局", "", "", "5月31日"),
        ),
    ],
)
def test_the_pieces_of_a_new_task(said, read):
    units = unit_names.written(said, UNITS)
    leaders = [each for each in LEADERS if each in said]
    assert new_task(said, units=units, leaders=leaders, today=TODAY, calendar=CALENDAR) == read

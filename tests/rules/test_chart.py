import subprocess
import sys
import warnings
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image

from bot.texts import words
from bot.texts.canvas import fitted, font_path, writable
from bot.texts.departments import DepartmentRow, department_rows
from bot.texts.wall_chart.chart import chart
from bot.texts.wall_chart.content import Before, Coming, WallChart, Week, Worst
from bot.texts.wall_chart.paper import ALARM, LAMPS
from db.lifecycle import State
from schedules.standing import Lamp, Pace, Standing
from schedules.tally import half_up, tally, whole

DAY = date(2022, 3, 4)
RED = Standing(state=State.IN_PROGRESS, lamp=Lamp.RED, pace=Pace.UNREPORTED, overdue=True)
GREEN = Standing(state=State.IN_PROGRESS, lamp=Lamp.GREEN, pace=Pace.ON_PLAN)
CLOSED = Standing(state=State.CLOSED, lamp=Lamp.GREEN, pace=Pace.DONE)
STOPPED = Standing(state=State.STOPPED, lamp=Lamp.GREY, pace=Pace.OTHER)
LONG = "关于进一步加快推进新老城区供热污水管网互联互通及老旧小区综合整治提升工程前期手续办理工作的若干任务"


def shown(rows, title="2022年重点任务台账挂图作战", long=False):
    """A chart of these units, with ten worst tasks and four full weeks."""
    name = LONG if long else "雨水管网改造和内涝点消除"
    worst = [Worst(n, name, LONG if long else "市住建局", Lamp.RED, "超期12天", "还有3天") for n in range(90, 100)]
    starts = [DAY + timedelta(days=7 * n + 1) for n in range(4)]
    coming = [Coming(DAY + timedelta(days=2), n, name, milestone=n % 2 == 0) for n in range(6)]
    weeks = [Week(first, first + timedelta(days=6), coming, reports=3) for first in starts]
    counts = whole(row.tally for row in rows)
    before = Before(counts.total, counts.unfinished + 1, 0, 2, max(counts.closed - 1, 0))
    return WallChart(title, DAY, counts, before, worst if rows else [], weeks, rows, rows[:12], rows[:9])


def picture(content):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of every glyph it does not have
        return Image.open(BytesIO(chart(content))).convert("RGB")


def rgb(colour):
    return tuple(bytes.fromhex(colour[1:]))


def first_row_with(image, colour, above):
    """The highest pixel row below a height (in inches) that shows a colour within the bars of the left column."""
    for y in range(int(above * 150), image.height):
        if any(image.getpixel((x, y)) == colour for x in range(300, 560, 5)):
            return y
    raise AssertionError(f"{colour} is nowhere")


def test_the_worst_department_hangs_on_top():
    rows = department_rows([("市财政局", GREEN), ("市住建局", RED), ("市水利局", RED), ("市教育局", GREEN)])
    assert [row.name for row in rows][:2] == ["市住建局", "市水利局"]
    image = picture(shown(rows))
    below = 3.5 + 0.42 + 10 * 0.3  # head and the ten worst
    assert first_row_with(image, rgb(ALARM), below) < image.height
    assert rgb(LAMPS[Lamp.GREEN]) in {colour for _, colour in image.getcolors(1_000_000)}


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["市财政局"],
        [f"第{n}责任单位" for n in range(60)],
        ["市应急管理综合行政执法支队（市防汛抗旱指挥部办公室）", "Economic Development Zone Committee", ""],
        ["市𠮷祥😀局\n（筹）", "$x_1$ 办", "\x00\x1b[31m", "  "],
    ],
)
def test_any_names_are_drawn_without_a_missing_glyph(names):
    rows = [DepartmentRow(name, tally([RED, GREEN, CLOSED, STOPPED])) for name in names]
    image = picture(shown(rows, title="关于" + "重点任务" * 30 + "😀", long=True))
    assert image.width + image.height <= 10000, "Telegram refuses larger photos"


def test_whatever_is_long_or_many_stays_on_the_sheet():
    row = DepartmentRow(LONG, tally([GREEN] * 900 + [RED] * 99))
    image = picture(shown([row], long=True))
    edge = image.crop((image.width - 70, 0, image.width, image.height)).getcolors(10000)
    assert {colour for _, colour in edge} == {rgb(ALARM), (255, 255, 255)}, "nothing but the head's stripe"


def test_forty_units_nine_areas_and_leaders_fit_a_sheet_of_a3():
    rows = [DepartmentRow(f"第{n}责任单位", tally([GREEN] * 4)) for n in range(40)]
    image = picture(replace(shown(rows), areas=rows[:9]))
    assert image.height / image.width < 1.7, "printed on A3 it is never smaller than five sixths"


def test_a_young_ledger_has_no_week_before_and_one_leader_no_list_of_leaders():
    rows = [DepartmentRow("市财政局", tally([RED]))]
    alone = replace(shown(rows), before=None, areas=rows, leaders=rows)
    assert picture(alone).height < picture(replace(alone, areas=rows * 2, leaders=rows * 2)).height


@pytest.mark.parametrize(("closed", "share"), [(2, "1.3%"), (1, "0.6%"), (6, "3.8%"), (160, "100%")])
def test_percent_is_rounded_as_people_round(closed, share):
    counts = tally([CLOSED] * closed + [GREEN] * (160 - closed))
    assert words.percent(counts.closed_share) == share
    assert half_up(0.25) == 0.3


@pytest.mark.parametrize(
    "name", ["市财政局", "市应急管理综合行政执法支队（市防汛抗旱指挥部）", "WWWWWWWWWWWW Committee" * 3]
)
def test_fitted_words_stay_inside_their_width(name):
    said, size = fitted(name, 2.0, 13, least=8.5)
    font = FT2Font(str(font_path()))
    font.set_size(size, 72)
    font.set_text(said)
    assert font.get_width_height()[0] / 64 / 72 <= 2.05
    assert size >= 8.5


def test_words_keep_to_one_line_and_to_the_letters_the_font_has():
    assert writable("一\n二\t三　四") == "一 二 三　四"
    assert writable("😀") == "〓"


def test_the_same_ledger_gives_the_same_picture():
    content = shown([DepartmentRow("市财政局", tally([RED, GREEN]))])
    assert chart(content) == chart(content)


def test_the_whole_is_the_sum_of_the_departments():
    assert whole([tally([RED, CLOSED]), tally([GREEN, STOPPED])]) == tally([RED, CLOSED, GREEN, STOPPED])


def test_nothing_heavy_is_loaded_before_a_picture_is_drawn_and_pyplot_never():
    code = (
        "import sys, datetime; from bot.texts.wall_chart import chart, content; from schedules.tally import tally;"
        "assert 'matplotlib' not in sys.modules;"
        "chart.chart(content.WallChart('台账', datetime.date(2022, 3, 4), tally([]), None, [], [], [], [], []));"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

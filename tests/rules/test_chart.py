import subprocess
import sys
import warnings
from datetime import date
from io import BytesIO

import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image

from bot.texts.canvas import fitted, font_path, writable
from bot.texts.chart import chart
from bot.texts.departments import DepartmentRow, department_rows
from db.lifecycle import State
from schedules.standing import Lamp, Pace, Standing
from schedules.tally import tally, whole

DAY = date(2022, 3, 4)
RED = Standing(state=State.IN_PROGRESS, lamp=Lamp.RED, pace=Pace.UNREPORTED, overdue=True)
GREEN = Standing(state=State.IN_PROGRESS, lamp=Lamp.GREEN, pace=Pace.ON_PLAN)
CLOSED = Standing(state=State.CLOSED, lamp=Lamp.GREEN, pace=Pace.DONE)
STOPPED = Standing(state=State.STOPPED, lamp=Lamp.GREY, pace=Pace.OTHER)


def picture(rows, title="2022年重点任务台账"):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of every glyph it does not have
        return chart(rows, title=title, as_of=DAY)


def first_row_with(image, colour, left, right):
    """The highest pixel row below the head that shows a colour inside the bars."""
    for y in range(int(2.75 * 150), image.height):
        if any(image.getpixel((x, y)) == colour for x in range(left, right, 5)):
            return y
    raise AssertionError(f"{colour} is nowhere")


def test_the_worst_department_hangs_on_top():
    rows = department_rows([("市财政局", GREEN), ("市财政局", GREEN), ("市住建局", RED)])
    assert [row.name for row in rows] == ["市住建局", "市财政局"]
    image = Image.open(BytesIO(picture(list(reversed(rows))))).convert("RGB")
    red, green = (0xC0, 0x20, 0x2C), (0x5B, 0xB5, 0x6A)
    assert first_row_with(image, red, 280, 1000) < first_row_with(image, green, 280, 1000)


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
    image = Image.open(BytesIO(picture(rows, title="关于" + "重点任务" * 30 + "😀")))
    assert image.format == "PNG"
    assert image.width + image.height <= 10000, "Telegram refuses larger photos"


def test_a_department_with_very_many_tasks_still_fits():
    image = Image.open(BytesIO(picture([DepartmentRow("市发展改革委", tally([GREEN] * 900 + [RED] * 99))])))
    edge = image.convert("RGB").crop((image.width - 70, 0, image.width, image.height)).getcolors(10000)
    assert {colour for _, colour in edge} == {(0xC0, 0x20, 0x2C), (255, 255, 255)}, "nothing but the head's stripe"


@pytest.mark.parametrize(
    "name", ["市财政局", "市应急管理综合行政执法支队（市防汛抗旱指挥部）", "WWWWWWWWWWWW Committee" * 3]
)
def test_fitted_words_stay_inside_their_width(name):
    words, size = fitted(name, 2.0, 13, least=8.5)
    font = FT2Font(str(font_path()))
    font.set_size(size, 72)
    font.set_text(words)
    assert font.get_width_height()[0] / 64 / 72 <= 2.05
    assert size >= 8.5


def test_words_keep_to_one_line_and_to_the_letters_the_font_has():
    assert writable("一\n二\t三　四") == "一 二 三　四"
    assert writable("😀") == "〓"


def test_the_same_ledger_gives_the_same_picture():
    rows = [DepartmentRow("市财政局", tally([RED, GREEN]))]
    assert picture(rows) == picture(rows)


def test_the_whole_is_the_sum_of_the_departments():
    assert whole([tally([RED, CLOSED]), tally([GREEN, STOPPED])]) == tally([RED, CLOSED, GREEN, STOPPED])


def test_nothing_heavy_is_loaded_before_a_picture_is_drawn_and_pyplot_never():
    code = (
        "import sys, datetime; from bot.texts.chart import chart; assert 'matplotlib' not in sys.modules;"
        "chart([], title='台账', as_of=datetime.date(2022, 3, 4)); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

"""The Chinese handbooks: pages made from the program are current, and every page and picture that is named is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.handbook.__main__ import PAGES, PICTURES
from bot.handbook.policy import WORDS
from bot.handbook.scenes import SCENES
from bot.settings import Settings
from schedules.policy_file import KEYS

ROOT = Path(__file__).parents[2]
ZH = ROOT / "docs" / "zh"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_program_is_current(name):
    assert (ZH / name).read_text("utf-8") == PAGES[name](), "run `make docs`"


def test_the_references_leave_nothing_out():
    commands = PAGES["命令与设置参考.md"]()
    assert [name for name in COMMANDS if f"\n### {name}\n" not in commands] == []
    assert [name for name in Settings.model_fields if f"`HUIYIN_{name.upper()}`" not in commands] == []
    policy = PAGES["制度参数说明.md"]()
    assert [key for key in KEYS if f"`{key}`" not in policy] == []


def test_every_word_for_the_policy_is_of_a_value_that_exists():
    words = tomllib.loads(WORDS.read_text("utf-8"))
    known = {tuple(key.rpartition(".")[::2]) for key in KEYS}
    named = {
        (section if section != "zone" else "", name)
        for section, about in words.items()
        for name in about
        if name not in ("title", "basis")
    }
    assert named <= known


READMES = [ROOT / "README.md", ROOT / "README.zh.md"]


@pytest.mark.parametrize("page", [*ZH.glob("*.md"), *READMES], ids=lambda page: page.name)
def test_what_a_page_names_is_there(page):
    for place in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if "://" not in place:
            assert (page.parent / place).exists(), f"{page.name}: {place}"


def test_every_picture_is_shown_somewhere_and_made_from_a_scene():
    shown = "".join(page.read_text("utf-8") for page in ZH.glob("*.md"))
    made = {f"{scene.name}.png" for scene in SCENES}
    assert {file.name for file in (ZH / PICTURES).glob("*.png")} == made
    assert [name for name in made if f"({PICTURES}/{name})" not in shown] == []


def test_both_readmes_say_the_same():
    """Section by section, the same commands and the same pictures."""

    def shape(name):
        text = (ROOT / name).read_text("utf-8")
        blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        commands = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
        pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", text)
        return len(re.findall("^## ", text, re.MULTILINE)), commands, pictures

    assert shape("README.md") == shape("README.zh.md")


def test_both_readmes_have_the_same_sections_points_commands_and_places():
    def shape(page):
        text = page.read_text("utf-8")
        blocks = [re.sub(r"\s*#.*", "", block) for block in re.findall(r"```(?:sh|text)\n(.*?)```", text, re.DOTALL)]
        places = set(re.findall(r"(?:\]\(|src=\")([^)\"]+)", text)) - {each.name for each in READMES}
        return text.count("\n## "), text.count("\n- "), text.count("\n| "), blocks, places

    english, chinese = map(shape, READMES)
    assert english == chinese

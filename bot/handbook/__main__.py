"""`python -m bot.handbook [FOLDER]` (or `make docs`): writes the pages and pictures that are made from the program."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.handbook import commands, excerpts, pictures, policy
from bot.handbook.scenes import SCENES, picked
from bot.playground import demo
from bot.playground.conversation import Event

PAGES = {"命令与设置参考.md": commands.page, "制度参数说明.md": policy.page}
PICTURES = "图"
CHART = "../chart.png"  # as the demo's last Friday leaves it
EXCERPTS = ("../demo.md", "../../README.md", "../../README.zh.md")  # pages that tell pieces of the conversation
ZONE = ZoneInfo("Asia/Shanghai")


def main(folder: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")
    if "--pages" not in sys.argv:
        played = asyncio.run(demo.play())
        write_pictures(folder, played.events, played.names)
        (folder / CHART).write_bytes(played.chart)
        for told in map(folder.joinpath, EXCERPTS):
            told.write_text(excerpts.refreshed(told.read_text("utf-8"), played, ZONE), encoding="utf-8")


def write_pictures(folder: Path, events: Sequence[Event], names: Mapping[int, str]) -> None:
    for scene in SCENES:
        shown = picked(scene, events, names)
        (folder / PICTURES / f"{scene.name}.png").write_bytes(pictures.drawn(scene, shown, ZONE))


if __name__ == "__main__":
    main(Path(next((each for each in sys.argv[1:] if not each.startswith("-")), "docs/zh")))

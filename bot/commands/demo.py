"""`huiyin demo`: two weeks on a virtual clock, printed, checked, then over."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import structlog

from bot.commands.working import running, say
from bot.commands.writing import must_fit, write
from bot.console.given import FOLDER, TO_WRITE
from bot.playground import demo, figures
from bot.playground import transcript as told
from bot.playground.cast import ExamplesMissing
from bot.playground.demo import Played
from bot.playground.script import ScriptFault
from bot.runtime.operator_errors import Refused

_ZONE = ZoneInfo("Asia/Shanghai")


@click.command("demo", help="在虚拟时钟上演示一座城市的两个星期，打印全部对话并核对规则；不需要令牌和网络。")
@click.option("--fast", is_flag=True, help="只打印最后的数字。")
@click.option("--transcript", type=TO_WRITE, help="把全部对话写成 Markdown 文件。")
@click.option(
    "--into",
    type=FOLDER,
    default=Path("demo"),
    show_default=True,
    help="作战图和台账放在这个文件夹。",
)
def command(fast: bool, transcript: Path | None, into: Path) -> None:
    """Play two weeks of a city office: sandbox and real service over real HTTP, no token needed."""
    _check_places(into, transcript)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        with _progress() as doing:
            played = running(demo.play(told=doing))
    except (ScriptFault, ExamplesMissing) as fault:
        raise Refused(str(fault)) from fault
    if not fast:
        for line in told.terminal(played.events, played.names, _ZONE):
            say(line)
    _write(played, into, transcript)
    _close(played, into)


def _check_places(into: Path, transcript: Path | None) -> None:
    """Raises Refused now, not after the two weeks, where what they leave cannot be written."""
    must_fit(into / "chart.png", suffix=".png")
    if transcript is not None:
        must_fit(transcript, suffix=".md")


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar in a terminal, else a line for each thing done; on standard error."""
    if not sys.stderr.isatty():
        said: list[str] = []

        def line(doing: str, share: float) -> None:
            if doing not in said:
                said.append(doing)
                click.echo(f"[{share:4.0%}] {doing}", err=True)

        yield line
        return
    with click.progressbar(length=1000, label="演示", file=sys.stderr, item_show_func=str, show_eta=False) as bar:

        def moved(doing: str, share: float) -> None:
            bar.update(round(1000 * share) - bar.pos, doing)

        yield moved
        moved("演完", 1)


def _write(played: Played, into: Path, transcript: Path | None) -> None:
    write(into / "chart.png", played.chart, suffix=".png")
    write(into / "ledger.xlsx", played.workbook, suffix=".xlsx")
    if transcript is not None:
        lines = "\n".join(told.markdown(played.events, played.names, _ZONE))
        write(transcript, f"# 回音：两周实录\n{lines}\n".encode(), suffix=".md")


def _close(played: Played, into: Path) -> None:
    """The closing table, and whether the laws hold. Raises Refused when one does not."""
    say("\n" + "\n".join(figures.closing(played.figures, played.burden)))
    say(f"\n{figures.places(into)}")
    if played.breaches:
        raise Refused("设计所定的规则有以下各处不符：\n" + "\n".join(f"  {each}" for each in played.breaches))
    say(figures.NO_BREACH)

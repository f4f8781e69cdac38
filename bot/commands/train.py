"""`huiyin train`: the built-in second readers trained anew; their figures are shown before they count."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.commands.working import say
from bot.commands.writing import write
from bot.console.given import FOLDER, TO_READ
from bot.runtime.operator_errors import Refused
from bot.second_reader import classifier, training
from bot.second_reader.learned import examples, judging, reading
from bot.second_reader.learned import training as learned
from bot.second_reader.learned.judging import Tally
from bot.second_reader.parts import parts_of_case
from schedules.given_file import MOST, content
from schedules.workdays import Calendar

SURE = 0.9
# Our own cases are short, in one style, and read by a grammar mended on them; too many of them drown the strangers.
HOUSE = 0.3
HOUSE_MOST = 300
HOUSE_FOLDS = 3

Case = Mapping[str, Any]


@click.command("train", help="用 FILES 中标注好的样例（JSON 行，可为 .gz）重新训练内置读者；不写 --out 则只显示成绩。")
@click.argument("files", nargs=-1, required=True, type=TO_READ)
@click.option("--out", type=FOLDER, help="second_reader 文件夹。")
@click.option("--yes", is_flag=True, help="不再询问，直接替换。")
def command(files: tuple[Path, ...], out: Path | None, yes: bool) -> None:
    """Train both built-in readers on the labelled reply cases in FILES (JSON lines, .gz or not).

    Cases with `heard` are strangers', with what the grammar heard before anybody had looked at them; each of their
    writers is left out once. Without --out the figures are only shown.
    """
    cases = [case for file in files for case in _cases(file)]
    if not cases:
        raise Refused("这些文件中没有样例，没有训练。")
    letters, of_letters = _letters(cases)
    trained, tallies = _reader(cases)
    for record in (of_letters, trained.record):
        record["files"] = [file.name for file in files]
    trained.record["left_out_by_writer"] = {name: _counts(tally) for name, tally in sorted(tallies.items())}
    if out is None:
        return
    if (out / "classifier.bin").exists() and not yes and not click.confirm(f"用它们替换 {out} 中的读者？"):
        raise Refused("没有替换，原来的读者照旧。")
    classifier.loaded(letters, of_letters)
    reading.loaded(trained.packed, trained.record)
    for place, packed, record in (
        (out / "classifier", letters, of_letters),
        (out / "learned" / "model", trained.packed, trained.record),
    ):
        write(place.with_suffix(".bin"), packed, suffix=".bin", replaces=True)
        written = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        write(place.with_suffix(".json"), written.encode(), suffix=".json", replaces=True)
    say(f"已写入 {out}。")


def _letters(cases: Sequence[Case]) -> tuple[bytes, dict[str, Any]]:
    """The classifier of letters, which guards what a language model says."""
    by_writer = _examples(cases)
    judged = training.judged_by_writer(by_writer, at=SURE)
    found = [example for of_writer in by_writer.values() for example in of_writer]
    packed, record = training.trained(found)
    record["left_out_by_writer"] = {"examples": judged.examples, "right": judged.right, "sure_at": SURE}
    record["left_out_by_writer"] |= {"sure": judged.sure, "sure_right": judged.sure_right}
    share, sure = judged.right / max(1, judged.examples), judged.sure_right / max(1, judged.sure)
    say(
        f"字母分类器：{len(by_writer)}位作者、{len(found)}个样例。留出整位作者检验：{judged.examples}例中读对{judged.right}例"
        f"（{share:.1%}）；把握在{SURE:.0%}以上的{judged.sure}例中读对{judged.sure_right}例（{sure:.1%}）。"
    )
    return packed, record


def _reader(cases: Sequence[Case]) -> tuple[learned.Trained, dict[str, Tally]]:
    """The learned reader, judged by each writer it was not trained on."""
    strangers = [(str(case["category"]), 1.0, case) for case in cases if "heard" in case]
    own = [case for case in cases if "heard" not in case]
    step = max(1, -(-len(own) // HOUSE_MOST))
    house = [(f"{_OWN}{at % HOUSE_FOLDS}", HOUSE, case) for at, case in enumerate(own[::step])]
    found = examples.of_cases([*strangers, *house], Calendar.standard())
    trained = learned.trained(found)
    tallies = judging.by_writer(found.cases, trained.left_out)
    for name, tally in sorted(tallies.items()):
        say(_told(name, tally))
    for name, those in (("生人", False), ("自家", True)):
        say(_told(name, judging.total(tally for writer, tally in tallies.items() if writer.startswith(_OWN) is those)))
    return trained, tallies


_OWN = "own-"


def _told(name: str, tally: Tally) -> str:
    count = max(1, tally.replies)
    unasked = max(1, tally.replies - tally.asked)
    return (
        f"{name}：{tally.replies}条，全对{tally.exact / count:.1%}，有害{tally.harmful / count:.1%}，"
        f"漏失{tally.lost / count:.1%}，追问{tally.asked / count:.1%}，未问而全对{tally.exact_unasked / unasked:.1%}，"
        f"至多点一下{tally.one_tap / count:.1%}"
    )


def _counts(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in ("replies", "exact", "harmful", "lost", "asked", "one_tap")}


def _examples(cases: Sequence[Case]) -> dict[str, list[training.Example]]:
    calendar = Calendar.standard()
    by_writer: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_writer[_writer(str(case["id"]))].append(case)
    return {
        writer: training.examples(of_writer, lambda case: parts_of_case(case, calendar))
        for writer, of_writer in by_writer.items()
    }


def _writer(case_id: str) -> str:
    """V1-017 is a case of V1, A001 one of A."""
    return case_id.rpartition("-")[0] or case_id.rstrip("0123456789")


def _cases(file: Path) -> list[dict[str, Any]]:
    found = []
    try:
        read = content(file)
        if file.suffix == ".gz":
            with gzip.open(io.BytesIO(read)) as packed:
                read = packed.read(MOST)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise Refused(f"{file} 不是完好的 gzip 文件：请重新取得，或去掉 .gz 后再试。") from None
    for number, line in enumerate(read.decode("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError:
            raise Refused(f"{file} 第{number}行不是 JSON。每行应为一个 JSON 对象。") from None
        missing = {"id", "today", "tasks", "text", "gold"} - set(case) if isinstance(case, dict) else {"id"}
        if missing:
            raise Refused(f"{file} 第{number}行缺少 {'、'.join(sorted(missing))}。")
        found.append(case)
    return found

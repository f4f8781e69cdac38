"""`huiyin train`: the built-in second readers trained anew; their figures are shown before they count."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from bot.second_reader.wants import reading as wants_reading
from bot.second_reader.wants import training as wants
from bot.second_reader.wants.labels import Want
from schedules.given_file import MOST, content
from schedules.workdays import Calendar

SURE = 0.9
# Our own cases are short, in one style, and read by a grammar mended on them; too many of them drown the strangers.
HOUSE = 0.3
HOUSE_MOST = 300
HOUSE_FOLDS = 3

Case = Mapping[str, Any]
_NEEDED = {"id", "today", "tasks", "text", "gold"}


@click.command("train", help="用 FILES 中标注好的样例（JSON 行，可为 .gz）重新训练内置读者；不写 --out 则只显示成绩。")
@click.argument("files", nargs=-1, required=True, type=TO_READ)
@click.option("--out", type=FOLDER, help="second_reader 文件夹。")
@click.option("--yes", is_flag=True, help="不再询问，直接替换。")
def command(files: tuple[Path, ...], out: Path | None, yes: bool) -> None:
    """Train the built-in readers on the labelled cases in FILES (JSON lines, .gz or not): replies, or wants.

    Cases with `heard` are strangers', with what the grammar heard before anybody had looked at them; each of their
    writers is left out once. Without --out the figures are only shown.
    """
    found = {file: _cases(file) for file in files}
    cases = [case for of_file in found.values() for case in of_file if "acts" not in case]
    wanted = [_want(case, file) for file, of_file in found.items() for case in of_file if "acts" in case]
    if not cases and not wanted:
        raise Refused("这些文件中没有样例，没有训练。")
    made = [*(_of_replies(cases) if cases else ()), *(_of_wants(wanted) if wanted else ())]
    for each in made:
        each.record["files"] = [file.name for file in files]
    if out is None:
        return
    replaces = any((out / each.place).with_suffix(".bin").exists() for each in made)
    if replaces and not yes and not click.confirm(f"用它们替换 {out} 中的读者？"):
        raise Refused("没有替换，原来的读者照旧。")
    for each in made:
        each.check(each.packed, each.record)
    for each in made:
        place = out / each.place
        write(place.with_suffix(".bin"), each.packed, suffix=".bin", replaces=True)
        written = json.dumps(each.record, ensure_ascii=False, indent=1) + "\n"
        write(place.with_suffix(".json"), written.encode(), suffix=".json", replaces=True)
    say(f"已写入 {out}。")


@dataclass(frozen=True, slots=True)
class _Made:
    """What one reader reads its weights from; `check` raises where they do not belong to this program."""

    place: str  # below the folder of the readers, without the ending
    packed: bytes
    record: dict[str, Any]
    check: Callable[[bytes, dict[str, Any]], object]


def _of_replies(cases: Sequence[Case]) -> list[_Made]:
    letters, of_letters = _letters(cases)
    trained, tallies = _reader(cases)
    trained.record["left_out_by_writer"] = {name: _counts(tally) for name, tally in sorted(tallies.items())}
    return [
        _Made("classifier", letters, of_letters, classifier.loaded),
        _Made("learned/model", trained.packed, trained.record, reading.loaded),
    ]


def _of_wants(cases: Sequence[wants.Case]) -> list[_Made]:
    """The reader of what coordinators and leaders want, judged by each writer it was not trained on."""
    packed, record = wants.trained(cases)
    for name, (words, first, three) in record["left_out_by_writer"].items():
        say(f"意图·{name}：{words}句，首选对{first / words:.1%}，前三有{three / words:.1%}")
    return [_Made("wants/model", packed, record, wants_reading.loaded)]


def _want(case: Case, file: Path) -> wants.Case:
    """A line of `{words, acts, role}`; the file's name is its writer's."""
    try:
        acts = tuple(Want(act) for act in case["acts"])
        words, leader = str(case["words"]), case["role"] == "leader"
    except (KeyError, TypeError, ValueError) as fault:
        raise Refused(f"{file} 中“{case.get('words', '')}”一行的 acts 或 role 不对：{fault}") from None
    if not acts:
        raise Refused(f"{file} 中“{words}”一行没有写明要做什么（acts 为空）。")
    return wants.Case(words, acts, leader, file.stem)


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
        needed = {"words", "role"} if isinstance(case, dict) and "acts" in case else _NEEDED
        missing = needed - set(case) if isinstance(case, dict) else {"id"}
        if missing:
            raise Refused(f"{file} 第{number}行缺少 {'、'.join(sorted(missing))}。")
        found.append(case)
    return found

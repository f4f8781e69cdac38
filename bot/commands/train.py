"""`huiyin train`: the built-in second reader trained anew; its figures are shown before it counts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.commands.working import say
from bot.commands.writing import write
from bot.runtime.operator_errors import Refused
from bot.second_reader import classifier, training
from bot.second_reader.parts import parts_of_case
from schedules.workdays import Calendar

SURE = 0.9


@click.command("train")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for classifier.bin and .json.")
@click.option("--yes", is_flag=True, help="Replace the files there without asking.")
def command(files: tuple[Path, ...], out: Path | None, yes: bool) -> None:
    """Train the classifier on the labelled reply cases in FILES (JSON lines); without --out only show its figures."""
    by_writer = _examples([case for file in files for case in _cases(file)])
    judged = training.judged_by_writer(by_writer, at=SURE)
    found = [example for examples in by_writer.values() for example in examples]
    packed, record = training.trained(found)
    record["files"] = [file.name for file in files]
    record["left_out_by_writer"] = {"examples": judged.examples, "right": judged.right, "sure_at": SURE}
    record["left_out_by_writer"] |= {"sure": judged.sure, "sure_right": judged.sure_right}
    say(_told(judged, len(by_writer), len(found)))
    if out is None:
        return
    if (out / "classifier.bin").exists() and not yes and not click.confirm(f"用它替换 {out} 中的分类器？"):
        raise Refused("没有替换，原分类器照旧。")
    classifier.loaded(packed, record)
    write(out / "classifier.bin", packed, suffix=".bin")
    write(out / "classifier.json", (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode(), suffix=".json")
    say(f"已写入 {out}。")


def _told(judged: training.Judgement, writers: int, examples: int) -> str:
    share = judged.right / max(1, judged.examples)
    sure = judged.sure_right / max(1, judged.sure)
    return (
        f"{writers}位作者、{examples}个样例。留出整位作者检验：{judged.examples}例中读对{judged.right}例（{share:.1%}）；"
        f"把握在{SURE:.0%}以上的{judged.sure}例中读对{judged.sure_right}例（{sure:.1%}）。"
    )


def _examples(cases: Sequence[Mapping[str, Any]]) -> dict[str, list[training.Example]]:
    calendar = Calendar.standard()
    by_writer: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
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
    for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise Refused(f"{file} 第{number}行不是 JSON：{error}。每行应为一个 JSON 对象。") from None
        missing = {"id", "today", "tasks", "text", "gold"} - set(case) if isinstance(case, dict) else {"id"}
        if missing:
            raise Refused(f"{file} 第{number}行缺少 {'、'.join(sorted(missing))}。")
        found.append(case)
    return found

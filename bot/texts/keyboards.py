"""Buttons, and the short data behind each: at most 64 bytes, ids only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.texts import questions
from db.payloads import EchoQuestion

Button = tuple[str, str]  # label, data
Markup = dict[str, Any]

NONE_OF_IT, SOME_OF_IT = "无", "有"
NONE: Markup = {"inline_keyboard": []}


def inline(rows: Iterable[Sequence[Button]]) -> Markup:
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows if row]}


def rows_of(buttons: Sequence[Button], width: int) -> list[Sequence[Button]]:
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def of_task(task_id: int, *, signed: bool, recurring: bool = False, red_line: bool = False) -> list[Sequence[Button]]:
    """What a head can tap about one task."""
    if red_line:
        sign: list[Button] = [] if signed else [("签收", f"sign:{task_id}")]
        return [
            [*sign, (NONE_OF_IT, f"none:{task_id}"), (SOME_OF_IT, f"some:{task_id}")],
            [("有困难", f"hard:{task_id}")],
        ]
    first: list[Button] = [] if signed else [("签收", f"sign:{task_id}")]
    done = ("本期已完成", f"done:{task_id}") if recurring else ("已办结", f"done:{task_id}")
    second: list[Button] = [("有困难", f"hard:{task_id}")]
    if not recurring:
        second.append(("申请延期", f"ext:{task_id}"))
    return [[*first, ("报进度", f"prog:{task_id}"), done], second]


def of_several(tasks: Sequence[tuple[int, int]], *, unsigned: bool) -> list[Sequence[Button]]:
    """One button per task (id, 编号), and one that signs for all of them."""
    rows = rows_of([(f"{number}号", f"t:{task_id}") for task_id, number in tasks], 5)
    return [*rows, [("全部签收", "signall")]] if unsigned else rows


def of_looking(task_id: int, *, files: int = 0) -> Sequence[Button]:
    return [("历史", f"hist:{task_id}"), *([(f"材料（{files}）", f"files:{task_id}")] if files else [])]


def of_urges(tasks: Sequence[tuple[int, int]]) -> list[Sequence[Button]]:
    return rows_of([(f"催办{number}号", f"urge:{task_id}") for task_id, number in tasks], 3)


def under_echo(saying_id: int) -> list[Sequence[Button]]:
    return [[("更正", f"fix:{saying_id}"), ("撤销", f"undo:{saying_id}")]]


def of_question(question_id: int, labels: Sequence[str]) -> list[Sequence[Button]]:
    buttons = [(label[:60], f"q:{question_id}:{place}") for place, label in enumerate(labels)]
    widest = max((len(label) for label in labels), default=0)
    return rows_of(buttons, 5 if widest <= 4 else 2 if widest <= 10 else 1)


def of_questions(
    asked: Sequence[EchoQuestion], saying_id: int | None, open_ids: Collection[int] | None = None
) -> list[Sequence[Button]]:
    """The buttons of all questions of one message; of several, each with the number of its line. Those answered
    already (not in `open_ids`) have none left."""
    if len(asked) == 1:
        return of_question(asked[0].id, asked[0].labels) if open_ids is None or asked[0].id in open_ids else []
    left = [(n, each) for n, each in enumerate(asked, 1) if open_ids is None or each.id in open_ids]
    rows: list[Sequence[Button]] = []
    for number, each in left:
        buttons = [
            (questions.on_line(number, label)[:60], f"q:{each.id}:{place}")
            for place, label in enumerate(each.labels)
            if label != questions.LATER
        ]
        widest = max((len(label) for label, _ in buttons), default=0)
        rows += rows_of(buttons, 4 if widest <= 6 else 2 if widest <= 12 else 1)
    if saying_id is None or not left:
        return rows
    proposed = [each for _, each in left if each.labels and each.labels[0] == questions.RIGHT]
    every = [(questions.ALL_RIGHT, f"qall:{saying_id}")] if len(proposed) > 1 else []
    return [*rows, [*every, (questions.LATER, f"qlater:{saying_id}")]]


def of_words(words: Sequence[str]) -> list[Sequence[Button]]:
    """Words that may be tapped instead of typed."""
    return rows_of([(word, f"say:{place}") for place, word in enumerate(words)], 4)


def of_matter(matter_id: int, verb: int, about: int | None = None) -> str:
    """The data behind a button about a matter; `about`: a department or a task."""
    return f"m:{matter_id}:{verb}" + (f":{about}" if about is not None else "")


def of_matters(ids: Sequence[int], *, alone: bool = False) -> list[Sequence[Button]]:
    """One button per line of a list: it opens what was raised together; `alone`: this one of it."""
    data = [of_matter(each, 0, 1) if alone else of_matter(each, 0) for each in ids]
    return rows_of([(f"{place}", each) for place, each in enumerate(data, 1)], 5)


def of_claim(request_id: int) -> list[Sequence[Button]]:
    return [[("同意销号", f"claim+:{request_id}"), ("退回重办", f"claim-:{request_id}")]]


def of_urging(task_id: int) -> list[Sequence[Button]]:
    return [[("催办", f"urge:{task_id}")]]


def of_extension(request_id: int, *, milestones: bool = False) -> list[Sequence[Button]]:
    """`milestones`: some would go with the date, and may be left where they are."""
    alone = [[("同意，节点不变", f"ext=:{request_id}")]] if milestones else []
    return [[("同意延期", f"ext+:{request_id}"), ("不同意", f"ext-:{request_id}")], *alone]


def of_confirmation(request_id: int) -> list[Sequence[Button]]:
    return [[("确认办结", f"conf+:{request_id}"), ("尚未办结", f"conf-:{request_id}")]]


def of_choice(request_id: int, chosen: int) -> list[Sequence[Button]]:
    return [[("确认", f"dec!:{request_id}:{chosen}"), ("取消", f"decx:{request_id}")]]


def of_taking_back(request_id: int) -> list[Sequence[Button]]:
    return [[("撤回", f"undec:{request_id}")]]


def of_decision(request_id: int, options: Sequence[str], recommended: int | None) -> list[Sequence[Button]]:
    return [
        [(f"{'荐·' if place == recommended else ''}{option}"[:60], f"dec:{request_id}:{place}")]
        for place, option in enumerate(options)
    ]

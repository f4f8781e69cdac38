"""What the second readers made of a message, and what followed: for `huiyin read --explain`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.reading.explain import values
from bot.reading.replies import Stages
from bot.second_reader import classifier, with_learned
from bot.second_reader.agreement import Agreed, Trust
from bot.second_reader.combined import believed, read_by_all, shown
from bot.second_reader.learned import reading
from bot.second_reader.learned.evidence import evidence
from bot.second_reader.learned.reading import LearnedReader
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

_OUTCOMES = {
    "grammar": "语法读出，照录",
    "both": "两者一致，照录",
    "second": "自学读者有把握，照录",
    "proposed": "语法未读出或存疑，作为建议追问",
    "differ": "两者不一，追问",
}

_BY_MODEL = {
    "grammar": "语法读出，模型未否认",
    "both": "语法与模型一致，照录",
    "second": "模型读出、逐字核对无误，照录",
    "proposed": "模型读出，作为建议追问",
    "differ": "模型与语法不一，追问",
}


def second(stages: Stages, reader: LearnedReader) -> str:
    return "\n".join(_lines(stages, reader))


def _lines(stages: Stages, reader: LearnedReader) -> Iterator[str]:
    found = evidence(stages)
    learned = reader.read(found)
    intents = sorted(learned.intents.items(), key=lambda each: -each[1])[:2]
    likely = "，".join(f"{name} {share:.0%}" for name, share in intents)
    yield f"自学读者:意图 {likely}；应追问 {learned.doubted:.0%}；未解释 {found.unexplained.get(0, 0)} 字"
    for ref, row in learned.rows.items():
        values = "，".join(f"{name}={value}" for name, value in row.values.items()) or "无状态"
        yield f"  {ref}号:报告了 {row.reported:.0%}：{values}；全对 {row.right:.0%}，有害 {row.harmful:.0%}"
    yield from _followed(with_learned.weigh(stages.reading, found, learned), _OUTCOMES)


def model(
    stages: Stages,
    text: str,
    tasks: Sequence[AskedTask],
    answered: str,
    *,
    today: date,
    calendar: Calendar,
    trust: Trust,
) -> str:
    """`answered`: the model's answer as written. What was believed of it, what was not and why, and what followed."""
    message = shown(stages.reading, text, tasks, today=today, calendar=calendar)
    letters = classifier.built_in()
    opinion = believed(answered, message, letters)
    if opinion is None:
        return "语言模型:答复不合格式，或所引原话均与来信不符，不予采信"
    agreed = read_by_all(
        stages,
        text,
        tasks,
        today=today,
        calendar=calendar,
        classifier=letters,
        learned=reading.built_in(),
        answered=answered,
        trust=trust,
    )
    lines = [f"语言模型:意图 {opinion.intent.value if opinion.intent else '未说'}"]
    lines += [f"  {row.ref}号:{values(row) or '说到了，未说状态'}" for row in opinion.rows]
    lines += [f"  {row.ref}号:只采信一部分:{values(row) or '无'}" for row in opinion.partial]
    lines += [f"  存疑:{doubt.doubt.value} {doubt.words}".rstrip() for doubt in opinion.doubts]
    lines += [f"  未采信:{why}" for why in opinion.refused]
    return "\n".join([*lines, *_followed(agreed, _BY_MODEL)])


def _followed(agreed: Agreed, told: Mapping[str, str]) -> Iterator[str]:
    for task, outcome in agreed.outcomes:
        yield f"结论({f'{task}号' if task is not None else '未指明事项'}):{told[outcome.value]}"

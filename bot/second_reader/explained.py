"""What the learned reader made of a message, and what followed: for `huiyin read --explain`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.replies import Stages
from bot.second_reader import with_learned
from bot.second_reader.learned.evidence import evidence
from bot.second_reader.learned.reading import LearnedReader

_OUTCOMES = {
    "grammar": "语法读出，照录",
    "both": "两者一致，照录",
    "second": "自学读者有把握，照录",
    "proposed": "语法未读出或存疑，作为建议追问",
    "differ": "两者不一，追问",
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
    agreed = with_learned.weigh(stages.reading, found, learned)
    for task, outcome in agreed.outcomes:
        yield f"结论({f'{task}号' if task is not None else '未指明事项'}):{_OUTCOMES[outcome.value]}"

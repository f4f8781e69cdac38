"""Which paper do words name: 市水利局情况表, 6号办理经过, 第3次常务会议, 督办〔2022〕3号, 常务副市长分管情况?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.documents.kinds import OF_PAPER, Kind, Wanted
from db import departments_named, instructions, people, tasks
from db.models import Instruction, Ledger
from schedules.steps import issuing

_OF_UNIT = re.compile(r"(?P<name>.{2,20}?)的?(?:情况表|三张清单|底数台账|情况单)")
_OF_TASK = re.compile(r"(?P<number>\d{1,6})号(?:事项)?的?(?:办理)?(?:历史|经过|情况)")
_OF_LEADER = re.compile(
    r"(?P<name>.{0,16}?)的?(?:分管|牵头|包联)(?:的)?(?:工作|事项|领域|项目)*(?:督查)?(?:情况单|情况表|情况|清单)|(?:我的)?情况单"
)
_NUMBERED = re.compile(
    r"(?P<word>督办|督查通报|督查专报|通报|专报)[〔\[(（]?(?P<year>20\d\d)[〕\])）]第?(?P<place>\d{1,4})号"
)
_LAST = {
    "督办单": Kind.ORDER,
    "专报": Kind.REPORT,
    "督查专报": Kind.REPORT,
    "通报": Kind.BULLETIN,
    "督查通报": Kind.BULLETIN,
}
_PUBLIC = {"公开通报", "通报公开版", "公开版通报", "对外通报"}
_SERIES = {"督办": Kind.ORDER, "通报": Kind.BULLETIN, "专报": Kind.REPORT}


async def named(session: AsyncSession, words: str) -> list[Wanted]:
    """Those that the words may mean, newest first where there are several of a kind; empty: none."""
    said = words.strip(" 。.“”《》")
    if said in _PUBLIC:
        return [Wanted(Kind.PUBLIC)]
    if said in _LAST:
        return await _issued(session, _LAST[said])
    if match := _NUMBERED.fullmatch(said):
        return await _numbered(session, match)
    if match := _OF_TASK.fullmatch(said):
        task = await tasks.by_number(session, int(match["number"]))
        return [Wanted(Kind.HISTORY, task.id)] if task is not None else []
    if match := _OF_LEADER.fullmatch(said):
        return await _field(session, match["name"] or "")
    if match := _OF_UNIT.fullmatch(said):
        found = await departments_named.in_words(session, [match["name"]])
        return [Wanted(Kind.FACT_SHEET, next(iter(found)))] if len(found) == 1 else []
    ledger = await _meeting(session, said)
    return [Wanted(Kind.MEETING, ledger.id)] if ledger is not None else []


async def _field(session: AsyncSession, name: str) -> list[Wanted]:
    """0: of whoever asks."""
    if name in ("", "我", "我的"):
        return [Wanted(Kind.FIELD)]
    found = await people.leaders_called(session, name)
    return [Wanted(Kind.FIELD, found[0].id)] if len(found) == 1 else []


async def _issued(session: AsyncSession, kind: Kind) -> list[Wanted]:
    found = [each for each in await _papers(session) if OF_PAPER[each.facts["paper"]] is kind]
    return [Wanted(kind, each.id) for each in found]


async def _numbered(session: AsyncSession, match: re.Match[str]) -> list[Wanted]:
    kind, ending = _SERIES[match["word"].removeprefix("督查")], f"〔{match['year']}〕{int(match['place'])}号"
    return [
        Wanted(kind, each.id)
        for each in await _papers(session)
        if OF_PAPER[each.facts["paper"]] is kind and str(each.facts["number"]).endswith(ending)
    ]


async def _papers(session: AsyncSession) -> list[Instruction]:
    """Those that left with their number, newest first."""
    found = await instructions.of_kind(session, issuing.KIND)
    return [each for each in reversed(found) if each.facts.get("number") and each.facts.get("paper") in OF_PAPER]


_TAIL = re.compile(r"的?(?:议定事项)?(?:办理|落实)?(?:情况|清单)?")


async def _meeting(session: AsyncSession, said: str) -> Ledger | None:
    """By its whole name, else by a part that only one has."""
    ledgers: Sequence[Ledger] = await tasks.ledgers(session)
    exact = [each for each in ledgers if each.name == said]
    if exact:
        return exact[0]
    near = [
        each
        for each in ledgers
        for place in range(len(said), 3, -1)
        if said[:place] in each.name and _TAIL.fullmatch(said[place:])
    ]
    return near[0] if len(set(near)) == 1 else None

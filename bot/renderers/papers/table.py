"""Kind of paper → what makes it. Each answers None where the paper is not his to have, or has nothing to say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.documents.content import Document
from bot.documents.kinds import Kind, Wanted
from bot.renderers.papers import issued, views
from bot.renderers.papers.asking import Asking

PAPERS: dict[Kind, Callable[[Asking, int], Awaitable[Document | None]]] = {
    Kind.FACT_SHEET: views.fact_sheet,
    Kind.HISTORY: views.history,
    Kind.MEETING: views.meeting,
    Kind.FIELD: views.field,
    Kind.PUBLIC: views.public,
    Kind.ORDER: issued.order,
    Kind.REPORT: issued.report,
    Kind.BULLETIN: issued.bulletin,
}


class NothingToSay(Exception):
    """The paper is not his any more, or what it was about is over."""


async def drawn(asking: Asking, wanted: Wanted) -> bytes:
    """As .docx. Raises NothingToSay."""
    from bot.documents.docx_file import docx_file  # a fifth of a second that chart and workbook do without

    found = await document(asking, wanted)
    if found is None:
        raise NothingToSay
    return docx_file(found)


async def document(asking: Asking, wanted: Wanted) -> Document | None:
    return await PAPERS[wanted.kind](asking, wanted.of)

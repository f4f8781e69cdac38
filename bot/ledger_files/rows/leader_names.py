"""Leaders as a cell names them: 王立群; 王副市长 by the surname; 海燕副市长 by the given name; two in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.ledger_files.files.grids import squeezed

SIGNS = re.compile(r"[、，,/／;；|\n]+")
POST = re.compile(
    r"(?:市委|县委|区委|市政府|县政府|区政府)?(?:常委|常务)?(?:副?市长|副?县长|副?区长|副?州长|副?书记|副?秘书长|副?主席|副?主任|部长|常委|总)?(?:同志)?$"
)


HONOUR = re.compile(r"(?:市|县|区)?委?(?:常委|委员)|党组(?:副书记|成员)|市委副书记|市政府党组成员|高新区党工委书记")


@dataclass(frozen=True, slots=True)
class NamedLeader:
    """`name`: the one leader of the register who fits; None where nobody does, or more than one."""

    words: str
    fits: tuple[str, ...]

    @property
    def name(self) -> str | None:
        return self.fits[0] if len(self.fits) == 1 else None

    @property
    def question(self) -> str:
        return f"“{self.words[:20]}”可指{'、'.join(self.fits)}，请写明姓名"


def leaders_in(text: str, names: Sequence[str], titles: Mapping[str, Sequence[str]] = {}) -> list[NamedLeader]:
    """At least one, in the order of the cell; a single name may be written with spaces (陈  澍).

    `titles`: post → those who hold one of that name. 市委常委、常务副市长李明 is one person.
    """
    whole = squeezed(text)
    inside = [name for name in names if 1 < len(name) <= 4 and name in whole]
    if whole in names or len(inside) == 1:
        return [NamedLeader(whole, (whole if whole in names else inside[0],))]
    parts = [part for each in SIGNS.split(text) if (part := squeezed(each))]
    found = [NamedLeader(part, _fitting(part, names, titles)) for part in parts or [""]]
    known = [each for each in found if each.fits]
    honours = all(HONOUR.fullmatch(each.words) for each in found if not each.fits)
    return known if known and honours else found  # 市委常委、副市长: a rank beside the post


def _fitting(words: str, names: Sequence[str], titles: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    if words in names:
        return (words,)
    if words in titles:
        return tuple(titles[words])
    stem = POST.sub("", words)
    if not stem:
        return ()
    if stem in names:
        return (stem,)
    if stem == words:
        return ()
    surname = len(stem) == 1
    return tuple(
        name for name in names if len(name) <= 4 and (name.startswith(stem) if surname else name.endswith(stem))
    )

"""Departments and their parts in one cell: X牵头，Y、Z配合; 牵头单位：X；责任单位：Y; X会同Y; X、Y按职责分工负责."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.ledger_files.files.grids import words as cell_words
from bot.ledger_files.units.lookup import BRACKETS, COUNTY, Lookup, is_group, looks_like_a_unit, tidied
from bot.ledger_files.units.words import GENERIC, GROUP_BEGINS, NONE, ROLES, TAILS, UNIT_ENDS

SIGNS = "、，,/；;\n\r|＼\\①②③④⑤⑥⑦⑧⑨⑩"
CLAUSES = re.compile(
    r"[；;。\n\r]+|(?<=[^：:总项])(?=(?:总|专项)?(?:牵头|责任|主责|主办|会办|分办|联办|配合|协办|协同|参与|参加|督导|督办|承办|落实|实施)(?:单位|部门)?[:：])"
)
LABEL = re.compile(r"^[（(【\[]?([\u4e00-\u9fff]{2,8})[）)】\]]?[:：]")
TOGETHER = re.compile(r"会同|联合|(?<=[局委办府会部院])(?:商|并)(?=市|各|省)")
AND = re.compile(r"以及|和|及|与|同|-|—")
PERSON_LABEL = re.compile(r"^[\u4e00-\u9fff]{0,6}(?:领导|责任人|负责人|联系人|联络员)[:：]")
POST = r"(?:主要负责人|分管负责人|负责人|党组书记|副?局长|副?主任|副?书记|副?科长|副?院长|总经理|董事长|同志)"
PERSON = re.compile(rf"[:：]?{POST}?[\u4e00-\u9fff·]{{0,4}}{POST}?")
BEHIND = sorted(ROLES, key=len, reverse=True)
ROLE_BRACKET = re.compile(r"[（(【\[]([^）)】\]]{1,10})[）)】\]]$")
OPENING, CLOSING = "（(【[〔", "）)】]〕"
DOING = re.compile(rf"^(.{{2,20}}?)({'|'.join(map(re.escape, BEHIND))})(?=.)")
FRONT = re.compile(r"^(?:由|以|请|其中|并由|并|同时|会同|联合)")
# 云峰县委、县政府 is one county, not two units
PARTY_AND_GOVERNMENT = re.compile(
    r"((?<!各)[\u4e00-\u9fff]{1,6}?[县市区旗州])(?<!各县)(?<!各区)(?:党)?委[、和与及]\s*[县市区旗州]?(?:人民)?政府"
)
PARTY_OF_GROUP = re.compile(r"(各[县市区旗乡镇街道（()）、]{1,12}?)(?:党)?委[、和与及]\s*[县市区旗]?(?:人民)?政府")
SPACES = re.compile(r"[ \t\u3000\u00a0]+")


@dataclass(frozen=True, slots=True)
class Named:
    """One name of the cell. `known`: the register has it, or it is a group (各县区) that stands for units."""

    name: str
    known: bool
    role: str = ""  # lead, co, supervising; empty where the words do not say
    shared: bool = False  # 两家共同牵头: the name was one of several that lead


@dataclass(frozen=True, slots=True)
class Units:
    leads: tuple[Named, ...] = ()
    partners: tuple[Named, ...] = ()
    supervising: tuple[Named, ...] = ()

    def all(self) -> tuple[Named, ...]:
        return (*self.leads, *self.partners, *self.supervising)


@dataclass
class _Piece:
    text: str
    role: str = ""
    end: str = ""  # the sign behind it


@dataclass
class _Reading:
    found: dict[str, Named] = field(default_factory=dict)

    def add(self, named: Named) -> None:
        before = self.found.get(named.name)
        if before is None or (named.role == "lead" and before.role != "lead"):
            self.found[named.name] = named


def read_units(value: object, lookup: Lookup | None, *, default: str = "lead") -> Units:
    """`default`: the part that the column gives to names without a role word of their own."""
    reading = _Reading()
    text = PARTY_OF_GROUP.sub(r"\1", PARTY_AND_GOVERNMENT.sub(r"\1人民政府", cell_words(value)))
    for clause in _clauses(text, lookup):
        for named in _clause(clause, lookup):
            reading.add(named)
    return _sorted(list(reading.found.values()), default)


def _sorted(found: list[Named], default: str) -> Units:
    explicit = [named for named in found if named.role == "lead"]
    plain = [named for named in found if not named.role]
    partners = [named for named in found if named.role == "co"]
    supervising = tuple(named for named in found if named.role == "supervising")
    if explicit:
        return Units(tuple(explicit), (*plain, *partners), supervising)
    if default == "lead":
        ordered = [named for named in found if named.role != "supervising"]
        firsts = plain or ordered
        return Units(tuple(firsts[:1]), tuple(each for each in ordered if each not in firsts[:1]), supervising)
    if default == "supervising":
        return Units((), tuple(partners), (*plain, *supervising))
    return Units((), (*plain, *partners), supervising)


def _clauses(text: str, lookup: Lookup | None) -> Iterator[str]:
    """Parts of the cell with a role of their own. A line break in the middle of a name parts nothing."""
    whole = tidied(text)
    if "\n" in text and lookup and lookup.find(whole):
        yield whole
        return
    yield from (part for part in CLAUSES.split(_rejoined(text, lookup)) if part and part.strip())


def _rejoined(text: str, lookup: Lookup | None) -> str:
    """Lines that a narrow column broke in the middle of a name, put together again."""
    lines = re.split(r"[\r\n]+", text)
    kept = lines[:1]
    for line in lines[1:]:
        last = re.split(rf"[{SIGNS}：:]", kept[-1])[-1]
        first = re.split(rf"[{SIGNS}：:]", line)[0]
        if _is_broken(tidied(last), tidied(first), lookup):
            kept[-1] += line
        else:
            kept.append(line)
    return "\n".join(kept)


def _is_broken(last: str, first: str, lookup: Lookup | None) -> bool:
    if not last or not first:
        return False
    if first[0] in SIGNS or first[0] in CLOSING or last.count("（") > last.count("）"):
        return True
    joined = _bare(last + first)
    if lookup is None:
        return not looks_like_a_unit(_bare(last))
    return lookup.find(joined) is not None and lookup.find(_bare(last)) is None


def _clause(clause: str, lookup: Lookup | None) -> Iterator[Named]:
    if PERSON_LABEL.match(tidied(clause)):
        return  # 牵头领导：张三 among the units
    text, role = _labelled(clause)
    pieces = list(_pieces(text))
    _give_roles(pieces, role)
    _spread_group(pieces, lookup)
    for piece in pieces:
        yield from _names(piece, lookup)


def _labelled(clause: str) -> tuple[str, str]:
    text = clause.strip()
    label = LABEL.match(text.translate(dict.fromkeys(map(ord, " \t\u3000"))))
    role = next((word for word in BEHIND if label and label[1].endswith(word)), None)
    if role:
        return re.split(r"[:：]", text, maxsplit=1)[1], ROLES[role]
    return text, ""


def _pieces(text: str) -> Iterator[_Piece]:
    """Parts between the signs, of which those within brackets do not count."""
    depth, begin = 0, 0
    for at, sign in enumerate(text):
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        elif sign in SIGNS and not depth:
            yield _Piece(text[begin:at], end=sign)
            begin = at + 1
    yield _Piece(text[begin:])


def _give_roles(pieces: list[_Piece], given: str) -> None:
    """A role word behind the last of several names holds for all since the one before."""
    waiting: list[_Piece] = []
    for piece in pieces:
        piece.text = (
            tidied(FRONT.sub("", tidied(piece.text))) if SPACES.search(piece.text.strip()) is None else piece.text
        )
        waiting.append(piece)
        stem, role, own = _role_behind(tidied(piece.text))
        if own:  # 市审计局、市财政局（牵头）: the brackets speak of their own name only
            piece.text, piece.role = stem, role
            waiting.pop()
        elif role:
            piece.text = stem
            for each in waiting:
                each.role = each.role or role
            waiting = []
    for piece in pieces:
        piece.role = piece.role or given


def _spread_group(pieces: list[_Piece], lookup: Lookup | None) -> None:
    """各乡镇、街道: what stands behind a group without a name of its own is a group too."""
    for before, piece in pairwise(pieces):
        word = _bare(piece.text)
        if word in GENERIC and is_group(_bare(before.text)) and not (lookup and lookup.find(word)):
            piece.text = f"各{word}"


def _role_behind(text: str) -> tuple[str, str, bool]:
    """The text without the role words at its end, the role they give, and whether they stand in brackets."""
    bracket = ROLE_BRACKET.search(text)
    if bracket and bracket[1] in ROLES:
        return text[: bracket.start()], ROLES[bracket[1]], True
    role = ""
    while word := next((word for word in BEHIND if text.endswith(word)), None):
        stem = text[: -len(word)].removesuffix("作为").removesuffix("为")
        if stem in GROUP_BEGINS:
            break  # 各责任单位
        text, role = stem, role or ROLES[word]
    return text, role, False


def _names(piece: _Piece, lookup: Lookup | None) -> Iterator[Named]:
    text = _bare(piece.text) if SPACES.search(piece.text.strip()) is None else piece.text
    if not tidied(text) or tidied(text) in NONE:
        return
    halves = TOGETHER.split(tidied(text), maxsplit=1)
    if len(halves) == 2 and all(halves) and (lookup is None or not lookup.find(tidied(text))):
        yield from _named(halves[0], piece.role or "lead", lookup)
        yield from _named(halves[1], "co", lookup)
        return
    yield from _named(text, piece.role, lookup)


def _named(text: str, role: str, lookup: Lookup | None) -> Iterator[Named]:
    doing = DOING.match(tidied(text)) if lookup else None
    if doing and lookup and lookup.find(_bare(doing[1])):  # 市财政局负责资金筹措
        text, role = doing[1], role or ROLES[doing[2]]
    for name, known in _resolved(text, lookup):
        if name and name not in NONE:
            yield Named(name, known, role)


def _resolved(text: str, lookup: Lookup | None) -> list[tuple[str, bool]]:
    whole = _bare(text)
    if not whole:
        return []
    if lookup is None:
        return [(name, True) for name in AND.split(whole) if name] if _both_are_units(whole) else [(whole, True)]
    if inside := _all_known(_bracketed(whole), lookup):
        return inside
    for tried in (tidied(text), whole):
        if found := lookup.find(tried):
            return [(found, True)]
    for parted in (_spaced(text), _and_parted(whole), _glued(whole, lookup)):
        if names := _all_known(parted, lookup):
            return names
    if is_group(whole) or COUNTY.match(whole):
        return [(whole, True)]
    found = _without_person(whole, lookup) or _of_trade(whole, lookup)
    return [(found, True)] if found else [(whole, False)]


def _without_person(text: str, lookup: Lookup) -> str | None:
    """市住建局：张三, 市住建局局长张三, 张三（市住建局）: the unit of the person."""
    inside = BRACKETS.findall(text)
    if len(inside) == 1 and PERSON.fullmatch(BRACKETS.sub("", text)):
        return lookup.find(_bare(inside[0][1:-1]))
    end = next((end for end in range(min(len(text), 24), 2, -1) if lookup.find(text[:end])), None)
    rest = text[end:] if end else ""
    person = rest and PERSON.fullmatch(rest) and not rest.endswith(UNIT_ENDS)
    return lookup.find(text[:end]) if person else None


def _of_trade(text: str, lookup: Lookup) -> str | None:
    """财政、审计、统计部门: the unit of that trade."""
    stem = text.removesuffix("部门")
    return next((found for end in "局委办" if 2 <= len(stem) <= 6 and (found := lookup.find(stem + end))), None)


def _all_known(parts: list[str], lookup: Lookup) -> list[tuple[str, bool]]:
    """Two names or more, each of them known or a group; else nothing."""
    names = [(part, lookup.find(part), is_group(part)) for part in parts]
    sure = len(names) > 1 and all(found or group for _, found, group in names)
    return [(found or part, True) for part, found, _ in names] if sure else []


def _bare(text: str) -> str:
    """A name without 由 in front and 等部门 behind."""
    text = FRONT.sub("", tidied(text))
    for tail in TAILS:
        if text.endswith(tail) and len(text) > len(tail):
            return tidied(text[: -len(tail)])
    return text


def _spaced(text: str) -> list[str]:
    return [part for part in map(_bare, SPACES.split(text.strip())) if part]


def _and_parted(text: str) -> list[str]:
    return [part for part in map(_bare, AND.split(text)) if part]


def _bracketed(text: str) -> list[str]:
    """市住建局（市城管局）: two names."""
    inside = [part for found in BRACKETS.findall(text) for part in re.split(rf"[{SIGNS}]", found[1:-1])]
    outside = BRACKETS.sub("", text)
    return [part for part in map(_bare, [outside, *inside]) if part] if inside else []


def _glued(text: str, lookup: Lookup) -> list[str]:
    """Names without a sign between them, where the register knows every part."""
    parts: list[str] = []
    while text:
        end = next((end for end in range(len(text), 2, -1) if lookup.find(text[:end]) and end <= 24), None)
        if end is None or len(parts) > 30:
            return []
        parts.append(text[:end])
        text = text[end:]
    return parts


def _both_are_units(text: str) -> bool:
    parts = _and_parted(text)
    return len(parts) == 2 and all(looks_like_a_unit(part) or is_group(part) for part in parts)

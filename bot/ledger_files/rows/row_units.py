"""The departments of a row, over all its columns; or in brackets at the end of its text, where it has no column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ledger_files.deadlines.due_cell import POLICY
from bot.ledger_files.deadlines.periods_of_report import is_recurring
from bot.ledger_files.deadlines.timing import Basis
from bot.ledger_files.files.grids import words
from bot.ledger_files.rows.row_cells import RowCells
from bot.ledger_files.units.lookup import is_group
from bot.ledger_files.units.phrase import Named, Units
from bot.ledger_files.units.words import ROLES
from bot.reading.dates.day_finder import hits

BRACKETED = re.compile(r"[（(【\[]((?:[^（()）【】\[\]]|[（(][^（()）]*[）)])*)[）)】\]][。.；;]?\s*$")
LABELLED = re.compile(r"(?:^|[。；;，,\n])\s*((?:牵头|责任|主办|承办|主责)(?:单位|部门)?[:：].+?)[。]?\s*$", re.S)
DAY_IN_BRACKETS = re.compile(r"[（(]([^（()）]{2,20})[)）]")
DUE_LABEL = re.compile(r"^(?:完成|办结|整改|工作)?(?:时限|期限|时间)[:：]")
MENDING = re.compile(r"主体|企业|隐患|受检|被检查|存在|业主|法人|项目单位|整改单位|场所")
ENTERPRISE = re.compile(
    r"(?:公司|厂|矿|店|商场|市场|酒店|宾馆|饭店|学校|中学|小学|幼儿园|医院|养老院|敬老院|加油站|加气站|工地|项目部|合作社|集团|小区"
    r"|影院|网吧|物业|客运站|车站|景区|冷库|企业|超市|广场|大厦|尾矿库|油库|码头)$"
)
OVERSEEING = re.compile(r"监管|主管|包保|监督")
PLACES = ("title", "measure", "target", "remark")


@dataclass(frozen=True, slots=True)
class RowUnits:
    leads: tuple[Named, ...]
    partners: tuple[Named, ...]
    supervising: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class AtEnd:
    """What the brackets at the end of a text say: whose it is, by when, and the text without them."""

    field: str
    text: str
    units: str
    due: str


def units_of(cells: RowCells, at_end: AtEnd | None) -> RowUnits:
    facts = cells.facts
    read = (
        facts.units(at_end.units)
        if at_end and (at_end.field == "lead" or not cells.text("lead"))
        else facts.units(cells.value("lead"))
    )
    partners, supervising = [*read.partners], [*read.supervising]
    for value in cells.header.values(cells.row, "co"):
        found = facts.units(value, "co")
        partners += [*found.leads, *found.partners]
        supervising += found.supervising
    for value in cells.header.values(cells.row, "supervising"):
        found = facts.units(value, "supervising")
        supervising += [*found.all()]
    leads = read.leads
    if not leads and partners and "lead" not in cells.header.columns:
        leads, partners = (partners[0],), partners[1:]
    return RowUnits(leads, tuple(partners), tuple(supervising))


def day_beside_units(cells: RowCells, basis: Basis) -> AtEnd | None:
    """市应急局牵头，4月底前完成 in the column of units, where days have no column of their own."""

    def beside(match: re.Match[str]) -> str:
        return f"，{match[1]}" if _is_day(match[1], basis) else match[0]

    text = DAY_IN_BRACKETS.sub(beside, words(cells.value("lead")))
    units, due = _parted(text, basis)
    return AtEnd("lead", "", units, due) if units and due else None


def overseen(units: RowUnits, cells: RowCells) -> tuple[RowUnits, bool]:
    """An enterprise or a place that is to mend something is no unit of ours: whoever oversees it beside leads.

    Told with True, for its own 责任人 then is not ours either.
    """
    column = cells.header.columns.get("lead")
    ours = next((named for named in units.supervising if named.known and not is_group(named.name)), None)
    lead = units.leads[0] if units.leads else None
    outside = lead is None or not lead.known or (is_group(lead.name) and not _registered(lead.name, cells))
    beside = any(OVERSEEING.search(each.header) for each in cells.header.of("supervising"))
    enterprise = lead is not None and "整改" in column.header and ENTERPRISE.search(lead.name) if column else False
    if column is None or ours is None or not outside or not beside:
        return units, False
    if not enterprise and not MENDING.search(column.header):
        return units, False
    others = tuple(named for named in units.supervising if named != ours)
    if lead is not None:
        message = f"“{lead.name[:30]}”不在名册，以“{ours.name}”为牵头单位，原责任主体随事项保留"
        cells.note("lead", "lead_overseeing", message)
    return RowUnits((ours,), units.partners, others), True


def _registered(name: str, cells: RowCells) -> bool:
    return cells.facts.register is not None and name in cells.facts.register.names


def at_end_of_text(cells: RowCells, basis: Basis) -> AtEnd | None:
    """（市发展改革委牵头，市财政局配合，6月底前完成） at the end of the task, its measures or its target."""
    for name in PLACES:
        text = words(cells.value(name)).strip()
        match = BRACKETED.search(text) or LABELLED.search(text)
        if not match or (match.start() == 0 and name == "title" and match.re is BRACKETED):
            continue
        units, due = _parted(match[1], basis)
        if units and names_units(cells.facts.units(units), units):
            rest = re.sub(r"\s*责任单位$|\s*牵头单位$", "", text[: match.start()].strip())
            return AtEnd(name, rest, units, due)
    return None


def names_units(found: Units, units: str) -> bool:
    return any(named.known for named in found.all()) or any(word in units for word in ROLES if len(word) > 1)


def _is_day(bare: str, basis: Basis) -> bool:
    if is_recurring(bare) or POLICY.fullmatch(bare):
        return True
    return any(hit.found.day for hit in hits(bare, basis.frame()))


def _parted(inside: str, basis: Basis) -> tuple[str, str]:
    """The parts that name a day apart from those that name units."""
    units: list[str] = []
    due: list[str] = []
    for part in re.split(r"(?<=[，,；;。])|\n", inside):
        bare = DUE_LABEL.sub("", part.strip().strip("，,；;。"))
        if not bare:
            continue
        has_day = _is_day(bare, basis) or DUE_LABEL.match(part.strip())
        (due if has_day else units).append(bare if has_day else part)
    return "".join(units).strip("，,；;。 "), "，".join(due)

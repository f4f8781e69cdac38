"""Which units a clause makes responsible, and in which part: to lead, to help, to do the work. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile

from bot.drafting.times import DUE, EVERY
from bot.drafting.words import DATA, any_of, listed
from bot.ledger_files.units.lookup import SAME_AS, Lookup
from bot.ledger_files.units.words import SAME

_BRACKET = r"(?:[（(][^）)]{1,16}[）)])?"
_AND = r"(?:、|和|与|及|以及)"
_COUNTED = r"(?:等)?(?:[两三四五六七八九几多]|有关|相关)?(?:个|家)?(?:部门|单位|部门单位|家)?"
_TAIL = re.compile(r"(?:委员会|办公室|管理局|执法局|监管局|分局|局|委|办|部|厅|中心|公司|有限公司)$")
_NAMES_A_UNIT = "联委院办局"  # 妇联, 法院: two letters are a name
_HOME = re.compile(r"^(?:市委|县委|区委|州委|市|县|区|州)(?=[\u4e00-\u9fff]{2})(?!场|级)")
_TOWN = re.compile(r"(?:镇|乡|街道|区|办事处|人民政府)$")
_TOO_WIDE = DATA["too_wide"].split()
_LONG_ENDS = any_of(each for each in DATA["unit_ends"].split() if len(each) > 1)
_SHORT_ENDS = any_of(each for each in DATA["unit_ends"].split() if len(each) == 1)
_GROUP = listed("groups")
_NOT_NAME = (
    rf"[和与及由请对把将在要从的全年月日个这那该项作表给跟同向为等]|[两三四五六七八九几多]个?(?:部门|单位|家)|"
    rf"{listed('not_in_a_name')}|[省市]委(?!督|办|政|网|编|巡|党)"
)
_SETS_OUT = rf"(?={listed('sets_out')}|[、和与及等（“\d])"
_REFERS = re.compile(r"(?:这件事情?|此事|这项工作|此项工作|该项工作|这个事)(?:由)?$")
_SHORT = 8
_AREA = re.compile(r"(?:区|镇|乡|街道|中心|公司|集团|园|院)$")
_SETS_AT_ONCE = re.compile(
    rf"(?:{listed('sets_out')})|(?:{DUE.pattern})|(?:{EVERY.pattern})|[（对把从以与就]|围绕|要|全|各|尽|迅速|认真|切实|积极|至少|务必"
)
_ORDERED = re.compile(rf"要|必须|{DUE.pattern}")
_STANDS_FOR: Mapping[str, str] = DATA["stands_for"]

# What may stand before a unit that is to do something: 由, 请; a topic (托位这项工作); a day; the words of a meeting.
_GIVES = r"(?:由|请|责成|委托|交由|交给|转由|让|须由|督促|明确由|确定由)"
_BEFORE = re.compile(
    rf"(?:^|{_GIVES})(?:(?:会议)?(?:议定|要求|决定|强调|明确|指出|同意)[，,：:]?|其中|另外|同时|此外|会后|下一步|并|也|还|再|各位|今后|其余|"
    rf"(?:由|请)|这件事情?|此事|(?:{DUE.pattern})|(?:{EVERY.pattern}))*$|"
    r"(?:工作|这件事|事项|事宜|任务|项目|问题|做法|方案|名单|部分|方面|办法|清单|资金|手续|[一二两三四五六前后]项|其余|下来|具体|上)$"
)
_STRONG = re.compile(r"^(?:共同|具体|分别|各自|要|应|须|必须)*(?:牵头|负责|负总责|主抓|承担|总负责|抓总|包干)")
_OBJECT = re.compile(r"(?:[和与同向对给为报经被把将从至到商像跟]|听取|传达|会同|联合|配合|上报|报送|来自|据)$")
_NO_ACTOR = re.compile(
    r"^(?:的|关于|同志|主要负责|负责同志|负责人|主要领导|分管领导|领导|班子|党[组委]|常务会|全体|会议|这个|这种|那个|反映|汇报|为|了|、|。|，|$|和|与|及|以及|(?:负责|牵头|承担|主管|实施)的|工作|名义|备案|审批|批准|研究后|统一)"
)
_HELPS = re.compile(
    r"^(?:也|都|再|则|同步|一起|紧密|全程|按职责|按照职责|分工|共同|分别|各自|积极|主动|密切|全力|要|应|须|必须|给予|予以|做好|抓好|加强|在[^，]{1,10}上)*"
    r"(?:配合|参与|参加|协助|协同|协作|支持|跟进|跟踪监督|监督|指导)(?!.{9,})"
    r"|^[^，]{0,10}(?:配合|支持|协助)(?:工作)?$|^(?:要|负责)?(?:做好|提供|加强)[^，]{0,6}(?:保障|服务|指导)(?:工作)?$"
)
_OWNS = re.compile(
    r"^(?:要|应|须|必须|共同|具体|总|分别|各自|切实|主动|一起)*"
    r"(?:牵头|负责|负总责|主抓|承担|抓总|总负责|总牵头|抓好|做好|落实)*"
    r"(?:到底|落实|抓落实|抓好|办理|解决|筹备|准备|实施|组织实施|承办|督促落实|牵头|负责|负总责|主抓|承担|抓总|总牵头|"
    rf"{listed('takes_on')})(?:工作)?$"
)
_TOGETHER = re.compile(r"^(?:要|应|须|必须|负责)?(?:会同|联合|商|协同|与(?=[^，]{2,10}(?:联合|共同|一起)))")


class Part(StrEnum):
    LEADS = "leads"  # and what is to be done stands beside it
    OWNS = "owns"  # 由财政局牵头: whose it is, and nothing else
    HELPS = "helps"


@dataclass(frozen=True, slots=True)
class Actors:
    """`units`: full names; `unknown`: as the text names those that the register lacks; `rest`: what they are to do."""

    part: Part
    units: tuple[str, ...]
    unknown: tuple[str, ...]
    partners: tuple[str, ...]
    before: str
    rest: str
    group: bool = False


@dataclass
class UnitNames:
    """The names of the register, and the forms in which people say them: 工信部门, 发改、财政."""

    names: Mapping[str, str]
    _stems: dict[str, str] = field(default_factory=dict)
    lookup: Lookup = field(init=False)
    _run: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        forms: dict[str, str] = {}
        doubtful: set[str] = set()
        for name, full in self.names.items():
            for form in {name, _HOME.sub("", name)}:
                if (len(form) > 2 or form[-1] in _NAMES_A_UNIT) and forms.setdefault(form, full) != full:
                    doubtful.add(form)
            bare = _HOME.sub("", name)
            stem = _TAIL.sub("", bare)
            fits = stem != bare and 2 <= len(stem) <= 6 and stem not in _TOO_WIDE and not _TOWN.search(bare)
            if fits and self._stems.setdefault(stem, full) != full:
                doubtful.add(stem)
        self._stems = {stem: full for stem, full in self._stems.items() if stem not in doubtful}
        self._forms = {form: full for form, full in forms.items() if form not in doubtful or form in self.names}
        self.lookup = Lookup(self.names)
        known = any_of([*self._forms, *_STANDS_FOR]) or "(?!)"
        stems = any_of(self._stems) or "(?!)"
        ours = rf"(?:{stems})部门|(?:市|县|区)?(?:{known})|(?:{stems})(?:局|委|办|部)(?!法|署|分)"
        generic = rf"(?:(?!{ours}|{_NOT_NAME})[\u4e00-\u9fff])"
        generic = rf"(?:{generic}{{0,9}}?(?:{_LONG_ENDS})|{generic}{{2,9}}?(?:{_SHORT_ENDS})){_BRACKET}{_SETS_OUT}"
        one = rf"(?:{ours}|(?:{_GROUP})|(?:{stems})|{generic})"
        self._run = re.compile(rf"{one}{_BRACKET}(?:{_AND}{one}{_BRACKET})*{_COUNTED}")
        self._one = re.compile(one + _BRACKET)

    def full(self, said: str) -> tuple[str, ...]:
        """The units that a name stands for; none where the register lacks it."""
        bare = re.sub(r"[（(].*", "", said)
        if bare in _STANDS_FOR:
            return self._ending(_STANDS_FOR[bare].split())
        for tried in (bare, bare.removesuffix("部门"), re.sub(r"^[市县区]", "", bare)):
            if tried in self.names:
                return (self.names[tried],)
            if tried in self._forms:
                return (self._forms[tried],)
        stem = self._stems.get(bare.removesuffix("部门")) or self._stems.get(_TAIL.sub("", bare))
        found_name = stem or (self.lookup.find(bare) if len(bare) > 2 else None)
        return (found_name,) if found_name is not None else ()

    def _ending(self, ends: Sequence[str]) -> tuple[str, ...]:
        """The one unit for each end of a name; none at all where one is missing or several fit."""
        found = [[each for each in dict.fromkeys(self.names.values()) if each.endswith(end)] for end in ends]
        return tuple(each[0] for each in found) if all(len(each) == 1 for each in found) else ()

    def forms_of(self, unit: str) -> list[str]:
        """All words that may stand for it in a sentence."""
        stands = [word for word, meant in _STANDS_FOR.items() if unit in self.full(word) and meant]
        held = [form for table in (self._forms, self._stems) for form, full in table.items() if full == unit]
        same = [
            name
            for number, alike in enumerate(SAME)
            if any(SAME_AS.get(form) == number for form in held)
            for name in alike
        ]
        return [*held, *same, *stands]

    def actors(self, clause: str) -> Actors | None:
        """The first run of names at a place where somebody is told to do something."""
        assert self._run is not None
        if (beside := self._beside(clause)) is not None:
            return beside
        at = 0
        while (run := self._run.search(clause, at)) is not None:
            found = self._acting(clause, run.start(), run.end())
            if found is not None:
                return found
            at = run.start() + 1
        return None

    def _beside(self, clause: str) -> Actors | None:
        """会同县财政局、经开区: a clause that only says with whom."""
        rest, partners = self._partners(clause)
        only = partners and len(rest) <= 2
        return Actors(Part.HELPS, partners, (), (), "", rest) if only else None

    def _acting(self, clause: str, start: int, end: int) -> Actors | None:
        said = self._parts(clause, start, end)
        before, rest = clause[:start], clause[end:]
        if _NO_ACTOR.match(rest) or not self._stands_for_itself(clause[start:end], said, rest):
            return None
        if not _BEFORE.search(before) and not (_STRONG.match(rest) and not _OBJECT.search(before)):
            return None
        if _OBJECT.search(before):
            return None
        if _AREA.search(said[-1]) and not _SETS_AT_ONCE.match(rest) and _ORDERED.search(rest):
            return None  # 高新园区标准厂房二期6月底前要交付: where, and not who
        units = tuple(dict.fromkeys(name for each in said for name in self.full(each)))
        unknown = tuple(each for each in said if not self.full(each))
        rest, partners = self._partners(rest)
        part = Part.HELPS if _HELPS.match(rest) else Part.OWNS if _OWNS.match(rest) else Part.LEADS
        if part is Part.LEADS and _REFERS.search(before) and len(rest) <= _SHORT:
            part = Part.OWNS  # 这件事由财政局拿意见
        group = not units and all(re.fullmatch(_GROUP, each) for each in unknown)
        return Actors(part, units, unknown, partners, before, rest, group)

    def _parts(self, text: str, start: int, end: int) -> list[str]:
        """The single names of a run. What follows it tells where its last name ends."""
        within = takewhile(lambda each: each.end() <= end, self._one.finditer(text, start))
        return [each[0] for each in within]

    def _stands_for_itself(self, run: str, said: list[str], rest: str) -> bool:
        """教育、医疗 are units only where 部门 or an order follows: 工信、财政要组成专班."""
        cut = [each for each in said if each in self._stems and each not in self._forms]
        if not cut:
            return True
        if re.search(r"(?:部门|单位|家)$", run):
            return True
        return len(said) > 1 and re.match(r"要|应|须|必须|牵头|负责|配合|坐|共同|联合|组成|都要", rest) is not None

    def _partners(self, rest: str) -> tuple[str, tuple[str, ...]]:
        joined = _TOGETHER.match(rest)
        if joined is None:
            return rest, ()
        assert self._run is not None
        run = self._run.match(rest, joined.end())
        if run is None:
            return rest[joined.end() :] if rest.startswith("会同") else rest, ()
        said = self._parts(rest, joined.end(), run.end())
        return rest[run.end() :], tuple(dict.fromkeys(name for each in said for name in self.full(each)))

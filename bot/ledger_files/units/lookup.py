"""A name as a table writes it against the names of the register: 财政局, 市发改委, 县教体局, 各县（市、区）."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.ledger_files.files.grids import WHITE
from bot.ledger_files.units.words import GROUP_BEGINS, GROUP_ENDS, SAME, UNIT_ENDS

BRACKETS = re.compile(r"[（(【\[〔][^）)】\]〕]{0,40}[）)】\]〕]")
COUNTY = re.compile(
    r"^(?:各|全市各|市各)(?:有关|相关|涉及)?(?:(?:县|市|区|旗|县级市|县市区|区县|市县)[(（、,，市区县旗)）]*)+(?:人民)?(?:政府|管委会)?"
)
TOWNS = re.compile(r"^各[乡镇街道办事处(（)）、和及/]+(?:人民政府|政府)?$")
OFFICE_OF = re.compile(r"(?:人民政府|政府|管委会|管理委员会|(?<=街道)办事处|(?<=街道)办|办事处)$")
FILL = re.compile(r"[和与、及·\s]|事业|服务|管理|监督")
LEVEL = re.compile(r"^(?:市(?!场|监)|县|区(?!域|块)|州|旗|省|盟)(?=[\u4e00-\u9fff]{2})")
PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?:自治县|新区|县|区|旗|市)(?=[\u4e00-\u9fff]{2})")
SAME_AS: Mapping[str, int] = {name: number for number, names in enumerate(SAME) for name in names}
SHORTEST, LONGEST = 2, 8  # letters of a contraction


def tidied(text: str) -> str:
    """Without white space and list numbers, with half-width signs but Chinese brackets."""
    digits = str.maketrans("０１２３４５６７８９", "0123456789")
    text = unicodedata.normalize("NFC", text).translate(WHITE).translate(digits)
    return re.sub(r"^(?:[①-⓿]|[(（]?\d{1,2}[)）、.．])", "", text).strip("。.，,；;：:、")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`place`: whose unit it is where it is not the office's own (东湖区; 县 in a city's register)."""

    place: str
    stem: str  # the name without it


@dataclass
class Lookup:
    """The names of a register, and what people make of them. Answers given to questions are names too."""

    names: Mapping[str, str]
    contracted: dict[str, str] = field(default_factory=dict)  # names that were read as contractions: worth a note
    _home: str = "市"
    _keys: dict[str, set[str]] = field(default_factory=dict)
    _parsed: dict[Parsed, str] = field(default_factory=dict)
    _nearest: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        levels = Counter(match[0] for name in self.names.values() if (match := LEVEL.match(name)))
        self._home = max(levels, key=lambda level: levels[level], default="市")
        for name, full in self.names.items():
            for key in self._keys_of(name):
                self._keys.setdefault(key, set()).add(full)
            self._parsed[self._parse(name)] = full

    def find(self, words: str) -> str | None:
        """The full name of a department or group; None if nobody has it, or more than one."""
        if words not in self._known:
            self._known[words] = self._find(words) if words else None
        return self._known[words]

    def _find(self, words: str) -> str | None:
        bare = BRACKETS.sub("", words)
        for tried in (words, f"{self._home}{words}", words.removeprefix(self._home), bare, f"{self._home}{bare}"):
            if tried in self.names:
                return self.names[tried]
        for key in self._keys_of(words):
            found = self._keys.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return self._of_contraction(words)

    def _keys_of(self, name: str) -> Iterator[str]:
        """Forms under which a name is found, the surest first."""
        if COUNTY.match(name):
            yield "=各县区"
            return
        if TOWNS.match(name):
            yield "=各" + "镇" * bool(re.search(r"[乡镇]", name)) + "街" * ("街" in name)
            return
        bare = BRACKETS.sub("", name)
        whole = self._parse(bare, named=False)
        if (number := SAME_AS.get(whole.stem, SAME_AS.get(bare))) is not None:
            yield f"{whole.place}#{number}"
        yield f"{whole.place}={whole.stem}"
        yield f"{whole.place}={OFFICE_OF.sub('', whole.stem) or whole.stem}"
        parsed = self._parse(bare)
        if (number := SAME_AS.get(parsed.stem)) is not None:
            yield f"{parsed.place}#{number}"
        yield f"{parsed.place}~{_short(parsed.stem)}"

    def _parse(self, name: str, *, named: bool = True) -> Parsed:
        """The office's own units have no place, whether the table writes 市财政局 or 财政局."""
        name = name.removeprefix("国网").removeprefix("中共")
        level = LEVEL.match(name)
        stem = name[level.end() :] if level else name
        place = level[0] if level and level[0] != self._home else ""
        own = PLACE.match(stem) if named and SAME_AS.get(stem) is None else None
        return Parsed(own[0], stem[own.end() :]) if own else Parsed(place, stem)

    def _of_contraction(self, words: str) -> str | None:
        """教体局 for 教育和体育局: the same first and last letter, no letter of its own, and one unit only."""
        asked = self._parse(BRACKETS.sub("", words))
        short = _short(asked.stem)
        if not SHORTEST < len(short) + 1 <= LONGEST or len(set(short)) < 2:
            return None
        found = {
            full
            for parsed, full in self._parsed.items()
            if parsed.place == asked.place and _contracts(short, parsed.stem)
        }
        if len(found) != 1:
            return None
        self.contracted[words] = found.pop()
        return self.contracted[words]

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        if name not in self._nearest:
            self._nearest[name] = self._resembling(name, count)
        return self._nearest[name]

    def _resembling(self, name: str, count: int) -> tuple[str, ...]:
        above = [each for each in self.names if len(each) > 3 and name.startswith(each)]  # 市公安局交警支队
        close = above + difflib.get_close_matches(name, list(self.names), n=count * 2, cutoff=0.5)
        return tuple(dict.fromkeys(self.names[each] for each in close))[:count]


def _short(stem: str) -> str:
    return FILL.sub("", stem.replace("委员会", "委").replace("办公室", "办"))


def _contracts(short: str, stem: str) -> bool:
    for name in (stem, OFFICE_OF.sub("", stem)):
        long = name.replace("委员会", "委").replace("办公室", "办")
        if len(long) > len(short) and long[:1] == short[0] and long[-1] == short[-1] and set(short) <= set(long):
            return True
    return False


def is_group(words: str) -> bool:
    return words.startswith(GROUP_BEGINS) or words.endswith(GROUP_ENDS)


def looks_like_a_unit(words: str) -> bool:
    return 2 <= len(words) <= 24 and BRACKETS.sub("", words).endswith(UNIT_ENDS)

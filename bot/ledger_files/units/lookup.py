"""A name as a table writes it against the names of the register: 财政局, 市发改委, 住房和城乡建设局, 各县（市、区）."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.ledger_files.files.grids import WHITE
from bot.ledger_files.units.words import GROUP_BEGINS, GROUP_ENDS, SAME, UNIT_ENDS

BRACKETS = re.compile(r"[（(【\[〔][^）)】\]〕]{0,40}[）)】\]〕]")
COUNTY = re.compile(
    r"^(?:各|全市各|市各)(?:有关|相关|涉及)?(?:(?:县|市|区|旗|县级市|县市区|区县|市县)[(（、,，市区县旗)）]*)+(?:人民)?(?:政府|管委会)?"
)
OFFICE_OF = re.compile(r"(?:人民政府|政府|管委会|街道办事处|办事处)$")
FILL = re.compile(r"[和与、及·\s]|事业|服务|管理|监督")
SAME_AS: Mapping[str, int] = {name: number for number, names in enumerate(SAME) for name in names}


def tidied(text: str) -> str:
    """Without white space and list numbers, with half-width signs but Chinese brackets."""
    digits = str.maketrans("０１２３４５６７８９", "0123456789")
    text = unicodedata.normalize("NFC", text).translate(WHITE).translate(digits)
    return re.sub(r"^(?:[①-⓿]|[(（]?\d{1,2}[)）、.．])", "", text).strip("。.，,；;：:、")


@dataclass
class Lookup:
    """The names of a register, and what people make of them. Answers given to questions are names too."""

    names: Mapping[str, str]
    _folded: dict[str, set[str]] = field(default_factory=dict)
    _nearest: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, full in self.names.items():
            for fold in (*_folds(name), *_folds(re.sub("^[县区州旗](?=[^县区州旗]{2})", "", name))):
                self._folded.setdefault(fold, set()).add(full)

    def find(self, words: str) -> str | None:
        """The full name of a department or group; None if nobody has it, or more than one."""
        if words not in self._known:
            self._known[words] = self._find(words)
        return self._known[words]

    def _find(self, words: str) -> str | None:
        if not words:
            return None
        bare = BRACKETS.sub("", words)
        for tried in (words, f"市{words}", words.removeprefix("市"), bare, f"市{bare}"):
            if tried in self.names:
                return self.names[tried]
        for fold in _folds(words):
            found = self._folded.get(fold, set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        if name not in self._nearest:
            self._nearest[name] = self._resembling(name, count)
        return self._nearest[name]

    def _resembling(self, name: str, count: int) -> tuple[str, ...]:
        above = [each for each in self.names if len(each) > 3 and name.startswith(each)]  # 市公安局交警支队
        close = above + difflib.get_close_matches(name, list(self.names), n=count * 2, cutoff=0.5)
        return tuple(dict.fromkeys(self.names[each] for each in close))[:count]


def _folds(name: str) -> Iterable[str]:
    """Forms under which a name is found, the surest first. The place in front (市, 东湖区) stays apart."""
    bare = BRACKETS.sub("", name) if not COUNTY.match(name) else name
    if COUNTY.match(bare):
        yield "=各县区"
        return
    yield bare
    yield OFFICE_OF.sub("", bare) or bare
    place, rest = _parted(bare)
    number = SAME_AS.get(rest, SAME_AS.get(bare))
    if number is not None:
        yield f"{place}#{number}"
    short = FILL.sub("", rest.replace("委员会", "委").replace("办公室", "办"))
    if len(short) >= 3:
        yield f"{place}~{short}"


def _parted(name: str) -> tuple[str, str]:
    """The place in front of the name; the city's own units, with 市 or without, have none."""
    match = re.match(r"(市|[\u4e00-\u9fff]{1,4}(?:自治县|新区|高新区|经开区|[县区旗]))(?=[\u4e00-\u9fff]{2})", name)
    if match and match[1] != "市" and SAME_AS.get(name) is None:
        return match[1], name[match.end() :]
    return "", name.removeprefix("市")


def is_group(words: str) -> bool:
    return words.startswith(GROUP_BEGINS) or words.endswith(GROUP_ENDS)


def looks_like_a_unit(words: str) -> bool:
    return 2 <= len(words) <= 24 and BRACKETS.sub("", words).endswith(UNIT_ENDS)

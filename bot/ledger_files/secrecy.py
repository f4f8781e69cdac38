"""Marks of secrecy: 涉密事项不得录入, for a chat is no secret network."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.ledger_files.files.grids import squeezed
from bot.reading.text.same_letters import same_letters

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

LEVELS = "绝密|机密|秘密|内部"
OPEN = {
    "",
    "公开",
    "无",
    "非密",
    "非涉密",
    "不涉密",
    "否",
    "普通",
    "一般",
    "主动公开",
    "依申请公开",
    "—",
    "-",
    "--",
    "/",
}
MARK = re.compile(
    rf"^(?:{LEVELS})(?:★.*|级|件)?$|[（(【\[〔<《](?:{LEVELS})(?:级|件|★[^）)】\]〕]*)?[）)】\]〕>》]"
    rf"|(?:{LEVELS})(?:级)?★|★(?:{LEVELS})|密级[:：]?(?:{LEVELS})|^(?:绝密|机密|秘密|内部)[:：]"
    r"|^(?:绝密|机密|秘密)(?=[\d，,、。])|(?:绝密|机密|秘密)[〔\[（(]\d{4}|从[这那一]?份?(?:绝密|机密|秘密|涉密)(?:文?件|材料)"
    r"|内部(?:资料|文件|材料|掌握|使用|参阅)|注意保存|不得外传|^涉密(?:事项|文件|件)?$|[（(【]涉密[)）】]"
)
HINT = re.compile("密|内部|注意保存|外传")  # what each of the marks has: most rows have none
MESSAGE = "标有密级，涉密事项不得录入。请按保密规定另行办理，不要通过本系统传递"

# 机_密, 机·密: whatever stands between the two letters but a pause of the sentence or a bracket.
_BETWEEN = r"(?:[^\w，。；！？、：,;!?:（()）【】\[\]…\n]|[_\u115f\u1160]){1,3}"
_PARTED = re.compile(rf"(?<=[绝机秘涉]){_BETWEEN}(?=密)|(?<=内){_BETWEEN}(?=部)|(?<=密){_BETWEEN}(?=级)")
_MAY_BE = re.compile("[密㊙部存传傳]")
_LEVEL = re.compile(rf"(?:绝密|机密|秘密)(?![{_WORDS['other_words']}])")
_HARMLESS = re.compile(
    "|".join(sorted(_WORDS["ordinary"].split(), key=len, reverse=True))
    + f"|(?:{'|'.join(_WORDS['denied'].split())})(?:任何)?(?:绝密|机密|秘密)"
)


@lru_cache(maxsize=512)
def _looked_at(text: str) -> str:
    """The letters as they are meant: none unseen, none parted, compatibility and traditional forms made plain."""
    return _PARTED.sub("", same_letters(text).replace("㊙", "秘密★"))


def _meant(value: object) -> str:
    text = squeezed(value)
    return _looked_at(text) if _MAY_BE.search(text) else text


def is_marked(values: Iterable[object]) -> bool:
    texts = [_meant(value) for value in values]
    return HINT.search("".join(texts)) is not None and any(map(MARK.search, texts))


def names_a_level(values: Iterable[object]) -> bool:
    """A level in plain words: 这份机密方案 is too much for a chat, 秘密投票 and 机密性 are everyday words."""
    return any(_LEVEL.search(_HARMLESS.sub("，", _meant(value))) for value in values)


_OF_A_FILE = re.compile(
    rf"(?:^|[\s_\-—（(【\[〔.、])(?:{LEVELS})(?:级)?(?:文件|材料|资料|件|电报|传真|$|[\s_\-—）)】\]〕.、★*])|(?:绝密|机密|秘密)(?:级)?(?:文件|材料|件)|★"
)
_OPEN_FILE = re.compile(r"非涉?密|不涉密|商业秘密|保密|个人隐私")


def is_marked_name(name: str) -> bool:
    """A file's name says it in fewer marks: 机密文件.pdf, 内部_评审稿.docx."""
    stem = _meant(name)
    return _OPEN_FILE.search(stem) is None and _OF_A_FILE.search(stem) is not None


def is_secret_level(value: object) -> bool:
    """What a 密级 column says: anything but an open level counts as secret."""
    return _meant(value) not in OPEN

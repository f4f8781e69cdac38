"""Marks of secrecy: 涉密事项不得录入, for a chat is no secret network."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.ledger_files.files.grids import squeezed

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


def is_marked(values: Iterable[object]) -> bool:
    texts = [squeezed(value) for value in values]
    return HINT.search("".join(texts)) is not None and any(map(MARK.search, texts))


_OF_A_FILE = re.compile(
    rf"(?:^|[\s_\-—（(【\[〔.、])(?:{LEVELS})(?:级)?(?:文件|材料|资料|件|电报|传真|$|[\s_\-—）)】\]〕.、★*])|(?:绝密|机密|秘密)(?:级)?(?:文件|材料|件)|★"
)
_OPEN_FILE = re.compile(r"非涉?密|不涉密|商业秘密|保密|个人隐私")


def is_marked_name(name: str) -> bool:
    """A file's name says it in fewer marks: 机密文件.pdf, 内部_评审稿.docx."""
    stem = squeezed(name)
    return _OPEN_FILE.search(stem) is None and _OF_A_FILE.search(stem) is not None


def is_secret_level(value: object) -> bool:
    """What a 密级 column says: anything but an open level counts as secret."""
    return squeezed(value) not in OPEN

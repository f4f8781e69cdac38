"""Characters that nobody sees and that change what others read: controls, and marks that turn the direction of writing.

A name with U+202E in it turns the whole line it is quoted in; workbooks refuse control characters.
"""

from __future__ import annotations

import re

_HIDDEN = (
    *(each for each in range(0x20) if chr(each) not in "\t\n\r"),
    *range(0x7F, 0xA0),
    0x061C,  # Arabic letter mark
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),  # one half of a pair alone
)
_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")  # Word's soft ends among them
_CHANGED = {**dict.fromkeys(_HIDDEN), **_LINE_ENDS}
_ANY = re.compile("[" + "".join(map(re.escape, map(chr, _HIDDEN))) + "]")


def without_hidden(text: str) -> str:
    """The same text without them, rare line ends as plain ones; the very same object where there are none."""
    return text if text.isprintable() or _ANY.search(text) is None else text.translate(_CHANGED)

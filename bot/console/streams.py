"""Terminals that cannot show every letter: GBK has no coloured lamps, and ASCII no Chinese at all."""

from __future__ import annotations

import codecs
import io
import sys

_NAME = "huiyin"
_PLAIN = {"🔴": "[红]", "🟡": "[黄]", "🔵": "[蓝]", "🟢": "[绿]", "⚪": "○", "✗": "×", "✓": "√"}
_POOR = ("ascii", "iso8859-1", "cp1252", "cp437", "cp850")


def showable() -> None:
    """Let standard output and error take everything: a lamp becomes its colour's name, any other letter `?`."""
    codecs.register_error(_NAME, _instead)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            poor = codecs.lookup(stream.encoding).name in _POOR
            stream.reconfigure(encoding="utf-8" if poor else None, errors=_NAME)


def _instead(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(_PLAIN.get(letter, "?") for letter in fault.object[fault.start : fault.end]), fault.end

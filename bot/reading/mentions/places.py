"""The names found so far in a message: which letters are taken, and where a name may begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.kinds import MentionKind
from bot.reading.mentions.mention import Mention
from bot.reading.mentions.numbers import DAY_AFTER, DAY_BEFORE, INNER, N
from bot.reading.text.normal_form import plain
from bot.reading.text.numerals import number
from db.reading_facts import AskedTask


class Places:
    """Filled by the finders in turn; what one has taken no later one names."""

    def __init__(self, text: str, tasks: Sequence[AskedTask]) -> None:
        self.text = text
        self.tasks = tasks
        self.open = {task.ref for task in tasks}
        self.taken = bytearray(len(text) + 1)
        self.found: list[Mention] = []
        self.ends: set[int] = set()
        for inner in INNER.finditer(text):
            if not self.own_words(inner):
                self.take(*inner.span())

    def own_words(self, match: re.Match[str]) -> bool:
        """2号建议答复: what follows the number is the title of that very task, no building or proposal."""
        said = re.match(N, match.group())
        ref = number(said.group()) if said else None
        sign = re.search("[号#]", match.group())
        follows = self.text[match.start() + sign.end() :][:3] if sign else ""
        pause = self.text[match.end() : match.end() + 1] in ("嘛", "呢", "吧")
        thing = re.sub(f"^{N}(?:号|路|#)", "", match.group())
        return any(
            task.ref == ref and ((pause and thing in plain(task.title)) or _is_its_title(follows, plain(task.title)))
            for task in self.tasks
        )

    def dated(self, start: int, end: int) -> bool:
        return bool(
            re.match(DAY_AFTER, self.text[end : end + 4])
            or re.search(DAY_BEFORE, self.text[max(0, start - 6) : start])
            or re.match("日|月", self.text[end : end + 1])
        )

    def at_start(self, place: int) -> bool:
        before = self.text[max(0, place - 8) : place].rstrip(" ")
        return (
            not before
            or before[-1] in ",;。!:\n:()/|"
            or re.search("(?:完成|办结|其中|另外|有|是|更正|对于|关于)$", before) is not None
            or place in self.ends
        )

    def name(
        self, start: int, end: int, said: tuple[int, ...], rule: str, kind: MentionKind = MentionKind.NUMBER
    ) -> None:
        if any(self.taken[start:end]):
            return
        known = tuple(dict.fromkeys(ref for ref in said if ref in self.open))
        if len(known) < len(set(said)) and kind is not MentionKind.LIST:
            kind = MentionKind.UNKNOWN
        self.add(Mention(start, end, kind, known, rule, said))

    def add(self, mention: Mention) -> None:
        self.found.append(mention)
        self.ends.add(mention.end)
        self.take(mention.start, mention.end)

    def take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def forget(self, mention: Mention) -> None:
        self.found.remove(mention)
        self.taken[mention.start : mention.end] = bytes(mention.end - mention.start)

    def forget_numbers(self, start: int, end: int) -> None:
        self.found = [m for m in self.found if not start <= m.start < end or m.kind is not MentionKind.NUMBER]
        self.taken[start:end] = bytes(end - start)

    def is_free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])


def _is_its_title(follows: str, title: str) -> bool:
    """Three letters of it, or two of a title that is hardly longer (14#泵房)."""
    enough = 3 if len(title) > 4 else 2
    return len(follows) >= enough and follows[:enough] in title

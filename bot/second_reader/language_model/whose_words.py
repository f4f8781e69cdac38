"""Whether the words quoted for a task are said of that task, and not of another or of nobody's."""

from __future__ import annotations

import re

from bot.reading.kinds import SURE
from bot.reading.mentions import named_tasks
from bot.reading.text.normal_form import plain
from bot.second_reader.language_model.answer import AnsweredRow
from bot.second_reader.language_model.message import Message, Misplaced
from db.reading_facts import AskedTask, Said

# Of a message about several tasks a quote as long as this, and most of it, proves nothing of one.
_A_STORY = 40
_MOST_OF_IT = 0.6
_SENTENCE = re.compile(r"[^。;!?\n]+")
_STOPS = re.compile(r"[^\w]+")
_NUMBER = re.compile(r"(?<![\d.月])(\d{1,4})[号#](?![楼院线桥路门机文站])")
_LAST_OF_A_MONTH = 31
_ANY_TITLE = frozenset("市县区镇乡村建设改造整治工作推进项目程管理提升更新完善升级开展年度月的与和及新老旧大小中全上下")
_DIGITS = ("〇零", "一幺", "二", "三", "四", "五", "六", "七", "八", "九")  # as one spells a number: 一一四


def of_this_task(row: AnsweredRow, task: AskedTask, message: Message) -> None:
    """Words that name another task, or that the grammar gives to another, prove nothing of this one."""
    if len(message.tasks) == 1:
        return
    quote = plain(row.quote)
    if len(quote) > _A_STORY and len(quote) > len(plain(message.text)) * _MOST_OF_IT:
        raise Misplaced(f"“{row.quote[:20]}”是整段话，不是摘录")
    named = [each for each in named_tasks.mentions(quote, message.tasks) if each.kind in SURE and each.refs]
    if any(row.ref in each.refs for each in named) or names_it(quote, task, message):
        return
    if (unknown := _unknown_number(quote, task, message)) is not None:
        raise Misplaced(f"“{row.quote[:20]}”说的是{unknown}号")
    others = [each.refs[0] for each in named] or [ref for ref in _given_to(quote, message) if ref != row.ref]
    if named or (others and _stands_by_another(quote, task, others[0], message)):
        raise Misplaced(f"“{row.quote[:20]}”说的是{others[0]}号")
    if row.state not in (None, Said.IN_PROGRESS) and not _is_its_own(quote, task, message):
        raise Misplaced(f"“{row.quote[:20]}”没有指明是{row.ref}号")


def _unknown_number(quote: str, task: AskedTask, message: Message) -> str | None:
    """A number in the sentence of the quote that is nobody's: neither a day nor an open task."""
    known = {str(each.ref) for each in message.tasks}
    for sentence in _SENTENCE.finditer(plain(message.text)):
        if quote in sentence.group() and not names_it(sentence.group(), task, message):
            found = next((each[1] for each in _NUMBER.finditer(sentence.group()) if each[1] not in known), None)
            if found is not None and int(found) > _LAST_OF_A_MONTH:
                return found
    return None


def _given_to(quote: str, message: Message) -> list[int]:
    """The tasks whose part of the message, as the grammar cuts it, has the longest stretch of the quote."""
    longest = max(_STOPS.split(quote), key=len)
    if len(longest) < 2:
        return []
    return [ref for ref, words in message.parts.items() if longest in plain(words)]


def _is_its_own(quote: str, task: AskedTask, message: Message) -> bool:
    """The grammar gives it the quote, or its sentence names it, be it by one letter; mere progress needs less."""
    if task.ref in _given_to(quote, message):
        return True
    others = {letter for each in message.tasks if each.ref != task.ref for letter in plain(each.title)}
    own = set(plain(task.title)) - others - _ANY_TITLE
    if own & set(quote):
        return True
    sentences = (each.group() for each in _SENTENCE.finditer(plain(message.text)))
    return any(quote in each and names_it(each, task, message) for each in sentences)


def _stands_by_another(quote: str, task: AskedTask, other: int, message: Message) -> bool:
    """The sentence of the quote names the other task, and not this one."""
    sentences = [each.group() for each in _SENTENCE.finditer(plain(message.text)) if quote in each.group()] or [quote]
    rival = next(each for each in message.tasks if each.ref == other)
    return any(names_it(each, rival, message) and not names_it(each, task, message) for each in sentences)


def names_it(words: str, task: AskedTask, message: Message) -> bool:
    """The words have the number of the task, or a pair of letters that only its title has."""
    title = plain(task.title)
    others = "|".join(plain(each.title) for each in message.tasks if each.ref != task.ref)
    own = [title[at : at + 2] for at in range(len(title) - 1) if title[at : at + 2] not in others]
    spelled = "".join(f"[{_DIGITS[int(digit)]}]" for digit in str(task.ref))
    number = re.compile(rf"(?<![\d.]){task.ref}(?![\d.%])" + (f"|{spelled}" if task.ref > 9 else ""))
    return bool(number.search(words)) or any(pair in words for pair in own)

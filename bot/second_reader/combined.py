"""A reply read by all who read it: the grammar, the learned reader, and a model where its answer is at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.reading.asks.commands_to_readers import speaks_to_the_reader
from bot.reading.replies import Stages
from bot.second_reader import with_learned
from bot.second_reader.agreement import Agreed, Trust
from bot.second_reader.classifier import CLASSES, Classifier, Guess
from bot.second_reader.language_model import answer as form
from bot.second_reader.language_model import grounding
from bot.second_reader.language_model.message import Message, states_read
from bot.second_reader.learned.evidence import evidence
from bot.second_reader.learned.reading import LearnedReader
from bot.second_reader.opinions import Opinion
from bot.second_reader.parts import parts
from bot.second_reader.with_model import weigh
from db.reading_facts import AskedTask, Reading
from schedules.workdays import Calendar

_SENTENCES = re.compile(r"[。！？!?；;\n]+")


def read_by_all(
    stages: Stages,
    text: str,
    tasks: Sequence[AskedTask],
    *,
    today: date,
    calendar: Calendar,
    classifier: Classifier,
    learned: LearnedReader,
    answered: str | None = None,
    trust: Trust = Trust.PROPOSE,
) -> Agreed:
    """`stages`: the grammar's reading and what it was made of; `answered`: a model's answer as written, if one came."""
    found = evidence(stages)
    alone = with_learned.weigh(stages.reading, found, learned.read(found))
    if answered is None:
        return alone
    reading = stages.reading
    message = shown(reading, text, tasks, today=today, calendar=calendar)
    titles = {task.ref: task.title for task in tasks}
    guesses = {ref: heard(classifier, words, titles[ref]) for ref, words in message.parts.items() if ref in titles}
    if speaks_to_the_reader(text):
        trust = Trust.PROPOSE  # what obeys such words is asked about, and stored only where the grammar has it too
    opinion = believed(answered, message, classifier)
    return weigh(alone, reading, opinion, guesses, trust) if opinion is not None else alone


def shown(reading: Reading, text: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> Message:
    """The message as the model's answer is held against it."""
    return Message(
        text, tasks, today, calendar, parts(text, tasks, today=today, calendar=calendar), states_read(reading)
    )


def believed(answered: str, message: Message, classifier: Classifier) -> Opinion | None:
    """None where the answer is none, or where nothing of it could be believed: then the others read alone."""
    try:
        found = grounding.opinion(form.answer(answered), message, guess=classifier.guess)
    except form.AnswerFault:
        return None
    return None if found.said_nothing_true else found


def heard(classifier: Classifier, words: str, title: str) -> Guess:
    """The guess for all words about a task; a state that one sentence surely gives counts as heard."""
    whole = classifier.guess(words, title)
    sentences = [each for each in _SENTENCES.split(words) if len(each) >= 2]
    if len(sentences) < 2:
        return whole
    each_heard = [classifier.guess(sentence, title).by_class for sentence in sentences]
    most = tuple(max(shares) for shares in zip(whole.by_class, *each_heard, strict=True))
    return Guess(whole.state, whole.probability, most)


def shares(guess: Guess) -> Mapping[str, float]:
    """For `explain`: the classes by name, the likeliest first."""
    found = dict(zip(CLASSES, guess.by_class, strict=True))
    return dict(sorted(found.items(), key=lambda each: -each[1]))

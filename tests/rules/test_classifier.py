"""The built-in second reader: what it hears, and that its file is the one its training describes."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from bot.second_reader import classifier, training
from bot.second_reader.letters import masked
from bot.second_reader.parts import parts_of_case
from db.reading_facts import Said
from schedules.workdays import Calendar
from tests.rules import scoring

CALENDAR = Calendar.standard()


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("桥面铺装全部完工，昨天已经放行", Said.DONE_CLAIMED),
        ("业主不让进场，工地停工半个月了", Said.BLOCKED),
        ("还没有动，图纸都没出来", Said.NOT_STARTED),
        ("进度滞后，恐怕不能按期完成", Said.DELAYED),
        ("已完成六成，正在吊装", Said.IN_PROGRESS),
        ("收到，谢谢领导", None),
    ],
)
def test_letters_give_a_state_or_no_report(words, state):
    assert classifier.built_in().guess(words, "三岔沟危桥加固").state == state


def test_digits_and_the_words_of_the_title_are_masked():
    assert masked("3号危桥加固完了12处", "三岔沟危桥加固") == "^0号#完了0处^"


def test_probabilities_add_up_to_one():
    guess = classifier.built_in().guess("已办结", "门牌整治")
    assert sum(guess.by_class) == pytest.approx(1)
    assert guess.of(Said.DONE_CLAIMED) == max(guess.by_class) == guess.probability


def test_the_shipped_weights_belong_to_the_record_beside_them():
    folder = files("bot.second_reader")
    record = json.loads(folder.joinpath("classifier.json").read_text("utf-8"))
    judged = record["left_out_by_writer"]
    assert judged["sure_right"] / judged["sure"] >= 0.95
    assert record["examples"] == sum(record["by_class"].values())


def test_weights_of_another_program_are_refused():
    packed, record = training.trained([training.Example([1, 2], 0)])
    with pytest.raises(classifier.ClassifierFault, match="huiyin train"):
        classifier.loaded(packed, {**record, "classes": ["none"]})


def test_training_anew_learns_what_it_is_shown_and_is_repeatable():
    cases = scoring.load("replies_sample.jsonl")
    found = training.examples(cases, lambda case: parts_of_case(case, CALENDAR))
    packed, record = training.trained(found)
    learnt = training.judged(classifier.loaded(packed, record), found, at=0.9)
    assert learnt.right >= 0.95 * learnt.examples
    assert training.trained(found)[0] == packed

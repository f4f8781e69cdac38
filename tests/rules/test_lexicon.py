"""The words of the office: what the loader refuses, and that every entry reads the sentences that stand beside it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot import reading
from bot.reading.kinds import Kind, Words
from bot.reading.lexicon.expressions import alternatives, each_of
from bot.reading.lexicon.loader import Entry, LexiconFault, lexicon, loaded, of_file
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.replies import heard_of
from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask
from schedules.workdays import Calendar
from tests.rules import scoring


def entry(text: str) -> Entry:
    return loaded([text])[0]


def matches(text: str, written: str) -> list[str]:
    return re.findall("|".join(alternatives(entry(text))), plain(written))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[lat]]\nwords = '滞后'", "no such kind"),
        ("[[late]]\nwords = '滞后'\nbefore = '率'", "no such field"),
        ("[[late]]\nrule = 'late'", "an empty pattern"),
        ("[[late]]\npatterns = ['']", "an empty pattern"),
        ("[[late]]\npatterns = [' ']", "an empty pattern"),
        ("[[late]]\nwords = '滞后 逾期'\n[[blocked]]\nwords = '滞后'", "滞后 is in [[late]] and in [[blocked]]"),
    ],
)
def test_the_loader_refuses(text, why):
    with pytest.raises(LexiconFault, match=re.escape(why)):
        loaded([text])


@pytest.mark.parametrize("text", ["[[late]]\nwords = '滞后", "[[lat]]\nwords = '滞后'"])
def test_a_fault_names_its_file(tmp_path, text):
    path = tmp_path / "late.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconFault, match=r"^late.toml: "):
        of_file(path)


def test_a_word_may_be_in_two_kinds_when_it_is_said_which_wins():
    found = loaded(["[[late]]\nwords = '滞后'", "[[blocked]]\nwords = '滞后'\nover = 'late'"])
    assert [item.over for item in found] == [(), ("late",)]


def test_a_list_may_hold_a_word_of_a_kind():
    assert len(loaded(["[[late]]\nwords = '滞后'\n[[filler]]\nwords = '滞后'"])) == 2


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        ("[[late]]\nwords = '推 推迟 推迟了'", "推迟了两天又推", ["推迟了", "推"]),
        ("[[late]]\nwords = '逾期'\nnot_after = '不会 没有'", "不会逾期，没有逾期，逾期", ["逾期"]),
        ("[[done]]\nwords = '完成 完工'\nnot_before = '率 后'", "完成率高，完工后完成", ["完成"]),
        ("[[late]]\nwords = 'late behind_schedule'", "translate，Late, behind schedule", ["late", "behind schedule"]),
        ("[[late]]\nwords = 'c++ (a)'", "c++和(a)", ["c++", "(a)"]),
    ],
)
def test_words_of_an_entry(text, written, found):
    assert matches(text, written) == found


def test_masks_have_names():
    pattern = "|".join(alternatives(entry("[[late]]\npatterns = ['晚到<date>+', '[<percent><span>]', '[<han>]x']")))
    assert re.findall(pattern, "晚到\x02\x02，\x04，\x01，\x03，落x") == ["晚到\x02\x02", "\x04", "\x01", "落x"]


def test_a_pattern_may_name_a_list():
    pattern = "|".join(alternatives(entry("[[late]]\npatterns = ['(?P<what>拖)了?<chat>']")))
    assert re.fullmatch(pattern, "拖了天气")


def test_every_list_has_words():
    kinds = {item.kind for item in lexicon()}
    assert not {*Words} - kinds


@pytest.mark.parametrize("item", lexicon(), ids=lambda item: f"{item.kind}-{item.rule}")
def test_an_entry_compiles_and_needs_letters(item):
    for source in alternatives(item):
        assert re.compile(source).fullmatch("") is None, source


TASKS = [AskedTask(3, "老旧小区改造", date(2026, 9, 30)), AskedTask(5, "燃气管网更新", date(2026, 10, 31))]
CALENDAR = Calendar.standard()
MARKS = [item for item in lexicon() if item.kind in {*Kind}]
LISTS = [item for item in lexicon() if item.kind in {*Words} - {Words.FRAGMENT}]


def fired(item: Entry, sentence: str) -> list[str]:
    """The words of a head's sentence that are marked by this very entry."""
    heard = heard_of(sentence, TASKS, date(2026, 3, 2), CALENDAR)
    ways = [re.compile(way) for way in alternatives(item)]
    return [
        heard.text[mark.start : mark.end]
        for mark in heard.marks
        if (mark.kind, mark.rule) == (item.kind, item.rule) and any(way.match(heard.masked, mark.start) for way in ways)
    ]


def sentences(items: list[Entry], field: str) -> list[tuple[Entry, str]]:
    return [(item, sentence) for item in items for sentence in getattr(item, field)]


@pytest.mark.parametrize(("item", "sentence"), sentences(MARKS, "says"))
def test_a_sentence_is_marked_by_its_entry(item, sentence):
    assert fired(item, sentence), (item.kind, item.rule)


@pytest.mark.parametrize(("item", "sentence"), sentences(MARKS, "never"))
def test_a_sentence_is_not_marked_by_its_entry(item, sentence):
    assert not fired(item, sentence), (item.kind, item.rule)


def test_every_entry_of_a_kind_has_a_sentence_for_and_one_against_it():
    assert [(item.kind, item.rule, item.words) for item in MARKS if not (item.says and item.never)] == []


# Each rule of these lists is asked for on its own.
BY_RULE = {Words.LEADER_ACT, Words.OFFICE_ACT, Words.HEAD_ACT, Words.MOOD, Words.INQUIRY, Words.NEW_TASK}


def in_list(item: Entry, sentence: str) -> bool:
    """Whether a word of the whole list stands in a head's sentence, as written or with its masks."""
    heard = heard_of(sentence, TASKS, date(2026, 3, 2), CALENDAR)
    ways = map(re.compile, alternatives(item)) if item.kind in BY_RULE else each_of(Words(item.kind))
    return any(way.search(heard.text) or way.search(heard.masked) for way in ways)


@pytest.mark.parametrize(("item", "sentence"), sentences(LISTS, "says"))
def test_a_sentence_has_a_word_of_the_list(item, sentence):
    assert in_list(item, sentence), item.kind


@pytest.mark.parametrize(("item", "sentence"), sentences(LISTS, "never"))
def test_a_sentence_has_no_word_of_the_list(item, sentence):
    assert not in_list(item, sentence), item.kind


@pytest.mark.parametrize("field", ["says", "never"])
def test_every_list_has_a_sentence_for_and_one_against_it(field):
    assert {item.kind for item in LISTS} - {item.kind for item in LISTS if getattr(item, field)} == set()


def code() -> str:
    files = Path(reading.__file__).parents[1].rglob("*.py")
    return "".join(path.read_text(encoding="utf-8") for path in files if path.name not in ("kinds.py", "loader.py"))


def test_every_list_is_asked_for_somewhere():
    asked = set(re.findall(r"Words\.([A-Z_]+)", code()))
    assert {name.name for name in Words if name is not Words.FRAGMENT} - asked == set()


def test_every_fragment_is_named_by_a_pattern():
    patterns = [*(pattern for item in lexicon() for pattern in item.patterns), code()]
    named = {name for pattern in patterns for name in re.findall("<([a-z-]+)>", pattern)}
    assert {item.rule for item in lexicon() if item.kind == Words.FRAGMENT} - named == set()


def test_where_two_rules_fit_the_same_letters_it_is_said_which_is_over():
    """Of our own cases: the order of files and entries must never decide."""
    ways = {
        (item.kind, item.rule, item.over): [re.compile(way) for way in alternatives(item)]
        for item in lexicon()
        if item.kind in {*Kind}
    }
    over = {(rule, beaten) for _, rule, names in ways for beaten in names}
    unsaid = set()
    for case in scoring.load("replies_own.jsonl"):
        tasks = [AskedTask(task["ref"], task["title"], None) for task in case["tasks"]]
        heard = heard_of(case["text"], tasks, date.fromisoformat(case["today"]), CALENDAR)
        for mark in heard.marks:
            for kind, rule, _ in ways:
                if rule == mark.rule or not any(fits(way, heard.masked, mark) for way in ways[kind, rule, _]):
                    continue
                if not {(mark.rule, kind), (mark.rule, rule)} & over:
                    unsaid.add((mark.rule, rule, heard.text[mark.start : mark.end]))
    assert unsaid == set()


def fits(way: re.Pattern[str], text: str, mark: Mark) -> bool:
    match = way.match(text, mark.start)
    return match is not None and match.end() == mark.end


def test_a_rule_that_code_asks_for_is_given_somewhere():
    """`mark.rule == "remaining-stp"` would never be true, and nothing would say so."""
    asked: Counter[str] = Counter()
    written = Counter(item.rule for item in lexicon())
    for path in Path(reading.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "rule":
                asked.update(text for part in node.comparators for text in strings(part))
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written[node.value] += 1
    assert {rule for rule in asked if written[rule] <= asked[rule]} == set()


def strings(tree: ast.AST) -> list[str]:
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]

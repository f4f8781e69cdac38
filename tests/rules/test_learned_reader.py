"""The learned reader: its table of decisions line by line, its evidence, and that training gives what reading uses."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from bot.reading import replies
from bot.second_reader import with_learned
from bot.second_reader.agreement import Outcome
from bot.second_reader.learned import examples, numerics, stretches, training
from bot.second_reader.learned import reading as learned
from bot.second_reader.learned.evidence import Evidence, as_kept, evidence, of_kept
from bot.second_reader.learned.figure_days import figure_days
from bot.second_reader.learned.reading import INTENTS, LearnedReading, LearnedRow
from bot.second_reader.learned.verdict import PLAIN, verdict
from bot.second_reader.learned.weights import placed
from db.reading_facts import AskedTask, Doubt, Intent, Said
from schedules.workdays import Calendar
from tests.rules import scoring

CALENDAR = Calendar.standard()
TODAY = date(2027, 3, 1)
TASKS = [AskedTask(3, "老旧小区改造", date(2027, 6, 30)), AskedTask(5, "污水管网", date(2027, 5, 31))]
GOING = {"state": "in_progress"}
DONE = {"state": "done_claimed"}
LONG = Evidence(
    text="楼道都刷白了，水箱换完，还有两户阳台没谈拢",
    today=TODAY.isoformat(),
    tasks=((3, "老旧小区改造", "2027-06-30"),),
    intent="update",
    rows={},
    proposed={},
    asked=(),
    values=(),
    spans={},
    facts={},
    named={},
    unexplained={0: PLAIN + 1},
)


def said(values, *, reported=0.9, right=0.8, harmful=0.02, intent=Intent.UPDATE, doubted=0.1):
    shares = {name: 0.9 if name == intent.value else 0.1 / (len(INTENTS) - 1) for name in INTENTS}
    return LearnedReading({3: LearnedRow(3, values, reported, right, harmful)}, shares, doubted)


def by_grammar(stored=None, proposed=None, **more):
    rows = {3: {**stored, "beside": []}} if stored else {}
    return replace(LONG, rows=rows, proposed={3: {**proposed, "beside": []}} if proposed else {}, **more)


def test_what_the_reader_is_sure_of_is_stored_without_a_question():
    for grammar in (by_grammar(GOING), by_grammar(proposed=GOING), by_grammar(DONE), by_grammar()):
        decided = verdict(grammar, said(GOING))
        assert (decided.stored, decided.asks, decided.intent) == ({3: GOING}, False, Intent.UPDATE)


@pytest.mark.parametrize("unsure", [{"right": 0.1}, {"harmful": 0.5}, {"reported": 0.4}])
def test_an_unsure_row_is_asked_about_with_the_grammars_beside_it(unsure):
    decided = verdict(by_grammar(DONE), said(GOING, **unsure))
    assert (decided.stored, decided.proposed) == ({}, {3: GOING})
    assert decided.rivals[3]["state"] == "done_claimed"
    assert decided.intent is Intent.AMBIGUOUS


def test_done_is_stored_only_where_both_say_so():
    assert verdict(by_grammar(DONE), said(DONE)).stored == {3: DONE}
    assert verdict(by_grammar(proposed=DONE), said(DONE)).stored == {3: DONE}
    assert verdict(by_grammar(GOING), said(DONE)).proposed == {3: DONE}
    assert verdict(by_grammar(), said(DONE)).proposed == {3: DONE}


def test_a_certain_row_of_which_the_reader_hears_nothing_is_asked_about_and_a_doubt_is_let_go():
    silent = said(GOING, reported=0.02, intent=Intent.SMALLTALK)
    assert set(verdict(by_grammar(GOING), silent).proposed) == {3}
    decided = verdict(by_grammar(proposed=GOING), silent)
    assert (decided.stored, decided.asks, decided.intent) == ({}, False, Intent.SMALLTALK)


def test_a_report_the_grammar_took_for_talk_is_a_question_and_never_talk():
    decided = verdict(by_grammar(intent="smalltalk"), said(GOING, right=0.1, intent=Intent.SMALLTALK))
    assert (decided.proposed, decided.intent) == ({3: GOING}, Intent.AMBIGUOUS)
    nothing = verdict(by_grammar(intent="smalltalk"), said(GOING, reported=0.02, intent=Intent.UPDATE))
    assert nothing.asks


def test_a_doubt_about_the_whole_asks_beside_what_is_stored():
    decided = verdict(by_grammar(GOING), said(GOING, doubted=0.9))
    assert (decided.stored, decided.asks) == ({3: GOING}, True)


def test_words_the_grammar_knows_to_the_letter_are_its_own():
    plain = by_grammar(DONE, unexplained={0: PLAIN})
    decided = verdict(plain, said(GOING))
    assert decided.plain
    assert decided.stored[3]["state"] == "done_claimed"
    passed_over = by_grammar(intent="ack", unexplained={0: 2})
    assert verdict(passed_over, said(GOING, right=0.1)).proposed == {3: GOING}


def weighed(text, row, **more):
    stages = replies.stages(text, TASKS[:1], today=TODAY, calendar=CALENDAR)
    found = replace(evidence(stages), unexplained={0: PLAIN + 1})
    return with_learned.weigh(stages.reading, found, said(row, **more))


def test_a_stored_row_keeps_the_words_the_grammar_found():
    agreed = weighed("3号已完成七成，因资金未到位，4月20日完成", {**GOING, "percent": 70.0})
    (row,) = agreed.reading.rows
    assert (row.percent, row.expected_date, row.state) == (70.0, None, Said.IN_PROGRESS)
    assert row.blocker
    assert "expected_date" not in dict(row.spans)
    assert agreed.outcomes == ((3, Outcome.SECOND),)


def test_both_readings_are_buttons_of_the_question():
    agreed = weighed("3号已完成七成", {**GOING, "percent": 30.0}, right=0.1)
    (query,) = agreed.reading.queries
    assert (query.doubt, query.refs) == (Doubt.DISAGREEMENT, (3,))
    assert ([row.percent for row in query.proposed], [row.percent for row in query.rivals]) == ([30.0], [70.0])


def test_what_is_too_long_to_be_read_is_asked_for_whatever_is_stored():
    text = "3号推进中。" + "今天天气不错，" * 800
    agreed = weighed(text, GOING)
    assert any(query.span is not None and query.span.rule == "too-long" for query in agreed.reading.queries)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("发布会改4.25,场地签了", ["2027-04-25"]),
        ("原来3.15,推到3/21", ["2027-03-15", "2027-03-21"]),
        ("管道22.6公里,投资3.5亿,比例2:8", []),
        ("2.20已经试过灯", []),  # just passed: told of the past, or a slip
        ("2.30交,13.5交,1.5.2版", []),
        ("12.20前后", ["2027-12-20"]),
    ],
)
def test_two_figures_may_be_a_day(text, days):
    assert [day.isoformat() for _, _, day in figure_days(text, TODAY)] == days


def test_a_task_is_spoken_of_where_letters_of_its_title_stand():
    text = "管子那头都埋完了。小区的楼道还在刷，差两栋。"
    found = replace(LONG, text=text, tasks=((3, "老旧小区改造", None), (5, "污水管网", None)))
    (stretch,) = stretches.about(found, 3)
    assert text[slice(*stretch)] == "小区的楼道还在刷，差两栋。"
    assert stretches.about(found, 5) == ((0, len(text)),)


def test_evidence_comes_back_from_its_kept_form():
    for case in scoring.load("replies_sample.jsonl"):
        found = examples.heard(case, CALENDAR)
        tasks = [AskedTask(ref, title, date.fromisoformat(due) if due else None) for ref, title, due in found.tasks]
        kept = json.loads(json.dumps(as_kept(found, case["text"])))
        again = of_kept(kept, case["text"], tasks, date.fromisoformat(case["today"]))
        assert as_kept(again, case["text"]) == as_kept(found, case["text"])


def test_the_kept_evidence_of_strangers_is_of_their_replies():
    packed = (scoring.CASES / "strangers_heard.jsonl.gz").read_bytes()
    kept = {case["id"]: case for case in map(json.loads, gzip.decompress(packed).splitlines())}
    for case in scoring.load("strangers.jsonl"):
        assert kept[case["id"]]["text"] == case["text"]
        assert kept[case["id"]]["gold"] == case["gold"]


def test_the_shipped_model_holds_what_its_record_says_of_writers_left_out():
    record = json.loads(files("bot.second_reader.learned").joinpath("model.json").read_text("utf-8"))
    strangers = [counts for writer, counts in record["left_out_by_writer"].items() if not writer.startswith("own-")]
    replies_read = sum(counts["replies"] for counts in strangers)
    assert replies_read >= 1560
    assert sum(counts["harmful"] for counts in strangers) / replies_read <= 0.03
    assert sum(counts["lost"] for counts in strangers) / replies_read <= 0.01
    assert len(learned.built_in().models) == len(record["models"])


def test_training_gives_the_scores_it_was_judged_by_and_is_repeatable():
    cases = [(f"w{at % 3}", 1.0, case) for at, case in enumerate(scoring.load("replies_sample.jsonl"))]
    found = examples.of_cases(cases, CALENDAR)
    trained = training.trained(found)
    reader = learned.loaded(trained.packed, trained.record)
    state = reader.models["state"]
    wants = [reader.models["intent"].scores(placed(each.features)) for each in found.of["intent"]]
    said = [(state.shares(placed(each.features), wants[each.case]), each.label) for each in found.of["state"]]
    right = [max(range(7), key=shares.__getitem__) == label for shares, label in said]
    assert sum(right) >= 0.9 * len(right)
    assert training.trained(found).packed == trained.packed


def test_a_linear_model_scores_as_the_likeness_it_was_made_of():
    sets = [{"a", "b"}, {"a", "c"}, {"b", "c"}, {"c"}]
    np = pytest.importorskip("numpy")
    likeness = numerics.alike([(2.0, sets)])
    coefficients = numerics.fitted(likeness, np.eye(2)[[0, 1, 0, 1]], np.ones(4), 1.0)
    made = numerics.linear(("x", "y"), {"f": 2.0}, [{"f": each} for each in sets], coefficients, np.eye(3, 2), most=99)
    wanted = (likeness + 1.0) @ coefficients
    for each, scores in zip(sets, wanted, strict=True):
        assert made.scores(placed({"f": each})) == pytest.approx(list(scores), abs=0.03)


def test_weights_of_another_program_are_refused():
    folder = files("bot.second_reader.learned")
    record = json.loads(folder.joinpath("model.json").read_text("utf-8"))
    models = {**record["models"], "state": {**record["models"]["state"], "features": 3}}
    with pytest.raises(learned.ModelFault, match="huiyin train"):
        learned.loaded(folder.joinpath("model.bin").read_bytes(), {**record, "models": models})


@pytest.mark.parametrize(
    "words",
    [
        "不用延，40是对的，50那次是小刘看串行了",
        "手滑点错了 没啥困难 就是那俩乡镇磨蹭",
        "数还是91没动，就是快了，企业都说好",
    ],
)
def test_words_that_name_none_of_many_tasks_are_asked_about_once(words):
    """They sound alike of every open task; item by item 全部正确 would store what nobody said."""
    titles = ("争取专项债券", "落实生态补偿", "预算绩效管理", "盘活闲置土地", "化解债务风险")
    tasks = [AskedTask(place, title, date(2027, 12, 31)) for place, title in enumerate(titles, start=1)]
    stages = replies.stages(words, tasks, today=TODAY, calendar=CALENDAR)
    found = evidence(stages)
    agreed = with_learned.weigh(stages.reading, found, learned.built_in().read(found))
    assert agreed.reading.rows == ()
    assert len([query for query in agreed.reading.queries if query.proposed]) <= 1


@pytest.mark.parametrize(("reported", "intent"), [(0.9, Intent.AMBIGUOUS), (0.4, Intent.ACK)])
def test_a_report_heard_of_many_unnamed_tasks_is_a_question_and_never_talk(reported, intent):
    tasks = [AskedTask(place, f"事项{place}", date(2027, 12, 31)) for place in range(1, 6)]
    stages = replies.stages("收到", tasks, today=TODAY, calendar=CALENDAR)
    found = replace(evidence(stages), unexplained={0: PLAIN + 1})
    rows = {task.ref: LearnedRow(task.ref, GOING, reported, 0.1, 0.02) for task in tasks}
    agreed = with_learned.weigh(stages.reading, found, replace(said(GOING), rows=rows))
    assert agreed.reading.intent is intent
    assert bool(agreed.reading.queries) is (intent is Intent.AMBIGUOUS)

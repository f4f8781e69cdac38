"""What a model says is believed only as far as the message and the grammar bear it out."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from bot.reading.claims.finished_words import says_finished
from bot.second_reader.classifier import built_in
from bot.second_reader.language_model import answer, grounding, outgoing
from bot.second_reader.language_model.message import Message
from bot.second_reader.opinions import Opinion
from bot.second_reader.parts import parts
from db.reading_facts import AskedTask, Doubt, Intent, Query, Row, Said
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
TODAY = date(2027, 5, 12)
EARLIER = {"value": "2027-06-10", "quote": "6月20日前"}
TASKS = [AskedTask(2, "茶园低改", date(2027, 6, 30)), AskedTask(5, "果蔬冷库", date(2027, 7, 31))]
SAID = "果蔬冷库昨天验收合格交付了。茶园低改干到六成多，缺苗，6月20日前补齐"


def message(text: str = SAID, tasks: list[AskedTask] = TASKS) -> Message:
    return Message(text, tasks, TODAY, CALENDAR, parts(text, tasks, today=TODAY, calendar=CALENDAR))


def believed(*rows: dict[str, Any], text: str = SAID, tasks: list[AskedTask] = TASKS) -> Opinion:
    given = answer.answer(json.dumps({"intent": "update", "rows": rows, "doubts": []}))
    return grounding.opinion(given, message(text, tasks), guess=built_in().guess)


def row(ref: int, state: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"ref": ref, "state": state, "quote": quote, **more}


def test_values_that_the_grammar_computes_again_from_their_quotes_are_believed():
    found = believed(
        row(5, "done_claimed", "果蔬冷库昨天验收合格交付了"),
        row(
            2,
            "in_progress",
            "茶园低改干到六成多",
            percent={"value": 60, "quote": "六成多"},
            expected_date={"value": "2027-06-20", "quote": "6月20日前"},
            blocker="缺苗",
        ),
    )
    assert found.rows == (
        Row(5, state=Said.DONE_CLAIMED),
        Row(2, state=Said.IN_PROGRESS, percent=60.0, expected_date=date(2027, 6, 20), blocker="缺苗"),
    )
    assert found.refused == ()


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        (row(9, "done_claimed", "交付了"), "没有这个编号"),
        (row(2, "in_progress", "已完成八成"), "原文没有"),
        (row(2, "in_progress", "缺苗", percent={"value": 80, "quote": "八成"}), "原文没有"),
    ],
)
def test_a_lie_is_refused_with_its_reason_and_costs_the_other_rows_nothing(lie, why):
    honest = row(5, "done_claimed", "果蔬冷库昨天验收合格交付了")
    found = believed(lie, honest)
    assert found.rows == (Row(5, state=Said.DONE_CLAIMED),)
    assert found.unbelieved == (lie["ref"],)
    assert re.search(why, found.refused[0])
    assert believed(lie).said_nothing_true


def test_one_misplaced_row_of_a_reader_who_is_right_otherwise_is_only_proposed():
    misplaced = row(2, "done_claimed", "果蔬冷库昨天验收合格交付了")
    found = believed(misplaced, row(5, "done_claimed", "果蔬冷库昨天验收合格交付了"))
    assert (found.partial, found.unbelieved) == ((Row(2, state=Said.DONE_CLAIMED),), ())
    assert "说的是5号" in found.refused[0]
    confused = believed(misplaced, row(5, "blocked", "缺苗"))
    assert (confused.rows, confused.partial, confused.unbelieved) == ((), (), (2, 5))


@pytest.mark.parametrize(
    ("row_said", "left", "why"),
    [
        (row(2, "in_progress", "茶园低改", percent={"value": 80, "quote": "六成多"}), {}, "不是80%"),
        (row(2, "in_progress", "茶园低改", percent={"value": 160, "quote": "六成多"}), {}, "不是160%"),
        (
            row(2, "in_progress", "茶园低改", expected_date=EARLIER),
            {"expected_date": date(2027, 6, 20)},
            "不是2027-06-10",
        ),
        (
            row(2, "delayed", "缺苗", new_deadline={"value": "2027-06-20", "quote": "6月20日前"}),
            {"state": Said.DELAYED},
            "得不出",
        ),
        (row(2, "in_progress", "缺苗", delegate="老周"), {}, "原文没有"),
    ],
)
def test_a_value_that_its_quote_does_not_give_is_left_out_and_the_row_is_only_proposed(row_said, left, why):
    """Where the words give one other day, that one is proposed: reckoning is the grammar's."""
    found = believed(row_said)
    assert (found.rows, found.unbelieved) == ((), ())
    assert found.partial == (Row(2, **{"state": Said.IN_PROGRESS, **left}),)
    assert re.search(why, found.refused[0])


def test_words_that_do_not_stand_there_as_obstacle_or_helper_are_left_out():
    found = believed(row(2, "in_progress", "茶园低改干到六成多", blocker="资金没有到位", help_from=["市财政局"]))
    assert found.rows == (Row(2, state=Said.IN_PROGRESS),)


def test_a_quote_that_surely_says_something_else_proves_no_state():
    found = believed(row(2, "done_claimed", "还没开工"), text="茶园低改还没开工", tasks=TASKS[:1])
    assert found.rows == ()


def test_time_asked_for_counts_from_the_due_date():
    text = "苗木还没到，恳请延期三周"
    asked = row(2, "delayed", "恳请延期三周", new_deadline={"value": "2027-07-21", "quote": "延期三周"})
    assert believed(asked, text=text, tasks=TASKS[:1]).rows[0].new_deadline == date(2027, 7, 21)


@pytest.mark.parametrize(
    ("said", "quote", "day"),
    [
        ("开街改6.25", "6.25", date(2027, 6, 25)),
        ("余款等医院确认，9/26付清", "9/26", date(2027, 9, 26)),
        ("苗木6月8日到，18号种完", "18号", date(2027, 6, 18)),
        ("6月10至20日之间收尾", "6月10至20日", date(2027, 6, 20)),
        ("6月下旬全部种完", "6月下旬", date(2027, 6, 30)),
        ("本周五下班前弄好", "本周五", date(2027, 5, 14)),
        ("端午前种完", "端午前", date(2027, 6, 8)),
        ("芒种前种完", "芒种前", date(2027, 6, 6)),
        ("月底交卷", "月底", date(2027, 5, 31)),
        ("年内收官", "年内", date(2027, 12, 31)),
        ("腊月廿三前种完", "腊月廿三前", date(2028, 1, 19)),
        ("十月初八前后能改妥", "十月初八", date(2027, 11, 5)),
        ("再有二十天就好", "再有二十天", date(2027, 6, 1)),
    ],
)
def test_a_day_is_read_again_from_its_quote_where_it_stands(said, quote, day):
    told = row(2, "in_progress", said, expected_date={"value": day.isoformat(), "quote": quote})
    assert believed(told, text=said, tasks=TASKS[:1]).rows == (Row(2, state=Said.IN_PROGRESS, expected_date=day),)


@pytest.mark.parametrize(
    ("said", "quote", "value"),
    [("还剩20%没铺", "还剩20%", 80), ("由30%升到55%", "由30%升到55%", 55), ("过半了", "过半", 50)],
)
def test_a_share_is_read_again_from_its_quote_where_it_stands(said, quote, value):
    told = row(2, "in_progress", said, percent={"value": value, "quote": quote})
    assert believed(told, text=said, tasks=TASKS[:1]).rows == (Row(2, state=Said.IN_PROGRESS, percent=float(value)),)


def test_the_sentence_that_names_a_task_outweighs_the_part_the_grammar_gave_it_to():
    text = "2｜干到六成｜5｜未开始，等批复"
    assert believed(row(5, "not_started", "未开始"), text=text).rows == (Row(5, state=Said.NOT_STARTED),)


def test_what_a_model_doubts_is_a_question_of_its_kind():
    said = {"rows": [], "doubts": [{"ref": 2, "kind": "hedge", "quote": "六成多"}, {"kind": "unknown_number"}]}
    found = grounding.opinion(answer.answer(json.dumps(said)), message(), guess=built_in().guess)
    assert found.doubts == (Query(Doubt.HEDGE, words="六成多", refs=(2,)), Query(Doubt.UNKNOWN_NUMBER))


def test_an_answer_kept_by_an_older_program_is_still_understood():
    found = grounding.opinion(answer.answer('{"rows": [], "ask": [2]}'), message(), guess=built_in().guess)
    assert found.doubts == (Query(Doubt.UNREADABLE, refs=(2,)),)


def test_a_row_out_of_form_is_set_aside_by_itself():
    rows = [{"ref": 2}, row(5, "done_claimed", "果蔬冷库昨天验收合格交付了")]
    found = grounding.opinion(answer.answer(json.dumps({"rows": rows})), message(), guess=built_in().guess)
    assert (len(found.rows), found.unbelieved) == (1, (2,))


@pytest.mark.parametrize(
    "written", ["", "好的", "[]", '{"rows": [{"quote": "x"}]}', '{"rows": [], "note": "x"}', "x" * 30_000, "[" * 9000]
)
def test_what_is_no_answer_in_the_form_asked_for_is_a_fault(written):
    with pytest.raises(answer.AnswerFault):
        answer.answer(written)


def test_a_code_fence_around_the_answer_is_taken_off():
    assert answer.answer('```json\n{"intent": "ack", "rows": []}\n```').intent is Intent.ACK


def test_numbers_of_telephones_and_cards_leave_masked_and_keep_their_places():
    said = "有事打13812345678或0571-88886666，进度60%"
    assert outgoing.masked(said) == "有事打***********或*************，进度60%"


def test_marks_of_secrecy_never_leave():
    assert not outgoing.may_leave("【机密】方案已报市委")
    assert outgoing.may_leave("机密性测试已完成")


def test_the_examples_of_the_prompt_are_true_to_their_own_rules():
    """Each example's answer is believed whole, keeps the form that is asked for, and the grammar harms none of them."""
    turns = re.findall(r'^(\{"today".*)\n(\{"intent".*)$', outgoing.prompt(), re.M)
    assert len(turns) == 6
    for shown, answered in turns:
        asked = json.loads(shown)
        today = date.fromisoformat(asked["today"][:10])
        tasks = [AskedTask(t["ref"], t["title"], date.fromisoformat(t["due"])) for t in asked["tasks"]]
        given = answer.answer(answered)
        spoken = Message(
            asked["reply"], tasks, today, CALENDAR, parts(asked["reply"], tasks, today=today, calendar=CALENDAR)
        )
        found = grounding.opinion(given, spoken, guess=built_in().guess)
        assert (len(found.rows), found.refused, given.unfit) == (len(given.rows), (), ()), asked["reply"]
        assert len(found.doubts) == len(given.doubts)


def test_a_model_is_asked_for_nothing_free_and_knows_every_kind_of_doubt_and_intent():
    form = answer.schema()["json_schema"]["schema"]
    assert set(form["properties"]) == {"intent", "rows", "doubts"}
    asked_for = (*form["$defs"]["Doubt"]["enum"], *form["$defs"]["Intent"]["enum"], *form["$defs"]["Said"]["enum"])
    assert [each for each in asked_for if each not in outgoing.prompt()] == []


def test_a_model_is_shown_a_calendar_so_that_it_need_not_reckon():
    asked = json.loads(outgoing.question("好", TASKS, today=date(2026, 9, 21), calendar=CALENDAR))
    days = asked["calendar"]
    assert days["周"]["下周"] == "周一2026-09-28至周日2026-10-04"
    assert (days["节日节气"]["中秋"], days["农历月初一"]["腊月"]) == ("2026-09-25", "2027-01-08")
    assert "10-10" in days["放假调休"]["上班"]


@pytest.mark.parametrize(
    ("quote", "finished"),
    [
        ("这颗雷算排完了", True),
        ("一百零八处跑归一了", True),
        ("封填八个口子封了八个", True),
        ("应退219.6万元，已退219.6万元", True),
        ("六百二十台检了，一台不落", True),
        ("二十六台全部在线", True),
        ("八个口子封了六个", False),
        ("招标的材料备完了，还差两家比价", False),
        ("力争全部到位", False),
        ("设备进场了", False),
    ],
)
def test_what_is_quoted_for_done_says_an_end_or_every_piece(quote, finished):
    assert says_finished(quote) is finished


@pytest.mark.parametrize(
    ("quote", "witnessed"),
    [("低改这摊算是了结", (2,)), ("低改弄完了，果蔬冷库也交付了", ()), ("低改6月20日弄完", ()), ("低改正在补苗", ())],
)
def test_done_is_read_again_from_its_quote(quote, witnessed):
    """What names another task too, or a day to come, proves no end."""
    assert believed(row(2, "done_claimed", quote), text=quote).witnessed == witnessed


def test_words_that_name_no_task_are_asked_about_with_all_they_hold():
    text = "申请延到9月20日。213户摊主签了160户，剩下的正在一户一户谈"
    late = {"value": "2027-09-20", "quote": "9月20日"}
    given = row(5, "delayed", "申请延到9月20日", new_deadline=late)
    found = believed(given, text=text)
    assert found.rows == ()
    assert found.partial == (Row(5, state=Said.DELAYED, new_deadline=date(2027, 9, 20)),)

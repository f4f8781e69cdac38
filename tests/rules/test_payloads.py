"""Every kind of message has a payload; what older programs wrote is read as it was meant."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from db.messages import Kind, Repeat
from db.open_questions import Choice, Do, OpenQuestion, read_stored
from db.open_questions import written as question_written
from db.payloads import (
    PAYLOADS,
    DeskPayload,
    DeskRow,
    DigestPayload,
    EchoPayload,
    EchoQuestion,
    EchoRow,
    EditButtonsPayload,
    MenuPayload,
    MorningPayload,
    NoticePayload,
    OutcomePayload,
    PlainPayload,
    ReminderItem,
    RequestOutcome,
    Scope,
    TaskCardPayload,
    UrgentPayload,
    morning_text,
    payload_of,
    written,
)
from db.reading_facts import Doubt, Query, Row, Said

NOW = datetime(2022, 3, 10, 1, tzinfo=UTC)
ITEM = {"task_id": 3, "rung": "due", "occurrence": "2022-03-10", "at": "2022-03-10T01:00:00+00:00", "round": 1}

# As they stand in a ledger of the program before payloads had a type: every key of a row was written.
OLDER = [
    (Kind.PLAIN, {"text": "好", "items": []}, PlainPayload("好")),
    (
        Kind.TASK_CARD,
        {"text": "卡", "items": [3], "buttons": [[["签收", "sign:3"]], [["有困难", "hard:3"]]]},
        TaskCardPayload("卡", items=(3,), buttons=((("签收", "sign:3"),), (("有困难", "hard:3"),))),
    ),
    (
        Kind.ECHO,
        {
            "saying_id": 5,
            "rows": [
                {
                    "number": 31, "title": "争取专项债券", "state": "受阻", "said": "blocked", "percent": 60.0,
                    "expected": "2022-03-11", "promised_percent": None, "promised_by": None, "new_deadline": None,
                    "reason": None, "blocker": "用地指标", "help_from": ["市自然资源局"], "delegate": None,
                    "period": None, "period_done": False, "solved": False, "claimed": False, "confirming": False,
                    "extension": False, "decision": False, "refused": None,
                }
            ],
            "items": [3],
            "question": {"id": 2, "text": "到几成？", "labels": ["10%", "稍后再说"]},
        },
        EchoPayload(
            (
                EchoRow(
                    31, "争取专项债券", "受阻", said=Said.BLOCKED, percent=60.0, expected=date(2022, 3, 11),
                    blocker="用地指标", help_from=("市自然资源局",),
                ),
            ),
            items=(3,),
            question=EchoQuestion(2, "到几成？", ("10%", "稍后再说")),
            saying_id=5,
        ),
    ),
    (Kind.ECHO, {"rows": [], "question": None, "saying_id": 5, "items": []}, EchoPayload(saying_id=5)),
    (Kind.MENU, {"commands": [["mine", "我的任务"]]}, MenuPayload((("mine", "我的任务"),))),
    (Kind.EDIT_BUTTONS, {"chat_id": 7, "message_id": 8, "buttons": []}, EditButtonsPayload(7, 8)),
    (
        Kind.MORNING,
        {"items": [{**ITEM, "until": 1}], "repeat": "again"},
        MorningPayload((ReminderItem(3, "due", "2022-03-10", NOW, 1, 1),), repeat=Repeat.AGAIN),
    ),
    (  # before rounds were told apart
        Kind.URGENT,
        {"items": [{"task_id": 3, "rung": "due", "occurrence": ""}], "again": 2},
        UrgentPayload((ReminderItem(3, "due", ""),), again=2),
    ),
    (Kind.DESK, {"rows": [{"task_id": 3, "rung": "silence_2"}]}, DeskPayload((DeskRow(3, "silence_2"),))),
    (
        Kind.OUTCOME,
        {"what": "returned", "task_id": 3, "reason": "缺表", "due": "2022-03-15"},
        OutcomePayload(RequestOutcome.RETURNED, 3, reason="缺表", due=date(2022, 3, 15)),
    ),
    (Kind.OUTCOME, {"what": "returned", "task_id": 3, "due": None}, OutcomePayload(RequestOutcome.RETURNED, 3)),
    (
        Kind.DIGEST,
        {"day": "2022-03-11", "scope": "office", "repeat": "again"},
        DigestPayload(date(2022, 3, 11), Scope.OFFICE, repeat=Repeat.AGAIN),
    ),
    (Kind.NOTICE, {"what": "of_old", "person_id": None, "gone": 1}, NoticePayload("of_old")),
]  # fmt: skip


def test_every_kind_has_a_payload():
    assert set(PAYLOADS) == set(Kind)
    assert all(payload.kind is kind for kind, payload in PAYLOADS.items())


@pytest.mark.parametrize(("kind", "stored", "payload"), OLDER)
def test_a_row_of_the_older_program_is_read(kind, stored, payload):
    assert payload_of(kind.value, stored) == payload


@pytest.mark.parametrize("payload", [payload for *_, payload in OLDER])
def test_what_is_written_is_read_again(payload):
    assert payload_of(payload.kind, written(payload)) == payload


def test_what_has_its_default_is_not_written():
    assert written(PlainPayload("好")) == {"text": "好"}
    said = MorningPayload((ReminderItem(3, "due", "2022-03-10", NOW, 1, 1),))
    assert written(said) == {"items": [{**ITEM, "until": 1}]}


def test_the_text_of_a_morning_says_what_its_payload_does():
    items = (
        ReminderItem(3, "due", "2022-03-10", NOW, 1, 1),
        ReminderItem(4, "due", "2022-03-10", NOW, 1, 2),
        ReminderItem(5, "request_waits", 'of "7"，', NOW + timedelta(days=1)),
        ReminderItem(6, "due", ""),
    )
    for said in (
        MorningPayload(items),
        MorningPayload(items[:1], matter_ids=(7, 8), partner_ids=(9,), repeat=Repeat.AGAIN),
        MorningPayload(()),
    ):
        text = morning_text(said)
        assert json.loads(text) == written(said)
        assert payload_of(said.kind, json.loads(text)) == said


def test_a_row_without_what_its_kind_needs_is_refused():
    with pytest.raises(ValueError, match="request_id"):
        payload_of("claim", {"task_id": 3})


def test_a_question_of_the_older_program_is_read():
    row = {
        "ref": 31, "state": "in_progress", "percent": 10.0, "expected_date": None, "new_deadline": None,
        "reason": None, "blocker": None, "help_from": [], "delegate": None, "promise": None, "options": [],
        "recommended": None, "difficulty_solved": False, "substance": True,
        "spans": [["percent", {"start": 0, "end": 2, "rule": "percent"}]],
    }  # fmt: skip
    query = {"doubt": "hedge", "words": "大概", "span": None, "refs": [31], "kept": row, "choices": []}
    stored = {
        "query": query, "rest": [query], "text": "是否？",
        "choices": [{"label": "10%", "row": row}, {"label": "稍后再说", "do": "later"}],
    }  # fmt: skip
    asked = read_stored(stored)
    assert asked.choices[0].row == asked.query.kept
    assert asked.choices[0].row.percent == 10.0
    assert asked.choices[1] == Choice("稍后再说", do="later")
    assert asked.rest == (asked.query,)


def test_a_question_is_written_without_its_defaults():
    asked = OpenQuestion("几成？", choices=(Choice("10%", row=Row(31, percent=10.0)), Choice("稍后再说", do=Do.LATER)))
    assert question_written(asked) == {
        "text": "几成？",
        "choices": [{"label": "10%", "row": {"ref": 31, "percent": 10.0}}, {"label": "稍后再说", "do": "later"}],
    }
    assert read_stored(question_written(asked)) == asked


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_can_be_kept(doubt):
    asked = OpenQuestion("？", query=Query(doubt, kept=Row(ref=None)))
    assert read_stored(question_written(asked)) == asked


@pytest.mark.parametrize("kind", [MorningPayload, UrgentPayload])
@pytest.mark.parametrize(
    "items",
    [
        (),
        (ReminderItem(3, "due", "2022-03-10", at=NOW, round=1, until=2),),
        (ReminderItem(3, "due", ""), ReminderItem(4, "sign", "2022-03-09/2022-03-10", at=NOW, until=1)),
    ],
)
def test_the_items_of_a_morning_are_written_as_its_type_writes_them(kind, items):
    payload = kind(items, matter_ids=(7,), repeat=Repeat.AGAIN)
    assert written(payload) == TypeAdapter(kind).dump_python(payload, mode="json", exclude_defaults=True)

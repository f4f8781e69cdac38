"""What coordinators and leaders want of the office: the labels that strangers gave their own sentences."""

from __future__ import annotations

from enum import StrEnum


class Want(StrEnum):
    """By what a good secretary would do on reading the words."""

    # to look something up
    LIST = "q-list"  # tasks of which something is true
    TASK = "q-task"  # how one of them stands
    COUNT = "q-count"  # figures, ranks, shares
    SILENT = "q-silent"  # who has not signed, not answered
    WAITING = "q-waiting"  # what waits for the office or a leader
    PEOPLE = "q-people"  # who is away, holds a post, is not bound
    URGED = "q-urged"  # whether somebody was urged, and when
    DECIDED = "q-decided"  # whether a request was decided
    HISTORY = "q-history"
    PAPERS = "q-papers"  # 督办单, 专报, 通报 that went out
    CLOSED = "q-closed"
    HOW = "q-how"  # what the bot can do
    EXPORT = "export"  # a file
    DIGEST = "digest"  # weekly report, a page before a meeting
    SHEET = "sheet"  # a leader's page
    # to have something done
    RECORD = "record-phone"  # 电话代录
    DIRECTIVE_OF = "record-directive"  # a leader's 批示 put on record
    NEW_TASK = "new-task"
    MINUTES = "minutes"
    REDATE = "redate"
    MILESTONE = "milestone"
    HAND_OVER = "hand-over"
    SUPPORT = "support"
    RELEAD = "relead"
    RETITLE = "retitle"
    TARGET = "target"
    STOP = "stop"
    RESUME = "resume"
    CLOSE = "close"
    RETURN = "return"
    EXTENSION_YES = "extension-yes"
    EXTENSION_NO = "extension-no"
    AMEND = "amend"
    TAKE_BACK = "take-back"
    URGE = "urge"
    HOLD_URGING = "hold-urging"
    TELL = "tell"
    ASK = "ask"
    ANSWER = "answer"
    ORDER_ISSUE = "order-issue"
    ORDER_BACK = "order-back"
    REPORT_LEADER = "report-leader"
    URGENT = "urgent"
    FORWARD = "problem-forward"
    AWAY = "away"
    BACK = "back"
    REPLACE = "replace"
    INVITE = "invite"
    UNBIND = "unbind"
    OWN_REMINDER = "own-reminder"
    # of leaders
    DIRECTIVE = "directive"
    DECIDE_YES = "decide-yes"
    DECIDE_NO = "decide-no"
    CHOOSE = "choose"
    DELEGATE = "delegate"
    PRAISE = "praise"
    SEND_BACK = "send-back"
    ACCEPT = "accept"
    HOLD = "hold"
    ERRAND = "errand"
    # nothing, or nothing that can be had here
    THANKS = "thanks"
    CANNOT = "cannot"


LOOKS_UP = frozenset(each for each in Want if each.startswith("q-")) | {Want.EXPORT, Want.DIGEST, Want.SHEET}

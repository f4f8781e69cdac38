"""What kinds of words, statements and names a reply is made of, and the sets of them that rules ask for."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What words mean; every entry of the lexicon has one."""

    SKIP = "skip"
    END = "end"
    DONE = "done"
    SOME_DONE = "some_done"
    LATE_DONE = "late-done"
    ACT = "act"
    PART = "part"
    NEAR = "near"
    NOT_DONE = "not_done"
    NOT_STARTED = "not_started"
    STARTED_SUB = "started-sub"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    LATE = "late"
    TROUBLE = "trouble"
    NO_TROUBLE = "no-trouble"
    SOLVED = "solved"
    PROGRESS = "progress"
    ASPECT = "aspect"
    FUTURE = "future"
    MAYBE = "maybe"
    UNSURE = "unsure"
    FINISH_TIME = "finish-time"
    EXT = "ext"
    NO_EXT = "no-ext"
    GRANTED = "granted"


# A mark of these claims that something is finished.
FINISHING = frozenset({Kind.DONE, Kind.SOME_DONE, Kind.ACT, Kind.LATE_DONE})
DENIALS = frozenset({Kind.NOT_DONE, Kind.NOT_STARTED})
STANDING = frozenset({Kind.BLOCKED, Kind.NOT_STARTED, Kind.LATE})
GOING_ON = frozenset({Kind.PROGRESS, Kind.ASPECT})
# How far a task is: a statement on its own, behind which the next may begin.
STATES = frozenset(
    {
        Kind.DONE,
        Kind.SOME_DONE,
        Kind.LATE_DONE,
        Kind.NEAR,
        Kind.BLOCKED,
        Kind.LATE,
        Kind.NOT_STARTED,
        Kind.NOT_DONE,
    }
)
# What is said of a task rather than only of its circumstances.
STATES_AND_REQUESTS = STATES | {Kind.EXT}
CLAIMS = STATES_AND_REQUESTS | {Kind.ACT}
SHORT_OF_DONE = frozenset({Kind.NEAR, Kind.NOT_DONE, Kind.NOT_STARTED, Kind.BLOCKED, Kind.LATE, Kind.PART})
# What tells of work that is not finished; a day behind it begins anew.
UNFINISHED = SHORT_OF_DONE | {Kind.UNBLOCKED, Kind.SOLVED, Kind.TROUBLE, Kind.NO_TROUBLE}
# What ends a statement, so that the subject of the next word stands behind it.
BOUNDARIES = UNFINISHED | {Kind.DONE, Kind.SOME_DONE, Kind.EXT, Kind.SKIP, Kind.FINISH_TIME}
# What only says when, how surely or how far, and states nothing beside a day.
QUIET = frozenset({Kind.FUTURE, Kind.ASPECT, Kind.FINISH_TIME, Kind.SKIP})
WHEN_OR_WHETHER = frozenset({Kind.MAYBE, Kind.FUTURE, Kind.ASPECT, Kind.SKIP})
# What may stand between a finishing word and what it finishes.
ACCOMPANYING = GOING_ON | {Kind.ACT, Kind.SKIP}
# A clause with one of these is no cause of a request for time, and none of a standstill.
NO_CAUSES_OF_REQUEST = frozenset(
    {
        Kind.EXT,
        Kind.SKIP,
        Kind.DONE,
        Kind.NO_TROUBLE,
        Kind.FINISH_TIME,
        Kind.GRANTED,
        Kind.NO_EXT,
        Kind.UNBLOCKED,
        Kind.NOT_STARTED,
    }
)
NO_CAUSES = NO_CAUSES_OF_REQUEST | {Kind.BLOCKED, Kind.LATE, Kind.NEAR}


class FactKind(StrEnum):
    """What a clause states of a task, or a doubt about it."""

    DONE = "done"
    PART = "part"
    LATER_PART = "later-part"
    PROMISE = "promise"
    PERCENT = "percent"
    PROMISED = "promised"  # a percent by a day
    IMPOSSIBLE_PERCENT = "impossible-percent"
    EITHER = "either"
    HEDGE = "hedge"
    MAYBE_DONE = "maybe-done"  # all of something is done, perhaps the whole
    DOUBTED = "doubted"  # what makes a claim beside it one to be confirmed
    NEAR = "near"
    NOT_DONE = "not_done"
    NOT_STARTED = "not_started"
    BLOCKED = "blocked"
    LATE = "late"
    PROGRESS = "progress"
    ASPECT = "aspect"
    PLAN = "plan"
    TROUBLE = "trouble"
    SOLVED = "solved"


# The marks that state something whatever stands around them.
STATED = {
    Kind.NEAR: FactKind.NEAR,
    Kind.PART: FactKind.PART,
    Kind.BLOCKED: FactKind.BLOCKED,
    Kind.LATE: FactKind.LATE,
    Kind.TROUBLE: FactKind.TROUBLE,
    Kind.SOLVED: FactKind.SOLVED,
    Kind.UNBLOCKED: FactKind.PROGRESS,
    Kind.STARTED_SUB: FactKind.NEAR,
}
# Facts that say nothing but that something is going on.
WEAK = frozenset({FactKind.PROGRESS, FactKind.LATER_PART, FactKind.ASPECT, FactKind.PLAN})
WEAK_OR_TROUBLE = WEAK | {FactKind.TROUBLE, FactKind.SOLVED}
AHEAD = frozenset({FactKind.PROMISE, FactKind.PROMISED, FactKind.LATER_PART, FactKind.PLAN})
OPEN = frozenset({FactKind.NEAR, FactKind.NOT_DONE, FactKind.BLOCKED, FactKind.NOT_STARTED})
# What says by itself how far a task is, so that no end is to be gathered from the words beside it.
STATED_OTHERWISE = OPEN | {
    FactKind.DONE,
    FactKind.PERCENT,
    FactKind.PROMISE,
    FactKind.PROMISED,
    FactKind.LATER_PART,
    FactKind.HEDGE,
    FactKind.LATE,
    FactKind.TROUBLE,
    FactKind.EITHER,
}
# Facts that do not make a task one in progress.
IDLE = frozenset(
    {FactKind.EITHER, FactKind.HEDGE, FactKind.IMPOSSIBLE_PERCENT, FactKind.ASPECT, FactKind.PLAN, FactKind.DOUBTED}
)


class MentionKind(StrEnum):
    """How words name tasks."""

    NUMBER = "number"
    LIST = "list"
    TITLE = "title"
    EITHER = "either"  # title words that fit several tasks equally well
    ALL = "all"
    REST = "rest"
    EXCEPT = "except"
    UNKNOWN = "unknown"  # a number that is no open task


NAMED = frozenset(MentionKind) - {MentionKind.EITHER, MentionKind.ALL, MentionKind.REST}
TITLED = frozenset({MentionKind.TITLE, MentionKind.EXCEPT})
TITLES = frozenset({MentionKind.TITLE, MentionKind.EITHER})
NUMBERS = frozenset({MentionKind.NUMBER, MentionKind.LIST, MentionKind.UNKNOWN})
# Names of single tasks.
SINGLE = frozenset({MentionKind.NUMBER, MentionKind.TITLE, MentionKind.LIST})
SURE = frozenset({MentionKind.NUMBER, MentionKind.TITLE})
EVERY_OTHER = frozenset({MentionKind.ALL, MentionKind.REST})


class Words(StrEnum):
    """Lists of words that rules ask for by name."""

    FRAGMENT = "fragment"  # words that patterns of several entries share, as <rule>
    FILLER = "filler"  # what any office says of any task, and needs no explaining
    SUBJECT_FILLER = "subject-filler"  # what may stand before the first name of a clause
    PART = "part-of-task"
    COMMON_PAIR = "common-title-pair"  # what many titles share, and says nothing alone
    WEAK_TITLE = "weak-title-word"  # names no task alone where a leader or coordinator speaks of many
    TASK_KIND = "task-kind"  # by its title; the entry of `finishes` with the same rule says by which acts it is done
    FINISHES = "finishes"
    ACK = "ack"
    ACK_PROMISE = "ack-promise"
    ACK_WORD = "ack-word"  # what may stand beside an acknowledgement
    ACK_NOT = "ack-not"
    ACK_PART = "ack-part"  # of a message that acknowledges: each of its parts is one of these
    ACK_BESIDE = "ack-beside"
    GREETING = "greeting"  # each part of a message that only greets or wishes
    TALK = "talk"
    CHAT = "chat"
    THANKS = "thanks"
    WORK = "work"
    AS_FACT = "as-fact"
    BRINGS = "brings"
    ELSEWHERE = "elsewhere"
    TOLD_LATER = "told-later"
    AWAY = "away"
    STANDS_IN = "stands-in"
    DISPUTED = "disputed"
    ONLY_SUPPORTS = "only-supports"
    WITHDRAWN = "withdrawn"
    OTHER_RATE = "other-rate"
    ADVERSE_RATE = "adverse-rate"  # of what goes wrong: never progress
    A_LIMIT = "a-limit"  # behind a figure: a control line, no state
    ASKED = "asked"
    OPENS_QUESTION = "opens-question"
    ASKS_WHY = "asks-why"
    ASKS_CLAUSE = "asks-clause"  # of a message to the office: the clause wants an answer
    REFUSAL = "refusal"  # what a head says of a task beside how far it is: each a matter of its own
    SUBMITTED = "submitted"
    SUSPENSION = "suspension"
    SUSPENSION_NOT = "suspension-not"
    CHANGE = "change"
    RETRACTION = "retraction"  # what he has just written is not to count
    UNCLAIM = "unclaim"
    UNEXTEND = "unextend"
    WANTS_OFFICE = "wants-office"
    MORE_TIME = "more-time"  # the answer to: do you apply for a later date?
    IN_TIME = "in-time"
    ASKS_BESIDE = "asks-beside"  # what a head asks of the office beside his report
    FORMALITY = "formality"  # what opens and closes a formal report
    ASKS_OTHERWISE = "asks-otherwise"  # requests that have a way of their own: more time, an end, a stop, a choice
    NOT_OURS = "not-ours"  # of a part of a task
    REPORTS_LATER = "reports-later"  # he only says when he will report
    OF_HELP = "of-help"  # a department that was asked for help speaks of it
    FORWARDED = "forwarded"
    NEWS = "news"  # on a closed task: that it is no longer as it was
    ORDERS_OTHERS = "orders-others"  # a leader wants it done, and does not only ask
    ORDERS_OFFICE = "orders-office"
    BEFORE_A_DAY = "before-a-day"  # 到20号: the number is a day of the month, and no task
    BEHIND_A_DAY = "behind-a-day"
    PERHAPS_A_DAY = "perhaps-a-day"
    NO_DAY = "no-day"  # what stands before a date that is no day by which something is wanted
    NO_DAY_BEHIND = "no-day-behind"
    BY_TODAY = "by-today"
    LEADER_ACT = "leader-act"  # what a leader does with words beside a 批示, by rule
    HEAD_ACT = "head-act"  # what a head or liaison says beside a report, by rule
    OFFICE_ACT = "office-act"  # what a coordinator wants done, by rule
    NEW_TASK = "new-task"  # the pieces of a new task in running words, by rule
    FIELD_CALLED = "field-called"  # 口, 这块, 领域 behind a subject
    WHOLE_CITY = "whole-city"  # leaders whose field is the whole city
    INQUIRY = "inquiry"  # what somebody asks of the ledger, by rule
    MOOD = "mood"  # whether a clause of the office or a leader orders, asks or forbids, by rule
    ASKS_COUNT = "asks-count"  # the same, of leaders and coordinators only
    ASKS_DECIDED = "asks-decided"  # whether something that waits was decided
    ASKS_RECORD = "asks-record"  # what the ledger has on record of a task
    ASKS_CARD = "asks-card"  # what the card of a task says
    ASKS_OWN_LIST = "asks-own-list"
    SUPPOSED = "supposed"
    HEADING = "heading"
    CIRCUMSTANCE = "circumstance"
    CORRECTS = "corrects"
    CORRECTS_NOT = "corrects-not"
    WRONG_VALUE = "wrong-value"
    NTH_OTHER = "nth-other"
    DISOWNED = "disowned"
    SAID_BEFORE = "said-before"
    TROUBLED = "troubled"
    ASKS_DECISION = "asks-decision"
    PROPOSES = "proposes"
    ASKS_PROCEDURE = "asks-procedure"
    OTHER_REQUEST = "other-request"
    DELEGATION_HINT = "delegation-hint"
    UNRELATED = "unrelated"
    OF_WORK = "of-work"
    SURELY = "surely"
    FINISHES_PLAINLY = "finishes-plainly"
    OF_OTHERS = "of-others"
    PLAINLY_BLOCKED = "plainly-blocked"
    PLAINLY_NOT_BEGUN = "plainly-not-begun"
    PLAINLY_LATE = "plainly-late"
    A_SHARE = "a-share"
    STEP_TO_COME = "step-to-come"
    TURNS = "turns"
    ADVERSE = "adverse"
    NOT_ADVERSE = "not-adverse"
    RATE_FILLER = "rate-filler"
    SOME_OF = "some-of"
    THE_WHOLE = "the-whole"
    GOING = "going"
    FINISHED = "finished"
    NEGATED = "negated"
    DOES = "does"
    WORK_VERB = "work-verb"
    NO_CAUSE = "no-cause"
    NO_LONGER = "no-longer"
    NOBODY = "nobody"
    OF_A_WHOLE = "of-a-whole"
    ASSURED = "assured"
    UNFINISHED_BESIDE = "unfinished-beside"
    SPOKEN_TURN = "spoken-turn"
    LACK = "lack"
    FITS_DONE = "fits-done"
    FINISHED_QUOTE = "finished-quote"  # what is quoted for done by a second reader says an end, or every piece
    TO_THE_READER = "to-the-reader"  # speaks to whoever reads rather than reports
    TOLD_ELSEWHERE = "told-elsewhere"
    SAID_BY_ANOTHER = "said-by-another"
    UNFINISHED_QUOTE = "unfinished-quote"
    NOTHING_WRONG = "nothing-wrong"
    SPEAKS_AGAINST = "speaks-against"
    CLOSING_REQUEST = "closing-request"
    CLOSING_WORD = "closing-word"
    CLOSING_LEAD = "closing-lead"  # what may stand before a last word, and says nothing else
    CLOSING_ASKS = "closing-asks"  # what may stand before a request to close
    CLOSING_TAIL = "closing-tail"
    ACCEPTED = "accepted"
    CLOSES_LATER = "closes-later"
    ENDS_ON = "ends-on"
    ESTIMATES = "estimates"
    LASTS_TILL = "lasts-till"
    NOT_THEIR_DAY = "not-their-day"
    OUTCOME = "outcome"

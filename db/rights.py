"""Who may do what: one table, action × role. A cell says over which tasks; a test reads every cell."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Final


class Role(StrEnum):
    HEAD = "head"  # 部门负责人
    DEPUTY = "deputy"  # 代理: stands in for a head between two dates
    LIAISON = "liaison"  # 联络员
    LEADER = "leader"  # 市领导
    SECRETARY = "secretary"  # 秘书: reads a leader's field and relays his word
    COORDINATOR = "coordinator"  # 督查员
    DIRECTOR = "director"  # 督查室主任: a coordinator who signs what leaves the office


OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


class Action(StrEnum):
    SEE = "see"  # lists, cards, figures, the weekly report
    SEE_ENDED = "see_ended"  # the card of a closed or stopped task
    SEE_REQUESTS = "see_requests"  # 待核查, 请示: what waits for a decision
    REPORT = "report"  # report, sign for, ask for time, bring a problem
    CLAIM = "claim"  # whose "done" counts at once as an application to close
    CONFIRM = "confirm"  # the tap under a liaison's "done"
    CHECK = "check"  # 销号, 退回重办; of the office's own tasks only their leader (`deciding`)
    EXTEND = "extend"  # grant or refuse more time, within the office's limits
    EXTEND_LONG = "extend_long"  # beyond them; a coordinator needs somebody's recorded consent
    CHOOSE = "choose"  # an option of a 请示
    URGE = "urge"  # 催办
    RELAY = "relay"  # answer a person's message that came as a notice
    EXPORT = "export"  # the workbook and the wall chart, whenever asked for
    IMPORT = "import"  # a ledger sent in the chat
    DIRECT = "direct"  # 批示
    ENTER = "enter"  # put a 批示 given on paper or by word on record
    SETTLE = "settle"  # act on letters, difficulties, refusals as the supervision office
    ORDER = "order"  # 新增, 转办, 改期, 中止, 恢复, 电话代录, 更正: the ledger in the office's name
    APPOINT = "appoint"  # people, posts, links and bindings
    STAND_IN = "stand_in"  # name a deputy for days of absence
    PASS_WORD = "pass_word"  # 转述: a leader's word by his secretary; a coordinator confirms it
    ISSUE = "issue"  # 签发: 督办单, 通报, 专报; a coordinator where policy says so (`schedules/steps/issuing.py`)


class Reach(IntEnum):
    """The tasks an action is allowed on: each reach is wider than the one before."""

    NONE = 0
    OWN = 1  # those he answers for: as owner, liaison or deputy
    FIELD = 2  # those he leads
    ALL = 3


_NONE, _OWN, _FIELD, _ALL = Reach

_COLUMNS: Final = (Role.HEAD, Role.DEPUTY, Role.LIAISON, Role.LEADER, Role.SECRETARY, *OFFICE)

_ROWS: Final[dict[Action, tuple[Reach, ...]]] = {
    #                     head   deputy liaison leader secretary coordinator director
    Action.SEE:          (_OWN,  _OWN,  _OWN,   _FIELD,_FIELD,   _ALL,       _ALL),
    Action.SEE_ENDED:    (_OWN,  _NONE, _NONE,  _FIELD,_FIELD,   _ALL,       _ALL),
    Action.SEE_REQUESTS: (_NONE, _NONE, _NONE,  _FIELD,_FIELD,   _ALL,       _ALL),
    Action.REPORT:       (_OWN,  _OWN,  _OWN,   _NONE, _NONE,    _NONE,      _NONE),
    Action.CLAIM:        (_OWN,  _OWN,  _NONE,  _NONE, _NONE,    _NONE,      _NONE),
    Action.CONFIRM:      (_OWN,  _OWN,  _NONE,  _NONE,  _NONE,    _NONE,      _NONE),
    Action.CHECK:        (_NONE, _NONE, _NONE,  _FIELD,_NONE,    _ALL,       _ALL),
    Action.EXTEND:       (_NONE, _NONE, _NONE,  _FIELD,_NONE,    _ALL,       _ALL),
    Action.EXTEND_LONG:  (_NONE, _NONE, _NONE,  _FIELD,_NONE,    _NONE,      _NONE),
    Action.CHOOSE:       (_NONE, _NONE, _NONE,  _FIELD,_NONE,    _NONE,      _NONE),
    Action.URGE:         (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.RELAY:        (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.EXPORT:       (_NONE, _NONE, _NONE,  _FIELD,_FIELD,   _ALL,       _ALL),
    Action.IMPORT:       (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.DIRECT:       (_NONE, _NONE, _NONE,  _FIELD,_NONE,    _NONE,      _NONE),
    Action.ENTER:        (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.SETTLE:       (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.ORDER:        (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.APPOINT:      (_NONE, _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.STAND_IN:     (_OWN,  _NONE, _NONE,  _NONE, _NONE,    _ALL,       _ALL),
    Action.PASS_WORD:    (_NONE, _NONE, _NONE,  _NONE, _FIELD,   _NONE,      _NONE),
    Action.ISSUE:        (_NONE, _NONE, _NONE,  _NONE, _NONE,    _NONE,      _ALL),
}  # fmt: skip

RIGHTS: Final[dict[tuple[Role, Action], Reach]] = {
    (role, action): reach for action, row in _ROWS.items() for role, reach in zip(_COLUMNS, row, strict=True)
}


def reach(roles: Iterable[Role], action: Action) -> Reach:
    """The widest reach that one of these roles gives."""
    return max((RIGHTS[role, action] for role in roles), default=Reach.NONE)


def may(roles: Iterable[Role], action: Action) -> bool:
    """`roles`: those a person bears towards the task in question (`people.roles_towards`)."""
    return reach(roles, action) is not Reach.NONE

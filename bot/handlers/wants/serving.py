"""Which wants an act of the office serves, and by which acts a want is served, the likeliest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.reading.acts.acts import LeaderAct
from bot.reading.acts.office import OfficeAct
from bot.second_reader.wants.labels import Want

BY_ACTS: Final[Mapping[Want, tuple[OfficeAct, ...]]] = {
    Want.LIST: (OfficeAct.LIST, OfficeAct.OWED, OfficeAct.CLOSED, OfficeAct.EXTENSIONS),
    Want.COUNT: (OfficeAct.COUNTS, OfficeAct.RATES, OfficeAct.LIST, OfficeAct.CLOSED),
    Want.SILENT: (OfficeAct.OWED, OfficeAct.LIST, OfficeAct.ASKS_URGED),
    Want.WAITING: (OfficeAct.WAITS, OfficeAct.EXTENSIONS, OfficeAct.ASKS_DECIDED),
    Want.PEOPLE: (OfficeAct.ASKS_AWAY, OfficeAct.WHO_HOLDS, OfficeAct.BOUND),
    Want.URGED: (OfficeAct.ASKS_URGED,),
    Want.DECIDED: (OfficeAct.ASKS_DECIDED, OfficeAct.ASKS_CLOSE),
    Want.TASK: (OfficeAct.ASKS_CLOSE, OfficeAct.WRONG_UNIT),
    Want.HISTORY: (OfficeAct.HISTORY,),
    Want.PAPERS: (OfficeAct.PAPERS,),
    Want.CLOSED: (OfficeAct.CLOSED, OfficeAct.LIST),
    Want.DIGEST: (OfficeAct.BULLETIN, OfficeAct.BRIEF, OfficeAct.FOR_LEADER, OfficeAct.COUNTS),
    Want.RECORD: (OfficeAct.TELEPHONE,),
    Want.DIRECTIVE_OF: (OfficeAct.PAPER, OfficeAct.SOME_LEADER, OfficeAct.CONSENT),
    Want.NEW_TASK: (OfficeAct.NEW_TASK, OfficeAct.SOME_LEADER),
    Want.REDATE: (OfficeAct.REDATE, OfficeAct.CONSENT),
    Want.MINUTES: (OfficeAct.NEW_TASK,),
    Want.HAND_OVER: (OfficeAct.HAND_OVER, OfficeAct.SUPPORT),
    Want.SUPPORT: (OfficeAct.SUPPORT, OfficeAct.HAND_OVER),
    Want.RELEAD: (OfficeAct.RELEAD,),
    Want.RETITLE: (OfficeAct.RETITLE,),
    Want.TARGET: (OfficeAct.TARGET,),
    Want.STOP: (OfficeAct.STOP,),
    Want.RESUME: (OfficeAct.RESUME, OfficeAct.REOPEN),
    Want.CLOSE: (OfficeAct.CLOSE, OfficeAct.ASKS_CLOSE),
    Want.RETURN: (OfficeAct.RETURN,),
    Want.EXTENSION_YES: (OfficeAct.CONSENT, OfficeAct.EXTENSIONS, OfficeAct.REDATE),
    Want.EXTENSION_NO: (OfficeAct.EXTENSIONS,),
    Want.AMEND: (OfficeAct.AMEND,),
    Want.TAKE_BACK: (OfficeAct.TAKES_BACK, OfficeAct.ORDER_BACK),
    Want.URGE: (OfficeAct.URGE, OfficeAct.ASK),
    Want.TELL: (OfficeAct.TELL, OfficeAct.TO_ALL, OfficeAct.HELP),
    Want.ASK: (OfficeAct.ASK, OfficeAct.URGE),
    Want.ANSWER: (OfficeAct.TELL,),
    Want.ORDER_BACK: (OfficeAct.ORDER_BACK,),
    Want.REPORT_LEADER: (OfficeAct.FOR_LEADER,),
    Want.URGENT: (OfficeAct.URGENT,),
    Want.FORWARD: (OfficeAct.HELP,),
    Want.AWAY: (OfficeAct.AWAY,),
    Want.BACK: (OfficeAct.BACK,),
    Want.REPLACE: (OfficeAct.REPLACE, OfficeAct.APPOINT, OfficeAct.DISMISS),
    Want.INVITE: (OfficeAct.INVITE, OfficeAct.BOUND),
    Want.UNBIND: (OfficeAct.DISMISS,),
    Want.OWN_REMINDER: (OfficeAct.OWN_REMINDER,),
}


def _served() -> dict[OfficeAct, frozenset[Want]]:
    found: dict[OfficeAct, set[Want]] = {}
    for want, acts in BY_ACTS.items():
        for act in acts:
            found.setdefault(act, set()).add(want)
    return {act: frozenset(wants) for act, wants in found.items()}


SERVED: Final = _served()

SERVED_BY_LEADERS: Final[Mapping[LeaderAct, frozenset[Want]]] = {
    LeaderAct.CHATS: frozenset({Want.THANKS, Want.CANNOT}),
    LeaderAct.OWN_REMINDER: frozenset({Want.OWN_REMINDER}),
    LeaderAct.ASKS_RECEIPT: frozenset({Want.SILENT, Want.DECIDED, Want.TASK}),
    LeaderAct.LETS_GO: frozenset({Want.ACCEPT, Want.HOLD, Want.TAKE_BACK}),
    LeaderAct.SENDS_BACK: frozenset({Want.SEND_BACK, Want.DECIDE_NO}),
    LeaderAct.ACCEPTS: frozenset({Want.ACCEPT, Want.DECIDE_YES}),
    LeaderAct.PRAISES: frozenset({Want.PRAISE, Want.TELL}),
    LeaderAct.ADDS_TASK: frozenset({Want.NEW_TASK}),
    LeaderAct.FOR_OFFICE: frozenset({Want.ERRAND, Want.CANNOT, Want.SHEET, Want.NEW_TASK, Want.TELL}),
    LeaderAct.TO_SEVERAL: frozenset(
        {Want.TELL, Want.ASK, Want.DELEGATE, Want.ERRAND, Want.DIRECTIVE, Want.NEW_TASK, Want.SEND_BACK}
    ),
}

"""Is it to be dropped, put off beyond the plan, or not theirs? Then nothing of its state is sure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later

_PUT_OFF = later(
    "(?:今年|本年度?|年内|暂时?)?不再?(?:予以)?(?:实施|建设|开展|列入|推进)(?=$|[,。;!了])|(?:列入|纳入|调整[到至]|移[到至]|"
    "放[到至])(?:了)?(?:\\d{4}|明|后|下一?)年(?:度)?[^,。;!]{0,8}(?:计划|实施|安排|建设)|"
    "(?:(?<=^)|(?<=[,。;!\\n]))(?:今年|本年度?|明年)的?[^,。;!]{0,8}不(?:搞|办|做|建|弄|训|开)了(?=$|[,。;!])|"
    "(?:建议|拟|申请|请求)(?:予以)?(?:中止|终止|取消|撤项|核销|撤销)(?:该|此|本|这)?[项个件]?"
)
_NOT_OURS = later(
    "(?:不归|不属于?|不是|并非)(?:由)?(?:我们?|咱们?|我局|本局|我委|本单位|[\u4e00-\u9fff]{2,6}[局委办])(?:局|委|单位|这边|这里|科|"
    "站)?(?:的)?(?:管|职责|职能|事权?|范围|责任|业务|牵头)|"
    "(?:不在|超出了?)(?:我[们局委]|本局|我单位)?(?:的)?(?:职责|职能|职权)(?:范围)?"
)


_HANDED_ON = later(
    "转给|转到|移交|交给|(?<!应)(?<!该)由[^,。;!]{2,14}(?:负责|牵头|接)|划[转归给]"
)  # then somebody has it


def leaves_open(heard: Heard, clauses: Sequence[Clause], facts: Sequence[Fact]) -> list[Fact]:
    """The facts, or only the doubt where the task is put off beyond its plan or its duty is disputed."""
    for clause in clauses:
        if clause.asked or clause.supposed:
            continue
        found = _PUT_OFF.search(heard.text, clause.start, clause.end) or _NOT_OURS.search(
            heard.text, clause.start, clause.end
        )
        if found and not _HANDED_ON.search(heard.text, found.end()):
            return [Fact(FactKind.HEDGE, *found.span(), "put-off")]
    return list(facts)

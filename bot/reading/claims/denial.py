"""Finishing words that claim nothing: denied, forbidden, asked for, or the occasion of something still to come."""

from __future__ import annotations

import re

from bot.reading.clauses.facts import PARTS
from bot.reading.clauses.scope import TICKS, Scope, days_before
from bot.reading.kinds import FINISHING, Kind, Words
from bot.reading.lexicon.expressions import PERCENT, any_of
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.spans import within

# A net below the table of negations: no claim stands where its clause denies it.
NEGATED = any_of(Words.NEGATED)


OF_A_SHARE = re.compile(PERCENT + r" ?(?:的?(?:工程量|工作量|任务|工作))?(?:都|均)?(?:已经?)?$")


_THEN = re.compile(
    r"(?:之|以)?后(?![续面期勤台来备]|已|均|全部已|就?交付使用|[,，]?(?:现|目前)?已)|的?(?:时候|基础上)(?!已)|(?:了|啦)?再(?!次|度|也|一个|就是|有)|"
    r"(?:了|啦)?(?:才|方)(?:能|可|算|叫|是|会)|[^,。;!?]{0,2}(?:就|便)(?:能|可以?|会)(?!看|见|说)"
)


_FORBIDS = re.compile(r"(?:勿|不要|先别|别|暂不|先不|不得|不予|暂缓|无需|不用)(?:再|给|急着|办理|把)?$")


_DENIES = re.compile(r"(?:还|仍|尚|暂|都|一直)?(?:没|未|无法|不能|不可能|难以|很难|恐难|做不到|实现不了|来不及)")


_APPLIES = re.compile(
    r"(?<![待后])(?:申请|报请|提请|请求|拟请|请)(?:予以|给予|贵室|督查室|市里|上级|正式|给|完成|办理|组织|进行){0,3}$"
)


_ONLY_THEN = re.compile(
    r"(?:待|等待|等着|方可|方能|才可以?|才能够?(?:算|叫)?|才算|才叫|才是)(?:予以|给予|正式|完成|办理|组织|进行)?$|"
    r"(?:待|等|俟)[^,。;已]{1,30}后[^,。;已了]{0,8}$|"
    r"后(?:才|方|再|即可?|便可?|就|可以?|予以|申请|报请|及时|立即|马上|第一时间)[^,。;已了]{0,6}$"
)


# 批下来就办结, 章盖了就完工: with 了 behind (到货就完成了) it may be a tale of what was.
_AS_SOON = re.compile(
    r"(?:批|下来|到位|到账|到了?|好|齐|通|通过|落实|了|完[\u4e00-\u9fff]{0,2})就(?:能|可以?|会|算|是)?(?:全部)?$"
)


_WAITS = re.compile("(?:等|待)[^,。;!]{0,12}$")
_BEFORE_THAT = re.compile("[^,。;!]{0,6}(?:再|才|方)")
AFTER_PERCENT = re.compile(
    r"(?:了|量|额|比例|为|仅|只|刚|不足|不到|大致|已经?|现已|约|大约|大概|近|将近|接近|超过?|达到?|到|的|度|在|有|率|任务|总|全部|年度|全年|进度|工程量?|"
    r"工作量?|计划|目标|投资|整体|总体|累计|其中|差不多|也就|不到|才|:|"
    r"(?:[\u4e00-\u9fff]{2,6}的)){0,4}" + PERCENT
)


def says_nothing(scope: Scope, mark: Mark) -> bool:
    """Forbidden (请勿销号), the occasion of something else, or the verb of a denial before it."""
    if _FORBIDS.search(scope.heard.masked[max(scope.clause.start, mark.start - 6) : mark.start]):
        return True
    return _first_of_two(scope.heard.masked[mark.end : mark.end + 24]) or _denied_before(scope, mark)


def followed(scope: Scope, mark: Mark) -> bool:
    """治理完成一半: the next word decides. 搞定上线, 竣工验收: the first has said it."""
    following = next(iter(within(scope.clause.marks, mark.end, mark.end + 1)), None)
    if following is None or following.kind not in FINISHING or scope.heard.masked[following.start] in TICKS:
        return False
    words = scope.heard.masked[following.start : following.end]
    ends = not re.match(r"[\u4e00-\u9fff]", scope.heard.masked[following.end : scope.clause.end].lstrip("了啦咯"))
    behind = mark.kind is Kind.DONE and following.kind is Kind.ACT and ends
    return not (
        behind
        and (not PARTS.search(words) or (words == "验收" and "竣工" in scope.heard.masked[mark.start : mark.end]))
    )


def _first_of_two(after: str) -> bool:
    """验收通过后…: what is only the occasion of something else claims nothing."""
    return _THEN.match(after) is not None


def _denied_before(scope: Scope, mark: Mark) -> bool:
    """无法按期|搞完: no claim stands right behind a denial whose verb it is."""
    last = next((m for m in reversed(within(scope.clause.marks, mark.start - 24, mark.start))), None)
    if last is None or last.kind not in (Kind.LATE, Kind.NOT_DONE):
        return False
    between = scope.heard.masked[last.end : mark.start]
    return len(between) <= 4 and _DENIES.match(scope.heard.masked, last.start) is not None and "了" not in between


def asked_for(scope: Scope, mark: Mark) -> bool:
    """申请销号, 报请验收: the closing itself is still to come, which says nothing against what is done."""
    return _APPLIES.search(scope.heard.masked[max(scope.clause.start, mark.start - 16) : mark.start]) is not None


_MAY = re.compile("(?:就|也|均|都|现)?(?:可以?|能够?|应予)(?:予以|给予|正式|申请)?")


def may_close(scope: Scope, mark: Mark) -> bool:
    """全部弄完了 可以销号: leave to close the task says nothing against what is done."""
    said = scope.heard.masked[scope.clause.start : mark.start].strip()
    closing = scope.heard.masked[mark.start : mark.end].startswith(("销号", "销账", "结案", "结项"))
    return closing and mark.end == scope.clause.end and _MAY.fullmatch(said) is not None


def conditioned(scope: Scope, mark: Mark) -> bool:
    """待省里核查后销号, 通过后方可销号: something is still to come before."""
    if days_before(scope, mark):
        return False
    said = scope.heard.masked[max(scope.clause.start, mark.start - 44) : mark.start]
    if _WAITS.search(said) and _BEFORE_THAT.match(scope.heard.masked[mark.end : scope.clause.end]):
        return True  # 等放完沥青再画
    over = scope.heard.masked[mark.end : mark.end + 1] in ("了", "啦")
    return _ONLY_THEN.search(said) is not None or (not over and _AS_SOON.search(said) is not None)

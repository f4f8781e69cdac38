"""Whether a claim of the whole stands: what beside it tells of a part, and what behind it takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.claims import counts
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import OPEN, FactKind
from bot.reading.text.patterns import later

# One party's share, one lot, one stage, one period: never the whole, whatever stands beside.
_SHARE = later(
    "(?:我们?|咱们?|本)(?:局|方|单位|公司|镇|县|区)?(?:这边?)?(?:一|[这负承][责担]?的?)?(?:段|部分|环节|标段|片|摊)|"
    "首批|第[一二三四1234]批|头批|阶段(?:性)?(?:目标|任务|工作|整治|整改)|序时|本[月周季旬]度?(?:任务|计划|目标)|"
    r"\d{1,2}(?:月份?)?(?:-|—|至|到)\d{1,2}月|(?<!\d)[1-9]\d?月份?(?:的)?(?:津贴|补贴|补助|任务|工资|款)"
)
_LOT = later("(?:[第]?[一二三四五六七八九十\\d]+|[东西南北中甲乙a-d])(?:号)?(?:标段?|片区?|区|段|批次?|期)")
_TRIAL = later(
    "试(?:运行|运营|运转|营业|用|通车|投产|生产|点运行)|(?:待|等|拟|将|准备|计划|预计|下步|尚需|还需|还要|仍需|组织|迎接|申请|安排)[^,。;!已]{0,14}"
    "(?:终验|竣工验收|验收|初验|复验|联验|核验)(?!合格|通过)|(?<!已)(?:待|候)验"
)
_BUT = later(
    "但(?!愿)|(?:^|(?<=[,。;!?\n]))可(?!以|能|喜|行|靠|持|视|用|研|予|望|按|于|达|见|说|供|控|销|通|正|投|办|进|先|随|将|在|满|实)|可是|"
    "却|不过|只是|就是(?=有|还|差|剩|缺|没)|结果(?!显示|良好|运用|公示|已|为|汇总|表明)|"
    "不料|谁知|哪知|哪晓得|没想到|没成想|岂料|偏偏|无奈|奈何|然而|其实|实际上?|(?:昨[天日晚夜]?|前天|今[早天晨]|这两天)[^,。;]{0,6}?(?:才|又|突然)|后来|事后"
)
_ADVERSE = later(
    "退[回了]|打回|驳回|返工|重[来做检修铺建装弄搞新](?!点)|铲掉|推倒|复[查测检]|抽查|补[检测做种栽漏查装录]|查出|漏(?!洞排查)|冒出|冒[水烟]|反弹|反水|"
    "坏|塌|裂|渗|堵|冲[垮毁走]|投诉|举报|(?:没|未)(?:领|收|拿|清|做|弄|修|装|通|完|到|办|整|彻|验|过|接|交|签|改|种|拆)|"
    "不合格|不达标|不到位|不够|不足|不符|不亮|不通|不行|差(?![异别价距额旅])(?=\\d|[一二两三四五六七八九十几]|点|着)|缺|剩|有待|遗留|整改意见|问题|故障|出了|"
    "停(?=工|滞|下|了|着|在|摆)|卡(?=在|住|着|壳|死)"
)
_NOT = later(
    "(?:未|没有?|无|零|不再?|杜绝|避免|防止|已)[^,。;!]{0,8}(?:退|返工|漏|反弹|投诉|举报|遗留|问题|故障|缺|剩|堵|坏|裂|渗|停|差)|"
    "(?:问题|隐患|故障|投诉|裂|漏|缺口)[^,。;!]{0,8}(?:已|均|全部?|都|解决|整改|销号|清零|办结|化解)|有问题(?:随时|再)"
)
_AFTER_ALL = later("总算|终于|已|都|均|赶|解决|克服|如期|按期|完成|没(?:有)?影响|不影响")
_BELIEVED = later("(?:原|本|还|都|总)?以为|(?:号称|说是|都说|据称|名义上|账面上|表面上?)")


def weighed(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with every claim of the whole that does not stand made a part, and with what takes it back."""
    plain = [clause for clause in clauses if not clause.asked]
    facts = [
        replace(fact, kind=FactKind.PART)
        if fact.kind is FactKind.PERCENT and not fact.strength and of_a_share(heard, plain, fact)
        else fact
        for fact in facts
    ]
    kept = [_of_what(heard, plain, title, fact) if fact.kind is FactKind.DONE else fact for fact in facts]
    claimed = [fact for fact in kept if fact.kind is FactKind.DONE]
    if claimed and not any(fact.kind in OPEN and fact.start > claimed[0].start for fact in kept):
        kept.extend(_taken_back(heard, plain, claimed[0]))
    return sorted(kept, key=lambda fact: fact.start)


_REST = later("其余|其[他它]|别的|余下|剩")
_OPEN_BEFORE = later("(?:没|未)(?!来|发现|发生)|[卡停缺差]|正在|还在|受阻|尚|暂")


def _open_before(heard: Heard, clauses: Sequence[Clause], clause: Clause) -> bool:
    """征地未交，其余贯通: what was named before is not done."""
    return any(
        c.end <= clause.start and _OPEN_BEFORE.search(heard.masked, c.start, c.end)
        for c in clauses
        if clause.start - c.end <= 1
    )


def of_a_share(heard: Heard, clauses: Sequence[Clause], fact: Fact) -> bool:
    """Whether a figure is of a stage or a lot: 完成阶段目标任务的100%, 第三标段…，完成工程量的40%."""
    place = next((at for at, clause in enumerate(clauses) if clause.start <= fact.start < clause.end), None)
    if place is None:
        return False
    clause = clauses[place]
    if _SHARE.search(heard.text, clause.start, fact.end):
        return True
    before = clauses[place - 1] if place else None
    follows = before is not None and heard.text[before.end : clause.start].strip() in ("", ",")
    return follows and before is not None and _LOT.match(heard.text, before.start) is not None


def _clause_of(clauses: Sequence[Clause], fact: Fact) -> Clause | None:
    return next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)


def _of_what(heard: Heard, clauses: Sequence[Clause], title: str, fact: Fact) -> Fact:
    clause = _clause_of(clauses, fact)
    if clause is None:
        return fact
    if fact.rule == "all-and-nothing-left":
        return fact
    if heard.masked[fact.start : fact.end] == "全覆盖" and "覆盖" not in title:
        return replace(fact, kind=FactKind.PART, rule="covered")  # patrolled everywhere is not done
    some = counts.is_some(heard, clauses, clause, fact.start, fact.end)
    if _REST.search(heard.masked, clause.start, fact.start) and _open_before(heard, clauses, clause):
        return replace(fact, kind=FactKind.PART, rule="the-others")
    share = _SHARE.search(heard.text, clause.start, fact.end) is not None
    return replace(fact, kind=FactKind.PART, rule="a-share" if share else "some-of-them") if some or share else fact


def _taken_back(heard: Heard, clauses: Sequence[Clause], done: Fact) -> list[Fact]:
    """What stands behind the claim: a step still to come, or something that went wrong."""
    facts = []
    for clause in clauses:
        start = max(clause.start, done.end)
        if clause.end <= done.end or clause.supposed:
            if _clause_of([clause], done) and _BELIEVED.search(heard.masked, clause.start, done.start):
                facts.append(Fact(FactKind.NEAR, done.start, done.end, "only-believed"))
            continue
        found = _against(heard, start, clause.end)
        if found:
            facts.append(found)
    return facts


def _against(heard: Heard, start: int, end: int) -> Fact | None:
    trial = _TRIAL.search(heard.text, start, end)
    if trial:
        return Fact(FactKind.NEAR, *trial.span(), "step-to-come")
    but, wrong = _BUT.search(heard.masked, start, end), _ADVERSE.search(heard.masked, start, end)
    if wrong and _NOT.search(heard.masked, start, end):
        wrong = None
    if but and not wrong and _AFTER_ALL.search(heard.masked, but.end(), end):
        return None
    if but and wrong:
        return Fact(FactKind.NEAR, but.start(), wrong.end(), "taken-back")
    found = but or wrong
    return Fact(FactKind.DOUBTED, *found.span(), "perhaps-taken-back") if found else None

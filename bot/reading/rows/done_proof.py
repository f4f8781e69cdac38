"""Is a claim of the whole proved by all that is said? Every other clause must fit it, or it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.clauses.facts import Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_FITS = later(
    "验收(?:合格|通过)?|通过|合格|达标|投入(?:使用|运[营行])|使用|移交|交付|归档|备案|公示|公布|印发|通车|启用|运行|正常|平稳|良好|群众|居民|业主|家长|师生|"
    "企业|反映|反响|反馈|满意|好评|认可|支持|"
    "效果|成效|明显|显著|台账|资料|材料|佐证|照片|图片|影像|附后?|请予?|审[阅核示]|查收|核[实查]|指正|申请|予以|销号|办结|特此|专此|下一步|下步|后续|今后|接下来|将|继续|持续|加强|进一步|"
    "巩固|长效|管护|常态|机制|监管|管理|维护|感谢|谢谢|辛苦|遗留|遗漏|超额|比计划|提前|领导|各位|督查室|省|市|县|区|局|委|办|厅|检查|核查|抽查(?:合格|通过)|"
    "复查(?:合格|通过)|牵头|组织|会同|共同|联合|"
    "共计?|总计|累计|投资|金额|资金|万元|亿元|万|亿|元|惠及|受益|覆盖|涉及|人口|面积|签收|签字|确认|到[位账手卡]|发[放到]|拨付|送达|挂牌|授牌|竣工|结算|审计|仪式|"
    "现场|检测|报告|数据|系统|平台|线上|网上|录入|"
    "上传|公众|社会|媒体|宣传|信息|名单|清单|责任|落实|整改|问题|隐患|无|零|圆满|顺利|高质量|按[时期]|如期"
)
_CLEAN = later(
    "没(?:有)?(?:遗留|遗漏|问题|漏|落|剩|意见|异常|收到投诉|出)|[一1][户个人家处所村条件项辆名只头棵块](?:都|也)?[不没未][落漏少缺剩差]|不[落漏]|不再|"
    "不存在[^,。;!]{0,8}(?:问题|困难|隐患)|未发现|未发生|未出现|无未|零未"
)
_AGAINST = later(
    "不(?!负|远|少|仅|错|断|折|留|误)|(?:没|未|冇)(?!崩|停|断|出|影响|误|落|漏|剩|差|拖|坏|堵|问题|意见|异常|啥|什么|事)|(?<!老大)难(?![题忘度得])|"
    "除[^夕]|就是(?=[^,。;!]{0,8}(?:还|有|没|差|缺|剩|个别))|只是|还(?!有$)|"
    "仍(?!按|如|提)|尚|待|等(?!级)|余|"
    "剩(?!下[^,。;!]{1,6}[也都])|差(?![异别价额])|缺|(?:但|却)(?![^,。;!]{0,3}(?:总算|终于|已|都))|过几天|暂|重新|返工|又|才(?!能)|"
    "卡(?=在|住|着|壳|死)|停(?!车)|堵|坏|漏|退回|时限|期限|"
    "(?:确保|力争|争取)[^,。;!]{0,8}(?:完成|办结|竣工|完工|交付)"
)
_ALTHOUGH = later("虽|尽管|克服|顶着|压力|清零|销号")  # 虽有困难，仍按期完成了
_FEW = 4  # letters that nothing explains


@dataclass(frozen=True, slots=True)
class Unproved:
    """The words that do not fit, and whether they speak against the claim."""

    start: int
    end: int
    against: bool


def unproved(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> Unproved | None:
    claimed = [fact for fact in facts if fact.kind is FactKind.DONE]
    if not claimed:
        return None
    for clause in clauses:
        if clause.asked or not heard.masked[clause.start : clause.end].strip():
            continue
        own = [fact for fact in facts if clause.start <= fact.start < clause.end]
        found = _misfit(heard, clause, title, own)
        if found is not None:
            return found
    return None


def _misfit(heard: Heard, clause: Clause, title: str, own: Sequence[Fact]) -> Unproved | None:
    words = _CLEAN.sub("", _rest(heard, clause, own))
    if _AGAINST.search(words) and not _ALTHOUGH.search(heard.masked, clause.start, clause.end):
        return Unproved(clause.start, clause.end, against=True)
    ended = any(fact.kind in (FactKind.DONE, FactKind.PART) for fact in own)
    left = unexplained(_FITS.sub("", words), title)
    if any(fact.kind is FactKind.DONE for fact in own):
        return Unproved(clause.start, clause.end, against=False) if len(left) > _FEW else None
    return None if ended or len(left) <= _FEW else Unproved(clause.start, clause.end, against=False)


def _rest(heard: Heard, clause: Clause, own: Sequence[Fact]) -> str:
    letters = list(heard.masked[clause.start : clause.end])
    spans = [(fact.start, fact.end) for fact in own if fact.kind in (FactKind.DONE, FactKind.PART)]
    spans += [(mention.start, mention.end) for mention in within(heard.mentions, clause.start, clause.end)]
    for start, end in spans:
        letters[start - clause.start : end - clause.start] = " " * (min(end, clause.end) - start)
    return "".join(letters)

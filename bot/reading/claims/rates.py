"""Which rate is the task's own: the one its title names (签约率 of 征收签约), no 满意率 or 出勤率."""

from __future__ import annotations

import re

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import plain

_HOW = any_of(Words.RATE_FILLER)
_OWN = ("", "完", "完成", "完工", "竣工", "进度")
_SAME = (
    ("清欠", "清偿", "清零", "偿付", "清付"),
    ("整治", "治理", "整改", "整顿", "清理"),
    ("办理", "办结", "办复", "答复", "回复"),
    ("改造", "更新", "更换"),
    ("拆除", "拆迁"),
    ("签约", "签订"),
    ("支付", "拨付", "支出", "执行"),
    ("发放", "兑付", "兑现"),
    ("开工", "复工"),
    ("建设", "建成"),
)
_QUALITY = re.compile("提升|提高|质效|优化|达标|效能")


def is_named(stem: str, title: str) -> bool:
    """Whether the title names the rate `stem`率 itself, or the doing that it measures.

    A task to raise a figure (质效提升) is not done by that figure: there only the very rate counts."""
    own, said = plain(title), _HOW.sub("", stem)[-2:]
    if said in _OWN:
        return True
    if f"{said}率" in own or f"{said}进度" in own:
        return True
    if _QUALITY.search(own):
        return said in own
    return any(word in own for word in _alike(said))


def _alike(said: str) -> tuple[str, ...]:
    return next((family for family in _SAME if said in family), (said,))

"""A day beside an everyday verb of finishing: 6月8日前保证全部换下来, 剩下14户计划5月21日前补发."""

from __future__ import annotations

import re

from bot.reading.claims.withheld import is_withheld
from bot.reading.clauses.facts import PARTS, Fact, of_title, unexplained, without_title
from bot.reading.clauses.scope import Scope, since_turn
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_SURELY = later(
    "保证|肯定|一定|绝对|必[须定然能]?|包[你您管准]?|准[能保]|指定|争取|力争|确保|务必|预计|计划|打算|目标|能(?!不能)|可以?(?!是)|要|给[你您]|放心|前|之前|以前|内|底|见"
)
_FINISHES = later(
    "[\u4e00-\u9fff](?:完|好(?!多|几|些)|齐|掉|妥|清(?!单|楚|理|洁|算|扫)|光|到位|完毕|利[索落]|归[一置]|下来|出来|起来|[进回]去|[进回]来|"
    "上(?=$|[,。;!了]|[\u4e00-\u9fff]{1,4}(?:$|[,。;!]))(?<!马上|晚上|早上|加上|网上|线上|会上|以上))|"
    "交(?:付|工|船|房|货|卷|差|到|给|清|齐|钥匙|了)?(?=$|[^\u4e00-\u9fff]|[^通警流易际接叉])|投(?:入)?[用运产使]|通[车水电气航行](?!费)|"
    "[开闭][园馆业放通]|启用|上线|收[口官工]|补[发齐交]|送达|"
    "发放?(?:到|完|给|下去)|到[账户]|达标|入住|回迁|亮灯?|完工|完成|办结|竣工|结束|清零|见[效分底]|归档|报送|上报|报出|换[装下]|拿下|搬[进入]|住[进上]|用上|喝上|穿上|吃上"
)
_REST = later("剩[余下]?的?|余下的?|其余的?|还?差|还有|后面的?|尾巴|最后")
_WHOLE = later("全部|全数|整个|整体|所有|一起|统统|都|全")
_OTHERS = later(
    "厂家|供[货应]商?|发货|到货|交货|来货|货期|设备(?!更换|改造)|材料|评审|会|审[议查批]|招标|开标|定标|评标|中标|公示|挂牌|进场|开工|动工|启动|复工|试|验收|检[查测]|调试|培训|出差|休假|"
    "请假|回来|来[人查看验现复]|局|委|厅|院|公司|省里|上面|市里|领导|专家|监理|设计院|演练|部署|动员|督[查导]|征求|公告|公布|报[名批]|[审批]复?下来|钱|款|资金|批"
)


_AT_BEST = later("(?:最快|顶快|再快|最早)(?:也|都)?(?:得|要|只能|是|能|可能|估计)*(?:等|到|在)?$")  # 最快也得8月
_DOUBTFUL = later("[不没难悬未无]|够呛|可能|压力|条件|计划$|有戏|成[问]")


def plainly(scope: Scope) -> list[Fact]:
    """The commitments of a clause that names one day to come, an everyday finishing verb, and no other subject."""
    days = within(scope.heard.days, scope.clause.start, scope.clause.end)
    if len(days) != 1 or days[0].day is None or days[0].day < scope.heard.today:
        return []
    day = days[0]
    said, tail = _sides(scope, day)
    if _AT_BEST.search(said):
        return [Fact(FactKind.PROMISE, day.start, day.end, "at-best", day.day)]
    if not _FINISHES.search(tail) or not _SURELY.search(said[-6:] + tail) or _over(tail) or _DOUBTFUL.search(tail):
        return []
    if is_withheld(scope, day.start, day.end) or not _of_the_task(scope, said, tail):
        return []
    return [Fact(FactKind.PROMISE, day.start, day.end, "plain-promise", day.day)]


def _sides(scope: Scope, day: FoundDate) -> tuple[str, str]:
    masked, clause = scope.heard.masked, scope.clause
    return since_turn(masked[clause.start : day.start]), scope.heard.text[day.end - 1 : day.end] + masked[
        day.end : clause.end
    ]


def _over(tail: str) -> bool:
    return re.search("[完好齐掉妥成上来去工结交]了", tail) is not None and not re.search("就|能|会|要|可以", tail)


def _of_the_task(scope: Scope, said: str, tail: str) -> bool:
    """The head, the task, all of it or the rest is what will be finished; nobody else and no step of it."""
    if _REST.search(said) or _WHOLE.search(said):
        return not _OTHERS.search(_without(scope, said))
    if _OTHERS.search(_without(scope, said + tail)) or PARTS.search(_without(scope, said + tail)):
        return False
    rest = unexplained(_SURELY.sub("", said), scope.title)
    return len(rest) <= 1 or of_title(rest, scope.title)


def _without(scope: Scope, words: str) -> str:
    """The words without what the title says itself and without words of intention."""
    return without_title(_SURELY.sub("", words), scope.title)

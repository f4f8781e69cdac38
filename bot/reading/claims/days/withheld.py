"""Days to which the head does not commit himself: an old plan, somebody else's demand, a day hardly to be kept."""

from __future__ import annotations

from bot.reading.clauses.scope import Scope
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_OLD = later(
    r"(?:说好|讲好|原定|原(?<![按照据依]原)(?:计划|打算)|原本|本来|本该|本应|早该|早应|理应|当初|原先|原说|"
    r"(?:之前|上次|原来|前日|日前|昨日|此前|先前)所?(?:说|定|计划|承诺|答应|报)的?)(?:是|在|于|说|要|应该?|该|计划|定的?|给|好|能){0,3}$"
)
_OVERDUE = later(r"(?:本该|本应该?|早该|早就该|早应该?|理应|按理应?该?)[^,。;!?\n已]{0,12}$")
_DEMANDED = later(
    r"(?<![按照据])(?:领导|上级|市里|县里|省里|区里|上面|通知|文件|合同|计划书|任务书|责任书|方案|督查室|督办单|市政府|省厅|市长|书记|县长|"
    r"你们|贵室|您)(?:们|上)?(?:是)?"
    r"(?:要求|让|叫|规定|限定|给定|定的?|说的?|给的|写的?|催)(?:期限|时限|时间|节点|日子)?(?:是|为)?"
    r"(?:我[们局委办]?|各单位|的)?(?:在|于|是|要|必须|务必|应){0,3}$"
)
_UNSURE = later(
    r"(?:不敢|没法|不能|无法|难以|难|谁敢|谁能)(?:保证|确保|承诺|打包票|说)[^,。;!?\n]{0,8}$|(?<![需只])要想[^,。;!?\n]{0,8}$"
)
_HARD = (
    r"(?:难(?!题|点|度|忘|免|得|道)|悬|玄|够呛|没戏|不现实|没(?:什么|啥|有)?(?:把握|希望|指望)|"
    r"可能性?(?:不大|很小|较小|不高)|不(?:太|大)?可能|(?:希望|把握)(?:不大|渺茫)|不一定|未必|不好说|说不准|无望|泡汤|"
    r"费劲|吃力|赶不及|来不及)"
)
_HOW = (
    r"(?:我看|我觉得|我估计|的话?|恐怕|怕是?|估计|看来|那|就|可就|是|可能(?!性)|应该|会|也|还|真|确实|实在|有点|有些|很|太|比较|挺|相当|特别|"
    r"非常){0,5}"
)
_HARDLY = later(
    rf"了?(?:{_HOW}{_HARD}|{_HOW}(?:有|存在)(?:一定|很大|较大)?的?(?:难度|困难|压力|风险)|"
    rf"(?:[这那]个?)?(?:承诺|目标|计划|节点|时间)?(?:做不到|实现不了|达不到|保不住|保证不了|不行了|要(?:推|延|作?调整))|"
    rf"的?(?:难度|压力|风险)(?:比较|很|较|太|有点)?大|{_HOW}紧张?[了啊]?(?=$|[,。;!])|"
    rf"[,? ]{{1,2}}{_HOW}{_HARD}(?:[了啊啦呀哦哈吧的]|度?大){{0,3}}(?=$|[,。;!\n ]))"
)


# 想8月20日完成,钱不够: only a wish, and what it lacks is said in the same breath.
_WISH = later(r"(?<![理思设构预感料])想(?:要|在|于|着|把[^,。;!?\n]{1,6})?$")
_LACKS = later(
    r"[^,。;!?\n]{0,3}[,; ]?(?:但是?|可是?|就是|不过|无奈|奈何)?[^,。;!?\n]{0,10}"
    r"(?:不够|不足|没到|没来|没批|没钱|没人|缺|紧张|跟不上|不允许|不配合|到不了)"
)


_PLANNED = later("的(?!时候|样子|话)[^,。;!?]{0,4}(?:完[成工]|竣工|交付|办结|通车|投用|验收)")  # 6/30的土建完工只能说…
_PERHAPS_NOT = later("可能[^,。;!?]{0,14}可能[^,。;!?]{0,6}不|兴许[^,。;!?]{0,14}兴许")
_SHAKY = later("能不能|能否|是否|不一定|未必|不见得|难说|不好说|不敢说|说不准|够呛|悬(?!挂|臂|浇)|没把握|不太?可能")


def is_withheld(scope: Scope, start: int, end: int) -> bool:
    """Whether the words from `start` to `end`, with the day before them, are nobody's commitment."""
    masked, first = scope.heard.masked, scope.clause.start
    if _OVERDUE.search(masked, max(first, start - 16), start):
        return True
    named = [*within(scope.heard.days, first, end), *within(scope.heard.periods, first, end)]
    aim = max((day.start for day in named if day.start <= start), default=None)
    if aim is None:
        return False
    before = masked[max(first, aim - 24) : aim]
    if _PLANNED.match(masked, max(day.end for day in named if day.start <= start)):
        return True
    if _SHAKY.search(masked, aim, start) or _PERHAPS_NOT.search(masked, first, scope.clause.end):
        return True
    if _WISH.search(before) and _LACKS.match(masked, end):
        return True
    return _HARDLY.match(masked, end) is not None or any(p.search(before) for p in (_OLD, _DEMANDED, _UNSURE))

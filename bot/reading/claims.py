"""Is it done? What a finishing word claims: the whole task or a part, now or later, surely or perhaps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.reading import reported
from bot.reading.clauses import Clause
from bot.reading.dates import FoundDate
from bot.reading.facts import PARTS, Fact, of_title, unexplained, without_title
from bot.reading.hear import Heard
from bot.reading.places import within
from bot.reading.text import plain
from bot.reading.vocabulary import PERCENT, Mark
from db.said import Doubt

TICKS = "✅☑💯"
FINISHING = ("done", "some_done", "act", "late-done")
_BOUNDARY = (
    "near",
    "not_done",
    "not_started",
    "blocked",
    "late",
    "part",
    "done",
    "some_done",
    "trouble",
    "solved",
    "ext",
    "unblocked",
    "no-trouble",
    "skip",
    "finish-time",
)

# Where a speaker without commas begins anew.
_SPOKEN_TURN = re.compile(
    "(?<=了)(?=(?:就|也|都|现在|已经?){0,2}(?:全部|全都|整个|彻底))|然后(?!再)|"
    "^(?:喂|哎|诶|唉|嗯)?[^,。;]{0,8}[啊呀](?=我|那个|这个|这|那)|"
    "(?:跟|给|向)(?:您|你|领导|各位)?(?:讲|说|汇报|报告|唠|报|念叨)(?:一下|一声|下|个|啊|哈|呢|嘛){0,3}|(?<=[了啦咯喽嘛哈呢够齐足])(?=\x02)|"
    "(?<=没问题)(?=\x02)|(?<=表示|反映|告知|来电|来信|介绍)(?=[\u4e00-\u9fff\x03:]{2})|"
    "(?<=[说讲])(?=好像|似乎|貌似|应该|可能|估计|大概|已|都|全|基本)|[啊呀呢哈哎呃](?:那个|这个|就是|说)?(?=\x03)|(?<=反馈|汇报|回复|报告)(?=[\x03:])|(?<=[局委司室部长任办镇村站所]称)"
)

_REACH = 60  # letters before a word in which its subject and adverbs stand

# (kind of task by its title, what finishes such a task)
_FAMILIES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(title), re.compile(acts))
    for title, acts in (
        (
            r"报送|上报|申报|填报|报告|提交|报备|备案|材料",
            r"报送|上报|呈报|提交|递交|报出|报走|报完|报齐|交齐|[报交送发][上过]去|送达|寄出|报给|交给|移交|"
            r"申报|报备|备案|备案",
        ),
        (r"答复|回复|建议|提案|工单|热线", r"答复|回复|复函|办复"),
        (r"制定|修订|编制|出台|印发|方案|预案|办法|规划|意见|制度", r"印发|出台|下发|发布|颁布|发文|公布|审议通过"),
        (r"拆除|违建|违法建设", r"拆除|拆掉"),
        (r"签约|签订|责任状|征收|招商", r"签约|签订|签完|签齐|签署"),
        (r"搬迁|迁建", r"搬迁|搬进|搬入|入驻|启用|开放|迁移"),
        (r"更新|改造|更换", r"更换|更新|改造"),
        (r"建设|工程|改造|扩建|新建|新馆|打通|厂房", r"启用|开放|开馆|开业|开园|运营|打通|修通|开通"),
        (r"化解|信访|积案", r"化解"),
        (r"拖欠|工资|清欠|欠薪|支付|债券|拨付|兑付", r"付清|结清|兑付|兑现|清偿|支付|发放|拨付"),
        (r"创建|申报|城市", r"获批|命名|授牌|获评"),
        (r"复工", r"复工"),
        (r"储备", r"备齐|备足|入库"),
        (r"上线|平台|系统|共享|归集|改革|一件事|一网", r"上线|接入|归集|落地"),
        (r"入库|纳统|培育", r"入库"),
        (r"分解|下达", r"下达|分解"),
        (r"组建", r"组建"),
        (r"开工", r"开工"),
    )
)
_LASTING = re.compile("建设|治理|整治|改造|优化|调整|检查|排查|更新|加工|创建|推广|修订|编制|申报|覆盖|安装")
# A net below the table of negations: no claim stands where its clause denies it.
_NEGATED = re.compile(
    r"没(?!问题|有?(?:什么)?(?:问题|困难)|收|时)|未(?!来)|尚待|无法|难以|不能(?!再)|不可能|不算|并非|绝非|远非|谈不上|称不上|说不上|算不上|不了|别说"
)
_OF_A_SHARE = re.compile(PERCENT + r" ?(?:的?(?:工程量|工作量|任务|工作))?(?:都|均)?(?:已经?)?$")
# Words that only a whole work earns; 完工, 搞定 and 清零 are also said of its parts.
_OF_A_WHOLE = re.compile(
    "竣工|交付|投用|投入|通车|办结|销号|结案|结项|办理完|落实|整改到位|整改完毕|清零|覆盖|正式|大功告成|圆满"
)
_SOON = re.compile(
    r"(?:要|会|能|能够|可|可以|将|需|需要|应|应当|就能|方可|才能|争取|再|去|来|为|求|抓紧|加快|力求|"
    r"推动|推进|督促|尽快|尽早|早日|想|待|如期|按期|按时|准时|保质保量|高质量|早点|赶紧|必须|务必|"
    r"即可|便可|才算|才|就可以|即|肯定|一定)(?:把?\x03?[它其]?)(?:全部|全面|整体|都|正式|顺利|彻底|"
    r"给)*$"
)
_ALREADY = re.compile("已|均|现(?=完|办)|刚|早就|终于|总算|算是|是")
_HEDGED = re.compile("应该|估计|可能|大概|也许|或许|想来|八成|多半")
_SOME_DAY = re.compile(
    r"(?:前|之内|内|下[周月]\w{0,2}|[月年]底|月末|[上中下]旬|明天|后天|以内)(?:能|可以?|就|会|将|全部|"
    r"全面|都|整体|肯定|一定|确保|力争){0,3}$"
)
_LATER = re.compile(
    r"^(?:(?:这|那|该|此|本|整个?)[项个件]?(?:事情?|活儿?)?|任务|工作|项目|整体|全部|我们|我局|这边|\x03){0,4}(?:届时|到时候?|即|"
    r"就|便|即可|方可|就可以?|就算|算|也就)(?:能|"
    r"可|算|可以)*(?:全部)?"
)
_THEN = re.compile(
    r"(?:之|以)?后(?![续面期勤台来备]|已|均|全部已|就?交付使用|[,，]?(?:现|目前)?已)|的?(?:时候|基础上)(?!已)"
)
_FORBIDS = re.compile(r"(?:勿|不要|先别|别|暂不|先不|不得|不予|暂缓|无需|不用)(?:再|给|急着|办理|把)?$")
_DENIES = re.compile(r"(?:还|仍|尚|暂|都|一直)?(?:没|未|无法|不能|不可能|难以|很难|恐难|做不到|实现不了|来不及)")
_APPLIES = re.compile(
    r"(?<![待后])(?:申请|报请|提请|请求|拟请|请)(?:予以|给予|贵室|督查室|市里|上级|正式|给|完成|办理|组织|进行){0,3}$"
)
_ONLY_THEN = re.compile(
    r"(?:待|等待|等着|方可|方能|才可以?|才能够?|才算)(?:予以|给予|正式|完成|办理|组织|进行)?$|"
    r"(?:待|等|俟)[^,。;已]{1,30}后[^,。;已了]{0,8}$|"
    r"后(?:才|方|再|即可?|便可?|就|可以?|予以|申请|报请|及时|立即|马上|第一时间)[^,。;已了]{0,6}$"
)
_AFTER_PERCENT = re.compile(
    r"(?:了|量|额|比例|为|仅|只|刚|不足|不到|大致|已经?|现已|约|大约|大概|近|将近|接近|超过?|达到?|到|的|度|在|有|率|任务|总|全部|年度|全年|进度|工程量?|"
    r"工作量?|计划|目标|投资|整体|总体|累计|其中|差不多|也就|不到|才|:|"
    r"(?:[\u4e00-\u9fff]{2,6}的)){0,4}" + PERCENT
)


def since_turn(words: str) -> str:
    """What a speaker says since he last began anew."""
    return _SPOKEN_TURN.split(words)[-1]


@dataclass(frozen=True, slots=True)
class Scope:
    """A clause as one task hears it."""

    heard: Heard
    clause: Clause
    title: str
    carried: date | None = None  # the day of the clause before, for 任务即办结
    ahead: bool = False  # the clause before only promises, with or without a day

    def before(self, mark: Mark) -> str:
        """The words between the last finished statement of the clause and this mark: its subject and adverbs."""
        near = within(self.clause.marks, mark.start - _REACH, mark.start)
        start = max([m.end for m in near if m.end <= mark.start and self._closes(m)] or [self.clause.start])
        words = self.heard.masked[max(start, mark.start - _REACH) : mark.start]
        return since_turn(words)

    def plain(self, start: int, end: int, *, besides: str = "progress") -> str:
        """A stretch without what only says when, how surely (预计, 估计是, 已), and that work goes on."""
        letters = list(self.heard.masked[start:end])
        marks = within(self.clause.marks, start, end)
        for before, mark in zip((None, *marks), marks, strict=False):
            going = before is not None and before.kind == besides == "progress" and before.end == mark.start
            quiet = mark.kind in ("maybe", "future", "aspect", "skip", besides) or (going and mark.kind == "act")
            if quiet and mark.end <= end:
                letters[mark.start - start : mark.end - start] = " " * (mark.end - mark.start)
        return "".join(letters)

    def _closes(self, mark: Mark) -> bool:
        if mark.kind not in _BOUNDARY:
            return False
        return mark.kind not in ("done", "some_done") or self.heard.masked[mark.end : mark.end + 1] in (
            "了",
            "啦",
            "吧",
            " ",
        )

    def after(self, mark: Mark) -> str:
        following = [
            m.start
            for m in within(self.clause.marks, mark.end, mark.end + 40)
            if m.kind not in ("act", "aspect", "progress", "skip")
        ]
        return self.heard.masked[mark.end : min([*following, self.clause.end, mark.end + 40])]


def finishing(scope: Scope, mark: Mark) -> Fact | None:
    """The fact of a finishing word: done, part, promise, hedge; None when it claims nothing (完成率, 完成80%)."""
    after = scope.heard.masked[mark.end : mark.end + 24]
    if _AFTER_PERCENT.match(after):
        return None
    if _NEGATED.search(scope.before(mark)):
        return Fact("not_done", mark.start, mark.end, "denied")
    if _FORBIDS.search(scope.heard.masked[max(scope.clause.start, mark.start - 6) : mark.start]):
        return None
    if _first_of_two(after) or _denied_before(scope, mark):
        return None
    if _asked_for(scope, mark):
        return Fact("progress", mark.start, mark.end, "closing-asked-for")
    if _conditioned(scope, mark):
        return Fact("near", mark.start, mark.end, "only-then")
    if scope.heard.masked[mark.start] in TICKS and any(
        m.kind in FINISHING for m in within(scope.clause.marks, scope.clause.start, mark.start)
    ):
        return None  # the word before the tick decides
    if _OF_A_SHARE.search(scope.heard.masked[scope.clause.start : mark.start]):
        return None  # 70%已完成
    if _followed(scope, mark):
        return None
    if mark.kind == "act" and not _completes(scope, mark):
        return Fact("progress", mark.start, mark.end, "act")
    whole = _whole(scope, mark) and not _of_a_time(scope, mark)
    if _is_future(scope, mark):
        return Fact(
            "promise" if whole else "later-part", mark.start, mark.end, "future-" + mark.rule, _day_of(scope, mark)
        )
    if whole and _is_hedged(scope, mark):
        return Fact("hedge", mark.start, mark.end, "hedged-" + mark.rule)
    return Fact("done" if whole else "part", mark.start, mark.end, mark.rule)


def _followed(scope: Scope, mark: Mark) -> bool:
    """治理完成一半: the next word decides. 搞定上线, 竣工验收: the first has said it."""
    following = next(iter(within(scope.clause.marks, mark.end, mark.end + 1)), None)
    if following is None or following.kind not in FINISHING or scope.heard.masked[following.start] in TICKS:
        return False
    words = scope.heard.masked[following.start : following.end]
    ends = not re.match(r"[\u4e00-\u9fff]", scope.heard.masked[following.end : scope.clause.end].lstrip("了啦咯"))
    behind = mark.kind == "done" and following.kind == "act" and ends
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
    if last is None or last.kind not in ("late", "not_done"):
        return False
    between = scope.heard.masked[last.end : mark.start]
    return len(between) <= 4 and _DENIES.match(scope.heard.masked, last.start) is not None and "了" not in between


def _asked_for(scope: Scope, mark: Mark) -> bool:
    """申请销号, 报请验收: the closing itself is still to come, which says nothing against what is done."""
    return _APPLIES.search(scope.heard.masked[max(scope.clause.start, mark.start - 16) : mark.start]) is not None


def _conditioned(scope: Scope, mark: Mark) -> bool:
    """待省里核查后销号, 通过后方可销号: something is still to come before."""
    if _days_before(scope, mark):
        return False
    return _ONLY_THEN.search(scope.heard.masked[max(scope.clause.start, mark.start - 44) : mark.start]) is not None


def _of_a_time(scope: Scope, mark: Mark) -> bool:
    """完成本月计划, 一季度任务已完成: the part that falls into a period, unless the title is of that period."""
    near = within(scope.heard.periods, max(scope.clause.start, mark.start - 16), min(scope.clause.end, mark.end + 8))
    return any(
        reported.is_attribute(scope.heard.text, day) and scope.heard.text[day.start : day.end] not in plain(scope.title)
        for day in near
    )


def _completes(scope: Scope, mark: Mark) -> bool:
    """An act is a finishing word only with an aspect (已, 了, 全部) or a day ahead."""
    words = scope.heard.masked[mark.start : mark.end]
    before, after = scope.before(mark), scope.heard.masked[mark.end : mark.end + 4]
    if re.search(
        r"(?:正在|正(?!式)|开始|着手|准备|待|在|继续|抓紧|加快|组织|进行|推进|负责)[^已\x02]{0,4}$", before
    ) or re.match("中|工作|过程|阶段", after):
        return False
    if re.match("(?:了|完|毕|好|到位|齐|过去|上去|给)", after) or re.search("完|[上过]去|掉|清$|齐$|通$", words):
        return True
    if any(day.fault is not Doubt.PAST_DATE or scope.clause.first("future") for day in _days_before(scope, mark)):
        return True
    if _LASTING.search(words):
        return re.search("均|全部|都(?!在)|全面|悉数", before) is not None and "已" in before
    return re.search("已|均|全部|都(?!在)|完成|正式|刚|终于|总算", before) is not None


def _whole(scope: Scope, mark: Mark) -> bool:
    before, after = scope.before(mark), scope.after(mark)
    cut = _own_act(scope, mark)
    said = scope.plain(mark.start - len(before), mark.start - cut, besides="skip")
    subject = unexplained(_CHANNEL.sub("", said), scope.title)
    if (cut or (mark.kind == "act" and _fits(scope, mark))) and re.search("全部|均|都|悉数", before):
        return "其中" not in before
    if mark.kind == "act":
        return _fits(scope, mark) and len(subject) <= 2 and not PARTS.search(_subject_noun(subject, scope.title))
    if _object(scope, mark, after):
        return False
    if (
        mark.rule == "verb-done"
        and PARTS.fullmatch(_step(scope, mark))
        and _step(scope, mark) not in plain(scope.title)
    ):
        return False
    if re.match(r"(?:了)?(?:全部|所有|全年|既定)[^,。;]{2,}", after) or re.search(
        "剩余|剩下|其余|余下", scope.heard.masked[scope.clause.start : mark.start]
    ):
        return True
    if "其中" in before:
        return False
    words = scope.heard.masked[mark.start : mark.end]
    if mark.kind in ("done", "late-done") and _OF_A_WHOLE.search(words):
        return not (
            subject and (PARTS.search(_subject_noun(subject, scope.title)) or re.search(r"\d", _counted(before)))
        )
    if subject and subject in "款钱人货料证地" and subject not in plain(scope.title):
        return False
    return len(subject) <= 1 or (of_title(subject, scope.title) and len(subject) <= 3)


def _step(scope: Scope, mark: Mark) -> str:
    """拆迁 of 拆迁完了: the step that the verb finishes, of which the mark holds only the last letter."""
    return scope.heard.masked[max(scope.clause.start, mark.start - 1) : mark.start + 1]


def _own_act(scope: Scope, mark: Mark) -> int:
    """印发完成: an act of this kind of task, right before 完成, is its own subject; its length."""
    act = next(
        (m for m in within(scope.clause.marks, mark.start - 8, mark.start) if m.end == mark.start and m.kind == "act"),
        None,
    )
    return act.end - act.start if act and _fits(scope, act) else 0


def _subject_noun(subject: str, title: str) -> str:
    if re.search("报送|申报|材料|报告", title):
        return re.sub("材料|资料|报告|方案", "", subject)
    if re.search("改革|平台|系统|上线|一件事|共享", title):
        return re.sub("系统|平台", "", subject)
    return re.sub("方案|预案|稿|文件|文", "", subject) if re.search("方案|预案|制定|修订|编制|办法", title) else subject


def _counted(before: str) -> str:
    """Figures that are not 全部: 6处已竣工 is a part, 31个小区全部完工 is not."""
    return "" if re.search("全部|均|都|所有|全", before) else before


def _object(scope: Scope, mark: Mark, after: str) -> bool:
    """Whether an object follows that is only a part of the task (完成招标)."""
    if mark.rule != "done" or not scope.heard.masked[mark.start : mark.end].endswith("完成"):
        return re.match(r"了?[^\u4e00-\u9fff]{0,2}\d", after) is not None and not re.search("全部", after)
    words = re.split(r"并|且|,|,|、任务", after)[0]
    rest = unexplained(re.sub("^(?:了|啦|吧|的)+", "", words), scope.title)
    if re.search(r"\d", words) and not re.search("全部|所有", words):
        return True
    return len(rest) >= 2 and not of_title(rest, scope.title)


def _fits(scope: Scope, mark: Mark) -> bool:
    words, title = scope.heard.masked[mark.start : mark.end], plain(scope.title)
    if words[:2] in title or words.startswith("落实"):
        return True
    return any(kind.search(title) and acts.match(words) for kind, acts in _FAMILIES)


def _is_future(scope: Scope, mark: Mark) -> bool:
    before = scope.before(mark)
    after = scope.heard.masked[mark.end : mark.end + 2]
    if (scope.carried or scope.ahead) and _LATER.match(
        scope.heard.masked[scope.clause.start : mark.start].strip() or "x"
    ):
        return True
    if _carries(scope, mark, after) or _dated_behind(scope, mark):
        return True
    days = _days_before(scope, mark)
    if days:
        last = days[-1]
        since = scope.heard.masked[last.end : mark.start]
        if re.search("已经?(?:于|在)?$|[于在]$", scope.heard.masked[: last.start][-4:]) and not (
            last.day and last.day > scope.heard.today
        ):
            return False
        if last.day and last.day > scope.heard.today:
            return True
        over = after[:1] in ("了", "啦") or scope.heard.masked[mark.start : mark.end].endswith("了")
        return not (_ALREADY.search(since) or over) and (last.day is None or last.day >= scope.heard.today)
    if _SOME_DAY.search(before):
        return True
    if _ALREADY.search(re.split("预计|计划|力争|争取|确保|保证", before)[-1]):
        return False
    ahead = [
        m for m in within(scope.clause.marks, mark.start - 30, mark.start) if m.kind == "future" and m.end <= mark.start
    ]
    if ahead and not (
        _HEDGED.search(scope.heard.masked[ahead[-1].start : ahead[-1].end]) and after[:1] in ("了", "吧")
    ):
        return True
    return _SOON.search(without_title(before, scope.title)) is not None and not after.startswith("了")


def _carries(scope: Scope, mark: Mark, after: str) -> bool:
    """周五报结果，任务完成: a bare finishing clause right after a day to come is still of that day."""
    if not scope.carried or scope.carried <= scope.heard.today or after.startswith(("了", "啦", "✅")):
        return False
    return (
        scope.clause.end - scope.clause.start <= 6
        and mark.start - scope.clause.start <= 2
        and not scope.clause.first("aspect")
    )


_CHANNEL = re.compile(
    "(?:通过|经由?|从|以|用)[^,。;!过]{0,10}(?:系统|平台|邮箱|邮件|oa|专网|内网|传真|机要|渠道|微信群?|方式|形式)(?:正式|统一)?$"
)
_IS_ON = re.compile("(?:应该?|是|为|在|于|到|要|得|定|改|大概|大约|估计|预计|[ :]){0,6}")


def _dated_behind(scope: Scope, mark: Mark) -> bool:
    """完工是9月25号: the day to come is said behind the word."""
    day = next(iter(within(scope.heard.days, mark.end, min(mark.end + 12, scope.clause.end))), None)
    if day is None or "已" in scope.before(mark):
        return False
    between = scope.heard.masked[mark.end : day.start]
    later = day.day is not None and day.day > scope.heard.today
    return _IS_ON.fullmatch(between) is not None and (later or re.search("是|为|应|定", between) is not None)


def _days_before(scope: Scope, mark: Mark) -> list[FoundDate]:
    floor = mark.start - len(scope.before(mark))
    return [day for day in within(scope.heard.days, floor, mark.start) if day.end <= mark.start]


def _day_of(scope: Scope, mark: Mark) -> date | None:
    days = _days_before(scope, mark)
    if days:
        return days[-1].day
    after = within(scope.heard.days, mark.end, scope.clause.end)
    return after[0].day if after else scope.carried


def _is_hedged(scope: Scope, mark: Mark) -> bool:
    before = scope.heard.masked[scope.clause.start : mark.start]
    tail = scope.heard.masked[mark.end : mark.end + 4]
    if scope.clause.first("maybe") or _HEDGED.search(before):
        return True
    return re.match(r"了?吧|了?(?:好像|可能|应该)", tail) is not None

"""Who comes, goes and stands in, and whose account is whose: as each of them hears of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import keyboards, sentences, words
from db.payloads import PostNews

NAMED = 10


@dataclass(frozen=True, slots=True)
class PostLine:
    """`about`, `other`, `by`: names; `tasks`: as they are named to people."""

    what: PostNews
    about: str
    today: date
    other: str = ""
    by: str = ""
    role: str = ""
    department: str = ""
    tasks: Sequence[str] = ()
    begins: date | None = None
    ends: date | None = None
    last: bool = False
    mine: bool = False


def text(line: PostLine) -> str:
    return _TEXTS[line.what](line)


def rebinding(instruction_id: int) -> list[Sequence[keyboards.Button]]:
    return [[("同意改绑", f"bind+:{instruction_id}"), ("不同意", f"bind-:{instruction_id}")]]


def state(*, bound: bool, lost: bool) -> str:
    """未绑定 and 联系不上 are two things: the one needs a link, the other a telephone call."""
    if not bound:
        return "未绑定"
    return "联系不上" if lost else "已绑定"


def dated(of: str, role: str, begins: date | None, ends: date | None, *, ended: bool) -> str:
    """市林草局部门负责人	2022-01-04起至2022-03-01（已结束）."""
    days = (f"{begins.isoformat()}起" if begins else "") + (f"至{ends.isoformat()}" if ends else "")
    return f"  {post(of, role)}\t{days or '在任'}{'（已结束）' if ended else ''}"


def post(department: str, role: str) -> str:
    """市林草局部门负责人, 督查员."""
    return department + sentences.ROLE_WORDS.get(role, role)


def _post(line: PostLine) -> str:
    return post(line.department, line.role)


def _by(line: PostLine) -> str:
    return f"（{line.by}办理）" if line.by else ""


def _tasks(line: PostLine) -> str:
    shown = "\n".join(line.tasks[:NAMED])
    rest = f"\n其余{len(line.tasks) - NAMED}项请发“我的任务”查看。" if len(line.tasks) > NAMED else ""
    return shown + rest


def _ended(line: PostLine) -> str:
    what = f"您的{_post(line)}职务已结束。" if line.role else "您在督查台账中的职务已结束。"
    if line.last:
        return f"{what}本账号已与督查室“回音”助手解除绑定，此后不再收到任何事项。如有疑问，请与督查室联系。"
    return f"{what}有关事项已移交，今后不再提醒您。"


def _for_whom(line: PostLine) -> str:
    """市住建局联络员; 常务副市长秘书."""
    return f"{line.department or line.other}{_post(line).removeprefix(line.department)}"


def _until(line: PostLine) -> str:
    if line.begins and line.ends:
        return f"，{words.day(line.begins, today=line.today)}至{words.day(line.ends, today=line.today)}"
    return f"，至{words.day(line.ends, today=line.today)}止" if line.ends else ""


def _gives_away(line: PostLine) -> str:
    return f"您名下有{len(line.tasks)}项事项已移交{line.other}办理，今后不再提醒您。"


def _revoked(line: PostLine) -> str:
    return f"【账号】{line.about}尚未使用的邀请链接已作废{_by(line)}。"


def bound(names: Sequence[str], day: date, *, today: date) -> str:
    when = "今日" if day == today else words.day(day, today=today)
    shown = "、".join(names[:30]) + ("等" if len(names) > 30 else "")
    return f"【账号】{when}新绑定{len(names)}人：{shown}。如有不符，请发“解绑”加姓名。"


def _rebound(line: PostLine) -> str:
    if line.mine:
        return "您的身份已改绑到另一账号，本账号已解除绑定。如非本人意愿，请立即与督查室联系。"
    return f"【账号】{line.about}已改绑到另一账号{_by(line)}，原账号已解除绑定。"


def _unbound(line: PostLine) -> str:
    if line.mine:
        return "本账号已与督查室“回音”助手解除绑定，此后不再收到任何事项。如有疑问，请与督查室联系。"
    return f"【账号】{line.about}的账号已解除绑定{_by(line)}。名下事项请电话联系，重新绑定请发新的邀请链接。"


def _asks(line: PostLine) -> str:
    if line.mine:
        return (
            "有人用督查室发给您的邀请链接，申请把您的身份改绑到另一个账号。"
            "是您本人在换手机或换账号吗？不是的话请点“不同意”。"
        )
    if line.other:
        return (
            f"【账号】一个曾绑定为{line.other}的账号点开了发给{line.about}的邀请链接，申请绑定为{line.about}。"
            "请电话核实本人后再点按。"
        )
    return f"【账号】{line.about}已有绑定账号，现有另一账号持邀请链接申请改绑。请电话核实本人后再点按。"


_TEXTS: dict[PostNews, Callable[[PostLine], str]] = {
    PostNews.APPOINTED: lambda line: f"您现任{_post(line)}{_until(line)}。发“帮助”可看用法。",
    PostNews.ENDED: _ended,
    PostNews.TAKES_OVER: lambda line: (
        f"以下{len(line.tasks)}项事项由{line.other}移交您办理，将随早间消息请您签收：\n{_tasks(line)}"
    ),
    PostNews.GIVES_AWAY: _gives_away,
    PostNews.BACK: lambda line: f"督查室已撤销移交，以下{len(line.tasks)}项事项仍由您办理：\n{_tasks(line)}",
    PostNews.TAKEN_BACK: lambda line: (
        f"督查室已撤销移交：{len(line.tasks)}项事项仍由{line.other}办理，今后不再提醒您。"
    ),
    PostNews.STANDS_IN: lambda line: (
        f"您{'将' if line.begins else '现'}代理{line.other}的工作{_until(line)}，其间其名下事项的提醒发给您，由您反馈。"
    ),
    PostNews.BOUND: lambda line: bound([line.about], line.ends or line.today, today=line.today),
    PostNews.REBOUND: _rebound,
    PostNews.UNBOUND: _unbound,
    PostNews.REVOKED: _revoked,
    PostNews.ASKS_TO_REBIND: _asks,
    PostNews.OLD_LINK: lambda line: (
        f"【账号】一个未绑定的账号{f'（曾绑定为{line.other}）' if line.other else ''}点开了发给{line.about}的邀请链接；"
        "该链接已使用或已失效，没有绑定。"
    ),
    PostNews.FORMER_WRITES: lambda line: (
        f"【账号】曾绑定为{line.about}的账号今天仍在发消息或点按钮，均未受理，没有读到、改动任何事项。"
    ),
    PostNews.FOREIGN_LINK: lambda line: (
        f"【账号】{line.about}点开了发给{line.other}的邀请链接，身份未变，该链接未被使用。"
    ),
    PostNews.OFFICE_APPOINTED: lambda line: f"【人员】{line.about}现任{_for_whom(line)}{_until(line)}{_by(line)}。",
    PostNews.OFFICE_STANDS_IN: lambda line: f"【人员】{line.other}的工作由{line.about}代理{_until(line)}{_by(line)}。",
    PostNews.OFFICE_ENDED: lambda line: f"【人员】{line.about}的{_post(line)}职务已结束{_by(line)}。",
}


NOBODY = "名册中没有符合的人员。"

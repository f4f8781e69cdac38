"""What a coordinator reads of running words: what is missing, what is understood, what he wants to see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.reading.acts.office import OfficeAct
from bot.texts import words
from bot.texts.matters import KINDS, MatterLine

WHICH_UNIT = "请问是哪个单位？请写单位全称或常用简称。"
NEW_TASK_UNIT = "新增事项由哪个单位牵头？请写单位全称或常用简称。"
HANDLE_PROBLEM = "办理{number}号的困难"
TELL = "转告{name}"
HELPED_DONE = "已记录并转告，困难仍未了结，有结果请再登记。"
URGE_VOID = "【督查室】刚才的催办作废，不需回复；原事项照常推进。"
NOTHING_DONE = "您一天内没有可撤销的办理。要撤销别的，请写明事项，例如“3号的改期撤销”，或直接另行办理。"
WHICH_LEADER = "请问是哪位领导的批示或交办？可点选，也可写称呼；点选后按原话录入。"
WHICH_CLAIM = "请问退回的是哪一项办结申请？可点选，也可写编号。"
WHICH_EXTENSION = "请问是哪一件？点开即可查看、审批或催问。"
NO_MEETINGS = (
    "台账没有按会议登记这些事项：录入时写明会议名称的，可发“议定事项”或会议名称查询；尚未确认下达的新增事项不在台账内。"
)

_ACTS = {
    OfficeAct.REDATE: "改时限",
    OfficeAct.STOP: "中止",
    OfficeAct.RESUME: "恢复推进",
    OfficeAct.REOPEN: "重新打开",
    OfficeAct.HAND_OVER: "转办",
    OfficeAct.SUPPORT: "增加配合单位",
    OfficeAct.RELEAD: "调整牵头领导",
    OfficeAct.RETITLE: "改名称",
    OfficeAct.TARGET: "改目标",
    OfficeAct.HISTORY: "看办理经过",
}


def which_task(act: OfficeAct, unknown: Sequence[int]) -> str:
    missing = f"台账没有{'、'.join(map(str, unknown))}号。" if unknown else ""
    return f"{missing}请问要{_ACTS.get(act, '办理')}的是哪一项？可点选，也可写编号。"


def which_day(numbers: Sequence[int]) -> str:
    return f"{'、'.join(f'{each}号' for each in numbers)}改到哪一天？请写日期，例如“5月31日”，也可点选。"


def day_label(day: date, *, today: date) -> str:
    return words.day(day, today=today)


def whose_consent(task: str, day: date, *, today: date) -> str:
    why = "须经牵头领导同意（延期较长、再次延期、急件或领导批示）"
    return f"{task}改到{words.day(day, today=today)}{why}。经谁同意？请点选或写明。"


def which_is_right(task: str) -> str:
    return f"{task}正确的情况是什么？请写明，例如“92%”“2月发现2户，已消除2户”。"


def who_shall_be(of: str, role: str) -> str:
    return f"请写{of}{role}的姓名；确认后可发“邀请（姓名）”生成绑定链接。"


def stands_in(name: str, standing: Sequence[tuple[str, date | None, date | None]], *, today: date) -> str:
    if not standing:
        return f"没有登记{name}外出。需要时请发“{name}3月7日至3月9日外出，由（姓名）代”。"
    rows = [f"· {who}代理，{_days(begins, ends, today)}" for who, begins, ends in standing]
    return "\n".join([f"{name}登记的外出：", *rows, f"提前回来请发“{name}回来了，不用代理了”。"])


def _days(begins: date | None, ends: date | None, today: date) -> str:
    first = words.day(begins, today=today) + "起" if begins else ""
    return first + (f"至{words.day(ends, today=today)}" if ends else "")


def binding_of(name: str, state: str, *, bound: bool) -> str:
    return f"{name}：{state}。" + ("" if bound else f"可发“邀请{name}”生成绑定链接。")


def which_span(name: str) -> str:
    return f"{name}从哪天到哪天外出？请写起止日期，例如“3月7日至3月9日”。"


def which_deputy(name: str, first: date, last: date, *, today: date) -> str:
    days = f"{words.day(first, today=today)}至{words.day(last, today=today)}"
    return f"{name}{days}外出，其间由谁代理？请写姓名；不需代理的点“取消”，提醒仍发{name}本人。"


NO_ORDER = "没有可撤回的督办单：未下达、已答复或已办结。发“督办单”可看现有的督办单。"
ORDER_BACK_DONE = "督办单已撤回，并已告知责任人；文号不再使用。"


def papers(count: int) -> str:
    if not count:
        return (
            "目前没有未答复的督办单，也没有待签发的文件。"
            "下达督办单请发“给（责任人）下达督办单”，通报请发“起草通报”；拟好后由主任签发（未设主任的由督查员签发）。"
        )
    return f"未答复的督办单和待签发的文件{count}件，点开查看："


def order_back(task: str, who: str) -> str:
    return f"· 撤回{who}的督办单（{task}），不再等候答复"


def digest_to(leader: str) -> str:
    return f"· 把{leader}分管事项的本周情况（截至现在）发给{leader}"


def digest_sent(leader: str) -> str:
    return f"本周情况已发{leader}；免打扰时段内顺延至时段结束。"


def leader_unreachable(leader: str) -> str:
    return f"{leader}尚未绑定或暂时联系不上，没有发送。可发“邀请{leader}”，或发“周报”看内容后另行呈送。"


def unreachable(names: Sequence[str]) -> str:
    return f"{'、'.join(names)}尚未绑定或暂时联系不上，没有发送，请电话联系。"


def notice(said: str) -> str:
    return f"【督查室通知】{said}"


def shall_tell_all(count: int, told: str) -> str:
    return f"将发给{count}位责任人（外出的发代理人）：\n{told}\n请核对，确认后发出。"


def parts_left(pieces: Sequence[str]) -> str:
    return f"还有{len(pieces)}句没有读准，未作处理，请另发：" + "；".join(words.quoted(each, 60) for each in pieces)


def with_consent(leader: str) -> str:
    return f"经{leader}同意"


def stop_dropped(tasks: Sequence[str]) -> str:
    return f"{'、'.join(tasks)}的中止还没有确认，已取消，照常推进。"


def supports(task: str, units: Sequence[str]) -> str:
    return f"· {task}增加配合单位：{'、'.join(units)}（只作配合，不需签收和填报）"


def supports_already(task: str, units: Sequence[str]) -> str:
    return f"{'、'.join(units)}已是{task}的配合单位，没有改动。"


def urgent(task: str, *, on: bool) -> str:
    return f"· {task}列为急件：休息日也提醒，两小时内签收" if on else f"· {task}不再作急件"


def urgent_already(tasks: Sequence[str], *, on: bool) -> str:
    return f"{'、'.join(tasks)}{'已是' if on else '不是'}急件，没有改动。"


def releads(task: str, leader: str) -> str:
    return f"· {task}牵头领导改为{leader}"


def retitles(task: str, new: str) -> str:
    return f"· {task}名称改为“{new}”"


def which_title(task: str) -> str:
    return f"{task}改成什么名称？请写完整名称。"


def one_title_at_a_time(numbers: Sequence[int]) -> str:
    named = "、".join(f"{each}号" for each in numbers)
    return f"名称要逐项改：请分别发，例如“{numbers[0]}号名称改成……”（您写了{named}）。没有改动。"


def which_target(task: str, old: str | None) -> str:
    return f"{task}现在的目标是：{old or '（未写）'}。请写改后的完整目标。"


def returns(task: str, why: str, due: date | None, *, today: date) -> str:
    by = f"，{words.day(due, today=today)}前重报" if due else ""
    return f"· {task}退回重办{by}，理由：{why}"


def new_task_day(title: str, unit: str) -> str:
    return f"新增事项“{title or '（未写名称）'}”（{unit}牵头）什么时候完成？请写日期；目标要求可一并写明。"


def helped(task: str, who: str, raiser: str, said: str) -> str:
    head = f"记为{who}对{task}困难的答复（电话代录），转告{raiser}；困难仍未了结："
    return f"{head}{words.quoted(said, 300)}\n请核对，确认后生效。"


def helper_told(task: str, who: str, said: str) -> str:
    return f"{task}的困难，{who}电话答复（督查室代录）：{words.quoted(said, 300)}"


def what_was_said(head: str) -> str:
    return (
        f"{head}在电话里怎么说？请写明编号和情况，例如“3号完成60%，月底前办结”，核对后记为其反馈（电话代录）。\n"
        "没有谈到进展的，不必登记，点“取消”即可。"
    )


def paper_words(leader: str) -> str:
    return f"请写明{leader}批示的原话（有时限的一并写上），将照原文录入并随附刚才的原件。"


_CONDITION = re.compile(r"(?:但是?|不过|条件是|前提是|让(?:他|她|他们))(?P<said>.+)", re.S)


def condition(said: str) -> str:
    """What goes with a consent: 但是让他们四月底先把评估报告拿出来."""
    found = _CONDITION.search(said)
    return re.sub(r"你给.*$", "", found[0]).strip(" ，。呢") if found else ""


def consented(task: str, day: date | None, leader: str, beside: str, *, said: date | None = None, today: date) -> str:
    to = f"延至{words.day(day, today=today)}" if day else "按申请延期"
    also = f"\n附带要求一并转告：{words.quoted(beside, 200)}" if beside else ""
    other = f"\n您写的是{words.day(said, today=today)}，与申请不同；要改到那一天请取消后另发“改期”。" if said else ""
    return f"{task}的延期申请：经{leader}同意（电话，督查室登记），{to}。{also}{other}\n请核对，确认后生效。"


_ASKED_OF = re.compile(r"^(?:再|你|帮我?|去)?(?:问(?:一?下|一声|问|清楚)?|让)(?:他|她|他们)?(?:说|讲)?(?:一下|清楚)?")
_RUDE = re.compile(r"放个?屁|麻溜儿?|咋整的?|那嘎达|屁|他妈|磨叽|磨蹭")


def question(about: Sequence[str], said: str, by: date | None, *, today: date) -> str:
    """In the office's words; nothing rude and nothing of what he thinks of them goes out."""
    asked = next(
        (
            each
            for each in re.split(r"[,，。;；!！]", said)
            if re.search(r"没|多少|能不能|能[^,，]{0,12}不|吗|底数|到哪|是多少|哪|什么|几|谁", each)
        ),
        "",
    )
    asked = "" if _RUDE.search(asked) else _ASKED_OF.sub("", asked.strip())
    what = "、".join(about)
    day = f"{words.day(by, today=today)}下班前" if by else "今日内"
    head = f"请就{what}的进展" if what else "请就以下情况"
    tail = f"：{asked}" if asked else ""
    return f"【督查室】{head}于{day}回复{tail}。直接回复本消息即可。"


def shall_ask(names: Sequence[str], told: str) -> str:
    return f"将发给{'、'.join(names)}：\n{told}\n请核对，确认后发出；答复即转给您。"


def asked(names: Sequence[str]) -> str:
    return f"已发给{'、'.join(names)}，答复即转给您。"


def field_of(said: str) -> str:
    """农业口几家 → 农业."""
    found = re.search(r"([\u4e00-\u9fff]{2})(?:口|线|战线|系统)", said)
    return found[1] if found else ""


def of_another_unit(task: str, lead: str, named: str, obstacles: Sequence[str]) -> str:
    stuck = f"\n现有困难：{'；'.join(words.one_line(each, 80) for each in obstacles)}" if obstacles else ""
    return f"{task}由{lead}牵头，不归{named}。{stuck}\n请问要怎么办？"


def shall_undo(shown: Sequence[str]) -> str:
    body = "\n".join(shown) or "· 上一项办理"
    return f"要撤销的是这一项吗？点“撤销”即恢复到办理之前：\n{body}"


def urge_void(names: Sequence[str], told: str) -> str:
    return f"催办已经送达，不能收回；可补发{'、'.join(names)}：\n{told}\n请确认。"


_NUMERALS = str.maketrans("零一二两三四五六七八九", "01223456789")


def exchanged(said: str, old: str, new: str) -> str:
    """His earlier words with the wrong piece changed; 三千二 is 3200 there too."""
    if old and old in said:
        return said.replace(old, new, 1)
    figure, now = _figure(old), _figure(new)
    return (
        said.replace(figure, now, 1)
        if figure and now and figure in said
        else said.replace(old, new, 1)
        if old
        else said
    )


_SPOKEN = re.compile(r"^([一二两三四五六七八九])(万|千|百)([一二两三四五六七八九])?$")
_UNIT = {"万": 10000, "千": 1000, "百": 100}


def _figure(said: str) -> str:
    """三千二 → 3200; a figure stays as it is."""
    if said.isdigit():
        return said
    found = _SPOKEN.fullmatch(said)
    if found is None:
        return ""
    unit = _UNIT[found[2]]
    rest = int(found[3].translate(_NUMERALS)) * unit // 10 if found[3] else 0
    return str(int(found[1].translate(_NUMERALS)) * unit + rest)


def who_is_new(former: str, unit: str) -> str:
    ends = f"{unit}换人：{former}的职务结束、停发消息，名下事项移交新任负责人。"
    return f"{ends}请写新任负责人的姓名；确认后可发“邀请（姓名）”生成绑定链接。"


def nobody_yet(unit: str) -> str:
    return f"{unit}还没有登记负责人。请先发“任命（姓名）为{unit}局长”，再发“邀请（姓名）”生成绑定链接。"


def bindings(bound: int, missing: Sequence[str]) -> str:
    if not missing:
        return f"已登记的{bound}人全部绑定，没有未绑定的。只作配合的单位如未登记负责人，不在其内。"
    return f"已绑定{bound}人，未绑定{len(missing)}人：{'、'.join(missing[:30])}。发“邀请（姓名）”生成绑定链接。"


def monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def closed_line(number: int, title: str, unit: str, day: date, *, today: date) -> str:
    return f"　{number}号 {title}（{unit}，{words.day(day, today=today)}）"


def closed_ones(total: int, week: int, rows: Sequence[str], claims: Sequence[int]) -> str:
    waiting = f"\n另有{'、'.join(f'{each}号' for each in claims)}申请办结待核查，不算在内。" if claims else ""
    return "\n".join([f"累计已销号{total}项，其中本周{week}项：", *rows]) + waiting


def extension_of(number: int) -> str:
    return f"{number}号的延期申请"


def late_of(number: int) -> str:
    return f"{number}号预计不能按期（尚未申请延期）"


def numbered(number: int, title: str) -> str:
    return f"{number}号{title}"


def stuck(task: str, obstacle: str) -> str:
    return f"{task}（{words.one_line(obstacle, 40)}）"


def brief(total: str, red: Sequence[str], blocked: Sequence[str], soon: Sequence[str]) -> str:
    first = f"一、超期：{'、'.join(red[:3])}。" if red else "一、目前没有超期事项。"
    second = f"二、受阻：{'；'.join(blocked[:3])}，需要协调。" if blocked else "二、目前没有受阻事项。"
    third = f"三、三周内到期、还没有报进度：{'、'.join(soon[:4])}。" if soon else "三、三周内到期的都有进度。"
    return f"{total}\n{first}\n{second}\n{third}"


def owed(
    directives: Sequence[MatterLine],
    questions: Sequence[tuple[str, str]],
    helpers: Sequence[MatterLine],
    leaders: Sequence[tuple[int, str]],
    office: Sequence[MatterLine],
) -> str:
    parts = ["欠回话的："]
    parts += [
        f"· 批示未答复：{line.holder or '督查室'}，{line.task or words.quoted(line.said, 30)}" for line in directives
    ]
    parts += [f"· 没答我们的问题：{who}——{words.one_line(said, 60)}" for who, said in questions]
    parts += [f"· 请协调未回：{line.holder}，{line.task}" for line in helpers]
    parts += ["· 没有"] if len(parts) == 1 else []
    kinds = {"extension": "延期", "decision": "请示", "closure": "办结核查"}
    waiting = [f"{number}号{kinds.get(kind, '申请')}" for number, kind in leaders]
    own = [f"{line.task or line.who}（{words.one_line(line.obstacle or line.said, 20)}）" for line in office]
    parts += [f"等审批、核查的：{'、'.join(waiting[:10])}"] if waiting else []
    parts += [f"等督查室自己处理的：{'；'.join(own[:8])}"] if own else []
    return words.cut("\n".join(parts))


REMIND_WHEN = "哪一天提醒您？请写日期，例如“3月5日上午”。"
FLOOD = (
    "意见已记下。同类通知一分钟内已合并为一条，超出每小时限额的其余并入清单；急件和涉及红线的仍单独发。"
    "想只看汇总，可发“来信”“待核查”“请示”逐类查看。"
)
CHECK_CLAIM = "核查办结申请"


def counts_as_done(number: int, title: str, owner: str, *, recurring: bool, claimed: bool) -> str:
    what = "是常态推进事项，按期反馈，本期达标不等于办结" if recurring else "办结要由责任人申请、督查室核查后销号"
    claim = "已有办结申请待核查" if claimed else f"{owner}没有申请办结"
    how = f"确需销号的，请写明依据，例如“{number}号销号，依据：现场核查已完工”。"
    return f"{words.titled(number, title)}{what}；目前{claim}，状态未动。{how}"


def urged_line(owner: str, number: int, title: str) -> str:
    return f"· {owner}：{words.titled(number, title)}"


def urge_all(lines: Sequence[str], count: int, claimed: Sequence[int]) -> str:
    rest = [f"· 其余{count - len(lines)}项"] if count > len(lines) else []
    waiting = [f"{'、'.join(f'{each}号' for each in claimed)}已申请办结、待督查室核查，不催。"] if claimed else []
    head = f"请核对，确认后逐一提醒（共{count}项，同一责任人合并为一条）："
    return "\n".join([head, *lines, *rest, *waiting])


def help_from(task: str, who: str, obstacle: str, by: date | None, *, today: date) -> str:
    day = f"，{words.day(by, today=today)}前答复" if by else ""
    return f"· {task}的困难（{words.one_line(obstacle, 60)}）请{who}协调{day}"


def help_by(task: str, by: date, *, today: date) -> str:
    return f"{task}的困难，督查室请您于{words.day(by, today=today)}前答复。"


def reminder_set(at: str, said: str, *, day_off: bool) -> str:
    off = "（当天是休息日）" if day_off else ""
    return f"好的，{at}{off}提醒您本人：{words.quoted(said, 120)}。不通知任何单位，不记入事项。"


def reminder(said: str) -> str:
    return f"【提醒】您交代的事：{words.quoted(said, 300)}"


NOT_HANDED_OUT = "尚未确认下达"


def decided_line(title: str, number: int | None, state: str) -> str:
    return f"· {f'{number}号 ' if number else ''}{title}：{state}"


def of_meeting(rows: Sequence[str]) -> str:
    return "\n".join(["会议议定的事项：", *rows])


def dropped(shown: Sequence[str]) -> str:
    body = "\n".join(shown)
    return f"已取消这一项，未作任何改动：\n{body}" if body else "已取消，未作任何改动。"


WAITS = "等督查室处理的{count}件，点开即办："


def request_of(number: int, kind: str) -> str:
    return f"{number}号{ {'extension': '延期申请', 'decision': '请示', 'closure': '办结核查'}.get(kind, '申请') }"


def matter_of(line: MatterLine) -> str:
    return words.one_line(f"{KINDS[line.kind]}：{line.task or line.who} {line.obstacle or line.said}", 38)


def nobody_stands_in(name: str) -> str:
    return f"{name}目前没有登记代理，提醒仍发给本人。"


def offer_redate(number: int, day: date, *, today: date) -> str:
    return f"{number}号改到{words.day(day, today=today)}"


def offer_record(who: str, number: int) -> str:
    return f"记为{who}对{number}号的反馈（代录）"


def offer_hand_over(number: int, unit: str) -> str:
    return f"{number}号转{unit}牵头"


def offer_support(number: int, unit: str) -> str:
    return f"{unit}列为{number}号配合单位"


def offer_ask(who: str, number: int) -> str:
    return f"请{who}报{number}号最新情况"


def offer_directive(leader: str) -> str:
    return f"记为{leader}批示"


OFFER_NEW = "作为新增事项"

"""What somebody raised, as whoever is to act on it reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words
from db.matter_verbs import MatterKind, Verb
from db.payloads import Part

LABELS = {
    Verb.AS_REPORT: "转为反馈",
    Verb.ANSWER: "回复",
    Verb.NOTED: "知道了",
    Verb.CONFIRM: "确认",
    Verb.CANCEL: "取消",
    Verb.WITHDRAW: "撤回",
    Verb.COORDINATED: "已协调",
    Verb.CANNOT: "暂不能",
    Verb.PASS_ON: "转给…",
    Verb.SOLVED: "已解决",
    Verb.NOT_SOLVED: "尚未解决",
    Verb.REOPEN: "重新打开",
    Verb.RECEIVED: "已查收",
    Verb.NOT_RECEIVED: "未收到",
    Verb.STOP: "同意中止",
    Verb.KEEP: "仍由该单位办理",
    Verb.READ: "已阅",
    Verb.UPHOLD: "同意调整",
    Verb.DONE: "已落实",
    Verb.HANDLED: "已处置",
    Verb.HOLDS: "巩固",
    Verb.RELAPSED: "反弹",
    Verb.TAKE_BACK: "收回督办单",
    Verb.OWN_TASK: "另立事项",
    Verb.ISSUE: "签发",
    Verb.SEND_BACK: "退回修改",
    Verb.RELAYED: "核实无误，发出",
    Verb.NOT_RELAYED: "不予发出",
}

KINDS = {
    MatterKind.LETTER: "来信",
    MatterKind.QUESTION: "提问",
    MatterKind.PROBLEM: "困难",
    MatterKind.DIRECTIVE: "批示",
    MatterKind.REFUSAL: "职责异议",
    MatterKind.SUBMITTED: "称已报送",
    MatterKind.SUSPENSION: "拟调整、中止",
    MatterKind.REOPENING: "办结后来信",
    MatterKind.CHANGE: "责任人变动",
    MatterKind.LATE: "进度预警",
    MatterKind.RED_LINE: "红线",
    MatterKind.LOOK_BACK: "回头看",
    MatterKind.ORDER: "督办单",
    MatterKind.PAPER: "待签发",
    MatterKind.RELAY: "转述",
    MatterKind.SHARE: "分头反馈",
    MatterKind.NOTE: "配合反馈",
}

LOOKED_BACK = {"holds": "巩固", "relapsed": "反弹", "reopened": "重新打开"}

OUTCOMES = {
    "as_report": "转为反馈",
    "answered": "已回复",
    "noted": "已阅知",
    "solved": "困难已解决",
    "coordinated": "已协调",
    "withdrawn": "已撤回",
    "cancelled": "已取消",
    "reopened": "已重新打开",
    "handled": "已处置",
    "holds": "成效巩固",
    "relapsed": "出现反弹，已告责任人，一个周期后再看",
    "received": "已查收",
    "not_received": "未收到，已请其重新报送",
    "stopped": "已中止",
    "kept": "仍由该单位办理",
    "upheld": "同意调整",
    "read": "领导已阅",
    "let_go": "领导已了结，不必再答复",
    "done": "已落实",
    "own_task": "已另立事项",
    "decided": "已由领导决定",
    "issued": "已签发",
    "relayed": "已核实发出",
    "not_relayed": "未予发出",
    "sent_back": "退回修改",
}


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter with what its reader needs to act on it."""

    id: int
    kind: MatterKind
    who: str  # raised it
    said: str
    today: date
    since: date
    task: str = ""  # 66号“…”
    owner: str = ""  # of the task
    holder: str = ""
    due: date | None = None
    next_on: date | None = None
    obstacle: str = ""
    help_from: tuple[str, ...] = ()
    answer: str = ""
    answered_by: str = ""
    entered_by: str = ""
    period: str = ""  # of standing work
    draft: bool = False  # he has not said yet which task he means, or whether it is to go out
    with_its_leader: bool = False  # a 批示 whose answer he has to read

    @property
    def age(self) -> int:
        return (self.today - self.since).days


def text(line: MatterLine, part: Part) -> str:
    made = {
        MatterKind.LETTER: _letter,
        MatterKind.QUESTION: _question,
        MatterKind.PROBLEM: _problem,
        MatterKind.DIRECTIVE: _directive,
        MatterKind.ORDER: _order,
        MatterKind.LOOK_BACK: _look_back,
        MatterKind.RED_LINE: _red_line,
        MatterKind.PAPER: _paper,
        MatterKind.RELAY: _relay,
        MatterKind.SHARE: _share,
    }.get(line.kind, _other)
    return made(line, part)


def _letter(line: MatterLine, part: Part) -> str:
    head = f"【来信】{line.who}就{line.task}来信" if line.task else f"【来信】{line.who}来信，未能识别"
    return f"{head}：{words.quoted(line.said, 300)}\n可点按处理；直接回复本消息即转告。"


def _question(line: MatterLine, part: Part) -> str:
    about = f"，关于{line.task}" if line.task else ""
    return f"【负责人提问】{line.who}{about}：{words.quoted(line.said, 300)}\n直接回复本消息，即转告{line.who}。"


def _problem(line: MatterLine, part: Part) -> str:
    helped = f"\n请求协助：{'、'.join(line.help_from)}" if line.help_from else ""
    body = f"{line.task}\n困难：{line.obstacle}{helped}\n原话：{words.quoted(line.said, 300)}"
    age = f"（已{line.age}天）" if line.age else ""
    if part is Part.HOLDER:
        return f"【请协调】督查室转来{line.who}反映的困难{age}：\n{body}\n请点按答复；也可直接回复本消息写明情况。"
    if part is Part.RAISER:
        return f"{line.task}反映的困难{words.quoted(line.obstacle, 60)}，目前是否已经解决？"
    answer = f"\n{line.holder or '承办单位'}答复：{words.quoted(line.answer, 200)}" if line.answer else ""
    return f"【困难协调】{line.who}反映{age}：\n{body}{answer}\n请点按交办；直接回复本消息即转告{line.who}。"


def _directive(line: MatterLine, part: Part) -> str:
    by = f"请于{words.day(line.due, today=line.today)}前落实并反馈。" if line.due else "请尽快落实并反馈。"
    if not line.task and part is Part.RAISER and line.answer:
        return directive_answered(line, line.answered_by or line.holder, line.answer)
    if not line.task and line.holder:
        head = f"【批示】{line.who}：{words.quoted(line.said, 500)}"
        if part is Part.HOLDER:
            return f"{head}\n{by}直接回复本消息即可，答复将呈{line.who}。"
        return f"{head}\n承办：{line.holder}。{by}"
    if not line.task:
        return f"【批示】{line.who}交督查室：{words.quoted(line.said, 500)}\n{by}直接回复本消息，即呈{line.who}。"
    entered = f"（{line.entered_by}录入）" if line.entered_by else ""
    if part is Part.RAISER and line.answer:
        return directive_answered(line, line.answered_by or line.owner, line.answer)
    head = f"【批示】{line.who}对{line.task}批示{entered}：{words.quoted(line.said, 500)}"
    if part is Part.HOLDER:
        return f"{head}\n{by}直接回复本消息即可，答复将呈{line.who}。"
    return f"{head}\n承办：{line.owner}。{by}"


def _other(line: MatterLine, part: Part) -> str:
    about = f"{line.task}，" if line.task else ""
    said = words.quoted(line.said, 300)
    head = {
        MatterKind.REFUSAL: f"【职责异议】{about}{line.who}提出不属本单位职责：{said}",
        MatterKind.SUBMITTED: f"【称已报送】{about}{line.who}称材料已报送：{said}\n请核对是否收到。",
        MatterKind.SUSPENSION: f"【拟调整、中止】{about}{line.who}：{said}",
        MatterKind.REOPENING: f"【办结后来信】{about}此项已办结，{line.who}又反映：{said}",
        MatterKind.LATE: f"【进度预警】{about}{line.who}反馈：{said}\n按其说法难以按期办结，已请其说明或申请延期。",
        MatterKind.CHANGE: f"【责任人变动】{about}{line.who}：{said}\n如需调整责任人，请核实后更新台账。",
    }[line.kind]
    return f"{head}\n直接回复本消息即转告{line.who}。"


def _red_line(line: MatterLine, part: Part) -> str:
    more = f"\n续报：{words.quoted(line.answer, 300)}" if line.answer else ""
    return f"【红线报告】{line.task}：{line.who}报告“有”：{words.quoted(line.said, 300)}{more}\n请立即核实处置。"


def _look_back(line: MatterLine, part: Part) -> str:
    said = words.quoted(line.said, 200)
    return f"【回头看】{line.task}（{line.owner}）销号已满期，请核实成效是否巩固。\n销号前最后反馈：{said}"


def _order(line: MatterLine, part: Part) -> str:
    return order([line], part)


def order(lines: Sequence[MatterLine], part: Part) -> str:
    """督办单, with all its tasks."""
    first = lines[0]
    rows = "\n".join(f"　{line.task}" for line in lines)
    by = f"请于{words.day(first.due, today=first.today)}前反馈办理情况。" if first.due else "请尽快反馈办理情况。"
    if part is Part.HOLDER:
        head = f"【督办单】{first.said}\n{first.holder}：以下{len(lines)}项多次提醒后仍未反馈："
        return f"{head}\n{rows}\n{by}直接回复本消息即可。"
    return f"【督办单】{first.said}，已下达{first.holder}：\n{rows}\n{by}"


def _share(line: MatterLine, part: Part) -> str:
    by = f"请于{words.day(line.due, today=line.today)}前反馈。" if line.due else "请尽快反馈。"
    if part is Part.HOLDER:
        about = f"【分头反馈】{line.task}{line.period}\n{words.one_line(line.said, 300)}"
        return f"{about}\n{by}直接回复本消息即可，一次写清即记为贵单位的反馈。"
    return f"【分头反馈】{line.task}{line.period}：{line.holder or '尚无负责人的单位'}尚未反馈。"


def _relay(line: MatterLine, part: Part) -> str:
    about = f"（{line.task}）" if line.task else ""
    return f"【转述】{line.who}转述领导意见{about}：{words.quoted(line.said, 500)}\n尚未核实，未登记为批示。{_ASK}"


_ASK = "请与领导或秘书核实后发出。"


def relay_of_head(said: str, leader: str) -> str:
    return (
        f"您转述的{leader}意见{words.quoted(said, 120)}尚未核实，没有登记为批示，也没有记为进展；"
        "已送督查员核实，核实前按原要求办理。本人名下事项的进展请直接写。"
    )


def relay_sent(said: str, leader: str, day: str) -> str:
    return f"{leader}的意见{words.quoted(said, 120)}已送督查员核实，核实后即作为{leader}的批示发出，{day}前反馈。"


EACH_HIS_OWN = "各按牵头领导分别转述"


def word_of(leader: str, numbers: Sequence[int]) -> str:
    return f"{leader}的意见（{_numbered(numbers)}）"


def whose_word(said: str, fields: Sequence[tuple[str, Sequence[int]]]) -> str:
    led = "；".join(f"{_numbered(numbers)}由{leader}牵头" for leader, numbers in fields)
    return f"{words.quoted(said, 120)}：{led}。请确认转述的是哪位领导的意见："


def not_included(numbers: Sequence[int]) -> str:
    return f"{_numbered(numbers)}不由该领导牵头，未含在内；如有意见请另行转述。"


def _numbered(numbers: Sequence[int]) -> str:
    return "、".join(f"{each}号" for each in numbers)


def choice_words(number: int, option: str) -> str:
    return f"{number}号请示选定：{option}"


def choice_sent(task: str, option: str, leader: str) -> str:
    return f"{leader}对{task}选定“{option}”，已送督查员核实，核实后生效。"


def relay_confirmed(said: str, leader: str, by: str) -> str:
    return f"{by}已核实，{leader}的意见{words.quoted(said, 120)}已发出。"


def relayed_of_you(said: str, secretary: str, by: str) -> str:
    """To the leader himself, where he has an account: nothing is done in his name without his hearing of it."""
    return f"您的意见{words.quoted(said, 200)}由{secretary}转述，经{by}核实已发出。如非您的意见，请直接回复说明。"


def not_relayed(who: str) -> str:
    return f"您转述的意见，{who}核实后未予发出；请与督查室联系。"


RELAY_WHICH = "请写明转述的是哪一项，例如“66号：请抓紧，3月底前报一次”，或直接回复那一条消息；将送督查员核实后发出。"


def _paper(line: MatterLine, part: Part) -> str:
    return f"【请签发】{line.who}拟稿，请审签：\n{line.said}"


def readback(line: MatterLine) -> str:
    """A leader's word in one line, before it counts: who, what, by when."""
    day = f"{words.day(line.due, today=line.today)}前" if line.due else "5个工作日内"
    if not line.task:
        return f"批示：{words.quoted(line.said, 300)}\n将即交督查室办理，{day}反馈。请确认。"
    return f"批示{line.task}：{words.quoted(line.said, 300)}\n将即发{line.owner}并抄督查室，{day}反馈。请确认。"


def readback_of(lines: Sequence[MatterLine]) -> str:
    """Several drafts of the same words: the words once, all who get them."""
    first = lines[0]
    if len(lines) == 1 and (first.task or not first.holder):
        return readback(first)
    day = f"{words.day(first.due, today=first.today)}前" if first.due else "5个工作日内"
    about = "、".join(line.task for line in lines if line.task)
    whose = "、".join(dict.fromkeys(line.owner or line.holder for line in lines))
    return f"批示{about}：{words.quoted(first.said, 300)}\n将即发{whose}并抄督查室，{day}反馈。请确认。"


NOTHING_BEFORE = "没有查到您此前对此的要求。请写明要什么、何时要，例如“38号整改方案3月10日前报我一页纸”。"


def with_earlier(said: str, before: str) -> str:
    """照这个办, with what 这个 is."""
    return f"{said}（即：{words.one_line(before, 200)}）" if before else said


def entered_as_yours(line: MatterLine, by: str) -> str:
    about = f"对{line.task}的" if line.task else "的"
    to = line.owner or line.holder or "督查室"
    said = words.quoted(line.said, 300)
    return f"{by}已录入您{about}批示：{said}，已发{to}。如有不符，请直接告知督查室。"


def of_your_field(line: MatterLine) -> str:
    """To the leader who leads the task, when another one has written on it."""
    return f"{line.who}对您牵头的{line.task}批示：{words.quoted(line.said, 300)}\n已发{line.owner}并抄督查室。"


def answer_sent(leader: str) -> str:
    return f"您的答复已呈{leader}，并告督查室。"


def shall_they_answer(owners: Sequence[str], day: date, *, today: date) -> str:
    """Under the card that answers a leader's question."""
    return (
        f"如需{'、'.join(owners)}就此答复，请点“请其答复”：即发其本人并抄督查室，{words.day(day, today=today)}前反馈。"
    )


def which_task(said: str) -> str:
    return f"批示{words.quoted(said, 120)}指的是哪一项？选定后再请您确认。"


def sent(line: MatterLine) -> str:
    day = f"，{words.day(line.due, today=line.today)}前反馈" if line.due else ""
    if not line.task and not line.holder:
        return f"批示已交督查室办理{day}。十分钟内可撤回。"
    return f"批示已发{line.owner or line.holder}并抄督查室{day}。十分钟内可撤回。"


def ended(line: MatterLine, who: str, outcome: str) -> str:
    by = f"由{who}" if who else ""
    what = line.task or words.quoted(line.said, 60)
    return f"{KINDS[line.kind]}：{what}——已{by}处理：{OUTCOMES.get(outcome, '已办结')}。"


def brief(line: MatterLine) -> str:
    """One line in a list: what it is, how old, whose turn, by when."""
    age = f"已{line.age}天" if line.age else "今天"
    what = line.obstacle or line.said
    about = f"{line.task}{line.period}" if line.task else line.who
    whose = "｜请点编号选定、确认" if line.draft else _turn(line) or "｜现由督查室办理"
    when = f"｜{words.day(line.due, today=line.today)}前" if line.due else ""
    return f"{KINDS[line.kind]}　{about}：{words.quoted(what, 40)}\n　{age}{whose}{when}"


def headline(line: MatterLine) -> str:
    """As `brief`, in one line of a list of all kinds."""
    about = f"{line.task}{line.period}" if line.task else line.who
    return f"{KINDS[line.kind]}　{about}：{words.quoted(line.obstacle or line.said, 40)}{_turn(line)}"


def _turn(line: MatterLine) -> str:
    """Whose turn it is, where it is not the office's."""
    if line.with_its_leader:
        return f"｜已反馈，待{line.who}阅示"
    return f"｜现由{line.holder}办理" if line.holder else ""


def several(kind: MatterKind, lines: Sequence[MatterLine]) -> str:
    rows = [f"{place}. {brief(line)}" for place, line in enumerate(lines, 1)]
    return f"【{KINDS[kind]}】{len(lines)}件，请点编号逐件处理：\n" + "\n".join(rows)


def follow_up(lines: Sequence[MatterLine], *, limit: int) -> str:
    """What waits for one person, oldest first."""
    rows = [f"{place}. {brief(line)}" for place, line in enumerate(lines[:limit], 1)]
    rest = f"\n其余{len(lines) - limit}件，请处理后再看。" if len(lines) > limit else ""
    return f"{words.SLOGAN}\n以下{len(lines)}件等待您处理：\n" + "\n".join(rows) + rest


def besides(lines: Sequence[MatterLine], *, limit: int) -> str:
    """What the reader of a morning message holds beside his tasks."""
    rows = [f"{place}. {brief(line)}" for place, line in enumerate(lines[:limit], 1)]
    rest = [f"其余{len(lines) - limit}件，请处理后再看。"] if len(lines) > limit else []
    return "\n".join([f"另有{len(lines)}件等待您处理（点编号打开）：", *rows, *rest])


def open_list(title: str, lines: Sequence[MatterLine], *, limit: int) -> str:
    rows = [f"{place}. {brief(line)}" for place, line in enumerate(lines[:limit], 1)]
    rest = f"\n其余{len(lines) - limit}件略。" if len(lines) > limit else ""
    return f"{title}（{len(lines)}件）：\n" + "\n".join(rows) + rest


# What goes back to whoever raised it.

PASSED_ON = "您的话已转督查员，会尽快答复您。"
TO_NOBODY = "没有读懂这句话。可点按下列内容，也可发“帮助”看用法。"
NOTED = "督查室已阅知您的来信。"
WHICH_REPORT = "记为哪一项的反馈？"
WRITE_ANSWER = "请写明回复内容，将转告{who}。"
WRITE_DEPARTMENT = "请写明转给哪个单位，例如“市自然资源局”。"
WRITE_WHY = "请用一句话写明原因和可能的时间，将转告督查室。"
NO_SUCH_DEPARTMENT = "台账中没有这个单位，或其负责人尚未绑定。请写单位全称或常用简称。"
NOTHING_RECEIVED = "督查室尚未收到您称已报送的材料，请重新报送或写明报送渠道和时间。"
NO_TASK = "都不是，转督查员"
WITHDRAWN = "已撤回"
ASK_FOR_ANSWER = "请其答复"
ENOUGH = "不用了"
CANCELLED_ORDER = "该项督办单已收回。"
CANCELLED = "已取消，未发出。"
READ = "好的，此件批示已办结。"
TOO_LATE = "发出已超过十分钟，不能撤回；如需改变，请再作批示。"


def passed_on(kind: MatterKind, named: Sequence[str]) -> str:
    """To whoever raised it: where it goes, and what holds until then."""
    about = f"{'、'.join(named)}" if named else ""
    return {
        MatterKind.REFUSAL: f"{about}：您提出的职责异议已转督查室研究，答复前请继续关注此项。",
        MatterKind.SUBMITTED: f"{about}：您称材料已报送，已转督查员核对查收；未作为进展记录。",
        MatterKind.SUSPENSION: f"{about}：您提出的调整、中止意见已转督查室研究，答复前原要求不变。",
        MatterKind.REOPENING: f"{about}已办结；您反映的新情况已转督查员，将研究是否重新打开。",
    }.get(kind, "您反映的情况已转督查员，将核实后调整。")


def which_of_his(kind: MatterKind) -> str:
    return f"您提出的{KINDS[kind]}说的是哪一项？选定后即转督查室。"


def recorded(task: str) -> str:
    return f"督查室已将您的来信记为{task}的反馈。"


def handed(task: str, who: str) -> str:
    return f"{task}的困难已请{who}协调，有答复即转告您。"


def helper_said(task: str, who: str, *, done: bool, said: str = "") -> str:
    what = "已协调" if done else "暂不能协调"
    why = f"：{words.quoted(said, 200)}" if said else "。"
    return f"{task}反映的困难，{who}答复{what}{why}"


def still_open(task: str) -> str:
    return f"{task}的困难仍未解决，督查室继续协调。"


def solved(task: str, who: str) -> str:
    return f"{task}的困难，{who}已标记解决。如仍未解决，请直接回复说明。"


def kept(task: str, who: str) -> str:
    return f"{task}：经{who}研究，仍请贵单位办理。"


def upheld(task: str) -> str:
    return f"{task}：督查室同意调整承办单位，调整前请继续关注。"


def stopped(task: str) -> str:
    return f"{task}：督查室同意中止，此项不再提醒。"


def handled(task: str) -> str:
    return f"{task}报告的情况，督查室已处置。"


def reopened(task: str) -> str:
    return f"{task}已重新打开，请继续办理并反馈。"


def received(task: str) -> str:
    return f"{task}：督查室已查收您报送的材料。"


def directive_answered(line: MatterLine, who: str, said: str) -> str:
    head = f"【批示反馈】{who}对{line.task or '您的'}批示的反馈：{words.quoted(said, 500)}"
    return f"{head}\n批示原文：{words.quoted(line.said, 120)}"


def directive_done(line: MatterLine) -> str:
    return f"【批示反馈】督查室报告：{line.task or '您的'}批示{words.quoted(line.said, 80)}已落实。"


def directive_withdrawn(line: MatterLine) -> str:
    about = f"对{line.task}" if line.task else ""
    return f"【批示】{line.who}{about}的批示已撤回，请勿再办。"

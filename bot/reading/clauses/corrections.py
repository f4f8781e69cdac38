"""Corrections and withdrawals of an earlier message: what is wrong is blotted out before the rest is read."""

from __future__ import annotations

import re

from bot.reading.text.patterns import later

_EARLIER = (
    r"(?:刚才|刚刚|方才|之前|先前|昨天|昨日|今早|上午|早上|中午|下午|上次|上回|上[一个]?条|前一?条|"
    r"前面|上面|上周|那条|原来|原先|前天|前次|第一条|刚)"
)
_SAID = r"(?:说|报|发|写|讲|填|回复?|汇报|反馈|提|上报|报送|报告|回答|消息|信息|那条|数据|数|口径)"
_WRONG = (
    r"(?:有误|有错|是?错的|不对|错了|不准确?|作废|不算数?|不作数|写错|打错|说错|报错|填错|发错|搞错|弄错|记错|"
    r"看错|算错|撤回|收回|忽略|不是|为准|无效|别算|不要算|取消)"
)
_SAY = r"(?:说|报|写|填|打|讲|当|记|发|输|录)"
_FIGURE = r"(?:[\d.]+%?|[一二两三四五六七八九十]成)"
_CORRECTING = later(
    r"更正|^(?:说|报|打|写)?错了[,。! ]+|"
    r"纠正(?:一下|[:,])|(?:^|[,。;!?\n])(?:不对|错了|抱歉|不好意思|sorry)[,。!: ]+(?:应该?|实际上?)(?:是|为)|订正|"
    r"勘误|口误|笔误|(?:说|打|写|报|填|记|看|算|输|讲|弄|搞|汇报|统计|录|"
    r"按)错(?:了|数|成|字|日期|进度|编号)?|手误|手滑|误(?:报|写|填|发|说|打)|作废|撤回|不算数|"
    r"收回(?:刚才|之前|前面)|以(?:这|此|本)(?:一)?(?:条|次|数|个)?(?:消息|信息|回复)?为准"
    rf"|{_EARLIER}[^,。;!?\n]{{0,20}}{_WRONG}|"
    rf"{_EARLIER}的?{_SAID}?(?:的)?[^,。;!?\n]{{0,16}},?(?:应该?是|应为|改为|改成|其实)|应为|"
    r"(?:说|写|报|打|填|录|发)成[^,。;!?\n]{1,16}[,，]?(?:实际|其实|应)|说反了|[搞弄记说写报看]混了?|[打写说]快了|搞反了|"
    rf"correction|i meant|typo|scratch that"
    r"|(?<!是)不是(?!说)[^,。;!?\n就]{1,16}[,，]?(?:而)?(?:应该?)?是(?!不|因|由|不是|问题|"
    r"还)[^,。;!?\n]{0,6}(?:[0-9一二三四五六七八九十%\x01]|办结|完成|未|没|推进|已)"
    r"|应该?是[^,。;!?\n]{1,20}[,，]?(?:而)?不是|(?:请|帮)?(?:把|将)[^,。;!?\n]{0,24}(?:改成|改为|"
    r"改回|更改为|修正为)[^,。;!?\n]{0,10}(?:[0-9%]|办结|完成|推进|未)|"
    r"发错了?(?=[^\u4e00-\u9fff]*(?:刚|上|前|以|应|请忽略|作废|重新|是))|"
    r"发错了[,。! ]+(?=[0-9]|任务|第)|(?:重发|重报)一遍"
    rf"|(?:说|报|写|填|打|输|记|算)得?[高低大小多少早快反重]了|(?:多|少|漏)(?:打|写|报|填|输|按|算)了?[一个两几位字零数点]"
    rf"|(?:颠倒|串)了|[弄写填报讲]反了|张冠李戴|对调了"
    rf"|应(?:该|当)?[是为][^,。;!?\n]{{1,20}},?(?:而非|并非|而不是|不是|非)"
    rf"|{_FIGURE}[^,。;!?\n]{{0,4}}{_SAY}成了?{_FIGURE}"
    rf"|(?:把|将)(?!数据|材料|情况)[^,。;!?\n]{{1,20}}{_SAY}(?:成|到)(?!位|市|省|县|区|督查|国|上级)"
    rf"|不是我们?(?:说|发|报|写|填|回)的|当我没说|(?:没|未曾?)(?:说|报|讲)过|(?:^|[,。;!])撤销(?=$|[,。;!])|{_EARLIER}[^,。;!?\n]{{1,20}}撤销"
    rf"|[,。;]不对[,。! ]+(?=没|还|应|其实|是|[0-9])"
)
_NO_CORRECTION = later(
    r"发错(?:群|人|地方|对象|窗口|聊天)|点错|误触|按错|(?:进|转|拉|走)错|数据更正工作|已更正|更正登记|"
    r"纠错|错误(?:整改|率)"
)
_VALUE = (
    r"(?:[\d.]+%?|百分之[一二三四五六七八九十百]+|[一二两三四五六七八九十]成(?:半|多)?|一半|(?:已|都|"
    r"全部)*(?:办结|完成|竣工|完工|销号|办完|弄完|搞定|停工|未启动|未开工)了?)"
)
_REF = later(
    r"(?:任务|事项|第)?[0-9一二三四五六七八九十]{1,3}(?:号|项|个)(?:任务|事项)?|"
    r"任务[0-9一二三四五六七八九十]{1,3}|[①-⑳]"
)
# Words that hold nothing but what is disowned, or what needs no row.
_DISOWNED = tuple(
    later(pattern)
    for pattern in (
        r"(?:而)?(?:不是|并非|而非|不应是|不该是|不应为|非)(?P<w>[^,。;!?\n]{1,18}?)(?=[,。;!?\n]|"
        r"(?:而)?(?:应该?)?是|$)",
        r"(?:说|写|报|打|填|发|当|记|看|输|算|弄|搞|录|讲|"
        r"统计)(?:错)?成(?:了)?(?:是)?(?P<w>[^,。;!?\n]{1,18}?)(?=[,。;!?\n]|了|应|其实|实际|$)",
        r"(?:误|错)(?:报|写|填|发|说|打)(?:为|成|了)?(?P<w>[^,。;!?\n]{1,18}?)(?=[,。;!?\n]|应|其实|实际|$)",
        rf"(?P<w>(?:把|将)[^,。;!?\n]{{1,20}}{_SAY}(?:成|到)[^,。;!?\n]{{1,20}})(?=[,。;!?\n]|$)",
        r"(?P<w>(?:我|我们)?(?:没|未曾?)(?:说|报|讲)过[^,。;!?\n]{0,20})",
        r"(?:^|(?<=[,。;!?\n]))(?P<w>[^,。;!?\n]{1,16}?(?:情况|进度|数据|时间|内容)?(?:保持)?(?:不变|没变|不动|照旧|没错|无误|属实))(?=$|[,。;!?\n])",
    )
)
# Words of an earlier message, of which only the values are wrong: the task they name still counts.
_WRONG_VALUES = tuple(
    later(pattern)
    for pattern in (
        rf"{_EARLIER}(?:我)?(?:{_SAID}{{1,2}}|"
        rf"那条)(?:的)?(?:是)?(?!错)(?P<w>[^,。;:!?\n]{{1,30}}?)(?=[,。;:!?\n]|应|改|更正|其实|实际|{_WRONG}|"
        rf"$)",
        r"(?:^|(?<=[,。;!?\n:]))(?P<w>[^,。;!?\n]{1,30}?)(?:有误|不对|错了|写错了?|打错了?|说错了?|"
        r"报错了?|填错了?|作废|撤回|撤销|不算数)",
        r"(?:由|从|把|将)(?P<w>[^,。;!?\n]{1,18}?)(?:更正|改|修正|订正|调整|修改)(?:为|成|回)",
        r"原(?:报|为|是|来是|先是|填)(?P<w>[^,。;!?\n]{1,18}?)(?=[,。;!?\n]|应|现|改|$)",
        r"(?P<w>[^。;!?\n]{1,40}?),不对[,。! ]",
    )
)
_FRAMES = later(
    rf"(?:哎呀|哎|唉|不好意思|抱歉)?,?(?:我)?{_EARLIER}(?:我)?{_SAID}?错了?|(?:我)?(?:说|打|写|报|填|发)错了?(?:字|数)?|"
    r"以(?:今[天日]|[这本此][次条个]|下面|以下)的?(?:数据?|口径|消息|信息)?为准|才是|的(?:那个|那项|那件)(?=$|[,。;!?\n])|应当[是为]|"
    r"应该?是|应该?为|实际上?(?:是|为)?|其实(?:是)?|(?:更正|改|修正|订正|修改)(?:为|成)|更正|为准|准确(?:地)?说"
)


def is_correction(text: str) -> bool:
    found = _CORRECTING.search(text)
    return found is not None and not _NO_CORRECTION.search(text)


def without_wrong_values(text: str) -> str:
    """The text with the disowned values and the framing words blotted out, place by place."""
    letters = list(text)
    for pattern in _DISOWNED:
        for match in pattern.finditer(text):
            letters[match.start("w") : match.end("w")] = " " * (match.end("w") - match.start("w"))
    for pattern in _WRONG_VALUES:
        for match in pattern.finditer(text):
            _blot_values(letters, text, *match.span("w"))
    for match in _FRAMES.finditer(text):
        letters[match.start() : match.end()] = " " * (match.end() - match.start())
    for match in re.finditer("(?:而)?(?:不是|并非|而非)(?= )", "".join(letters)):
        letters[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(letters)


def _blot_values(letters: list[str], text: str, start: int, end: int) -> None:
    kept = {place for ref in _REF.finditer(text, start, end) for place in range(*ref.span())}
    for value in _VALUES.finditer(text, start, end):
        for place in range(*value.span()):
            if place not in kept:
                letters[place] = " "


_VALUES = later(_VALUE + "|[^号项任务]{0,2}[月日]")

"""Slips of typing and of voice input; every mending keeps the length, so that places stay true."""

from __future__ import annotations

import re
from functools import partial

from bot.reading.text import homophones

_DONE = (
    "(?:全部|全面|基本|经|正式|顺利|圆满|按时|如期|按期)?(?:完|办|竣|销|落实|整改|拆|报|交|印|答|签|"
    "建成|搞定|弄|清|解决|投)"
)
_DIGIT = "[一二三四五六七八九十0-9]"

# (what is heard, what was meant): group 1 is the wrong part, replaced letter by letter.
_SLIPS: tuple[tuple[str, str], ...] = (
    (r"(己)(?=经|" + _DONE + ")", "已"),
    (
        r"(?<![所可予给难足得加])(以)(?=经(?!济|营|过|验)|(?:全部|基本|全面)?(?:完成|办结|办完|竣工|销号|完工|"
        r"搞定|弄完|整改|拆除|报送|印发))",
        "已",
    ),
    (
        r"(?<![第十周期拜之逐统唯每同务无])(一)(?=(?:全部)?(?:完成(?!就|后|个|件|项)|办结(?!就|后)|竣工|销号|完工))",
        "已",
    ),
    (r"(一京|已京|以京)(?=完|办|弄|搞)", "已经"),
    (r"办(节|洁|杰|接|截|捷|解)(?=$|[了啦吧的,。;! 一二三四五六七八九0-9])", "结"),
    (r"百分(只|知|支|枝|直|指|职)", "之"),
    (r"(销毫|消号|削号|肖号)", "销号"),
    (r"(俊工|峻工|骏工)", "竣工"),
    (r"(完城|玩成|完程|完呈|万成)", "完成"),
    (r"[弄做搞干办忙修建改拆装报交填](玩)(?=[了啦]|$|[,。;! ])", "完"),
    (
        r"(?<=[\u4e00-\u9fff])(哪)(?=个(?:已|都|全|还|正|基本|现在|目前|刚|昨|今|差不多|早就)(?![^,。;!]{0,20}[?吗呢]))",
        "那",
    ),
    (r"(演收|验手|严收)(?!入)", "验收"),
    (r"(预记|预既|与计|遇计)", "预计"),
    (r"(严期|沿期|延其)", "延期"),
    (r"(推近|退进)", "推进"),
    (r"(进渡|尽度)", "进度"),
    (r"(搞腚|搞订|高定)(?=了|$|[,。])", "搞定"),
    (r"落实到(为|未|味)", "位"),
    (r"整改到(为|未|味)", "位"),
    (r"(?<=[没有不未已全都])到(未|味|胃)(?=$|[,。;!了])", "位"),
    (
        r"(?<=" + _DIGIT + r")(好|浩|毫)(?=任务|人物|事项|项目|工作|已|己|完|办|还|正|没|未|弄|搞|在|基本|差|都|也)",
        "号",
    ),
    (r"(?<=" + _DIGIT + r"号)(人物)", "任务"),
    (r"(人物)(?=" + _DIGIT + r"{1,2}(?:号|已|完|办|还|正|没|在))", "任务"),
    (
        r"(?<=[日号一二三四五六天底旬末月年节春庆])(钱|浅|潜)(?=(?:全部|全|都|能|可以|肯定|一定|争取)*(?:完|办|搞|弄|报|竣|交|做|干|装|修|拆))",
        "前",
    ),
    (r"(受到)(?=[,。!]|$)", "收到"),
)
_COMPILED = tuple((re.compile(pattern), meant) for pattern, meant in _SLIPS)


def mend(text: str) -> str:
    text = homophones.mend(text.replace("冇", "没"))
    for pattern, meant in _COMPILED:
        text = pattern.sub(partial(_mended, meant=meant), text)
    return text


def _mended(found: re.Match[str], *, meant: str) -> str:
    start, whole = found.start(), found.group()
    first, last = found.span(1)
    return whole[: first - start] + meant + whole[last - start :]

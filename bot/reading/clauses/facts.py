"""A fact: one thing a clause says of a task, with its place and rule. And what in a clause needs no explaining."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.reading.kinds import FactKind
from bot.reading.mentions import titles
from bot.reading.text.normal_form import plain


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind` is a state word (done, near, part, …), percent, day, promise, or a doubt about one of them."""

    kind: FactKind
    start: int
    end: int
    rule: str
    value: float | date | None = None
    strength: int = 0  # of a percent: an overall figure beats a plain one
    until: date | None = None  # of a promised percent


_FILLER = re.compile(
    r"(?<![a-z])(?:already|finally|just|now|fully|is|are|was|were|has|have|been|it|we|i|the|"
    r"this|task|project|all|and|go|goes|live)(?![a-z])|"
    r"(?:我们|咱们?)[市县区]?(?:卫健|住建|教育|教体|民政|财政|水利|水务|交通|城管|林业|农业农村|文旅|人社|商务|应急|"
    r"生态环境|环保|市监|审计|统计|司法|公安|医保|发改|科技|工信|自然资源|体育|园林|信访|税务|气象)[局委]|"
    r"(?:我[们局科]?)?[这那][边里]|我[局们委县市区单位镇乡校院公司]|本[局单位委县市区项]|咱们?|[该此这那]一?[项个件]?|任务|事项|"
    r"工作|项目|工程|事情|事儿?|所有|全部|全面|全数|整体|总体|整个|各项|相关|有关|均|都|已经?|也|就|"
    r"现在|目前|当前"
    r"|现阶段|现已|截至|截止|今[天日早晨晚]?|昨[天日晚]?|前天|日前|近日|刚刚?|上周|上个?月|本周|本月|"
    r"下周|下个?月|顺利|圆满|按时|如期|按期|准时|提前|正式|总算|终于|成功|上午|下午|早上|中午|晚上|"
    r"最终|最后|彻底|确实|真正|实际|了|的|地|得|把|将|被|给|报告|汇报"
    r"|领导|主任|局长|书记|处长|科长|您|你好?|好的|收到|嗯+|啊|哦|呃|额|嘛|呢|吧|哈|哎|唉|那个|就是|"
    r"然后|反正|其实|应该|大概|大约|左右|约|预计|预期|计划|力争|争取|确保|保证|可以?|可|能够?|会|要|"
    r"想|才|再|又|还|一下|一|下|上|内|前|之前|以前|底|末|之内|以内"
    r"|整治|治理|清理|解决|改造|活儿?|信心|决心|把握|下面|科里|他们|说|总|进度|进展|完成|数量|总量|任务量|"
    r"工程量|工作量|建设|实施|整改|办理|落实|推进|处理|情况|目标|"
    r"内容|全年|年度|年初|既定|要求|责任|全市|全县|全区|累计|共|共计|一共|合计|全|整|最迟|最晚|至迟|"
    r"赶在|肯定|一定|绝对|必须|务必|尽力|努力|在|于|由|到|至|是|为|并且?|而且|且|以及|和|及|与|或|、|"
    r"后"
    r"|干|弄|搞|做|办|达到?|达|已有|有|超过?|超额|不到|近|接近|将近|多|余|上下|以上|差不多|率|百分比|方面|"
    r"这边|这里|那边|目标任务|合格|质量|时间|时候|节点|时限|期限|定|所|其|原|按|照|据|经|过|随|即|便|"
    r"方|则|任|\\s|"
    r"\d+(?:\.\d+)?[万亿千百余多]*[个处项户家条件台套间栋幢座所场辆块份批盏株页卷道段次人公里米亩平方吨元名宗支]*"
    r"|[一二两三四五六七八九十百千]+[个处项户家条件台套间栋座所场份批]|[\x01-\x04 \-/()&+.'0-9]|"
    r"[^\u4e00-\u9fffa-z\x01-\x04]"
)
PARTS = re.compile(
    r"[一二三首前后]期|[主附裙副]楼|主厂房|内装|外装|内部|外部|首批|[一二三]批|标段|路段|[东西南北中前后][段侧片区半]|[a-z]区|\d[号#]?楼|"
    r"[栋层幢]|部分|阶段|基础|土建|管道|主线|路基|路面|桥梁|设备|装修|安装|绿化|手续|招标|材料|资料|"
    r"图纸|设计|方案|报告|初稿|合同|资金|款"
    r"|采购|评审|环评|可研|选址|征地|拆迁|签约|培训|会议|宣传|调研|摸底|排查|登记|台账|清单|标识|标牌|"
    r"系统|平台|施工|物资|车辆|人员|机械|队伍|验收|审批|公示|征求|论证|勘察|测绘|测量|评估|监理|预算|"
    r"概算|审计|流程|程序|前期|地基|主体|外墙|立面|屋面|墙面|门窗|机组|管线"
    r"|水电|消防|电梯|景观|道路|管网|电力|通信|试点|示范|演练|动员|部署|分工|问卷|数据|名单|协议|样板|"
    r"围挡|清表|支护|钢结构|幕墙|桩基|封顶|交底|开标|立项|备案|许可|证"
)


@lru_cache(maxsize=8192)
def unexplained(words: str, title: str) -> str:
    """What is left of some words without the title's own and without words that any office uses of any task."""
    return _FILLER.sub("", without_title(words, title))


def without_title(words: str, title: str) -> str:
    own = titles.pairs(title)
    keep = [True] * len(words)
    for place in range(len(words) - 1):
        if words[place : place + 2] in own:
            keep[place] = keep[place + 1] = False
    return "".join(letter if kept else " " for letter, kept in zip(words, keep, strict=True))


def of_title(words: str, title: str) -> bool:
    """Whether all letters of some words stand in the title (路 of 断头路)."""
    letters = plain(title)
    return all(letter in letters for letter in words)

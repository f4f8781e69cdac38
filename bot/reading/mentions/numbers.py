"""The figures and words by which people refer to tasks by number, as bounded patterns."""

from __future__ import annotations

import re

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import LIST_MARKS

N = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"


_JOIN = r"(?:[、/.和及与跟加 ]|(?<=[0-9一二三四五六七八九十]),(?=\d)|以及|还有)"


_SEP = r"(?:号|项|个|件|#)?(?:任务|事项)?"


# What makes 3号 a part of something else: a building, a line, a letter, a day.
THINGS = (
    "(?!组[件建合]|机[械器制]|车[辆间]|门[口窗前]|地[面方基质还也里下]|村[民里干]|房[屋子]|标[识牌志的]|街道|站点|线[缆杆]|路[面灯基])"
    "(?:楼(?!栋[都均已全也还正在基主])|栋|幢|线|路|院|坑|地块|井|机|文(?!明)|提案|建议|议案|信访|公告|令|车|门|桥|窗口|标段|标|池|"
    "泵|矿|水库|厂房|仓(?!储)|馆|宿舍|片区|点位|隧道|工单"
    "|通知|会议室|厅|桩|塔|台风|站|闸|渠|楼盘|合同(?!工期|约定|期限)|批复|纪要|房|地|小区|村|组(?!织)|炉|罐|柜|街|弄堂)"
)


DAY_AFTER = (
    r"(?:[、,和]\d{1,2}[号日][两三几]天|前(?!期|置|面|段)|之前|以前|以内|内(?!容|部)|左右|上午|下午|晚|早上|中午|凌晨|下班|当天|[两三几]天|才(?:能|会|可以)?(?:出(?!台)|有数|知道)|"
    r"[-至到]\d{1,2}[号日]|的?会)"
)


DAY_BEFORE = (
    r"(?:\d[月./-]|[一二三四五六七八九十]月|[上下本这当每]个?月(?:的)?|预计|计划|争取|力争|确保|保证|"
    r"(?<![关对由])于|(?<![0-9])到|至|最迟|最晚|截至|截止"
    r"|定在|拟|在|得|大概|大约|预期|估计)$"
)


FINISH_AFTER = (
    r"(?:就|能|可以?|才能|就能|全部|全面|整体|正式|指定|肯定|准|一定|绝对|保证|应该|差不多|大概|估计|都|给你?|得|要|必须|搞|之?前)*(?:完成(?!了|[0-9一二三四五六七八九]|\x01|度)|"
    r"办结(?!了)|完(?=$|[,。;!工])(?!工了)|(?:[干做弄搞办装修拆改铺建换]|整)[完好](?!了)|搞定(?!了)|上线(?!了)|销号(?!了)|竣工(?!了)|交付(?!了)|弄完(?!了)|搞完(?!了)|报(?:送|过去|上去)|结束|投用|"
    r"通车|印发|验收)"
)


LAST_DAY = 31
# How something stands, said right after its number.
REPORTED_AFTER = re.compile(
    r"[:,]?(?:任务|事项|那个|这个|[那这一][件项])?(?:已经?|都|也|全部|基本|目前|还|尚|正)*"
    r"(?:在[办推建施搞弄做走等]|办结|完成|完工|竣工|办完|弄完|搞完|做完|搞定|搞掂|销号|停工|停了|卡|受阻|没动|没开|没有?进展|未|进度|进展|正在|在推|推进|"
    r"申请|延期|申办|开工|启动|落实|ok|done|finished|\x01)"
)


# What happens on a day, said right after it: 9号到货, 9号才有空, 9号够呛.
HAPPENS_AFTER = re.compile(
    r"(?:就|才|能|可|要|会|肯定|准时?|大概|应该|左右|再|重新|又|我|他们?|那天|这天)*"
    r"(?:到|来|开|交|发|进场|送|考|抽|回|有[空雨]|够呛|悬|没戏|怕|赶|行|不[行中]|为止|起|往后|以[前后]|之[前后]|天亮|报|上会|利索|差不多)"
)
ALSO_BEFORE = re.compile("(?:另有|还有|另外)$")


_PREDICATE = (
    r"(?=已|正|在|还|没|未|完|办|推|均|都|全|ok|done|进|尚|基本|[:,.。 \-]|搞|弄|申|因|预|计|下|月|争|"
    r"力|差|快|搁|卡|停|延|滞|目前|finish|delay|block|pend|[✅❌⏳⌛🔄🚧🔨🛠🏗🔜]|\x01|$"
    r"|干|做|修|建|改|拆|签|请|是|也|由|需|就|刚|今|明|本|大|约|为|不|处|落|整|开|受|暂|拖|继|按)"
)


# A bare figure that begins a clause numbers a task unless it counts, dates or belongs to a name (4s, 3d).
_TERSE = (
    r"(?=[\u4e00-\u9fffa-z\x01✅❌×→⏳⌛🔄🚧🔨🛠🏗🔜])(?![个处项次家户天月年日点件条万亿公千米吨套台人名位场批轮班栋座所辆份层幢亩期成分楼"
    r"类级种支组间段多余几来大元块等倍季旬时小号区标街村镇乡县市门口路线车把根棵头只匹页篇字本册门笔米]|周(?![一二三四五六日天末])|"
    r"[sdgk](?![a-z])|[a-z]?\d|[十百]|[一二三四五六七八九两](?![季点直]|部|\x01))"
)
NUMBER = re.compile(
    rf"(?:(?<!年度)(?<!全年)(?:任务|事项)(?:编号|序号)?(?P<task>{N})(?!,\d{{3}})(?:号|(?![个项件条月日年天周点万亿千百%亩米吨户处]|公[里顷斤]|平(?!台)|[套名辆根盏]|"
    rf"[栋幢棵株艘宗笔]|部(?![署门分队委长里])|台(?!账)|人(?![员手])|家(?!具)|座(?!谈)|所(?![有需])|次(?!要)|"
    rf"\.?\d))(?:(?:任务|事项)(?!{N}))?"
    rf"|第(?P<nth>{N})(?:项|个|件|条|号)(?:任务|事项|工作(?!日|组|人)|事)?"
    rf"|(?:no\.?|#|(?<![\u4e00-\u9fff])(?:编号|序号)|task ?|item ?)(?P<no>\d{{1,3}})(?:号)?(?:任务|事项)?"
    rf"|(?<![\d.a-z+])(?P<sharp>\d{{1,3}})#(?:任务|事项)?"
    rf"|(?P<mark>[{LIST_MARKS}])(?:号|项)?(?:任务|事项)?"
    rf"|(?<![一二三四五六七八九十百零\d])(?P<hao>{N})号(?:任务|事项|工作(?!日|人|组|专)|项目)?"
    rf"|(?P<item>{N})(?:、|\.(?!\d)|\)|:)(?=\D))"
)


NTH_OTHER = any_of(Words.NTH_OTHER)


RANGE = re.compile(
    rf"(?:第|任务)?(?P<first>{N}){_SEP}(?:-|至|到)(?:第|任务)?(?P<last>{N})(?P<sign>号|项|#|(?=均|都|全|已|早))?(?:任务|事项|工作)?"
)


LIST = re.compile(rf"(?:第|任务)?{N}{_SEP}(?:{_JOIN}{{1,2}}(?:第|任务)?{N}{_SEP}){{1,12}}")


LIST_END = re.compile(
    r"(?=都|均|全|已|两|三|这|也|还|正|推|完|办|未|没|基本|在|进|[:]|ok|done|申|因|预|计|延|搞|弄|做|干|整|卡|停|"
    r"齐|妥|好[了啦咯]|换|转|交|移|由|归|销|竣|冇|可|能|要|需|finish|delay|close|✅|\x01)"
)


RUN = re.compile(r"(?<![一二三四五六七八九十百第月])(?P<n>[一二三四五六七八九]{2,4})号(?:任务)?")


_NO_COUNT = r"(?![0-9.]|[个处项次家户天月周年日点件条万亿公千米吨套台人])"
BARE = re.compile(
    rf"(?:(?<=^)|(?<=[,;。!:/|(\n ])|(?<=[和、])|(?<=其中)|(?<=另外)|(?<=但)|(?<=而)|(?<=就)|(?<=只有)|(?<=只剩))"
    rf"(?:(?P<n>\d{{1,3}}|"
    rf"[一二三四五六七八九](?!是)){_PREDICATE}{_NO_COUNT}|(?:(?<=^)|(?<=[,;。!\n ]))(?P<d>\d{{1,3}}) ?{_TERSE})"
)


# What begins a statement about bare figures (6、8早弄完了): no counter, no unit.
STATEMENT = re.compile(_TERSE)
# Behind a finished statement a bare figure that counts nothing begins the next (都弄完了9后天交付).
BEGUN_ANEW = re.compile(rf"(?<=[了啦咯])(?P<n>\d{{1,3}}){_TERSE}")
GLUED = re.compile(
    r"(?<=[了啦咯完成结工毕好齐妥动着过搞弄办做干走推中行住停ke✅❌×⏳⌛🔄🚧\x01])"
    r"(?P<n>\d{1,3})(?=[✅❌⏳⌛🔄🚧]|已|还|没|未|完|弄|搞|办|做|干|卡|停|\x01|ok|done|正|在|基本|差|快|推)"
)
# 5值守9八成: a figure right before a share, where figures are names.
BEFORE_A_SHARE = re.compile(r"(?<=[\u4e00-\u9fff])(?P<n>\d{1,3})(?=\x01)")
# 2办结5值守: behind a word that finishes a statement any words but counters may follow.
BEHIND_A_CLAIM = re.compile(rf"(?<=办结|完成|完工|竣工|销号|办完|弄完|做完|干完|停工|搞定)(?P<n>\d{{1,3}}){_TERSE}")


INNER = re.compile(rf"{N}(?:号|路|#)(?:{THINGS}|公交)")
# 建字第5号, 〔2027〕3号: the number of a document.
DOCUMENT_BEFORE = re.compile(r"(?:[〕\]】]|\d{4}\)|[字函令发文办批复](?:第)?|〔\d{2,4}〕第?)$")
# Tasks counted by their place in a list that we do not see.
BY_PLACE = re.compile("头一?[件个项]|前[两俩三四][件个项](?!月)|最后一[件项]")

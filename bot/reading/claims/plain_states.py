"""Stopped, not begun, late in plain speech: open classes of verb and complement (弄不下去, 一户没搬, 赶不上)."""

from __future__ import annotations

from bot.reading.claims.withheld import is_withheld
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.scope import Scope
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later

_VERB = "[推弄干整搞做办施建拆修装走撑耗铺挖运种调改扛拖熬磨迈展继维转打凿浇焊吊贴刷跑]"
_WHERE = "(?:在)?(?:那儿?|这儿?|那里|这里|半道上?|半路上?|一边|原地|半空|当间)"
_SINCE = "(?:\x04|好几|几[天个周]|半[天个]|一?[个两]|大?半个?[月年]|快?\\d)"
_CREW = "(?:人(?!家)|工人|队|班子|师傅|民工|焊工|工队|施工队|施工方|班组|队伍|厂家|老板|供应商|承包商|包工头|机械|挖机)"
_BLOCKED = later(
    f"{_VERB}(?:也|都|又|实在|真)?不(?:下去|动(?!摇|用|产|态|声|辄)|成(?!熟|立|本|为|员|果|问|[^,。;!了]{{0,6}}也)|起来|走了|转了?(?=$|[,。;!]))|"
    "(?:开|动|施|复|停)不[了成](?:工|下)|"
    "(?:没法子?|没办法|没得|冇办法|没门路|不让|不准|不许|不敢)(?:再)?(?:往下|往前|接着)?(?:弄|干|搞|整|做(?!主)|动(?:工|手)?|施工|开工|作业|推进?|"
    "继续)(?=$|[,。;!了啊呢的])|"
    f"(?:撂|搁|晾|扔|丢|甩|悬|停|歇|瘫|趴|僵|卡|荒|闲|空|挂|冻)(?:着|下来?|了)?(?:{_WHERE}|(?:了|着)?{_SINCE})|"
    "(?:撂|搁|晾|歇|瘫|趴|僵|闲置|荒)(?:着|下来?|了)(?=$|[,。;!呢啊]|没人)|"
    f"{_CREW}[^,。;!人]{{0,5}}(?:撤(?!销|换)|散|走|跑|撂|停|歇|解散|不干)(?:了|光|完|场|伙|工|空|路|挑子|没影)+|"
    "散了?伙|跑路了?|撂挑子|(?:要|怕是要|已经?|彻底)黄了?(?=$|[,。;!啊呢])|(?<=[事目程])黄了|凉凉|要凉|凉了|烂尾|歇菜|趴窝|停摆|断供|断粮|断炊|断档|断顿|熄火|停手|收摊|"
    "(?:叫|喊|勒令|责令|通知)停|被?(?:查封|封停|贴封条|扣[住下押])|没了?下文|石沉大海|没人(?:敢)?(?:管|接手?|签字|拍板)(?=$|[,。;!了呢])|原地(?:趴|不动|卧)|"
    "走进?了?死胡同|僵局|(?<![没不])冻结|动弹不了|打住了"
)
_THINGS = "[砖瓦户家个处米件条棵株根块张人车份分厘步斤吨亩项支间台套桩]"
_NOT_BEGUN = later(
    f"(?:一{_THINGS}[一\u4e00-\u9fff]{{0,3}}|半{_THINGS})(?:都|也)?(?:还)?(?:没有?|未|冇)(?:有)?[碰动签搬拆装修建挖打铺种换发改栽做弄干办立落进开]|"
    "(?:压根儿?|根本|完全|愣是|丝毫|半点)(?:就|都|还|也)*(?:没|冇)(?:有)?(?:碰|动|弄|干|做|开|启|搞|办|摸)(?![完好成齐到])|"
    "(?:没|未|冇|尚未|还未)(?:有)?(?:怎么)?(?:碰(?=$|[,。;!过呢])|沾手|挪窝|下手|摸到?边|动过|影子?(?=$|[,。;!呢]))|纹丝[不未没]动|原封不动|按兵不动|"
    "(?:谈|说)不上(?:开始|启动|动工|开工)|(?:开工|动工|启动|进场|开始)(?:的日子|的事|一事|这事|时间)?[^,。;!]{0,2}(?:遥遥无期|还早|没谱|没准|没影|八字)|"
    "(?:等|要等|得等|须等|待)[^,。;!]{1,16}(?:才能?|方能?|再)(?:开工|动工|启动|进场|动手|开始)"
)
_LATE = later(
    "赶不[上及出]|来不及|顶不住|(?:慢|晚|迟|落后?|(?<!出)差|拖)了?(?:一?大截|半拍|许多|不少|很多|一截|好大一?截|一?大段|一截子|好些)(?!就|内|可)|"
    "(?:比|较|按|照)(?:原?计划|原定|序时(?:进度)?|预期|节点|安排)[^,。;!]{0,4}(?:慢|晚|迟|落|拖)|"
    "(?:最快|顶快|再快)也?(?:得|要|只能)?(?:到|等)?(?=[^,。;!]{0,3}\x02)|"
    "(?:怕是?|恐怕?|估计|看来|只怕)(?:是)?(?:要|得|会)(?:拖(?!欠)|晚|推(?!进|动)|延|误|超)|"
    "(?:误|耽误|拖|延误)了?(?:工期|工时|时间|进度)(?!的|不)|"
    "(?:拖|推|滑|挪)(?:到|至|过)(?:明年|下个?月|下季度|年后|节后)"
)
_PAST = later("曾|一度|之前|前段时间|前阵|上个?月|上周|原来|此前|去年|年初|过去")
_OVER = later("现在|目前|现已|已经?(?:复|恢复|解决|补|来|到)|又(?:开|干|动)|复工|恢复")
_DENIED = later("(?:没有?|不会|不至于|并未|未|不存在|避免|防止|杜绝|哪怕|不能|绝不|决不|不让)(?:再)?[^,。;!]{0,2}$")


def plainly(scope: Scope) -> list[Fact]:
    """What these words say where no word of the lexicon has said it already."""
    facts = []
    for kind, pattern in ((FactKind.BLOCKED, _BLOCKED), (FactKind.NOT_STARTED, _NOT_BEGUN), (FactKind.LATE, _LATE)):
        masked, clause = scope.heard.masked, scope.clause
        for match in pattern.finditer(masked, clause.start, clause.end):
            before = masked[clause.start : match.start()]
            if _DENIED.search(before) or (_PAST.search(before) and _OVER.search(masked, match.end(), match.end() + 30)):
                continue
            if is_withheld(scope, match.start(), match.end()) and kind is not FactKind.LATE:
                continue
            facts.append(Fact(kind, match.start(), match.end(), "plainly-" + kind.value.replace("_", "-")))
            break
    return facts

"""What a head says of a task beside how far it is: not ours, handed in already, to be stopped; and who answers for it.

These are no progress: each is a matter of its own for the coordinators.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.reading.text.normal_form import plain


class Standpoint(StrEnum):
    REFUSAL = "refusal"
    SUBMITTED = "submitted"
    SUSPENSION = "suspension"
    CHANGE = "change"
    QUESTION = "question"


_REFUSAL = re.compile(
    r"(?:不(?:是|属于?|归|该|应(?:该|由)?)|非)(?:由)?(?:我|咱|本|俺)(?:们|局|委|办|单位|部门|中心|镇|乡|街道|方|处|科)*"
    r"(?:的)?(?:职责|职能|主管|分管|管辖?|负责|牵头|承办|业务|事|活|范围|$|[,。;，]|的)|"
    r"(?:不在|超出)(?:我|本)(?:们|局|委|办|单位|部门)*(?:的)?(?:职责|职能|权限)|职责(?:异议|不符|不清)|"
    r"(?:应|该|应该|应当|需|建议)(?:由|交由|转由|转给|转交)[\u4e00-\u9fff]{2,12}(?:局|委|办|公司|中心|部门|单位|镇|乡|街道|支队)(?:负责|承担|牵头|承办|来办|办理|管)|"
    r"(?:派|分|转|发|交办?)错(?:了|单位|部门|人)|不归(?:我|咱|本)"
)
_SUBMITTED = re.compile(
    r"(?:材料|报告|总结|方案|报表|台账|清单|文件|回复|函|情况说明|附件|数据|表格|意见)?(?:已经?|都)(?:于)?[^,。;]{0,8}?"
    r"(?:报送|上报|报给|报到|报至|提交|交(?:到|至|给|了)|送(?:到|至|给|达)|呈报|发(?:到|至|给)|反馈给|寄)"
    r"(?:了)?(?:贵|你|市|督查|政府|府|办公|邮箱|领导|上级|省|至|给|到|你们)"
)
_SUSPENSION = re.compile(
    r"(?:建议|申请|请求?|拟|提请|要求|希望|能否|可否|是否可以)(?:予以|将|把|对)?[^,。;]{0,10}?(?:中止|终止|暂停|取消|停办|撤销(?:该|此|本)?(?:事项|任务|项目)|不再(?:实施|推进|办理)|调整出|移出|核销(?:该|此)项)|"
    r"项目(?:已经?|被)?(?:取消|终止|下马|不(?:做|建|搞|上)了)|(?:缓|停)建|不再(?:实施|推进|建设|列入)"
)
_CHANGE = re.compile(
    r"(?:局长|主任|负责人|联络员|分管领导|经办人|责任人|领导)(?:已经?)?(?:换人?|调整|变动|变更|调走|调离|退休|离任|换成|改为|更换)|"
    r"(?:出差|外出|休假|年假|产假|请假|培训|学习|住院|挂职|轮岗)[^。;]{0,12}?(?:由|请|让|委托|交给?)[\u4e00-\u9fff]{1,8}(?:代|负责|主持|顶|处理|对接|临时)|"
    r"(?:新任|新来的|接任|接替|不再担任|调离|调走|调到|已调|退休了?|离职)"
)
_ASKS = re.compile(
    r"(?:请|麻烦|烦请|能否|能不能|可否|帮忙?)[^,。;]{0,16}?(?:发|给|提供|告知|告诉|说明|明确|解释|提醒|重发|转发|寄)[^,。;]{0,6}(?:我|一下|一份|我们|本局|本单位)|"
    r"(?:请|麻烦)?(?:回电|回个?电话|给我(?:回|打)(?:个)?电话|联系(?:我|一下)|来电)|"
    r"(?:能否|能不能|可否|可不可以|是否可以|是不是可以|可以不|行不行|怎么办|咋办|怎么弄|哪里|什么时候|多久|几号之?前)|"
    r"(?:请问|咨询|请教|想问)|(?:吗|呢|么)[?。!]*$|[?]$"
)
_EXTENSION = re.compile(r"延期|改到|改至|调整到|宽限|推迟|延长|缓(?:一缓|几天)|顺延|晚(?:几|一|两)")
_SETTLED = re.compile(r"不(?:再|会|能|可能|应)(?:中止|终止|暂停|取消)|没有?(?:中止|取消|停)|困难|问题")
_CLAIM = re.compile(
    r"(?:申请|报请|提请|请(?:予|予以|给予|准予)?|可以|可|请求|要求|拟)(?:予以|准予|给予|办理)?(?:办结|销号|核销|结项|销案|销账|结案)(?!情况|标准|条件|时间|材料|手续)|"
    r"(?:请|可以?)(?:督查室|贵办|你们)?(?:派人)?(?:来)?(?:核查|核验|验收)(?:销号|办结)"
)
_NO_CLAIM = re.compile(
    r"(?:不|未|没|暂|还|怎么|如何|什么时候|何时|才能|需要|等)[^,。;]{0,4}(?:申请|办结|销号|核销)|[吗?]|月底|之?后再|争取|预计|力争|下周|明天"
)


def standpoint(written: str) -> Standpoint | None:
    """What the message is mainly about, if it is one of these; a report with figures is none."""
    text = plain(written)
    if _REFUSAL.search(text) and not re.search(r"困难|协调|卡", text):
        return Standpoint.REFUSAL
    if _SUSPENSION.search(text) and not _SETTLED.search(text):
        return Standpoint.SUSPENSION
    if re.search(r"[吗呢么?]$", text.strip(" 。.!")):
        return None  # he asks, and says nothing
    if _CHANGE.search(text):
        return Standpoint.CHANGE
    if _SUBMITTED.search(text) and not re.search(r"\d+%|[一二三四五六七八九]成", text):
        return Standpoint.SUBMITTED
    return None


def asks_office(written: str) -> bool:
    """Whether he wants an answer from the office; more time is an application, not a question."""
    text = plain(written).strip()
    return _ASKS.search(text) is not None and not _EXTENSION.search(text)


def claims(written: str) -> bool:
    """申请办结, 请予销号 in any words, and nothing that takes it back."""
    text = plain(written)
    return _CLAIM.search(text) is not None and not _NO_CLAIM.search(text)


_NEWS = re.compile(
    r"又|再次|再度|重新|反弹|复发|坏了|漏|不行了|出(?:了)?问题|回潮|返工|投诉|举报|损坏|没弄好|失效|反复|塌|裂|堵"
)


def is_news(written: str) -> bool:
    """On a closed task: that it is no longer as it was."""
    return _NEWS.search(plain(written)) is not None

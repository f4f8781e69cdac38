"""Orders about people: 我3月1日至5日外出，由王副局长代; 市林草局局长换成李四; 解绑李四; 新增督查员王五."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.reading.dates import day_finder
from bot.reading.orders.order import Deed, Order
from bot.reading.orders.rules import Made, Rule, compiled, first_of
from bot.reading.text import normal_form
from schedules.workdays import Calendar

_AWAY = r"(?:外出|出差|请假|休假|休年假|年假|学习|培训|公出|住院|开会|不在(?:单位|岗|局里)?|出国|党校|调研|离岗|病假)"
_ACTS = r"(?:同志)?(?:临时|暂时|全权)?(?:代理|代为|代管|代班|代办|代|负责|主持|顶替|顶班|顶|接手|盯)"
_WHO = r"[^,。;:\d]{2,16}?"
_ROLE = r"(?P<role>督查室主任|督办室主任|局长|主任|负责人|一把手|责任人|行长|校长|院长|县长|区长|镇长|联络员|联系人|督查员|督办员|秘书|市领导|分管领导|领导|专员)"
_ROLES = {
    "代理": "deputy",
    "联络员": "liaison",
    "联系人": "liaison",
    "专员": "liaison",
    "督查员": "coordinator",
    "督办员": "coordinator",
}
_ROLES |= {"督查室主任": "director", "督办室主任": "director"}
_ROLES |= {"秘书": "secretary", "市领导": "leader", "分管领导": "leader", "领导": "leader"}
_GONE = r"(?:离任|离职|调离|调任|调走|退休|免职|卸任|离开|调整|转岗|辞职|去世|调出)"
_END = r"(?:了)?[。.!]?$"

_OWN_OFFICE = re.compile(r"(?:本|市|市委|市政府|我们)?督[查办]室")


def role_of(word: str) -> str:
    """A word of the office for a post; every title of the first man of a department is its head."""
    return _ROLES.get(word, "head")


def _plain(deed: Deed, *, sure: bool = True) -> Made:
    def made(match: re.Match[str], today: date, calendar: Calendar) -> Order:
        found = match.groupdict()
        role = role_of(found["role"]) if found.get("role") else ""
        who, to = (found.get("who") or "").strip(), (found.get("to") or "").strip()
        words = (found.get("words") or "").strip()
        if role == "head" and _OWN_OFFICE.fullmatch(to or words):
            role, to = "director", ""
        return Order(deed, who=who, to=to, role=role, words=words, sure=sure)

    return made


def _digits(length: str) -> str:
    return re.sub(
        "[一二两三四五六七八九十]",
        lambda found: str("一二三四五六七八九十".index(found[0].replace("两", "二")) + 1),
        length,
    )


def _away(match: re.Match[str], today: date, calendar: Calendar) -> Order | None:
    days = days_of(match["days"] or "", today, calendar)
    if match["length"] and (days is None or days[0] == days[1]):
        days = days_of(_digits(match["length"]), days[0] if days else today, calendar)
    who = match["who"].strip()
    first, last = days if days is not None else (None, None)
    return Order(
        Deed.DEPUTY, who="" if who in ("", "我", "本人") else who, to=match["to"].strip(), first=first, day=last
    )


_RANGE = re.compile(r"(?:从|自)?(.+?)(?:起)?(?:至|到|-|—|~|–)(.+?)(?:止)?(?:期间)?$")
_FOR = re.compile(r"(?:从|自)?(.*?)(?:起)?(\d{1,2})(天|周|个?星期|个?月)(?:时间)?$")


def days_of(words: str, today: date, calendar: Calendar) -> tuple[date, date] | None:
    """First and last day. 3月1日至5日, 明天到周五, 今天起三天, 下周三."""
    said = re.sub(
        r"(?<=[起到至])?[一二两三四五六七八九](?=天|周|个?星期|个?月)",
        lambda found: _digits(found[0]),
        words.strip(" ,因"),
    )
    if not said:
        return None
    if match := _RANGE.fullmatch(said):
        first = day_finder.first_date(match[1], today, calendar)
        end = match[2]
        month = re.search(r"(\d{1,2})月", match[1])
        if month and re.fullmatch(r"\d{1,2}[日号]?", end):
            end = f"{month[1]}月{end.rstrip('日号')}日"
        last = day_finder.first_date(end, first or today, calendar)
        return (first, last) if first is not None and last is not None and first <= last else None
    if match := _FOR.fullmatch(said):
        first = day_finder.first_date(match[1], today, calendar) if match[1].strip(" ,") else today
        length = int(match[2]) * {"天": 1, "周": 7}.get(match[3], 30 if "月" in match[3] else 7)
        return (first, first + timedelta(days=length - 1)) if first is not None else None
    if match := re.fullmatch(r"(下下|下|本|这)?(?:个)?(周|星期)", said):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks={"下": 1, "下下": 2}.get(match[1] or "", 0))
        return max(monday, today), monday + timedelta(days=6)
    last = day_finder.first_date(said.removeprefix("到").removeprefix("至"), today, calendar)
    if last is None or last < today:
        return None
    return (today, last) if said.startswith(("到", "至")) else (last, last)


_RULES: tuple[Rule, ...] = (
    (
        "away-until",
        rf"(?P<who>我|本人|[^,。;:\d]{{0,14}}?)(?:要|去|在)?{_AWAY}(?P<days>(?:到|至)\d[^,。;]{{0,12}})(?P<length>(?!))?[,。; ]+"
        rf"(?:期间|工作|事务)?[^,]{{0,8}}?(?:由|请|委托|让|安排|交由)(?P<to>{_WHO}){_ACTS}[^,。]{{0,8}}{_END}",
        _away,
    ),
    (
        "away",
        rf"(?P<who>我|本人|[^,。;:\d]{{0,14}}?)(?:于|从|自|因[^,\d]{{0,6}})?(?P<days>(?:到|至)?(?:\d|今天|今日|明天|后天|下周|本周|这周|周|下个?月|月底)[^,。;]{{0,24}})?"
        rf"[,]?(?:因[^,]{{0,8}})?(?:要|去|在)?[^,。;\d周天日月号年]{{0,6}}{_AWAY}(?P<length>[一二两三四五六七八九十\d]+(?:天|周|个?星期))?[^,。;]{{0,8}}[,。; ]+(?:期间|工作|事务|有关工作|其间|这期间)?[^,]{{0,8}}?"
        rf"(?:由|请|委托|让|安排|交由|(?<=期间)|(?<=其间))(?P<to>{_WHO}){_ACTS}[^,。]{{0,8}}{_END}",
        _away,
    ),
    ("new-man", rf"(?P<who>[^,。;:\d]{{2,14}}?)(?:换人|调整|换)了?[,。; ]+新(?:任|来)?(?:的)?(?:局长|主任|负责人|一把手|书记|同志)?(?:是|叫|为)?(?P<to>[^,。;:\d]{{2,4}}?)(?:[,。;].*)?{_END}", _plain(Deed.REPLACE, sure=False)),
    ("replace", rf"(?P<who>{_WHO})(?:调整|变更|更换|换|改)(?:成|为|由)(?P<to>我|[^,。;:\d]{{2,12}}?)(?:担任|接任|负责)?{_END}", _plain(Deed.REPLACE, sure=False)),
    ("gone-new-head", rf"(?P<who>[^,。;:\d]{{1,12}}?(?:局|委|办|厅|中心|公司|院|校|部|政府|县|区|镇|乡|街道))(?:的)?(?:原)?(?:局长|主任|负责人)?[^,。;:\d]{{0,4}}?(?:已|已经)?{_GONE}(?:了)?[,。; ]+(?:现在?)?(?:的)?(?:新任?|现任|继任)(?:的)?(?:局长|主任|负责人|县长|区长|镇长)(?:是|为|:)(?P<to>[^,。;:\d]{{2,10}}?)(?:同志)?{_END}", _plain(Deed.REPLACE)),
    ("gone-follows", rf"(?P<who>{_WHO})(?:同志)?(?:已|已经|因[^,]{{1,8}})?{_GONE}(?:了)?[,。; ]+(?:由|现由|改由)?(?P<to>[^,。;:\d]{{2,10}}?)(?:同志)?(?:接任|接替|继任|担任|接手|代替)[^,。]{{0,8}}{_END}", _plain(Deed.REPLACE)),
    ("follows", rf"(?:由)?(?P<to>[^,。;:\d由]{{2,10}}?)(?:同志)?(?:接任|接替|继任)(?P<who>{_WHO}){_END}", _plain(Deed.REPLACE, sure=False)),
    ("no-longer", rf"(?P<who>{_WHO})(?:同志)?不再(?:担任|任|是|兼任)(?P<words>{_WHO})?{_ROLE}{_END}", _plain(Deed.DISMISS)),
    ("dismiss", rf"(?:免去|解除|撤销|停用|注销|移除|删除|取消)(?P<who>{_WHO})(?:同志)?(?:的)?(?:{_ROLE})?(?:职务|身份|权限|账号|资格|职位|任职){_END}", _plain(Deed.DISMISS)),
    ("gone", rf"(?P<who>{_WHO})(?:同志)?(?:已|已经)?{_GONE}{_END}", _plain(Deed.DISMISS, sure=False)),
    ("unbind", rf"(?:请)?(?:解绑|解除绑定|取消绑定)[: ]?(?P<who>{_WHO})(?:的)?(?:账号|手机|绑定)?{_END}", _plain(Deed.UNBIND)),
    ("unbound", rf"(?P<who>{_WHO})(?:的)?(?:账号|手机|号)(?:解绑|解除绑定|丢了|丢失|被盗|换了)(?:一下)?(?:[,。;].{{0,12}})?{_END}", _plain(Deed.UNBIND)),
    ("revoke", rf"(?:请)?(?:作废|撤回|取消|收回|撤销)(?:发给)?(?P<who>{_WHO})(?:的)?(?:邀请链接|邀请|链接){_END}", _plain(Deed.REVOKE)),
    ("invite-all", rf"(?:(?:生成|导出|给我|发)?邀请名单|(?:邀请|给)(?:所有|全部|全体|没绑定的|未绑定的)(?:人|人员)?(?:发(?:邀请)?链接)?){_END}", _plain(Deed.INVITE)),
    ("links-of-all", rf"(?:请)?(?:把|将)?(?:所有|全部)?(?:还|尚)?(?:没有?|未)绑定的?(?:人|人员)?(?:们)?(?:的)?(?:邀请)?链接(?:都|全)?(?:发(?:给)?我|给我|导出|列(?:一下|出来)?|生成)?(?:一下|来)?{_END}", _plain(Deed.INVITE)),
    ("invite", rf"(?:请)?(?:邀请|发邀请(?:链接)?给|生成邀请(?:链接)?给?)[: ]?(?P<who>{_WHO}){_END}", _plain(Deed.INVITE)),
    ("invited", rf"(?:给|为)(?P<who>{_WHO})(?:发|生成|出)(?:一个|个)?(?:新的)?(?:邀请链接|邀请|链接){_END}", _plain(Deed.INVITE)),
    ("new-office", rf"(?:新增|增加|添加|新来(?:了)?)(?:一?名|一?位|一?个|人员)?{_ROLE}[: ,]?(?P<who>[^,。;:\d ]{{2,10}}?)(?:[, ](?P<to>[^,。;:\d]{{2,14}}?))?{_END}", _plain(Deed.APPOINT)),
    ("new-person", rf"(?:新增|增加|添加)(?:人员|联系人)?[: ,](?P<who>[^,。;:\d ]{{2,10}}?)[, ]+(?:任|为)?(?P<to>[^,。;:\d]{{0,14}}?)(?:的)?{_ROLE}{_END}", _plain(Deed.APPOINT)),
    ("bulletin", rf"(?:请)?(?:发个?|发一?份|印发|起草|拟一?份?|拟发)(?:个|份|一份)?(?:督查)?通报(?:[: ](?P<words>.+?))?{_END}", _plain(Deed.BULLETIN)),
    ("bulletin-words", rf"通报:(?P<words>.+?){_END}", _plain(Deed.BULLETIN)),
    ("roster", rf"(?:查看?|看看?|列出|列一下)?(?P<to>[^,。;:\d ]{{0,14}}?)(?:的)?(?:人员名单|任职名单|任职情况|职务名单|花名册|在任人员){_END}", _plain(Deed.ROSTER)),
    ("roster-of", rf"(?:现在|目前|当前)?(?:谁在?|哪些人在?)(?:是|任|担任|当|做)?(?P<role>督查室主任|督查员|联络员|秘书|代理)(?:着)?[?？]?{_END}", _plain(Deed.ROSTER)),
    ("department", rf"(?:新增|增加|添加|新设|新成立|成立)(?:一个|一家)?(?:单位|部门|机构)[: ]*(?P<to>[^,。;:()\d ]{{2,20}})(?:\(?(?:简称|又称)[:]?(?P<words>[^()]{{2,20}})\)?)?(?:[, ]+{_ROLE}(?:是|为|由|:)?(?P<who>[^,。;:\d ]{{2,10}}))?{_END}", _plain(Deed.DEPARTMENT)),
    ("group", rf"(?P<to>各[^,。;:\d、]{{1,12}}?)(?:的)?(?:包括|包含|成员(?:单位)?(?:有|是|为|包括|:)|有(?=[^、,]{{2,8}}[、,])|是指|指的是|分别(?:是|为)|:)[: ]?(?P<words>[^。;\d]{{2,400}}?){_END}", _plain(Deed.GROUP)),
    ("appoint", rf"(?:任命|聘|确定|明确|指定|增加|新增|添加)(?P<who>我|[^,。;:\d ]{{2,10}}?)(?:同志)?(?:为|任(?!为)|担任|当|做|作为)(?P<to>[^,。;:\d]{{0,14}}?)(?:的)?{_ROLE}{_END}", _plain(Deed.APPOINT)),
    ("took-office", rf"(?P<who>[^,。;:\d ]{{2,6}}?)(?:同志)?(?:已)?(?:到任|就任|上任|履新|出任|改任|转任|兼任|升任)(?P<to>[^,。;:\d]{{2,14}}?)(?:的)?{_ROLE}(?:了)?{_END}", _plain(Deed.APPOINT, sure=False)),
    ("of-department", rf"(?P<to>[^,。;:\d]{{2,14}}?)(?:的)?(?:新增|增加|新任|新的?)?{_ROLE}(?:是|为|:|由)(?P<who>[^,。;:\d ]{{2,8}}?)(?:担任|同志)?{_END}", _plain(Deed.APPOINT, sure=False)),
)  # fmt: skip
_COMPILED = compiled(_RULES)


def read(written: str, *, today: date, calendar: Calendar) -> Order | None:
    text = normal_form.normalize(written).text.strip().replace("：", ":").replace("，", ",")
    return first_of(_COMPILED, text, today, calendar)

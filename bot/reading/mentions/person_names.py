"""Whether some words may be the name of a person nobody has named before."""

from __future__ import annotations

import re

# The three hundred commonest surnames, nineteen of twenty people in the country; two-letter ones behind.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房"
    "滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁"
    "沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海"
    "阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭"
)
_LONG = ("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "东方", "慕容", "令狐", "尉迟", "公孙", "夏侯", "端木", "呼延")
_POST = re.compile(
    r"(?:局|主|处|科|院|所|站|秘书|部|县|区|镇|乡|市|组|队|校|厂|会|理事|社)长|主任|书记|科员|同志|经理|总|督查员\w?|联络员|副手|专员"
)
_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,4}·[\u4e00-\u9fff·]{1,12}")


def may_be_name(words: str) -> bool:
    """张三, 欧阳锋, 老马, 小张, 市水利局副局长; not 今天报到, 他的先转给局长."""
    text = words.strip()
    if any(each in text for each in "的了给先请把被让叫去回到在"):
        return False
    if (post := _POST.search(text)) is not None and post.end() >= len(text) - 3:
        return True
    if _PLAIN.fullmatch(text) is None:
        return False
    return "·" in text or text[0] in "老小阿" or text[0] in _SURNAMES or text[:2] in _LONG

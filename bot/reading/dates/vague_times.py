"""Words that speak of time and name no day: no date is made of them, and nobody is asked about them."""

from __future__ import annotations

import re

from bot.reading.dates.shapes import VAGUE, Found, Frame, Rule

SOON = (
    r"尽快|尽早|尽速|近期|近日|日内|不日|这几天|这两天|近几天|最近几天"
    r"|过几天|过两天|过段时间|过一阵|(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2}|本|下)月)?(?:二?十|二)几[号日]|[腊正冬]月(?!十|初)|稍后|不久|早日|适时|条件成熟"
)
HOLIDAY = r"(?<![春佳])节[前后](?!第|首|最后|的)|(?<!\d)(?<![过百千万半几多一二三四五六七八九十两])年[前后](?!第)"
SEASON = (
    r"(?:主?汛期?|供[暖热](?:季|期)?|采暖(?:季|期)?|取暖季|开学|雨季|入冬|封冻期?|上冻|冰冻|高考|中考|两会|春耕|秋收"
    r"|霜冻|入夏|入汛|开工|竣工)(?:之前|以前|前(?!期)|后)"
)


def _vague(match: re.Match[str], frame: Frame) -> Found:
    return VAGUE


SEASON_BEHIND = re.compile(SEASON)
RULES = [Rule("vague", re.compile(f"{SOON}|{HOLIDAY}|{SEASON}"), _vague)]

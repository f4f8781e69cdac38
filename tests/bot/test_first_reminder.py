"""The manual's quarter of an hour, in a real terminal: from `huiyin init` to the first reminder in the sandbox."""

from __future__ import annotations

import json
import os
import re
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.bot.terminal import Terminal

WHO = "市财政局局长"
ACCOUNT = 7001


def office_hours():
    """A zone in which it is ten in the morning: reminders of the night would wait."""
    zones = (f"Etc/GMT{hours:+d}" for hours in range(-14, 13))
    return next(each for each in zones if datetime.now(ZoneInfo(each)).hour == 10)


@pytest.fixture
def office(tmp_path):
    """The environment of an operator on whose calendar today and tomorrow are worked."""
    zone = office_hours()
    today = datetime.now(ZoneInfo(zone)).date()
    folder = tmp_path / "calendar"
    folder.mkdir()
    for year in {today.year, (today + timedelta(days=1)).year}:
        worked = [d for d in (today, today + timedelta(days=1)) if d.weekday() > 4 and d.year == year]
        free = next(d for d in (datetime(year, month, 5, tzinfo=UTC).date() for month in (2, 8)) if d not in worked)
        lines = f"year = {year}\n[[holiday]]\nname = '节'\nfirst = {free}\nwork = [{', '.join(map(str, worked))}]\n"
        (folder / f"{year}.toml").write_text(lines, "utf-8")
    given = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    return {**given, "HUIYIN_CALENDAR": "calendar"}, zone, today + timedelta(days=1)


def call(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.loads(answer.read())


def heard(telegram):
    said = json.dumps(call(f"{telegram}/control/transcript?chat_id={ACCOUNT}"), ensure_ascii=False)
    return re.findall(r'"text": "([^"]*)"', said)


def wait_for(telegram, words):
    until = time.monotonic() + 15
    while not (found := [each for each in heard(telegram) if words in each]):
        assert time.monotonic() < until, "\n".join(heard(telegram))
        time.sleep(0.05)
    return found[-1]


def test_from_the_first_question_to_the_first_reminder(telegram, office, tmp_path):
    env, zone, tomorrow = office
    at = {"folder": tmp_path, "env": env}
    with Terminal(["init"], folder=tmp_path, env={**env, "HUIYIN_API_URL": telegram}) as init:
        init.expect("1. 机器人令牌")
        init.type("geheim")
        init.expect("应为 <数字>:<字符>")
        init.expect("1. 机器人令牌")  # what is typed before an unseen question is asked is thrown away
        init.type("123456:TEST")
        init.expect("机器人 @office_bot 可用")
        init.expect("2. 时区")
        init.type(zone)
        init.expect("3. 台账存放在")
        init.type("")
        init.expect("4. 名册文件")
        init.type("示例")
        init.expect("5. 台账文件")
        init.type("")
        init.expect("新增160项")
        init.expect("写入台账？")
        init.type("y")
        init.expect("已导入：新增160项")
        init.expect("6. 督查员姓名")
        init.type("督查员")
        init.expect("https://t.me/office_bot?start=")
        assert init.ended() == 0
        assert "geheim" not in init.said  # a token is typed unseen
        assert "123456:TEST" not in init.said
    with Terminal(["invite", WHO], **at) as invite:
        invite.expect("start=")
        assert invite.ended() == 0
        code = invite.said.partition("start=")[2].strip()
    with Terminal(["run"], **at) as service:
        service.expect("service.started")
        call(f"{telegram}/people/start", {"user_id": ACCOUNT, "payload": code, "name": WHO})
        wait_for(telegram, WHO)
        assert service.interrupt() == 0
    with Terminal(["tick", "--at", f"{tomorrow}T09:00"], **at) as tick:
        assert tick.ended() == 0, tick.said
    with Terminal(["run"], **at) as service:
        service.expect("service.started")
        assert "事事有着落" in wait_for(telegram, "请签收")
        assert service.interrupt() == 0

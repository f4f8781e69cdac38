"""The first real start: what a ledger of yesterday means, an example of today's, and the questions of `init`."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import settings
from bot.runtime import env_template
from schedules.policy import Policy

EXAMPLES = Path(__file__).parents[2] / "examples"
TITLES = "序号,重点任务,牵头单位,责任人,完成时限\n"
ROWS = "1,争取专项债券,市财政局,市财政局局长,2022年3月31日\n2,编制规划,市财政局,市财政局局长,2099年3月31日\n"


@pytest.fixture
def table(huiyin):
    Path("t.csv").write_text(TITLES + ROWS, "utf-8")
    assert huiyin("import-people", EXAMPLES / "register.csv")[0] == 0
    return ("import", "t.csv", "--base-date", "2022-02-18", "--ledger", "台账", "--yes")


def test_rows_that_are_overdue_are_named_and_handed_out_where_nobody_says_otherwise(huiyin, table):
    code, out, _ = huiyin(*table)
    assert code == 0
    assert "有1项已超期（1，最早的时限为2022年3月31日" in out
    assert [each["state"] for each in json.loads(huiyin("status", "--json")[1])["tasks"]] == [
        "handed_out",
        "handed_out",
    ]


def test_as_history_they_come_in_closed_and_coming_again_changes_nothing(huiyin, table):
    assert huiyin(*table, "--overdue", "history")[0] == 0
    tasks = json.loads(huiyin("status", "--json")[1])["tasks"]
    assert {each["number"]: each["state"] for each in tasks} == {1: "closed", 2: "handed_out"}
    assert "未变2项" in huiyin(*table)[1]


def test_the_example_ledger_is_one_of_today(huiyin, monkeypatch):
    assert huiyin("examples", "ex")[0] == 0
    assert "不覆盖" in huiyin("examples", "ex")[2]
    assert huiyin("import-people", "ex/register.csv")[0] == 0
    code, out, err = huiyin("import", "ex/ledger.xlsx", "--dry-run", "--json")
    read = json.loads(out)
    assert (code, len(read["tasks"])) == (0, 160)
    today = Policy().today(datetime.now(UTC))
    due = [date.fromisoformat(each["due"]) for each in read["tasks"] if each["due"]]
    assert today <= min(due) < today + timedelta(days=30)
    assert not [each for each in read["faults"] if each["severity"] == "error"]
    assert "已超期" not in err


def answers(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_the_first_settings_are_asked_for_step_by_step(huiyin, monkeypatch, telegram):
    monkeypatch.setenv("HUIYIN_API_URL", telegram)
    tokens = ["nonsense", "123456:WRONG", "123456:TEST"]
    answers(monkeypatch, *tokens, "Mars", "Asia/Shanghai", "nowhere", "", "fehlt.csv", "示例", "", "y", "督查员")
    code, out, err = huiyin("init")
    assert (code, err.count("Traceback")) == (0, 0), out + err
    for said in ("应为 <数字>:<字符>", "不认可此令牌", "机器人 @office_bot 可用", "不是已知的时区", "不是数据库地址"):
        assert said in out
    assert "没有找到文件 fehlt.csv" in out
    assert "已导入：市领导9位" in out
    assert "已导入：新增160项" in out
    assert "https://t.me/office_bot?start=" in out
    env = Path(".env")
    assert env.stat().st_mode & 0o077 == 0
    assert "\nHUIYIN_TOKEN=123456:TEST\n" in env.read_text("utf-8")
    monkeypatch.delenv("HUIYIN_API_URL")
    assert settings.load().needed_token() == "123456:TEST"
    assert len(json.loads(huiyin("status", "--json")[1])["tasks"]) == 160
    assert "市财政局局长" in huiyin("preview", "--json")[1]


def test_a_file_of_settings_that_stands_is_kept(huiyin, monkeypatch):
    Path(".env").write_text("HUIYIN_TIMEZONE=Asia/Urumqi\n", "utf-8")
    answers(monkeypatch, "", "", "", "n")
    code, _, err = huiyin("init")
    assert (code, ".env 未作改动" in err) == (1, True)
    assert settings.load().timezone == "Asia/Urumqi"


@pytest.mark.parametrize("value", ["1:x", "密 码", "a'b", 'a"b', "a\\b", "a#b", "$HOME", "a=b", " a "])
def test_what_the_file_of_settings_holds_is_read_back(huiyin, value):
    Path(".env").write_text(env_template.text({"model_key": value}), "utf-8")
    assert settings.load().model_key.get_secret_value() == value

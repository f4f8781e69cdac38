"""The operator's commands: what they print, refuse and leave behind."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

import pytest
from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import create_engine, select

from bot import settings as given
from bot.commands.preview import moment_of
from bot.renderers import Renderer
from bot.runtime.instance_lock import only_one
from db import migrations, outbox, sending
from db.messages import Kind
from db.models import OutboxRow, OutboxState, Person, Post, Role
from db.session import Database
from schedules.policy import Policy
from schedules.sending.delivery import Delivery
from schedules.sending.outcomes import Sent
from schedules.sending.pacing import Limits, Pacer
from schedules.timetable import Timetable
from tests.bot.small_ledger import EXAMPLES, ROW, TITLES


def test_the_clean_ledger_is_read_whole_and_nothing_is_written(huiyin, registered):
    code, out, _ = huiyin("import", EXAMPLES / "ledger.csv", "--base-date", "2022-02-18", "--dry-run", "--json")
    read = json.loads(out)
    assert (code, len(read["tasks"]), [each for each in read["faults"] if each["severity"] == "error"]) == (0, 160, [])
    assert json.loads(huiyin("status", "--json")[1])["tasks"] == []


def test_importing_twice_changes_nothing(huiyin, imported):
    code, out, _ = huiyin("import", imported, "--base-date", "2022-02-18", "--ledger", "台账")
    assert code == 0
    assert "新增0项，变更0项，未变1项" in out


def test_a_row_with_an_error_is_refused_by_place_and_the_others_on_demand_only(huiyin, imported):
    bad = ROW.replace("1,", "2,", 1).replace("争取专项债券", "")
    imported.write_text(TITLES + ROW.replace("10亿元", "12亿元") + bad, "utf-8")
    command = ("import", imported, "--base-date", "2022-02-18", "--ledger", "台账")
    code, out, err = huiyin(*command)
    assert code == 1
    assert "第 3 行“D 重点任务”列" in out + err
    assert "Traceback" not in err
    assert json.loads(huiyin("status", "--json")[1])["tasks"][0]["number"] == 1
    code, out, _ = huiyin(*command, "--accept-valid", "--yes")
    assert code == 1
    assert "已导入：新增0项，变更1项" in out


def test_without_a_terminal_and_without_yes_the_difference_is_shown_and_nothing_written(huiyin, imported):
    imported.write_text(TITLES + ROW.replace("3月31日", "4月30日"), "utf-8")
    command = ("import", imported, "--base-date", "2022-02-18", "--ledger", "台账")
    code, out, err = huiyin(*command)
    assert code == 1
    assert "完成时限由2022年3月31日改为2022年4月30日（须重新签收）" in out
    assert "--yes" in err
    assert json.loads(huiyin("status", "--json")[1])["tasks"][0]["due"] == "2022-03-31"
    assert "已导入：新增0项，变更1项，未变0项" in huiyin(*command, "--yes")[1]
    assert json.loads(huiyin("status", "--json")[1])["tasks"][0]["due"] == "2022-04-30"


def test_the_next_edition_is_no_new_ledger_and_another_name_is_asked_about(huiyin, imported):
    edition = ("import", imported, "--base-date", "2022-02-18", "--yes", "--ledger")
    code, out, _ = huiyin(*edition, "台账（截至3月5日）")
    assert (code, "新增0项，变更0项" in out) == (0, True)
    code, _, err = huiyin(*edition, "年度任务")
    assert (code, "“台账”有大量相同事项" in err) == (1, True)
    code, out, _ = huiyin(*edition, "年度任务", "--new-ledger")
    assert (code, "新增1项" in out) == (0, True)


def test_a_dry_run_compares_and_writes_nothing(huiyin, imported):
    imported.write_text(TITLES + ROW + ROW.replace("1,重点项目,重点工作,争取", "2,重点项目,重点工作,用好"), "utf-8")
    code, out, _ = huiyin("import", imported, "--base-date", "2022-02-18", "--ledger", "台账", "--dry-run")
    assert (code, "新增1项，变更0项，未变1项" in out) == (0, True)
    assert len(json.loads(huiyin("status", "--json")[1])["tasks"]) == 1


def test_the_export_comes_back_without_a_difference_and_fills_an_empty_ledger_alike(
    huiyin, registered, tmp_path, monkeypatch
):
    assert huiyin("import", EXAMPLES / "ledger.xlsx", "--yes")[0] == 0
    assert huiyin("export", "out.xlsx")[0] == 0
    code, out, _ = huiyin("import", "out.xlsx")
    assert (code, "新增0项，变更0项，未变160项。" in out) == (0, True)
    before = json.loads(huiyin("import", EXAMPLES / "ledger.xlsx", "--dry-run", "--json")[1])["tasks"]
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "sqlite:///other.db")
    assert huiyin("import-people", EXAMPLES / "register.csv")[0] == 0
    assert json.loads(huiyin("import", "out.xlsx", "--dry-run", "--json")[1])["tasks"] == before
    assert huiyin("import", "out.xlsx", "--yes")[0] == 0
    assert huiyin("export", "again.xlsx")[0] == 0
    assert "新增0项，变更0项，未变160项。" in huiyin("import", "again.xlsx")[1]
    assert "新增0项，变更0项，未变160项。" in huiyin("import", EXAMPLES / "ledger.xlsx")[1]


def test_a_paper_is_written_by_its_name(huiyin, registered, tmp_path):
    assert huiyin("import", EXAMPLES / "ledger.xlsx", "--yes")[0] == 0
    for words, kind in (("公开通报", "督查通报（公开版）"), ("市水利局情况表", "情况表"), ("3号办理经过", "办理经过")):
        code, out, _ = huiyin("document", words, "paper.docx")
        assert (code, out) == (0, f"{kind}已写入 paper.docx。\n")
        assert (tmp_path / "paper.docx").read_bytes()[:2] == b"PK"
    for words, why in (("督办〔2022〕9号", "没有找到这份文稿"), ("火星局情况表", "没有找到这份文稿")):
        code, _, err = huiyin("document", words, "other.docx")
        assert code == 1
        assert why in err
    assert "应以 .docx 结尾" in huiyin("document", "公开通报", "paper.doc")[2]
    assert not (tmp_path / "other.docx").exists()


def test_what_a_department_promised_comes_back_with_the_export_into_an_empty_ledger(
    huiyin, registered, tmp_path, monkeypatch
):
    assert huiyin("import", EXAMPLES / "ledger.xlsx", "--yes")[0] == 0
    promised = datetime.now(UTC).date() + timedelta(days=40)
    with closing(sqlite3.connect(tmp_path / "huiyin.db")) as database, database:
        database.execute("UPDATE task SET expected = ? WHERE number = 3", (promised.isoformat(),))
        database.execute("UPDATE task SET expected = '2022-03-04' WHERE number = 5")
    assert huiyin("export", "out.xlsx")[0] == 0
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "sqlite:///other.db")
    assert huiyin("import-people", EXAMPLES / "register.csv")[0] == 0
    assert huiyin("import", "out.xlsx", "--yes")[0] == 0
    expected = {each["number"]: each["expected"] for each in json.loads(huiyin("status", "--json")[1])["tasks"]}
    assert {number: day for number, day in expected.items() if day} == {3: promised.isoformat(), 5: "2022-03-04"}
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        asked = database.execute("SELECT t.number FROM agenda a JOIN task t ON t.id = a.task_id WHERE rung = 'promise'")
        assert asked.fetchall() == [(3,)]  # a day that has passed is kept and not asked about


def test_a_changed_title_is_named_and_can_be_taken_as_new(huiyin, imported):
    imported.write_text(TITLES + ROW.replace("争取专项债券", "争取专项债券（二期）"), "utf-8")
    command = ("import", imported, "--base-date", "2022-02-18", "--ledger", "台账")
    out = huiyin(*command)[1]
    assert "标题有改动，按同一事项处理，请核对（1项）" in out
    assert "--as-new" in out
    assert "新增1项，变更0项，未变0项；表中缺少1项" in huiyin(*command, "--as-new", 1)[1]
    assert len(json.loads(huiyin("status", "--json")[1])["tasks"]) == 1


def test_a_conflict_is_decided_by_a_switch_and_else_stays(huiyin, imported, tmp_path):
    with closing(sqlite3.connect(tmp_path / "huiyin.db")) as database, database:
        database.execute("UPDATE task SET due = '2022-05-15'")
    imported.write_text(TITLES + ROW.replace("3月31日", "4月30日"), "utf-8")
    command = ("import", imported, "--base-date", "2022-02-18", "--ledger", "台账", "--yes")

    def due():
        return json.loads(huiyin("status", "--json")[1])["tasks"][0]["due"]

    assert "上次导入为2022年3月31日，台账现为2022年5月15日，表中为2022年4月30日" in huiyin(*command)[1]
    assert due() == "2022-05-15"
    assert "冲突1项" in huiyin(*command)[1]
    assert huiyin(*command, "--conflicts", "ledger")[0] == 0
    assert "冲突" not in huiyin(*command)[1]
    imported.write_text(TITLES + ROW.replace("3月31日", "6月30日"), "utf-8")
    assert "冲突1项" in huiyin(*command)[1]
    assert huiyin(*command, "--conflicts", "table")[0] == 0
    assert due() == "2022-06-30"


def test_secret_rows_are_refused(huiyin, imported):
    imported.write_text(TITLES + ROW.replace("争取专项债券", "争取专项债券（机密）"), "utf-8")
    code, out, err = huiyin("import", imported, "--base-date", "2022-02-18", "--ledger", "二号台账")
    assert code == 1
    assert "涉密" in out + err


def test_without_a_base_date_nothing_is_written(huiyin, imported):
    code, _, err = huiyin("import", imported, "--ledger", "二号台账")
    assert code == 1
    assert "基准日期" in err
    assert "Traceback" not in err


def test_status_as_words_and_as_json(huiyin, imported):
    code, out, _ = huiyin("status", "市财政局")
    assert code == 0
    assert "1号 争取专项债券" in out
    found = json.loads(huiyin("status", "市财政局", "--json")[1])
    assert found["figures"]["total"] == 1
    assert (found["tasks"][0]["number"], found["tasks"][0]["due"]) == (1, "2022-03-31")
    code, _, err = huiyin("status", "火星局")
    assert code == 1
    assert "没有找到" in err


def test_the_journal_is_lines_of_json(huiyin, imported):
    rows = [json.loads(line) for line in huiyin("journal", "--task", 1, "--json")[1].splitlines()]
    assert [row["kind"] for row in rows] == ["hand_out"]
    assert set(rows[0]) == {"id", "at", "kind", "actor", "task", "cause", "facts"}
    assert rows[0]["cause"] == "command:import"
    assert huiyin("journal", "--task", 99)[0] == 1
    assert huiyin("verify")[0] == 0


def test_people_shows_who_is_bound(huiyin, imported):
    code, out, _ = huiyin("people")
    assert code == 0
    assert "未绑定\t市财政局局长\t部门负责人" in out


def test_preview_changes_nothing(huiyin, imported):
    before = huiyin("journal", "--json")[1]
    code, out, _ = huiyin("preview", "--json")
    assert code == 0
    held = json.loads(out)
    assert held[0]["items"][0]["number"] == 1
    assert "责任人尚未绑定或联系不上" in {each["items"][0]["held_back"] for each in held}
    assert f"◆ 暂不发送（{len(held)}项）" in huiyin("preview")[1]
    assert huiyin("journal", "--json")[1] == before
    assert huiyin("preview", "--at", "morgen")[0] == 1
    assert "两个月之内" in huiyin("preview", "--at", "2099-01-05T09:00")[2]


def test_a_day_alone_is_its_morning_message():
    policy = Policy()
    assert moment_of("2022-03-10", policy) == policy.at(date(2022, 3, 10), policy.morning)
    assert moment_of("2022-03-10T00:00", policy) == policy.at(date(2022, 3, 10), time(0))


@pytest.mark.parametrize("words", [("invite", "市财政局局长"), ("run",)])
def test_what_needs_a_token_says_so(huiyin, words):
    code, _, err = huiyin(*words)
    assert code == 1
    assert "HUIYIN_TOKEN" in err
    assert "Traceback" not in err


def test_bad_settings_are_named_by_any_command(huiyin, monkeypatch):
    monkeypatch.setenv("HUIYIN_TIMEZONE", "Mars")
    code, _, err = huiyin("status")
    assert code == 1
    assert "HUIYIN_TIMEZONE" in err


@pytest.mark.parametrize("words", [("nichts",), ("import",), ("import", "fehlt.csv"), ("journal", "--task", "x")])
def test_wrong_usage_is_exit_two(huiyin, words):
    assert huiyin(*words)[0] == 2


def test_reading_is_json_lines(huiyin, tmp_path):
    cases = tmp_path / "cases.jsonl"
    case = {"text": "下周五", "ref_date": "2022-03-10"}
    cases.write_text(json.dumps(case, ensure_ascii=False) + "\n", "utf-8")
    code, out, _ = huiyin("read", cases, "--dates")
    assert (code, json.loads(out)) == (0, {**case, "date": "2022-03-18"})
    cases.write_text("{kaputt\n", "utf-8")
    code, _, err = huiyin("read", cases, "--dates")
    assert code == 1
    assert "第1行" in err


@pytest.mark.parametrize(
    "line",
    ['{"text": 5, "ref_date": 5, "tasks": 5}', '{"text": "下周五"}', '{"text": "下周五", "ref_date": "x"}', "[]"],
)
def test_a_broken_case_is_refused_without_a_traceback(huiyin, tmp_path, line):
    cases = tmp_path / "cases.jsonl"
    cases.write_text(line + "\n", "utf-8")
    for option in ([], ["--dates"]):
        assert huiyin("read", cases, *option)[0] == 1


def test_explain_says_why(huiyin):
    code, out, _ = huiyin(
        "read", "--explain", "完成60%", "--today", "2022-03-10", "--task", "3:老旧小区改造:2022-06-30"
    )
    assert code == 0
    assert "60" in out


def test_backup_and_restore(huiyin, imported, tmp_path):
    assert huiyin("backup", "copy.db")[0] == 0
    assert huiyin("restore", "copy.db")[0] == 1  # a ledger stands already
    for file in tmp_path.glob("huiyin.db*"):
        file.unlink()
    assert huiyin("restore", "copy.db")[0] == 0
    assert json.loads(huiyin("status", "--json")[1])["figures"]["total"] == 1
    shutil.copy(imported, tmp_path / "no.db")
    assert huiyin("restore", "no.db")[0] == 1


def moved_aside(folder, place):
    """The ledger with all that lies beside it, as `restore` advises."""
    place.mkdir()
    for file in folder.glob("huiyin.db*"):
        file.rename(place / file.name)
    return place / "huiyin.db"


def test_restoring_keeps_what_lay_in_the_wal_and_leaves_the_file_alone(huiyin, imported, tmp_path):
    killed = "import os, sqlite3; c = sqlite3.connect('huiyin.db', isolation_level=None)\n"
    killed += "c.execute(\"INSERT INTO mark (name, value, at) VALUES ('late', '', '2022-02-18')\"); os._exit(9)"
    subprocess.run([sys.executable, "-c", killed], check=False)
    file = moved_aside(tmp_path, tmp_path / "aside")
    beside = [file, file.with_name("huiyin.db-wal")]
    before = [each.read_bytes() for each in beside]
    assert huiyin("restore", file)[0] == 0
    with closing(sqlite3.connect("huiyin.db")) as ledger:
        assert ledger.execute("SELECT name FROM mark WHERE name = 'late'").fetchall() == [("late",)]
    assert [each.read_bytes() for each in beside] == before


def full_disk(*words):
    """The command on a disk that takes no file larger than 64 KB."""
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
    run = [sys.executable, "-c", limit + "from bot.cli import main; main(sys.argv[1:])", *words]
    given = {**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}
    return subprocess.run(run, check=False, capture_output=True, text=True, env=given)


@pytest.mark.parametrize("words", [("backup", "copy.db"), ("restore", "aside/huiyin.db")])
def test_on_a_full_disk_a_copy_is_refused_by_place_and_leaves_nothing(huiyin, imported, tmp_path, words):
    if words[0] == "restore":
        moved_aside(tmp_path, tmp_path / "aside")
    before = {each.name for each in tmp_path.iterdir()} | {"huiyin.db.lock"}
    ended = full_disk(*words)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert "磁盘空间" in ended.stderr
    assert {"backup": "copy.db", "restore": "huiyin.db"}[words[0]] in ended.stderr
    assert {each.name for each in tmp_path.iterdir()} <= before
    assert huiyin(*words)[0] == 0


def test_what_a_killed_backup_left_is_no_hindrance_and_what_stands_is_not_overwritten(huiyin, imported, tmp_path):
    (tmp_path / "copy.db.part").write_bytes(b"half")
    (tmp_path / "copy.db.part-journal").write_bytes(b"half")
    assert huiyin("backup", "copy.db")[0] == 0
    assert not list(tmp_path.glob("copy.db.part*"))
    assert "不覆盖" in huiyin("backup", "copy.db")[2]
    code, _, err = huiyin("backup", "nowhere/copy.db")
    assert (code, "nowhere/copy.db" in err) == (1, True)


def test_what_is_no_ledger_is_not_restored(huiyin, tmp_path):
    for name, words in (("text.db", None), ("other.db", "CREATE TABLE task (id)")):
        if words is None:
            (tmp_path / name).write_text(TITLES * 100, "utf-8")
        else:
            with closing(sqlite3.connect(name)) as other:
                other.execute(words)
        code, _, err = huiyin("restore", name)
        assert (code, "不是完好的台账文件" in err) == (1, True)
    assert not list(tmp_path.glob("huiyin.db*[!k]"))


POLICY = Policy()
SAID = datetime(2022, 2, 18, 9, tzinfo=UTC)


async def queue_of_the_backup():
    """One message that is sent after the backup, and such as speak for themselves; the service lives for a moment."""
    database = Database("sqlite:///huiyin.db")
    await migrations.upgrade(database)
    async with database.writing() as session:
        session.add(Person(name="督查员", chat_id=9, bound_at=SAID, posts=[Post(role=Role.COORDINATOR)]))
        given = {"now": SAID, "cause": "update:1", "chat_id": 2001}
        await outbox.queue(session, kind=Kind.PLAIN, facts={"text": "已获批准"}, **given)
        await outbox.queue(session, kind=Kind.MORNING, facts={"text": "提醒"}, **given)
        await outbox.queue(
            session, kind=Kind.REACTION, facts={"chat_id": 2001, "message_id": 1, "emoji": "👌"}, **given
        )
        far = datetime.now(UTC) + timedelta(days=1)
        await outbox.queue(session, kind=Kind.PLAIN, facts={"text": "明天"}, not_before=far, **given)
    await Timetable(database, POLICY).run_job("pulse", SAID)
    await database.close()


async def first_moments_after_the_restore(heard):
    """The service starts: what it sends, what stands in the outbox, what the coordinators are told of it."""

    async def courier(call):
        heard.append(call.parameters.get("text"))
        return Sent(message_id=len(heard))

    database, now = Database("sqlite:///huiyin.db"), datetime.now(UTC)
    await Delivery(database, Renderer(POLICY).render, courier, Pacer(Limits())).once(now)
    for _ in range(2):
        await Timetable(database, POLICY).run_job("pulse", now)
    async with database.reading() as session:
        rows = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id))).all()
    await database.close()
    return rows


def test_what_was_queued_in_a_backup_is_unknown_after_its_restore(huiyin, tmp_path):
    asyncio.run(queue_of_the_backup())
    assert huiyin("backup", "copy.db")[0] == 0
    for file in tmp_path.glob("huiyin.db*"):
        file.unlink()
    assert "2条消息" in huiyin("restore", "copy.db")[1]
    heard = []
    rows = asyncio.run(first_moments_after_the_restore(heard))
    lost = [row for row in rows if row.state == OutboxState.UNKNOWN]
    assert [(row.kind, row.reason) for row in lost] == [(kind, sending.RESTORED) for kind in ("plain", "morning")]
    assert [text for text in heard if text and "已获批准" in text] == ["（重发）已获批准"]
    assert not any("明天" in (text or "") for text in heard)
    told = [row.facts for row in rows if row.kind == Kind.NOTICE]
    assert [each["what"] for each in told] == ["unknown", "restored"]
    assert "台账已由备份恢复，2022年2月18日17:00至" in told[1]["text"]


def ledger_of_the_first_release():
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    engine = create_engine("sqlite:///huiyin.db")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, "0001")
    engine.dispose()


def revision():
    with closing(sqlite3.connect("huiyin.db")) as ledger:
        return ledger.execute("SELECT version_num FROM alembic_version").fetchone()[0]


@pytest.mark.parametrize("words", ["status", "migrate", "tick"])
def test_the_schema_is_not_changed_under_a_living_service(huiyin, words):
    ledger_of_the_first_release()
    with only_one(given.load(), "run"):
        code, _, err = huiyin(words)
        assert (code, "请先停止服务" in err, revision()) == (1, True, "0001")
    assert huiyin(words)[0] == 0  # tick holds the lock itself, as the service does
    assert revision() == migrations.newest()


def test_on_todays_schema_a_command_needs_no_lock_nor_for_an_empty_database(huiyin):
    with only_one(given.load(), "run"):
        assert [huiyin("import-people", EXAMPLES / "register.csv")[0], huiyin("status")[0]] == [0, 0]


def test_a_fault_names_its_place_once(huiyin):
    _, _, err = huiyin("import", EXAMPLES / "ledger.csv", "--dry-run")
    assert err.startswith("[错误] “ledger”第 2 行“K 完成时限”列：完成时限“年底前”没有年份")
    assert err.count("第 2 行“K 完成时限”列") == 1
    assert "第2行" not in err

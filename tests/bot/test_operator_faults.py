"""Whatever an operator does wrong is one Chinese sentence with a remedy, and the exit code; never a traceback."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

import click
import pytest

from bot import app, settings
from bot.cli import COMMANDS, cli, main
from bot.commands import bot_account
from bot.console import click_words, endings
from bot.runtime.operator_errors import Refused
from bot.settings import Settings
from bot.texts import journal_words

EXAMPLES = Path(__file__).parents[2] / "examples"
CHINESE = re.compile("[\u4e00-\u9fff]")


def told(ended, code=1):
    """What was said on standard error, which is Chinese and no traceback."""
    assert ended[0] == code, ended
    assert CHINESE.search(ended[2])
    assert "Traceback" not in ended[1] + ended[2]
    return ended[2]


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A ledger with the register and no task, made once."""
    file = tmp_path_factory.mktemp("ledger") / "huiyin.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(file.parent)
        main(["import-people", str(EXAMPLES / "register.csv")])
    return file


@pytest.fixture
def ledger(huiyin, once):
    shutil.copy(once, "huiyin.db")
    return Path("huiyin.db")


ADDRESSES = [
    ("", "HUIYIN_DATABASE_URL：不是数据库地址"),
    ("huiyin.db", "HUIYIN_DATABASE_URL：不是数据库地址"),
    ("postgresql://u:geheim@h:port/d", "HUIYIN_DATABASE_URL：不是数据库地址"),
    ("postgresql://u:a@geheim@h/d", "密码里的“@”应写成“%40”"),
    ("mysql://u:geheim@h/d", "须以 sqlite:/// 或 postgresql:// 开头"),
    ("sqlite://", "没有写明文件"),
    ("sqlite:///:memory:", "没有写明文件"),
    ("sqlite:///nowhere/huiyin.db", "没有文件夹 nowhere"),
    ("sqlite:///.", "指向一个文件夹"),
    ("sqlite:////dev/null", "不是普通文件"),
    ("sqlite:///huiyin.db?mode=ro", "不能带 ?"),
    ("sqlite:///loop/huiyin.db", "绕成了圈"),
    ("sqlite:///" + "x" * 5000, "过长"),
    ("postgresql://u:geheim@127.0.0.1:1/d", "127.0.0.1:1/d 连接不上"),
]


@pytest.mark.parametrize(("url", "said"), ADDRESSES)
def test_a_wrong_address_of_the_database(huiyin, monkeypatch, url, said):
    monkeypatch.setenv("HUIYIN_DATABASE_URL", url)
    Path("loop").symlink_to("loop")
    err = told(huiyin("status"))
    assert said in err
    assert "geheim" not in err


def test_a_database_that_is_not_ours_is_left_as_it_was(huiyin, monkeypatch):
    with closing(sqlite3.connect("huiyin.db")) as other:
        other.execute("CREATE TABLE invoice (id)")
    before = Path("huiyin.db").read_bytes()
    for words in (["status"], ["import-people", EXAMPLES / "register.csv"], ["migrate"]):
        assert "不是回音的台账" in told(huiyin(*words))
    assert Path("huiyin.db").read_bytes() == before
    Path("huiyin.db").write_text("台账" * 1000, "utf-8")
    assert "不是台账文件" in told(huiyin("status"))


def test_a_damaged_ledger_names_the_backup(huiyin, ledger):
    content = bytearray(ledger.read_bytes())
    content[100:4096] = b"\x55" * 3996
    Path("broken.db").write_bytes(content)
    os.environ["HUIYIN_DATABASE_URL"] = "sqlite:///broken.db"
    try:
        assert re.search("已损坏|不是台账文件", told(huiyin("status")))
    finally:
        del os.environ["HUIYIN_DATABASE_URL"]


LOOKING = [
    ["status"],
    ["journal"],
    ["people"],
    ["preview"],
    ["verify"],
    ["export", "x.xlsx"],
    ["chart", "x.png"],
    ["document", "公开通报", "x.docx"],
]
LOOKING += [["tick"], ["migrate"], ["cases", "--refuse", "1"], ["post", "张三", "leader"], ["forget", "张三", "--yes"]]
LOOKING += [["cases"], ["person", "张三"], ["unbind", "张三"], ["revoke", "张三"], ["dismiss", "张三"]]


def test_a_folder_that_is_gone(huiyin, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert "当前所在的文件夹已被删除" in told(huiyin("status"))


def test_what_only_looks_creates_no_ledger(huiyin, tmp_path):
    for words in LOOKING:
        assert "还没有建立" in told(huiyin(*words)), words
    Path("x.csv").write_text("序号,重点任务,牵头单位,完成时限\n1,修路,市交通局,2027年3月31日\n", "utf-8")
    for more in ([], ["--dry-run"]):
        assert "未写入" in "".join(huiyin("import", "x.csv", "--base-date", "2026-11-02", *more)[1:])
    assert not list(tmp_path.glob("huiyin.db*"))


def test_on_a_medium_that_is_read_only_one_can_look_but_not_write(huiyin, ledger, tmp_path, monkeypatch):
    place = Path(tempfile.mkdtemp())
    shutil.copy(ledger, place / "huiyin.db")
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{place / 'huiyin.db'}")
    monkeypatch.chdir(place)
    (place / "huiyin.db").chmod(0o444)
    place.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        seen = [huiyin(*words) for words in (["status"], ["people"], ["preview"], ["verify"], ["journal"])]
        refused = huiyin("person", "张三", "--new")
    finally:
        if root:
            os.seteuid(0)
    assert [each[0] for each in seen] == [0] * 5
    assert "市财政局局长" in seen[1][1]
    assert re.search("只能读|没有.*权限", told(refused))
    assert {each.name for each in place.iterdir()} == {"huiyin.db"}
    shutil.rmtree(place)


SETTINGS = [
    ("HUIYIN_TOKEM", "1:x", "没有这一项设置，是否要写 HUIYIN_TOKEN"),
    ("HUIYIN_NIX", "1", "HUIYIN_NIX：没有这一项设置，请删去"),
    ("HUIYIN_TOKE", "1", "是否要写 HUIYIN_TOKEN"),
    ("HUIYIN_POLL_SECONDS", "-5", "不能小于 0"),
    ("HUIYIN_POLL_SECONDS", "4000", "不能大于 50"),
    ("HUIYIN_POLL_SECONDS", "五十", "应为整数"),
    ("HUIYIN_POLL_SECONDS", "2.5", "应为整数"),
    ("HUIYIN_API_IN_CLEAR", "vielleicht", "应为 true 或 false"),
    ("HUIYIN_CALENDAR", "nowhere", "没有文件夹 nowhere"),
    ("HUIYIN_CALENDAR", ".env", "没有文件夹"),
    ("HUIYIN_CALENDAR", "/dev/null", "不是文件夹"),
    ("HUIYIN_POLICY", "nowhere.toml", "没有找到这个文件"),
    ("HUIYIN_POLICY", ".", "是文件夹"),
    ("HUIYIN_WEBHOOK_LISTEN", "überall", "应为 地址:端口"),
    ("HUIYIN_WEBHOOK_LISTEN", "127.0.0.1", "应为 地址:端口"),
    ("HUIYIN_WEBHOOK_LISTEN", "127.0.0.1:99999", "应为 地址:端口"),
    ("HUIYIN_HEARTBEAT_URL", "ping", "应以 http:// 或 https:// 开头"),
    ("HUIYIN_TIMEZONE", "Beijing", "不是已知的时区"),
    ("HUIYIN_LOG_FORMAT", "xml", "只能是 json 或 text"),
]


@pytest.mark.parametrize(("name", "value", "said"), SETTINGS)
def test_a_wrong_setting(huiyin, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    err = told(huiyin("status"))
    assert name in err
    assert said in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("HUIYIN_TIMEZONE=亚洲".encode("gbk"), "不是 UTF-8 编码"),
        ("HUIYIN_TOKEN=1:x".encode("utf-16"), "不是 UTF-8 编码"),
        (b"HUIYIN_TOKEN 1:x\n", "第 1 行不合格式"),
        (b"\n# gut\nHUIYIN_TOKEN='1:x\n", "引号没有结束"),
        (b"HUIYIN_TOKENS=1:x\n", "是否要写 HUIYIN_TOKEN"),
        (None, "是文件夹"),
    ],
)
def test_a_wrong_file_of_settings(huiyin, content, said):
    if content is None:
        Path(".env").mkdir()
    else:
        Path(".env").write_bytes(content)
    err = told(huiyin("status"))
    assert said in err
    assert "1:x" not in err


def test_a_file_of_settings_as_notepad_writes_it_is_read(huiyin):
    Path(".env").write_bytes(b"\xef\xbb\xbf# \xe6\xb3\xa8\r\nexport HUIYIN_TIMEZONE='Mars'\r\nOTHER=1\r\n")
    assert "HUIYIN_TIMEZONE：不是已知的时区" in told(huiyin("status"))


USAGE = [
    ["nichts"],
    ["--nichts"],
    ["import"],
    ["import", "fehlt.xlsx"],
    ["import", "."],
    ["import", "/dev/zero"],
    ["import", "x" * 300],
    ["import", EXAMPLES / "ledger.xlsx", "--base-date", "31.12.2022"],
    ["import", EXAMPLES / "ledger.xlsx", "--base-date", "2022-02-30"],
    ["import", EXAMPLES / "ledger.xlsx", "--base-date", "0001-01-01"],
    ["import", EXAMPLES / "ledger.xlsx", "--map", "具体举措=nichts"],
    ["import", EXAMPLES / "ledger.xlsx", "--as-new", "99999999999999999999"],
    ["import", EXAMPLES / "ledger.xlsx", "--conflicts", "beide"],
    ["journal", "--task", "x"],
    ["journal", "--task", "99999999999999999999"],
    ["journal", "--task", "-1"],
    ["playground", "--port", "70000"],
    ["playground", "--port", "x"],
    ["demo", "--into", EXAMPLES / "ledger.xlsx"],
    ["invite"],
    ["post", "张三", "könig"],
    ["post", "张三", "head"],
    ["people", "--state", "tot"],
    ["read"],
    ["read", "--explain", "好", "--today", "gestern"],
    ["read", "--explain", "好", "--task", "x"],
    ["read", "--explain", "好", "--task", "3:路:2022-13-01"],
    ["forget"],
    ["export", "a\0.xlsx"],
    ["backup", "a\0.db"],
    ["examples", "\0"],
    ["dismiss", "张三", "--to", "张三"],
    ["post", "张三", "deputy", "--for", "张三", "--to", "2027-01-01"],
    ["cases", "--confirm", "1", "--refuse", "1"],
    ["cases", "--gold", "{}"],
    ["invite", "张三", "--all"],
    ["invite", "张三", "--xlsx", "x.xlsx"],
    ["read", "--explain", "好", "--record", "x.jsonl"],
    ["person", "", "--new"],
    ["person", "张" * 90_000, "--new"],
    ["person", "张\n三", "--new"],
    ["post", "张三", "deputy", "--for", "", "--to", "2027-01-01"],
    ["forget", "--report", "0"],
    ["cases", "--confirm", "-1"],
    ["chart"],
    ["status", "--jsn"],
    ["run", "jetzt"],
]


@pytest.mark.parametrize("words", USAGE, ids=lambda words: " ".join(map(str, words))[-40:])
def test_wrong_usage_is_exit_two(huiyin, words):
    err = told(huiyin(*words), code=2)
    assert re.search("用法|错误", err)
    assert not re.search(r"\b(Error|Usage|Invalid|Missing|Try)\b", err)


REFUSED = [
    (["preview", "--at", "2099-12-31T23:59"], "两个月之内"),
    (["preview", "--at", "0001-01-01T00:00"], "太远"),
    (["preview", "--at", "morgen"], "看不懂的时间"),
    (["tick", "--at", "2022-02-30"], "看不懂的时间"),
    (["tick", "--at", "9999-12-31T23:59"], "太远"),
    (["chart", "x.jpg"], "应以 .png 结尾"),
    (["chart", "/proc/x.png"], "写不进"),
    (["journal", "--task", "5"], "没有5号事项"),
    (["person", "没有的人"], "名册中没有"),
    (["dismiss", "没有的人"], "名册中没有"),
    (["post", "市财政局局长", "liaison", "--department", "没有的局"], "名册中没有单位"),
    (["forget", "没有的人", "--yes"], "名册中没有"),
    (["forget", "市财政局局长"], "没有得到答复"),
    (["backup", "huiyin.db"], "已存在"),
    (["restore", "huiyin.db"], "已有台账"),
    (["invite", "市财政局局长"], "HUIYIN_TOKEN"),
    (["run"], "HUIYIN_TOKEN"),
    (["playground", "--database", "nowhere/x.db"], "没有文件夹 nowhere"),
    (["playground", "--database", "huiyin.db"], "已存在"),
    (["status", "\udce4\udcff"], "无法识别的字符"),
    (["read", "deep.jsonl"], "嵌套过深"),
    (["read", "binary.jsonl"], "不是 UTF-8"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda words: " ".join(map(str, words))[:40])
def test_what_cannot_be_done_is_refused(huiyin, ledger, words, said):
    Path("deep.jsonl").write_text("[" * 100_000, "utf-8")
    Path("binary.jsonl").write_bytes(bytes(range(256)))
    assert re.search(said, told(huiyin(*words)))


KINDS = {
    "x.pdf": b"%PDF-1.4\n" + bytes(range(256)),
    "leer.xlsx": b"",
    "bild.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(99),
    "archiv.docx": b"PK\x03\x04" + bytes(99),
    "alt.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "kaputt.csv": b"\xff\xfe\x00\xd8" * 50,
}


@pytest.mark.parametrize("name", KINDS)
def test_files_of_the_wrong_kind(huiyin, ledger, name):
    Path(name).write_bytes(KINDS[name])
    told(huiyin("import", name, "--base-date", "2022-02-18", "--yes"))
    told(huiyin("import-people", name))
    told(huiyin("restore", name))
    if KINDS[name]:
        told(huiyin("read", name))
        told(huiyin("train", name))


def test_nothing_of_click_is_left_in_english():
    asked = set()
    for name in click_words.MODULES:
        source = Path(str(import_module(f"click.{name}").__file__)).read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                asked |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    for_programmers = ("DeprecationWarning", "Could not determine", "No options defined", "Arguments take exactly")
    for_programmers += ("Name '{name}' defined", "Boolean option", "Unknown standard", "Invalid start", "{editor}")
    assert {each for each in asked if not each.startswith(for_programmers)} <= set(click_words.WORDS)


def test_every_command_option_and_setting_is_explained_in_chinese():
    missing = [name for name, field in Settings.model_fields.items() if not CHINESE.search(field.description or "")]
    with click.Context(cli) as context:
        for name in COMMANDS:
            command = cli.get_command(context, name)
            missing += [] if CHINESE.search(command.help or "") else [name]
            for each in command.params:
                if isinstance(each, click.Option) and not CHINESE.search(each.help or ""):
                    missing.append(f"{name} {each.opts[-1]}")
    assert missing == []


def test_help_is_chinese(huiyin):
    code, out, _ = huiyin("import", "--help")
    assert code == 0
    assert "用法" in out
    assert "显示本说明" in out


def test_the_list_of_commands_says_of_each_a_whole_sentence(huiyin):
    shown = huiyin("--help")[1]
    assert "..." not in shown
    assert "授予 NAME 职务" in shown


def test_a_fault_nobody_has_foreseen_is_kept_in_a_file_for_whoever_looks_after_the_program(capsys):
    assert endings.told(KeyError("秘密")) == 1
    said = capsys.readouterr().err
    file = Path(re.search(r"详情已写入 (\S+?)，", said)[1])
    assert "秘密" not in said
    assert "KeyError" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    file.unlink()


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_terminal_that_cannot_show_every_letter(ledger, encoding):
    given = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(EXAMPLES.parent)}
    lamps = "import click; from bot.console.streams import showable; showable(); click.echo('🔴🟡✓ 督查🦄')"
    shown = subprocess.run([sys.executable, "-c", lamps], capture_output=True, check=True, env=given).stdout
    assert shown.strip() == ("[红][黄]√ 督查?".encode("gbk") if encoding == "gbk" else "🔴🟡✓ 督查🦄".encode())


@pytest.fixture(scope="module")
def silent():
    """A server that takes calls and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("words", [["invite", "市财政局局长"], ["invite", "--all"]])
@pytest.mark.parametrize("answers", [False, True])
def test_what_needs_the_network_gives_up_with_the_reason(huiyin, ledger, monkeypatch, silent, words, answers):
    monkeypatch.setattr(bot_account, "GIVE_UP_SECONDS", 0.2 if answers else 9.0)
    monkeypatch.setattr(bot_account, "_PAUSE", 10.0)  # it is asked once
    monkeypatch.setenv("HUIYIN_TOKEN", "1:geheim")
    monkeypatch.setenv("HUIYIN_API_URL", silent if answers else "http://127.0.0.1:1")
    err = told(huiyin(*words))
    assert ("对方没有答复" if answers else "连接被拒绝") in err
    assert "HUIYIN_API_URL" in err
    assert "geheim" not in err


def test_the_doctor_ends_with_a_cross_while_a_finding_stands_and_needs_no_token_for_the_rest(huiyin, ledger):
    code, out, err = huiyin("doctor")
    assert code == 1
    assert "没有 HUIYIN_TOKEN" in out
    assert "没有已绑定的督查员" in out
    assert re.fullmatch("✗ 有[2-9]处需要处理，见上。\n", err)
    ledger.unlink()
    assert "还没有建立" in huiyin("doctor")[1]
    assert not ledger.exists()


def test_the_journal_is_in_local_time_and_words(huiyin, ledger):
    assert huiyin("person", "张三", "--new")[0] == 0
    assert re.search(r"^20\d\d-\d\d-\d\d \d\d:\d\d　人员列入名册（命令 person）$", huiyin("journal")[1], re.MULTILINE)


def test_every_kind_of_the_journal_has_its_words():
    kinds = set()
    for file in EXAMPLES.parent.glob("schedules/steps/**/*.py"):
        kinds |= set(re.findall(r"""(?:\.note\(\s*|kind=)"([a-z_]+)\"""", file.read_text("utf-8")))
    assert len(kinds) > 40
    assert kinds <= set(journal_words.KINDS)


def test_a_command_on_a_terminal_in_gbk_says_what_it_did_and_nothing_of_the_log(ledger):
    given = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONPATH": str(EXAMPLES.parent)}
    run = [sys.executable, "-c", "from bot.cli import program; program()", "tick"]
    ended = subprocess.run(run, capture_output=True, check=False, env=given, cwd=ledger.parent)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert re.fullmatch("已按.*处理到期事项。\\n", ended.stdout.decode("gbk"))


def test_a_webhook_without_its_settings_is_refused_before_the_network_is_asked(huiyin, monkeypatch):
    found = settings.load(token="1:x", api_url="http://127.0.0.1:1")
    with pytest.raises(settings.SettingsFault, match="HUIYIN_WEBHOOK_SECRET"):
        asyncio.run(app.run(found, webhook=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[morning]\nat = "早"'.encode("gbk"), "不是 UTF-8 编码"),
        (b"morning\n", "不是有效的 TOML（第1行"),
        (b'morning.at = "25:99"\nnix = 1', "24 小时制.*nix：没有这一项"),
    ],
)
def test_a_wrong_policy(huiyin, ledger, monkeypatch, content, said):
    Path("policy.toml").write_bytes(content)
    monkeypatch.setenv("HUIYIN_POLICY", "policy.toml")
    err = told(huiyin("status"))
    assert re.search(said, err)
    assert not re.search("codec|Expected", err)


def test_a_listening_address_that_is_taken(huiyin, ledger, monkeypatch, telegram):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        found = settings.load(
            token="123456:TEST",
            api_url=telegram,
            webhook_url="https://office.example/huiyin",
            webhook_secret="s",
            webhook_listen=f"127.0.0.1:{taken.getsockname()[1]}",
        )
        with pytest.raises(Refused, match="不能监听（已被占用）：请核对 HUIYIN_WEBHOOK_LISTEN"):
            asyncio.run(app.run(found, webhook=True))

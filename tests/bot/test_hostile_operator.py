"""What an operator gave who wanted to see the program hang, overwrite or believe: each is one sentence, at once."""

from __future__ import annotations

import gzip
import os
import socket
from pathlib import Path

import pytest

from bot import app, settings
from bot.commands.working import running
from bot.ledger_files.files import zip_parts
from bot.runtime.operator_errors import Refused

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def imported(huiyin):
    """A ledger of one task."""
    Path("t.csv").write_text(
        "序号,重点任务,牵头单位,责任人,完成时限\n1,修路,市交通局,市交通局局长,2027年3月31日\n", "utf-8"
    )
    Path("p.csv").write_text("类型,名称,负责人\n部门,市交通局,市交通局局长\n", "utf-8")
    assert huiyin("import-people", "p.csv")[0] == 0
    assert huiyin("import", "t.csv", "--base-date", "2026-11-02", "--ledger", "台账", "--yes")[0] == 0


@pytest.mark.parametrize("place", [".env", "p.toml", "c/2027.toml", "t.toml", "huiyin.db"])
@pytest.mark.parametrize("what", ["pipe", "zero"])
def test_only_ordinary_files_are_read(huiyin, monkeypatch, place, what):
    Path("c").mkdir()
    os.mkfifo(place) if what == "pipe" else Path(place).symlink_to("/dev/zero")
    for name, given in (("POLICY", "p.toml"), ("TASK_TYPES", "t.toml"), ("CALENDAR", "c")):
        if place.startswith(given):
            monkeypatch.setenv(f"HUIYIN_{name}", given)
    code, _, err = huiyin("status")
    assert (code, "不是普通文件" in err) == (1, True)


def test_only_files_of_bounded_size_are_read(huiyin, monkeypatch):
    for name in (".env", "p.toml", "x.csv"):
        with Path(name).open("wb") as file:
            file.truncate(200_000_000)  # holes: it takes no room
    assert "过大（超过2 MB）" in huiyin("status")[2]
    Path(".env").unlink()
    for words in (["import", "x.csv"], ["import-people", "x.csv"], ["draft", "x.csv", "o.xlsx"], ["read", "x.csv"]):
        code, _, err = huiyin(*words)
        assert (code, "过大（超过100 MB）" in err) == (1, True), words
    Path("x.jsonl.gz").write_bytes(gzip.compress(b" " * 101_000_000, 1))
    assert "没有样例" in huiyin("train", "x.jsonl.gz")[2]  # what is within is bounded too
    monkeypatch.setenv("HUIYIN_POLICY", "p.toml")
    assert "过大" in huiyin("status")[2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"HUIYIN_TOKEN=1:\0x\n", "第 1 行有看不见的控制字符"),
        ("HUIYIN_TOKEN=1:x".encode("utf-16"), "可能是 UTF-16"),
        ("#令\nHUIYIN_TOKEN=1:x".encode("gbk"), "可能是 GBK"),
        (b"HUIYIN_TOKEN=1:x/../y\n", "HUIYIN_TOKEN：应为"),
        ("HUIYIN_TOKEN=1²:x\n".encode(), "HUIYIN_TOKEN：应为"),
    ],
)
def test_a_file_of_settings_that_is_not_what_it_seems(huiyin, content, said):
    Path(".env").write_bytes(content)
    code, _, err = huiyin("doctor")
    assert (code, said in err) == (1, True)


def test_what_cannot_be_read_in_the_settings_is_said_in_chinese_alone(huiyin, caplog):
    Path(".env").write_text('token 1:x\n=x\n"""\n', "utf-8")
    assert "第 3 行不合格式" in huiyin("status")[2]
    assert caplog.text == ""


def test_what_is_refused_leaves_no_lock_behind(huiyin, tmp_path):
    Path("x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for words in (["tick"], ["tick", "--at", "1900-01-01"], ["restore", "x.png"], ["migrate"]):
        assert huiyin(*words)[0] == 1, words
    assert [each.name for each in tmp_path.iterdir()] == ["x.png"]


def test_nothing_of_another_kind_is_overwritten(huiyin, imported):
    for name in ("a.png", "a.xlsx"):
        Path(name).write_text("keep", "utf-8")
        code, _, err = huiyin("chart" if name == "a.png" else "export", name)
        assert (code, "不覆盖" in err, Path(name).read_text("utf-8")) == (1, True, "keep")
    assert [huiyin("export", "b.xlsx")[0] for _ in range(2)] == [0, 0]  # yesterday's is replaced


def test_a_new_ledger_under_a_name_that_is_taken_is_refused(huiyin, imported):
    for more in (["--yes"], ["--dry-run"]):
        words = ["import", "t.csv", "--base-date", "2026-11-02", "--new-ledger", "--ledger", "台账", *more]
        code, _, err = huiyin(*words)
        assert (code, "请用 --ledger 另起名称" in err) == (1, True)


def test_a_name_in_letters_nobody_can_read(huiyin):
    code, _, err = huiyin("person", "\udce5\udcbc", "--new")
    assert (code, "无法识别的字符" in err) == (2, True)
    assert "部门负责人（head）、代理（deputy）" in huiyin("post", "张三", "king")[2]


def test_a_workbook_made_to_hurt_is_refused_by_every_command(huiyin, monkeypatch):
    monkeypatch.setattr(zip_parts, "MOST_BYTES", 1000)
    for words in (["import-people", EXAMPLES / "ledger.xlsx"], ["draft", EXAMPLES / "ledger.docx", "o.xlsx"]):
        if Path(words[1]).exists():
            assert "150 MB" in huiyin(*words)[2]


def test_a_port_that_is_taken_is_said_before_the_network_is_waited_for(huiyin):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        found = settings.load(token="1:x", api_url="http://127.0.0.1:1", status_listen=place)
        with pytest.raises(Refused, match="已被占用"):
            running(app.run(found))

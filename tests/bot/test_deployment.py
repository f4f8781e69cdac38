"""What an operator installs: the wheel, the units of systemd, the backup every night and the drill of its restoring."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(place.glob("*.whl"))


def test_the_wheel_holds_everything_of_the_packages_and_the_examples(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "bot", "schedules", "db"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = {name for name in listed.stdout.splitlines() if "__pycache__" not in name}
    assert len(ours) > 500
    assert {name for name in ours if (ROOT / name).exists()} <= held
    assert {"bot/examples/ledger.xlsx", "bot/examples/register.csv"} <= held


def test_from_the_wheel_alone_the_examples_are_found(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    given = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"}
    code = "import bot; from bot.playground.examples import example; print(bot.__file__, example('ledger.xlsx'))"
    shown = subprocess.run([sys.executable, "-S", "-c", code], cwd=tmp_path, env=given, capture_output=True, text=True)
    assert shown.stdout.split() == [
        str(tmp_path / "site/bot/__init__.py"),
        str(tmp_path / "site/bot/examples/ledger.xlsx"),
    ]


def unit(name):
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read(DEPLOY / name, "utf-8")
    return parsed


def test_the_unit_waits_to_be_told_watches_and_is_hardened():
    service = unit("huiyin.service")["Service"]
    assert service["Type"] == "notify"
    assert int(service["WatchdogSec"]) >= 60  # a look every five seconds
    assert service["Restart"] == "always"
    assert {"NoNewPrivileges", "ProtectSystem", "PrivateTmp", "RestrictAddressFamilies"} <= set(service)
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"


@pytest.mark.parametrize("name", ["backup", "drill"])
def test_each_timer_has_its_service_and_the_service_its_script(name):
    assert unit(f"huiyin-{name}.timer")["Timer"]["Persistent"] == "yes"
    script = unit(f"huiyin-{name}.service")["Service"]["ExecStart"].split()[-1]
    assert (DEPLOY / Path(script).name).is_file()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_itself_finds_nothing_wrong_with_the_units():
    found = subprocess.run(
        ["systemd-analyze", "verify", *map(str, DEPLOY.glob("*.timer"))], capture_output=True, text=True
    )
    assert not re.search("Unknown|Invalid|Failed to parse", found.stderr)


def script(name, tmp_path, *, fails=False):
    command = tmp_path / "huiyin"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from bot.cli import program; program()" "$@"\n')
    command.chmod(0o700)
    given = {**os.environ, "HUIYIN": "false" if fails else str(command), "PYTHONPATH": str(ROOT)}
    return subprocess.run(["sh", DEPLOY / name], cwd=tmp_path, env=given, capture_output=True, text=True, check=False)


def test_the_backup_is_made_the_old_ones_go_and_the_drill_restores_it(huiyin, tmp_path):
    assert script("drill.sh", tmp_path).returncode == 1  # no backup yet
    assert huiyin("import-people", ROOT / "examples/register.csv")[0] == 0
    old = tmp_path / "backups" / "huiyin-20200101-020000.db"
    old.parent.mkdir()
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    made = script("backup.sh", tmp_path)
    assert made.returncode == 0, made.stderr
    [copy] = old.parent.iterdir()
    assert copy.stat().st_mode & 0o077 == 0
    before = (tmp_path / "huiyin.db").read_bytes()
    drilled = script("drill.sh", tmp_path)
    assert drilled.returncode == 0, drilled.stderr
    assert f"恢复演练成功：backups/{copy.name}" in drilled.stdout
    assert (tmp_path / "huiyin.db").read_bytes() == before
    os.utime(copy, (0, 0))
    assert script("backup.sh", tmp_path, fails=True).returncode == 1
    assert copy.exists()

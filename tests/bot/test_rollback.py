"""The manual's way from one version to the next and back again, rehearsed by its own lines with an older program."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from db import migrations

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs/zh/运维手册.md"


def older(folder):
    """The program as it was before the newest change of the schema, out of git. None in a clone without history."""
    version = next((ROOT / "db/migrations/versions").glob(f"{migrations.newest()}*.py"))
    added = ["git", "log", "--diff-filter=A", "--format=%H", "-1", "--", str(version)]
    commit = subprocess.run(added, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    if not commit:
        return None
    packed = folder / "older.tar"
    asked = ["git", "archive", "-o", str(packed), f"{commit}~", "bot", "schedules", "db", "examples"]
    if subprocess.run(asked, cwd=ROOT, capture_output=True, check=False).returncode:
        return None
    with tarfile.open(packed) as archive:
        archive.extractall(folder / "older", filter="data")
    return folder / "older"


def installed(place, source):
    """What `pip install` leaves: a program of its own."""
    command = place / "bin/huiyin"
    command.parent.mkdir(parents=True)
    program = f'import sys; sys.path.insert(0, "{source}"); from bot.cli import program; program()'
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -S -c '{program}' \"$@\"\n", "utf-8")
    command.chmod(0o700)


def lines_of_the_manual():
    """Upgrade, rollback: the two blocks of section five."""
    section = MANUAL.read_text("utf-8").partition("## 五、")[2].partition("## 六、")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


def played(block, folder, **changed):
    """The manual's lines with our places for the system's. To start is to bring the schema up to date."""
    block = re.sub(r"^.*-m venv .*\n", "", block, flags=re.MULTILINE)
    for written, ours in {"sudo -u huiyin ": "", "sudo ": "", "/opt/huiyin": f"{folder}/opt", **changed}.items():
        block = block.replace(written, ours)
    block = block.replace("/var/lib/huiyin", f"{folder}/lib")
    systemctl = f'systemctl() {{ [ "$1" = stop ] || (cd {folder}/lib && {folder}/opt/current/bin/huiyin migrate); }}\n'
    ended = subprocess.run(["sh", "-euc", systemctl + block], cwd=folder, env=given(), capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def given():
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    return {**bare, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each and Path(each) != ROOT)}


def huiyin(folder, *words):
    return subprocess.run(
        [folder / "opt/current/bin/huiyin", *words], cwd=folder / "lib", env=given(), capture_output=True, text=True
    )


def test_an_upgrade_and_its_rollback_as_the_manual_says(tmp_path):
    source = older(tmp_path)
    if source is None:
        pytest.skip("this clone has no history: no older program to roll back to")
    upgrade, rollback = lines_of_the_manual()
    for version, program in (("0.1.0", source), ("0.2.0", ROOT)):
        installed(tmp_path / "opt" / version, program)
    (tmp_path / "lib").mkdir()
    (tmp_path / "opt/current").symlink_to(tmp_path / "opt/0.1.0")
    (tmp_path / "lib/t.csv").write_text("类型,名称,负责人\n部门,市财政局,市财政局局长\n", "utf-8")
    assert huiyin(tmp_path, "import-people", "t.csv").returncode == 0
    before = huiyin(tmp_path, "people", "--json").stdout
    assert "市财政局局长" in json.dumps(json.loads(before), ensure_ascii=False)

    played(upgrade, tmp_path)
    [kept] = (tmp_path / "lib").glob("huiyin.db.0*")
    assert huiyin(tmp_path, "person", "后来的人", "--new").returncode == 0
    (tmp_path / "opt/current").unlink()
    (tmp_path / "opt/current").symlink_to(tmp_path / "opt/0.1.0")
    refused = huiyin(tmp_path, "people")  # who goes back without the ledger is told
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr

    played(rollback, tmp_path, **{"huiyin.db.0020": kept.name})
    assert huiyin(tmp_path, "people", "--json").stdout == before
    assert (tmp_path / "lib/aside/huiyin.db").exists()  # what came after is not thrown away

"""What the program writes can be read by its own user alone."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_ledger_backup_and_export_are_for_its_own_user_alone(tmp_path):
    def huiyin(*words):
        environment = {**os.environ, "HUIYIN_DATABASE_URL": f"sqlite:///{tmp_path}/huiyin.db"}
        command = [sys.executable, "-m", "bot.cli", *map(str, words)]
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=EXAMPLES.parent)

    was = os.umask(0o022)
    try:
        huiyin("import-people", EXAMPLES / "register.csv", "--yes")
        huiyin("backup", tmp_path / "copy.db")
        huiyin("export", tmp_path / "out.xlsx")
    finally:
        os.umask(was)
    modes = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
    assert {"huiyin.db", "copy.db", "out.xlsx"} <= modes.keys()
    assert set(modes.values()) == {0o600}

"""`make audit` finds what it is for: a secret in a file, a licence that nobody agreed to."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments):
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_bot_token_in_a_file_is_found(tmp_path):
    leaky = tmp_path / "settings.py"
    leaky.write_text('TOKEN = "' + "110201543:" + 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw2"\n')
    found = run("detect_secrets.pre_commit_hook", "--baseline", "requirements/secrets.baseline", str(leaky))
    assert (found.returncode, "Telegram Bot Token" in found.stdout) == (1, True)


def test_no_licence_under_the_gpl_is_agreed_to_and_any_other_than_the_named_ends_the_audit():
    agreed = (ROOT / "requirements/licences.txt").read_text().split("\n")[:-1]
    assert [each for each in agreed if "GPL" in each and not each.startswith("LGPL")] == []
    rest = ";".join(each for each in agreed if not each.startswith("LGPL"))
    found = run("piplicenses", "--python", sys.executable, "--from", "mixed", "--allow-only", rest)
    assert (found.returncode, "not in allow-only" in found.stderr) == (1, True)

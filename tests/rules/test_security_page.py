"""docs/security.md names a test for each attack: it is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests/)?[a-z_/]*test_[a-z_]+\.py)`", PAGE)))
FRAGMENTS = [
    (found[1], fragment)
    for found in re.finditer(r"`((?:tests/)?[a-z_/]*test_[a-z_]+\.py)` \(((?:`[^`]*…[^`]*`(?:, )?)+)\)", PAGE)
    for fragment in re.findall(r"`([^`]+)`", found[2])
]


def written(name: str) -> str:
    for place in (ROOT / name, ROOT / "tests" / "scenarios" / name, ROOT / "tests" / "bot" / name):
        if place.is_file():
            return place.read_text("utf-8")
    raise AssertionError(f"{name} is nowhere")


@pytest.mark.parametrize("name", NAMED)
def test_each_named_file_is_there(name):
    assert re.search(r"def test_|^Test\w+ = ", written(name), re.MULTILINE)


@pytest.mark.parametrize(("name", "fragment"), FRAGMENTS)
def test_each_named_test_is_there(name, fragment):
    pattern = ".*".join(re.escape(part) for part in fragment.split("…"))
    assert re.search(rf"def test_\w*{pattern}", written(name)) or re.search(rf"def {pattern}", written(name)), fragment


def test_each_attack_names_its_test():
    table = PAGE.partition("| Attack | What holds it | Test |")[2].partition("\n\n")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    assert len(rows) >= 25
    assert [line for line in rows if "test_" not in line.rpartition(" | ")[2]] == []

"""Production runs what the tests saw, of libraries that are used."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Where the name that is imported differs from the name that is installed, or a library only has to be there.
IMPORTED = {
    "python-docx": "docx",
    "aiosqlite": None,  # SQLAlchemy's dialect asks for it; the connection is ours
    "chinesecalendar": "chinese_calendar",
    "psycopg[binary]": None,  # SQLAlchemy's driver of PostgreSQL
    "pydantic-settings": "pydantic_settings",
    "python-telegram-bot": "telegram",
    "sqlalchemy[asyncio]": "sqlalchemy",
    "zhplot": None,  # its font is found by its place
    "tzdata": None,  # zones where the system has none
}


def pinned(name):
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


def dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.split(r"[<>=]", each)[0] for each in project["dependencies"]]


def test_production_runs_the_versions_that_the_tests_saw():
    run, dev = pinned("run.txt"), pinned("dev.txt")
    assert len(run) > 30
    assert {name: (version, dev.get(name)) for name, version in run.items() if dev.get(name) != version} == {}


def test_every_library_of_production_is_imported_somewhere():
    found = set()
    for room in ("bot", "schedules", "db"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {each.name.partition(".")[0] for each in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.partition(".")[0])
    wanted = {IMPORTED.get(each, each.replace("-", "_")) for each in dependencies()} - {None}
    assert wanted <= found


def test_the_locks_hold_what_the_project_asks_for_and_name_no_host():
    for name in ("run.txt", "dev.txt"):
        assert "://" not in (ROOT / "requirements" / name).read_text("utf-8")
        missing = {each.split("[")[0].lower() for each in dependencies()} - set(pinned(name))
        assert {each.replace("_", "-") for each in missing} - set(pinned(name)) == set()

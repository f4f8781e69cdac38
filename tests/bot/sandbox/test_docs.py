"""The table in docs/sandbox.md is whole and true: every method, refusal, fault and act, and tests that exist."""

import ast
import re
import sys
from pathlib import Path

import pytest

from bot.sandbox.acts import PEOPLE
from bot.sandbox.control import CONTROL
from bot.sandbox.faults import KINDS
from bot.sandbox.methods import NAMES
from bot.sandbox.refusals import REFUSALS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PAGE = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+\.py)::(\w+)`", PAGE)))


def names_in(file):
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_named_test_exists(file, test):
    assert test in names_in(file)


def test_the_table_names_enough_tests():
    assert len(NAMED) > 50


@pytest.mark.parametrize("method", [*NAMES, "getUpdates"])
def test_every_method_has_a_row_with_its_test(method):
    assert re.search(rf"^\| {method} \|.*`test_\w+\.py::\w+` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("name", [*REFUSALS, *KINDS])
def test_every_refusal_and_fault_is_named(name):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("address", [*(f"people/{act}" for act in PEOPLE), *(f"control/{act}" for act in CONTROL)])
def test_every_act_is_described(address):
    assert f"`{address}`" in PAGE


def test_the_sandbox_imports_nothing_of_ours():
    for file in (ROOT / "bot" / "sandbox").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                own = name == "bot.sandbox" or name.startswith("bot.sandbox.")
                assert own or name.split(".")[0] in {*sys.stdlib_module_names, "aiohttp"}, f"{file}: {name}"

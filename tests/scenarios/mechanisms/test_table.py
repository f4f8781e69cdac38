"""docs/mechanisms.md is what the stories say; a story looks at nothing but the chat; what is not played says why."""

import ast

import pytest

from tests.scenarios.mechanisms.table import DOCUMENT, files, markdown, mechanisms, stories

PLAYED = 58  # grows, and never falls

# What a story may not touch: the ledger behind the chat.
BEHIND = {"database", "found", "state", "reports", "rungs", "journal", "count", "step", "session", "reading", "writing"}


def test_the_document_is_what_the_stories_play():
    assert DOCUMENT.read_text("utf-8") == markdown(), "write it anew: python -m tests.scenarios.mechanisms.table"


def test_every_mechanism_is_played_or_says_why_not():
    played = {number for story in stories() for number in story.plays}
    assert played <= {each.number for each in mechanisms()}
    assert [each.number for each in mechanisms() if each.number not in played and not each.without] == []
    assert [each.number for each in mechanisms() if each.number in played and each.without] == []
    assert len(played) >= PLAYED


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_story_looks_at_the_chat_alone(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in BEHIND, f"line {node.lineno}: {node.attr}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            assert all(not name.startswith(("db", "schedules", "sqlalchemy")) for name in names), ast.unparse(node)

import io
import json
import logging

import pytest
import structlog

from bot.runtime import logs

TOKEN = "123456:AAbbCCddEEffGG"


@pytest.fixture
def stream():
    written = io.StringIO()
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure(secrets=[TOKEN, "passwort"], stream=written)
    yield written
    structlog.configure(**before)
    root.handlers[:], root.level = handlers, level


def test_an_event_is_one_line_of_json(stream):
    structlog.get_logger("x").info("update.stored", new=1)
    (line,) = stream.getvalue().splitlines()
    assert {"event": "update.stored", "new": 1, "level": "info"}.items() <= json.loads(line).items()


def test_the_token_is_in_no_line_however_it_got_there(stream):
    log = structlog.get_logger("x")
    log.info(
        "a", url=f"https://x/bot{TOKEN}/getMe", deep={"k": [TOKEN, ("b", TOKEN)]}, quoted="123456%3AAAbbCCddEEffGG"
    )
    log.info(f"event {TOKEN}", half="AAbbCCddEEffGG", secret="passwort")
    try:
        raise RuntimeError(f"failed: {TOKEN}")
    except RuntimeError:
        log.exception("b", error=RuntimeError(TOKEN))
        logging.getLogger("library").exception("failed %s", TOKEN)
    written = stream.getvalue()
    assert len(written.splitlines()) == 4
    assert not any(secret in written for secret in (TOKEN, "AAbbCCddEEffGG", "passwort"))


def test_the_http_library_does_not_tell_its_addresses(stream):
    logging.getLogger("httpx").info("HTTP Request: POST https://x/bot1:2/getMe")
    assert stream.getvalue() == ""

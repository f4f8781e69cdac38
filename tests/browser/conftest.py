"""The playground as its visitor sees it: the command in a process of its own, and a Chromium that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="浏览器测试从略：没有安装 playwright")

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
LAST_MORNING = "2022-02-24"  # of the week: what passes until Friday's report is one day, and much is played faster
READY = 90_000  # milliseconds: a loaded machine takes its time
WAIT = 60_000  # for an answer
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

Look = Callable[..., Any]


def chromium() -> str | None:
    """A given one (HUIYIN_CHROMIUM), or the machine's own."""
    return os.environ.get("HUIYIN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Per module: while it is open no other loop can run."""
    program = chromium()
    if program is None:
        pytest.skip("浏览器测试从略：本机没有 Chromium（Debian：apt-get install chromium；或以 HUIYIN_CHROMIUM 指明）")
    with sync_api.sync_playwright() as playwright:
        # No sandbox of its own: CI runs as root. It sees nothing but our page.
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@contextmanager
def playground(*options: str) -> Iterator[str]:
    """Its address, as the command prints it."""
    command = [sys.executable, "-m", "bot.cli", "playground", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://\S+/", process.stdout.readline())
            assert found is not None, "the first line names the address"
            yield found[0]
        finally:
            process.terminate()
            assert process.wait(timeout=60) == 0, "told to end, it tidies up"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with playground("--begin", LAST_MORNING) as found:
        yield found


@pytest.fixture
def look(browser: Any, address: str) -> Iterator[Look]:
    """Open the page as on a desk or a telephone; in the end nothing may have gone wrong in the console."""
    faults: list[str] = []
    contexts = []

    def opened(device: dict[str, Any], *, context_of: Any = None) -> Any:
        """`context_of`: another tab of the same browser."""
        fresh = {"locale": "zh-CN", "accept_downloads": True, **device}
        context = context_of.context if context_of else browser.new_context(**fresh)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(WAIT)
        page.goto(address)
        page.wait_for_selector("#veil[hidden]", state="attached", timeout=READY)
        page.wait_for_selector(".m", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []

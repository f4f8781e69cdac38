"""`python -m tests.browser.pictures FOLDER`: the pictures of the playground that the READMEs show."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import DESK, PHONE, READY, chromium, playground


def _keep(page: Any, file: Path, width: int) -> None:
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small = shot.resize((width, shot.height * width // shot.width), Image.Resampling.LANCZOS)
    small.save(file, optimize=True)  # in full colour: a palette merges lamps


def _page(browser: Any, address: str, device: dict[str, Any]) -> Any:
    page = browser.new_context(locale="zh-CN", **device).new_page()
    page.goto(address)
    page.wait_for_selector("#veil[hidden]", state="attached", timeout=READY)
    return page


def _desk(page: Any, folder: Path) -> None:
    page.click(".guide .now button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m:not(.mine) >> text=已记录2项")
    page.wait_for_timeout(1500)  # the figures follow
    _keep(page, folder / "playground.png", 1120)


def _phone(page: Any, folder: Path) -> None:
    page.click(".person:has(b:text-is('督查员甲'))")
    page.wait_for_selector(".keys button")
    page.wait_for_timeout(500)
    _keep(page, folder / "playground-phone.png", 390)


def main(folder: Path) -> None:
    program = chromium()
    assert program is not None, "needs a Chromium"
    with playground() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        _desk(_page(browser, address, {**DESK, "viewport": {"width": 1360, "height": 800}}), folder)
        _phone(_page(browser, address, PHONE), folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

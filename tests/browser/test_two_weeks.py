"""Two weeks played on the page without a fault in the console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import DESK, Look, playground


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """From the first Monday: what is tapped on Thursday was brought about before."""
    with playground() as found:
        yield found


@pytest.mark.soak
def test_two_played_weeks(look: Look) -> None:
    page = look(DESK)
    page.click("[data-to=weeks]")
    page.wait_for_selector("#progress:not([hidden])")
    page.wait_for_selector("#progress[hidden]", state="attached", timeout=600_000)
    assert "2022年3月4日（周五）" in page.inner_text(".clock time")
    page.click(".tabs button:has-text('故障')")
    assert page.locator("details").count() == 0  # every line of the script fitted
    page.click(".fault .switch >> nth=2")
    page.wait_for_selector(".fault.on")
    page.click(".fault .switch >> nth=2")
    page.wait_for_selector(".proof", timeout=120_000)
    assert "一句不少" in page.inner_text(".proof")

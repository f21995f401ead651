"""Every page checked by axe-core for WCAG 2.1, levels A and AA, in both languages."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo import ROOT, Demo, day
from tests.browser.pages import Ready, board, call, form, open_page, queue, stops
from tests.browser.visitor import Enter

AXE = ROOT / "services" / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
INCIDENTS = re.compile("Open incidents|البلاغات المفتوحة")
_RUN = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
  const { violations } = await axe.run(document, { runOnly });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""


async def inspected(page: Page) -> None:
    """The board with a visit opened and asked to be moved."""
    await board(page)
    await page.locator("[id^=stop-]").last.click()
    await expect(page.locator("aside dl").first).to_be_visible()


async def exceptions(page: Page) -> None:
    """The board with the list of incidents, for whoever needs it most."""
    await board(page)
    await page.goto(f"/board?date={day(0)}&filter=incidents")
    await expect(page.get_by_role("region", name=INCIDENTS)).to_be_visible()


async def calls(page: Page) -> None:
    """Whom an agent has to call."""
    await page.goto("/calls")
    await expect(page.locator("main h1")).to_be_visible()


PAGES: list[tuple[str | None, Ready]] = [
    (None, form),
    ("dispatcher", board),
    ("dispatcher", inspected),
    ("dispatcher", exceptions),
    ("agent", call),
    ("agent", calls),
    ("therapist", stops),
    ("clinician", queue),
]


def name_of(value: Any) -> str:
    """For the test's id."""
    return str(getattr(value, "__name__", value))


async def audited(page: Page) -> list[str]:
    """What axe objects to, each with the element and how to mend it."""
    await page.add_script_tag(path=AXE)
    found: list[str] = await page.evaluate(_RUN)
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("role", "ready"), PAGES, ids=name_of)
async def test_a_page_excludes_nobody(
    enter: Enter, demo: Demo, role: str | None, ready: Ready, language: str
) -> None:
    """Names, roles, contrast and structure, as far as a program can tell."""
    page = (await open_page(enter, demo, role, language, "light")).page
    await ready(page)
    assert await audited(page) == []


@pytest.mark.parametrize(
    ("role", "ready"), [(None, form), ("dispatcher", board), ("therapist", stops)], ids=name_of
)
async def test_a_dark_page_excludes_nobody(
    enter: Enter, demo: Demo, role: str | None, ready: Ready
) -> None:
    """Contrast is another matter in the dark."""
    page = (await open_page(enter, demo, role, "en", "dark")).page
    await ready(page)
    assert await audited(page) == []

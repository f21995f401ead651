"""Every page in both languages as a picture; nothing fails behind it, nothing sticks out of it.

`ROUNDS_SCREENS=1` writes the pictures into docs/screens, for the README and for whoever looks.
"""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.demo import ROOT, Demo
from tests.browser.pages import Ready, board, call, form, open_page, queue, stops
from tests.browser.pictures import decode
from tests.browser.visitor import Enter

SCREENS = ROOT / "docs" / "screens"
LARGEST_BYTES = 399_999
# A map of one ground colour, as when its worker is missing, has a handful with its buttons.
LEAST_COLOURS = 200


PICTURES: list[tuple[str, str | None, str, str, Ready]] = [
    ("board-en", "dispatcher", "en", "light", board),
    ("board-ar", "dispatcher", "ar", "light", board),
    ("board-dark", "dispatcher", "en", "dark", board),
    ("book-en", "agent", "en", "light", call),
    ("book-ar", "agent", "ar", "light", call),
    ("today-en", "therapist", "en", "light", stops),
    ("today-ar", "therapist", "ar", "light", stops),
    ("clearances-en", "clinician", "en", "light", queue),
    ("clearances-ar", "clinician", "ar", "light", queue),
    ("login-en", None, "en", "light", form),
    ("login-ar", None, "ar", "light", form),
]


@pytest.mark.parametrize(("name", "role", "language", "scheme", "ready"), PICTURES)
async def test_a_page_as_people_see_it(
    enter: Enter,
    demo: Demo,
    browser: Browser,
    tmp_path: Path,
    name: str,
    role: str | None,
    language: str,
    scheme: str,
    ready: Ready,
) -> None:
    """It runs in its language's direction, fits its width, and its map is drawn."""
    visitor = await open_page(enter, demo, role, language, scheme)
    page = visitor.page
    drawn_map = await ready(page)
    if drawn_map is not None:
        await expect(drawn_map).to_be_visible(timeout=60_000)
        seen = await decode(browser, await drawn_map.screenshot())
        assert seen.colours >= LEAST_COLOURS, "the map is blank"
    await page.evaluate("document.fonts.ready")
    sizes = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    wide, available = await page.evaluate(sizes)
    assert wide <= available, "the page sticks out of its window"
    picture = (await decode(browser, await page.screenshot())).png(LARGEST_BYTES)
    folder = SCREENS if os.environ.get("ROUNDS_SCREENS") == "1" else tmp_path
    (folder / f"{name}.png").write_bytes(picture)
    if role is not None:
        assert visitor.errors == []

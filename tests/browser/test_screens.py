"""Every page in both languages as a picture; nothing fails behind it, nothing sticks out of it.

`ROUNDS_SCREENS=1` writes the pictures into docs/screens, for the README and for whoever looks.
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.demo import ROOT, Demo
from tests.browser.pictures import decode
from tests.browser.visitor import DESK, PHONE, Enter

SCREENS = ROOT / "docs" / "screens"
LARGEST_BYTES = 399_999
# A map of one ground colour, as when its worker is missing, has a handful with its buttons.
LEAST_COLOURS = 200
SPOKEN = {"en": "English", "ar": "العربية"}
DIRECTIONS = {"en": "ltr", "ar": "rtl"}


async def board(page: Page) -> Locator:
    """With routes on the map and on the timeline, all of it in the window at once."""
    await expect(page.locator("[id^=stop-]").first).to_be_attached()
    tall = await page.evaluate("document.documentElement.scrollHeight")
    assert tall <= DESK["height"], "the board is taller than its window"
    return page.locator("main [data-map=idle]")


async def call(page: Page) -> Locator:
    """In the middle of a call."""
    await page.locator("#section-1 input[type=tel]").focus()
    await page.keyboard.type("0507654325")
    await page.locator("#section-1 input").nth(1).fill("Salma Screens")
    await page.locator("#section-1 input[type=date]").fill("1990-07-14")
    await page.locator("#section-1 select").select_option("female")
    await page.locator("#section-2 input").first.fill("marina")
    await page.locator("#section-2 li button").first.click()
    await page.locator("#section-3 select").select_option("physiotherapy")
    await expect(page.locator("#section-4 [role=radiogroup]").first).to_be_visible()
    await expect(page.locator("#section-2 input").nth(1)).to_be_visible()
    return page.locator("main [data-map=idle]")


async def stops(page: Page) -> None:
    """The therapist's shift, with stops if any are left at this hour."""
    await expect(page.locator("main h1")).not_to_be_empty()
    await expect(page.locator("main .mantine-Card-root").first).to_be_visible()


async def queue(page: Page) -> None:
    """The patients who wait for a decision, one of them opened."""
    await page.locator("main article button").first.click()
    await expect(page.locator("main article dl").first).to_be_visible()


async def form(page: Page) -> None:
    """Nobody is logged in."""
    await expect(page.locator("input[type=password]")).to_be_visible()


Ready = Callable[[Page], Awaitable[Locator | None]]
PICTURES: list[tuple[str, str | None, str, str, Ready]] = [
    ("board-en", "dispatcher", "en", "light", board),
    ("board-ar", "dispatcher", "ar", "light", board),
    ("board-dark", "dispatcher", "en", "dark", board),
    ("book-en", "agent", "en", "light", call),
    ("book-ar", "agent", "ar", "light", call),
    ("today-en", "therapist", "en", "light", stops),
    ("today-ar", "therapist", "ar", "light", stops),
    ("clearances-en", "clinician", "en", "light", queue),
    ("login-en", None, "en", "light", form),
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
    phone = {"viewport": PHONE, "is_mobile": True} if role == "therapist" else {"viewport": DESK}
    visitor = await enter(color_scheme=scheme, reduced_motion="reduce", **phone)
    page = visitor.page
    await page.goto("/login")
    await visitor.speak(SPOKEN[language])
    await expect(page.locator("html")).to_have_attribute("dir", DIRECTIONS[language])
    if role is not None:
        visitor.errors.clear()  # the question who is logged in was refused, rightly
        login = demo.login(role)
        await page.locator("input[type=email]").fill(login.email)
        await page.locator("input[type=password]").fill(login.password)
        await page.keyboard.press("Enter")
        await expect(page.locator("header")).to_be_visible()
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

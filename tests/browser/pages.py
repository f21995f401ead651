"""Every page as a person finds it: who is logged in, in which language, and when it is drawn."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect

from tests.browser.demo import Demo
from tests.browser.visitor import DESK, PHONE, Enter, Visitor

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


async def open_page(
    enter: Enter, demo: Demo, role: str | None, language: str, scheme: str
) -> Visitor:
    """The landing page of a role (a therapist's on a phone), or the login page of nobody."""
    phone = {"viewport": PHONE, "is_mobile": True} if role == "therapist" else {"viewport": DESK}
    visitor = await enter(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True, **phone)
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
    return visitor

"""Everybody of the demo gets in, to the page of their role, and out again."""

import pytest
from playwright.async_api import expect

from tests.browser.demo import Demo
from tests.browser.visitor import Enter, arrive

PAGES = {
    "agent": ("/book", "Booking"),
    "dispatcher": ("/board", "Board for"),
    "therapist": ("/today", "My day"),
    "clinician": ("/clearances", "Clearances"),
    "supervisor": ("/board", "Board for"),
    "admin": ("/board", "Board for"),
}


async def test_each_printed_login_lands_on_its_page_and_can_leave(enter: Enter, demo: Demo) -> None:
    """Of both tenants, in one browser after another; who left is asked to log in again."""
    visitor = await enter()
    page = visitor.page
    for login in demo.logins:
        await arrive(visitor, login)
        await expect(page.get_by_text(login.tenant, exact=True)).to_be_visible()
        if login.role in PAGES:
            path, title = PAGES[login.role]
            await expect(page).to_have_url(f"{demo.url}{path}")
            await expect(page.get_by_role("main", name=title)).to_be_visible()
        else:
            await expect(page.get_by_text("Your roles have no page here.")).to_be_visible()
        await expect(page.get_by_text("That did not work")).to_have_count(0)
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    await page.goto(f"{demo.url}/board")
    await expect(page).to_have_url(f"{demo.url}/login?next=%2Fboard")


async def test_a_wrong_password_is_said_and_does_not_log_in(enter: Enter, demo: Demo) -> None:
    """In words; the right one then works on the same form."""
    visitor = await enter()
    page, login = visitor.page, demo.login("agent")
    await visitor.log_in(login.email, "not this one")
    await expect(page.get_by_role("alert")).to_have_text("Email or password is wrong.")
    assert not [cookie for cookie in await page.context.cookies() if "session" in cookie["name"]]
    await page.locator("input[type=password]").fill(login.password)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(f"{demo.url}/book")


async def test_who_comes_back_is_led_to_where_they_wanted(enter: Enter, demo: Demo) -> None:
    """A link to a day of the board survives the login."""
    visitor = await enter()
    page, login = visitor.page, demo.login("dispatcher")
    await page.goto(f"{demo.url}/board?date=2026-01-05")
    await page.locator("input[type=email]").fill(login.email)
    await page.locator("input[type=password]").fill(login.password)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main", name="5 January 2026")).to_be_visible()


@pytest.mark.parametrize(("language", "direction"), [("العربية", "rtl"), ("English", "ltr")])
async def test_the_language_turns_the_page_and_is_remembered(
    enter: Enter, demo: Demo, language: str, direction: str
) -> None:
    """Arabic runs from right to left, also after a reload and on the next page."""
    visitor = await enter(locale="en-GB" if direction == "rtl" else "ar-AE")
    page, html = visitor.page, visitor.page.locator("html")
    await page.goto(f"{demo.url}/login")
    await visitor.speak(language)
    await expect(html).to_have_attribute("dir", direction)
    await page.reload()
    await expect(html).to_have_attribute("dir", direction)
    login = demo.login("clinician")
    await visitor.log_in(login.email, login.password)
    await expect(page).to_have_url(f"{demo.url}/clearances")
    await expect(html).to_have_attribute("dir", direction)
    await expect(html).to_have_attribute("lang", {"rtl": "ar", "ltr": "en"}[direction])

"""One person at one browser: what they see in the console counts as much as what is drawn."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.demo import Login

DESK: dict[str, int] = {"width": 1440, "height": 900}
PHONE: dict[str, int] = {"width": 390, "height": 844}
# A refused request, and one sent without a network, is told so by the browser itself.
NETWORK = "Failed to load resource"

Enter = Callable[..., Awaitable["Visitor"]]


@dataclass(slots=True)
class Visitor:
    """A page in a browser of its own, and what went wrong there."""

    page: Page
    base_url: str
    errors: list[str] = field(default_factory=list)

    async def log_in(self, email: str, password: str) -> None:
        """By keyboard, as people do."""
        await self.page.goto(f"{self.base_url}/login")
        await self.page.locator("input[type=email]").fill(email)
        await self.page.locator("input[type=password]").fill(password)
        await self.page.keyboard.press("Enter")

    async def speak(self, language: str) -> None:
        """Choose the language by its own name."""
        await self.page.get_by_text(language, exact=True).first.click()

    def scripts_failed(self) -> list[str]:
        """Errors other than refusals, which a page may meet and must show."""
        return [text for text in self.errors if NETWORK not in text]


@asynccontextmanager
async def visiting(browser: Browser, base_url: str, **options: Any) -> AsyncIterator[Visitor]:
    """A fresh browser context in Dubai, closed at the end."""
    wanted = {"viewport": DESK, "timezone_id": "Asia/Dubai", "locale": "en-GB", **options}
    wanted["base_url"] = base_url
    context = await browser.new_context(**wanted)
    page = await context.new_page()
    visitor = Visitor(page, base_url)
    page.on("console", lambda message: _note(visitor.errors, message))
    page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    try:
        yield visitor
    finally:
        await context.close()


def _note(errors: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        errors.append(message.text)


async def arrive(visitor: Visitor, login: Login, heading: str | None = None) -> None:
    """Log in and wait until the landing page is there."""
    await visitor.log_in(login.email, login.password)
    await expect(visitor.page.get_by_role("button", name="Sign out")).to_be_visible()
    if heading is not None:
        await expect(visitor.page.get_by_role("main", name=heading)).to_be_visible()


async def every(rows: Locator, least: int = 1) -> list[Locator]:
    """All rows, once there are any."""
    await expect(rows.nth(least - 1)).to_be_attached()
    return await rows.all()

"""The therapist's day on a phone, with a network and without."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from shared.domain.roles import Role
from tests.browser.demo import Demo
from tests.browser.visitor import PHONE, Enter, Visitor
from tests.support.clinic import PASSWORD, Clinic, need, open_clinic

# A finger is wider than a mouse pointer.
LEAST_PX = 40


@dataclass(frozen=True, slots=True)
class Working:
    """A therapist with a published visit, whatever the hour at which the test runs."""

    clinic: Clinic
    email: str
    visit_id: str

    async def status(self) -> str:
        """As the server has it."""
        return str((await self.clinic.visit(self.visit_id))["status"])


@pytest_asyncio.fixture
async def working(demo: Demo) -> AsyncIterator[Working]:
    """A tenant of this test's own beside the demo's; the shift has just begun."""
    slug = f"t{uuid4().hex[:10]}"
    async with open_clinic(demo.url, demo.urls, slug) as clinic:
        sara = await clinic.therapist("Sara", datetime.now(UTC) - timedelta(minutes=10))
        visit = await clinic.booked(name="Pia Phone")
        await clinic.solved(visit["planDate"])
        dispatcher = await clinic.client(Role.DISPATCHER)
        need(await dispatcher.post(f"/v1/plans/{visit['planDate']}/publish", json={}))
        assert visit["therapist"]["id"] == sara.id
        yield Working(clinic, f"sara@{slug}.example", visit["id"])


async def on_the_phone(enter: Enter, working: Working) -> Visitor:
    """Logged in, with the day on the screen."""
    visitor = await enter(viewport=PHONE, has_touch=True, is_mobile=True)
    await visitor.log_in(working.email, PASSWORD)
    await expect(visitor.page.get_by_role("article", name="Pia Phone")).to_be_visible()
    return visitor


def act(page: Page, name: str) -> Locator:
    """A button of the next stop."""
    return page.get_by_role("article").get_by_role("button", name=name, exact=True)


async def test_the_buttons_of_the_day_act(enter: Enter, working: Working) -> None:
    """Seen, shift started, accepted, departed: each is on the server, and the next one offered."""
    visitor = await on_the_phone(enter, working)
    page = visitor.page
    seen = page.get_by_role("button", name="I have seen it")
    await seen.tap()
    await expect(seen).to_have_count(0)
    plan = await working.clinic.plan(await route_day(page))
    (route,) = [one for one in plan["routes"] if one["stops"]]
    assert route["acknowledgedVersion"] == route["routeVersion"]
    await page.get_by_role("button", name="Start shift").tap()
    await expect(page.get_by_role("button", name="End shift")).to_be_visible()
    for button, then, status in (
        ("Accept", "Depart", "accepted"),
        ("Depart", "Arrived", "en-route"),
    ):
        box = await act(page, button).bounding_box()
        assert box is not None
        assert box["height"] >= LEAST_PX
        async with page.expect_response(lambda answer: answer.url.endswith("/events")) as answer:
            await act(page, button).tap()
        assert (await answer.value).ok
        await expect(act(page, then)).to_be_visible()
        assert await working.status() == status
    links = page.get_by_role("group", name="Call and navigate").get_by_role("link")
    await expect(links.filter(has_text="Call")).to_have_attribute("href", "tel:+971501234567")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def route_day(page: Page) -> str:
    """The service day of the route that is shown."""
    answer = await page.request.get("/v1/me/route")
    return str((await answer.json())["date"])


async def test_without_a_network_facts_wait_and_are_sent_later(
    enter: Enter, working: Working
) -> None:
    """The page goes on as if they had arrived, says how many wait, and sends them in order."""
    visitor = await on_the_phone(enter, working)
    page = visitor.page
    await page.context.set_offline(True)
    await act(page, "Accept").tap()
    await expect(page.get_by_text("1 waiting", exact=True)).to_be_visible()
    await act(page, "Depart").tap()
    await expect(page.get_by_text("2 waiting", exact=True)).to_be_visible()
    await expect(act(page, "Arrived")).to_be_visible()
    assert await working.status() == "dispatched"
    await page.context.set_offline(False)
    await expect(page.get_by_text("waiting", exact=False)).to_have_count(0)
    assert await working.status() == "en-route"
    await expect(act(page, "Arrived")).to_be_visible()
    visit = await working.clinic.visit(working.visit_id)
    types = [event["type"] for event in visit["events"]]
    assert (types.count("accept"), types.count("depart")) == (1, 1)

"""The therapist's day on a phone, with a network and without."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, Response, expect

from tests.browser.calls import questions
from tests.browser.demo import Demo
from tests.browser.shift import PATIENT, Working, at_work, on_the_phone
from tests.browser.visitor import PHONE, Enter, every

# A finger is wider than a mouse pointer.
LEAST_PX = 40
NEEDLES = 6


@pytest_asyncio.fixture
async def working(demo: Demo) -> AsyncIterator[Working]:
    """With a visit that needs no papers."""
    async with at_work(demo) as found:
        yield found


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


async def test_a_needling_visit_is_treated_by_mouse(enter: Enter, demo: Demo) -> None:
    """The door questions and the written consent come before the needles, their count after; the
    server then has the visit done, with its papers.
    """
    async with at_work(demo, service="dry-needling", bodyRegions=["arm"]) as working:
        page = (await on_the_phone(enter, working)).page
        for button in ("Accept", "Depart", "Arrived"):
            await act(page, button).click()
        await act(page, "Start").click()
        form = page.get_by_role("form", name="Before the needles")
        start = form.get_by_role("button", name="All signed: start")
        await expect(start).to_be_disabled()
        harmful = {one["id"]: one["concernIf"] for one in await questions(page)}
        for row in await every(form.get_by_role("radiogroup")):
            asked = str(await row.get_attribute("id")).removeprefix("door-")
            harmless = "No" if harmful[asked] else "Yes"
            await row.get_by_role("radio", name=harmless, exact=True).click()
        await expect(form.get_by_label("Signed by")).to_have_value(PATIENT)
        await start.click()
        await expect(act(page, "Complete")).to_be_visible()
        await act(page, "Complete").click()
        await page.get_by_label("Needles in").fill(str(NEEDLES))
        await page.get_by_label("Needles out").fill(str(NEEDLES - 1))
        await expect(page.get_by_role("alert")).to_contain_text("The counts differ")
        await page.get_by_label("Needles out").fill(str(NEEDLES))
        # The page goes on before the server answers, so the start may still be under way.
        async with page.expect_response(reports_completion) as answer:
            await page.locator("form").get_by_role("button", name="Complete").click()
        assert (await answer.value).ok
        visit = await working.clinic.visit(working.visit_id)
        assert visit["status"] == "done"
        facts = [(one["type"], one["applied"]) for one in visit["events"]]
        assert ("start", True) in facts


def reports_completion(answer: Response) -> bool:
    """Whether this answers the event of a completed visit."""
    return answer.url.endswith("/events") and '"complete"' in str(answer.request.post_data)

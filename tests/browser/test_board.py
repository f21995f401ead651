"""What a dispatcher does on the board beside publishing."""

import re

from playwright.async_api import Page, expect

from shared.domain.roles import Role
from tests.browser.demo import Demo
from tests.browser.shift import PATIENT, Working, at_work
from tests.browser.visitor import Enter
from tests.support.clinic import need


async def board_of(enter: Enter, working: Working) -> Page:
    """A dispatcher's, with the day of the visit."""
    visitor = await enter()
    await visitor.log_in(*working.login(Role.DISPATCHER))
    await expect(visitor.page.get_by_role("button", name="Sign out")).to_be_visible()
    await visitor.page.goto(f"/board?date={working.plan_date}")
    await expect(visitor.page.get_by_text("Live", exact=True)).to_be_visible()
    return visitor.page


async def test_an_incident_appears_by_itself_and_is_closed_by_keyboard(
    enter: Enter, demo: Demo
) -> None:
    """Needling without papers is counted, named with its people, and closed with a note."""
    async with at_work(demo, service="dry-needling", bodyRegions=["arm"]) as working:
        page = await board_of(enter, working)
        chip = page.get_by_role("group", name="What needs attention").get_by_role("button").first
        await expect(chip).to_have_text("0 incidents")
        assert (await working.report("start")).status_code == 409
        await expect(chip).to_have_text("1 incident")
        await chip.focus()
        await page.keyboard.press("Enter")
        card = page.get_by_role("article", name="Needling without papers")
        await expect(card).to_contain_text(re.compile(f"{PATIENT}.*Sara"))
        await expect(card).to_contain_text("just now")
        await card.get_by_role("button", name="Close…").focus()
        await page.keyboard.press("Enter")
        await expect(card.get_by_label("What was done about it?")).to_be_focused()
        await page.keyboard.type("papers were signed, the photo came later")
        await page.keyboard.press("Enter")
        await expect(card).to_have_count(0)
        await expect(page.get_by_role("complementary", name="Queue")).to_be_focused()
        await expect(chip).to_have_text("0 incidents")
        supervisor = await working.clinic.client(Role.SUPERVISOR)
        told = need(await supervisor.get("/v1/incidents", params={"status": "closed"}))
        assert [one["kind"] for one in told["items"]] == ["papers-missing"]

"""A patient without a login shares where they are; the agent sees it land while on the phone."""

import re
import time

from playwright.async_api import Geolocation, Page, expect

from tests.browser.calls import choose_place, type_caller
from tests.browser.demo import Demo
from tests.browser.visitor import PHONE, Enter, Visitor, arrive

DOOR: Geolocation = {"latitude": 25.08123, "longitude": 55.14321, "accuracy": 9}
SHARJAH: Geolocation = {"latitude": 25.33, "longitude": 55.42, "accuracy": 9}
LANDS_WITHIN_S = 3.0


async def asked_for_a_pin(agent: Visitor, demo: Demo, phone: str, name: str) -> str:
    """The agent takes a call from a roughly known place and makes a link; its address."""
    await arrive(agent, demo.login("agent"), "Booking")
    await type_caller(agent.page, phone, name)
    await choose_place(agent.page, "marina", "Dubai Marina")
    await expect(agent.page.get_by_text("Saved", exact=True)).to_be_visible()
    await agent.page.get_by_role("button", name="Ask for a pin by link").click()
    link = agent.page.get_by_label("Link for the patient")
    await expect(link).to_have_value(re.compile("/pin/"))
    share = agent.page.get_by_role("link", name="Send by WhatsApp")
    await expect(share).to_have_attribute("href", re.compile(r"^https://wa\.me/\d*\?text="))
    return (await link.input_value()).partition("/pin/")[2]


async def on_the_phone(enter: Enter, token: str, where: Geolocation, **more: str) -> Page:
    """The link opened on a phone that may tell where it is."""
    patient = await enter(
        viewport=PHONE, has_touch=True, permissions=["geolocation"], geolocation=where, **more
    )
    await patient.page.goto(f"/pin/{token}")
    return patient.page


async def test_a_pin_lands_on_the_agents_screen(enter: Enter, demo: Demo) -> None:
    """One tap to find, one to send; within three seconds it is on the booking page, once."""
    agent = await enter()
    token = await asked_for_a_pin(agent, demo, "050 611 2233", "Petra Pin")
    phone = await on_the_phone(enter, token, DOOR)
    await expect(phone.get_by_role("heading", name="Where are you?")).to_be_visible()
    assert "Petra" not in await phone.content(), "the page behind the link names the patient"
    await phone.get_by_role("button", name="Share where I am").click()
    await expect(phone.get_by_text("Found to within 9 m.")).to_be_visible()
    await phone.get_by_role("button", name="Send this place").click()
    sent = time.monotonic()
    await expect(agent.page.get_by_text(re.compile("The pin landed at"))).to_be_visible()
    assert time.monotonic() - sent < LANDS_WITHIN_S
    await expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    await expect(agent.page.get_by_text(re.compile(r"within 9 m"))).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_role("heading", name="The place was sent already")).to_be_visible()


async def test_a_place_outside_is_told_kindly_and_can_be_corrected(
    enter: Enter, demo: Demo
) -> None:
    """In Arabic, with the pin put elsewhere by a finger; the link is not spent by the refusal."""
    agent = await enter()
    token = await asked_for_a_pin(agent, demo, "050 611 2244", "Omar Outside")
    phone = await on_the_phone(enter, token, SHARJAH, locale="ar")
    await expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    await phone.get_by_role("button", name="شارك مكاني").click()
    await phone.get_by_role("button", name="أرسل هذا المكان").click()
    await expect(phone.get_by_role("alert")).to_contain_text("خارج دبي")
    await phone.context.set_geolocation(DOOR)
    await phone.get_by_role("button", name="حدد مكاني مرة أخرى").click()
    await expect(phone.get_by_role("alert")).to_have_count(0)
    await phone.get_by_role("button", name="أرسل هذا المكان").click()
    await expect(phone.get_by_role("heading", name=re.compile("وصل مكانك"))).to_be_visible()


async def test_a_link_of_nobody_says_so(enter: Enter) -> None:
    """Kind words, and no form."""
    phone = await on_the_phone(enter, "no-such-link", DOOR)
    await expect(phone.get_by_role("heading", name="We do not know this link")).to_be_visible()
    await expect(phone.get_by_role("button", name="Share where I am")).to_have_count(0)

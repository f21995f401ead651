"""Places, calendar, travel and bad days as dispatchers use them; each page in both languages.

`ROUNDS_SCREENS=1` keeps some of the pictures in docs/screens.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.demo import ROOT, Demo, day
from tests.browser.pages import DIRECTIONS, SPOKEN
from tests.browser.pictures import decode
from tests.browser.test_screens import LARGEST_BYTES, SCREENS
from tests.browser.visitor import DESK, PHONE, Enter, Visitor, arrive

AXE = ROOT / "services/api/web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LEARNED: dict[str, Any] = {
    "version": 3,
    "learnedAt": "2026-11-20T02:00:00+04:00",
    "eventsUntil": "2026-11-20T01:00:00+04:00",
    "careful": True,
    "legs": 812,
    "odd": 9,
    "judged": 203,
    "all": {"legs": 203, "bias": 0.012, "meanError": 0.121, "meanErrorS": 130},
    "uncorrected": {"legs": 203, "bias": 0.09, "meanError": 0.187, "meanErrorS": 201},
    "byHour": [
        {
            "legs": 12 + hour,
            "bias": 0.0,
            "meanError": 0.05 + hour / 100,
            "meanErrorS": 90,
            "hour": hour,
        }
        for hour in range(7, 21)
    ],
    "byDistance": [
        {"legs": 60, "bias": 0.1, "meanError": 0.2, "meanErrorS": 80, "fromKm": 0, "toKm": 5},
        {"legs": 90, "bias": 0.0, "meanError": 0.1, "meanErrorS": 99, "fromKm": 5, "toKm": 15},
        {"legs": 53, "bias": 0.0, "meanError": 0.08, "meanErrorS": 140, "fromKm": 15, "toKm": None},
    ],
    "coverage": {"percentile": 0.8, "share": 0.72, "alarm": True},
    "doors": [{"kind": "tower", "seconds": 312}, {"kind": "villa", "seconds": 95}],
}


async def complaints(page: Page) -> list[str]:
    """What axe finds wrong in the open dialog, else on the page: rule and element."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    run = """rules => axe.run(document.querySelector("[role=dialog]") ?? document,
        { runOnly: rules }).then(done => done.violations)"""
    found: list[dict[str, Any]] = await page.evaluate(run, RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


async def checked(page: Page, browser: Browser, path: Path) -> None:
    """Nothing sticks out, axe has no complaint, and a picture is kept."""
    sizes = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    wide, available = await page.evaluate(sizes)
    assert wide <= available, "the page sticks out of its window"
    assert await complaints(page) == []
    path.write_bytes((await decode(browser, await page.screenshot())).png(LARGEST_BYTES))


async def signed_in(enter: Enter, demo: Demo, language: str, role: str = "dispatcher") -> Visitor:
    """At a desk, in this language."""
    visitor = await enter(viewport=DESK, locale=language, reduced_motion="reduce")
    login = demo.login(role)
    await visitor.log_in(login.email, login.password)
    await expect(visitor.page.locator("header")).to_be_visible()
    await expect(visitor.page.locator("html")).to_have_attribute("dir", DIRECTIONS[language])
    return visitor


def folder_of(name: str, tmp_path: Path) -> Path:
    kept = os.environ.get("ROUNDS_SCREENS") == "1" and name.startswith(("pin-", "badday-"))
    return SCREENS if kept else tmp_path


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", ["places", "buildings", "calendar", "travel", "badday"])
async def test_pages_for_dispatchers(
    enter: Enter, demo: Demo, browser: Browser, tmp_path: Path, name: str, language: str
) -> None:
    """Each reads in its direction and passes axe, with its form open where it has one."""
    page = (await signed_in(enter, demo, language)).page
    await page.route("**/v1/reports/travel", lambda route: route.fulfill(json=LEARNED))
    if name == "badday":
        await page.goto(f"/board?date={day(1)}")
        await expect(page.locator("main [data-map=idle]")).to_be_visible(timeout=60_000)
        await page.get_by_role("button", name=re.compile("^(Bad day|يوم صعب)")).click()
    else:
        await page.goto({"buildings": "/places"}.get(name, f"/{name}"))
        await expect(page.locator("main h1")).to_be_visible()
    if name == "buildings":
        await page.get_by_role("tab").nth(1).click()
    if name in {"places", "buildings"}:
        await page.get_by_role("tabpanel").get_by_role("button").first.click()
        await expect(page.get_by_role("dialog").locator("[data-map=idle]")).to_be_visible()
    if name == "calendar":
        await expect(page.get_by_role("row").nth(10)).to_be_visible()
    if name == "travel":
        await expect(page.get_by_role("listitem").nth(10)).to_be_visible()
    picture = f"{name}-{language}"
    await checked(page, browser, folder_of(picture, tmp_path) / f"{picture}.png")


@pytest.mark.parametrize("language", SPOKEN)
async def test_the_pin_page_on_a_phone(
    enter: Enter, demo: Demo, browser: Browser, tmp_path: Path, language: str
) -> None:
    """One big button above a map, in both directions, without a complaint of axe."""
    said = {"tenant": "Rounds Demo", "area": "Dubai", "state": "open"}
    said["expiresAt"] = f"{day(1)}T12:00:00+04:00"
    phone = (await enter(viewport=PHONE, locale=language, reduced_motion="reduce")).page
    await phone.route("**/v1/public/pins/*", lambda route: route.fulfill(json=said))
    await phone.goto("/pin/some-token")
    await expect(phone.locator("[data-map=idle]")).to_be_visible(timeout=60_000)
    big = await phone.locator("main button.mantine-Button-root").first.bounding_box()
    assert big is not None
    assert big["height"] >= 56, "the button is too small for a thumb"
    picture = f"pin-{language}"
    await checked(phone, browser, folder_of(picture, tmp_path) / f"{picture}.png")


async def test_a_name_of_our_own_is_found_by_the_agent(enter: Enter, demo: Demo) -> None:
    """Added with a point by the search; the booking page then offers it first, as ours."""
    page = (await signed_in(enter, demo, "en")).page
    await page.goto("/places")
    await page.get_by_role("button", name="Add a place").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Find on the map").fill("Al Quoz First")
    await form.get_by_role("button", name=re.compile("Al Qouz|Al Quoz")).first.click()
    await form.get_by_role("textbox", name="Name", exact=True).fill("Zanzibar Yard")
    await form.get_by_role("button", name="Keep").click()
    await expect(page.get_by_role("article", name="Zanzibar Yard")).to_be_visible()
    agent = (await signed_in(enter, demo, "en", "agent")).page
    await agent.keyboard.press("Alt+2")
    await agent.get_by_role("textbox", name="Place", exact=True).fill("zanzibar")
    found = agent.get_by_role("list", name="Places found").get_by_role("button")
    await expect(found.first).to_contain_text("Zanzibar Yard")


async def test_a_shared_name_asks_which_emirate(enter: Enter, demo: Demo) -> None:
    """Al Nahda is in two: the agent asks, and is told that nobody goes to the other."""
    agent = await enter()
    await arrive(agent, demo.login("agent"), "Booking")
    page = agent.page
    await page.keyboard.press("Alt+2")
    place = page.get_by_role("textbox", name="Place", exact=True)
    await place.fill("al nahda")
    found = page.get_by_role("list", name="Places found").get_by_role("button")
    await expect(found.first).to_contain_text("Which one?")
    await place.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="In Sharjah").click()
    await expect(page.get_by_text("We do not come to Sharjah.")).to_be_visible()
    await page.get_by_role("button", name="Choose another place").click()
    await found.first.click()
    await expect(page.get_by_role("button", name="In Dubai")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(found).to_have_count(0)
    await place.fill("30032 95320")
    await found.first.click()
    await expect(page.get_by_role("alertdialog")).to_contain_text("Read it back")
    await page.get_by_role("button", name="Yes, it is there").click()
    await expect(found).to_have_count(0)


async def test_a_bad_day_is_switched_on_and_off(enter: Enter, demo: Demo) -> None:
    """What it would put at risk is told first; once on, it is listed until it is taken back."""
    page = (await signed_in(enter, demo, "en")).page
    await page.goto(f"/board?date={day(1)}")
    await page.get_by_role("button", name="Bad day").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Reason").fill("heavy rain")
    await form.get_by_label("Takes").select_option("3")
    await form.get_by_role("button", name="What would it put at risk?").click()
    risk = form.get_by_role("region", name="Promises at risk")
    await expect(risk).to_contain_text(re.compile("would be at risk"))
    await form.get_by_role("button", name="Slow travel down").click()
    await expect(risk).to_contain_text(re.compile("at risk"))
    await expect(form.get_by_role("list", name="What slows travel down")).to_contain_text("rain")
    await form.get_by_role("button", name="It is over").click()
    await expect(form.get_by_role("list", name="What slows travel down")).to_have_count(0)


async def test_a_bad_day_of_communities_by_keyboard(enter: Enter, demo: Demo) -> None:
    """Each one typed and taken without the mouse; listed by name, and the focus is never lost."""
    page = (await signed_in(enter, demo, "en")).page
    await page.goto(f"/board?date={day(1)}")
    await page.get_by_role("button", name="Bad day").press("Enter")
    form = page.get_by_role("dialog")
    await page.keyboard.type("flooded underpass")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Tab")
    for typed in ("Dubai Marina", "Al Karama"):
        await expect(form.get_by_label("Add a community")).to_be_focused()
        await page.keyboard.type(typed)
        found = form.get_by_role("button", name=typed, exact=True)
        await expect(found).to_be_enabled()
        await page.keyboard.press("Tab")
        await expect(found).to_be_focused()
        await page.keyboard.press("Enter")
    chosen = form.get_by_role("group", name="Communities", exact=True).get_by_role("button")
    await expect(chosen).to_have_text(["Marsa Dubai", "Al Karama"])
    await form.get_by_role("button", name="Slow travel down").press("Enter")
    await expect(form.get_by_role("button", name="Close").last).to_be_focused()
    listed = form.get_by_role("list", name="What slows travel down")
    await expect(listed).to_contain_text(re.compile("Marsa Dubai.*, .*Al Karama"))
    await listed.get_by_role("button", name="It is over").press("Enter")
    await expect(listed).to_have_count(0)
    assert await page.evaluate("document.activeElement.closest('[role=dialog]') !== null")


async def test_a_lunar_date_is_moved(enter: Enter, demo: Demo) -> None:
    """A day becomes a holiday by the clinic's word, and is as ever when that is taken back."""
    page = (await signed_in(enter, demo, "en")).page
    await page.goto("/calendar")
    await page.get_by_role("button", name="Say what a day is").click()
    form = page.get_by_role("dialog")
    shown = page.get_by_role("status").filter(has_text=re.compile(r"^\d{4}$"))
    date = f"{await shown.inner_text()}-07-07"
    await form.locator("input[type=date]").fill(date)
    await form.get_by_label("Holiday").select_option("A holiday")
    await form.get_by_label("Name of the holiday").fill("Founders’ day")
    await form.get_by_role("button", name="Keep").click()
    row = page.get_by_role("row").filter(has_text="Founders’ day")
    await expect(row).to_contain_text("said by you")
    await row.get_by_role("button", name="Change").click()
    await form.get_by_role("button", name="Take back").click()
    await expect(row).to_have_count(0)

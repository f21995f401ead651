"""From a ringing phone to a dispatched visit: the agent's part, then the dispatcher's."""

import re

from playwright.async_api import Page, expect

from tests.browser.calls import (
    answer_by_keys,
    choose_place,
    choose_service,
    question,
    questions,
    type_caller,
)
from tests.browser.demo import Demo, day
from tests.browser.visitor import Enter, Visitor, arrive

NAME = "Bilal Browser"
# Within the plan's three days and whole in the future at any hour, so not yet published.
LATER = 2
OFFER = re.compile(r"^.+ \u2066?\d\d:\d\d–\d\d:\d\d\u2069?, .+, -?\d+ min more travel$")
FIGURES = re.compile(r"^Cost [\d,]+ · bound [\d,]+ · gap [\d,.]+% · \d+% on time expected$")
GAP = re.compile("best possible")
SOLVING_MS = 60_000


async def test_a_call_becomes_a_dispatched_visit(enter: Enter, demo: Demo) -> None:
    """The dispatcher's board shows the booking without a reload, the planner goes over the day,
    and publishing sends the visit to its therapist.
    """
    dispatcher, agent = await enter(), await enter()
    await arrive(dispatcher, demo.login("dispatcher"), "Board for")
    board = dispatcher.page
    await board.goto(f"{demo.url}/board?date={day(LATER)}")
    await expect(board.get_by_text("Live", exact=True)).to_be_visible()
    await expect(board.get_by_role("button", name=re.compile("^Stop 1:")).first).to_be_visible()
    await board.evaluate("window.neverReloaded = true")

    await arrive(agent, demo.login("agent"), "Booking")
    await take_the_call(agent.page, "050 765 4321", NAME)
    await expect(agent.page.locator("[data-outcome=cleared]")).to_be_visible()
    await hold_an_offer(agent.page)
    await read_back_and_book(agent.page)

    stop = board.get_by_role("button", name=re.compile(f"^Stop .*{NAME}"))
    await expect(stop).to_have_accessible_name(re.compile("Booked"))
    await improve(board)
    await publish(board)
    await expect(stop).to_have_accessible_name(re.compile("Sent to therapist"))
    assert await board.evaluate("window.neverReloaded")


async def take_the_call(page: Page, phone: str, name: str, unknown: str | None = None) -> None:
    """Who, where, what, and the safety questions; all of it is kept as it is typed."""
    await type_caller(page, phone, name)
    await choose_place(page, "marina", "Dubai Marina Metro Station")
    await choose_service(page, "Dry needling", "neck pain since Monday")
    await answer_by_keys(page, frozenset({unknown} if unknown else ()))
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()


async def hold_an_offer(page: Page) -> None:
    """Each offer is a sentence; taking one starts a countdown."""
    offers = page.get_by_role("group", name="Offers").get_by_role("button")
    await expect(offers.first).to_have_text(OFFER)
    later = page.get_by_role("radiogroup", name="Day of the offers").locator("label").nth(LATER)
    await later.click()
    soon = page.get_by_text("Looking for times…")
    await expect(soon).to_have_count(0)
    # The best one may lie after midnight, in the same service day.
    that_day = offers.filter(has_text=await later.inner_text())
    await expect(that_day.first).to_be_visible()
    for sentence in await offers.all_inner_texts():
        assert OFFER.match(sentence), sentence
    await page.keyboard.press("F4")
    await expect(offers.first).to_be_focused()
    # Before six in the morning it could still be the night shift of the service day before.
    by_day = that_day.filter(has_text=re.compile(r"(08|09|1\d):\d\d–")).first
    await by_day.focus()
    await page.keyboard.press("Enter")
    left = page.get_by_text(re.compile(r"^Kept for \d:\d\d more\.$"))
    await expect(left).to_have_text(re.compile(r"4:\d\d"))
    await expect(left).not_to_have_text(await left.inner_text())


async def read_back_and_book(page: Page) -> None:
    """The script says what was agreed, in the patient's language or another; F9 books."""
    script = page.get_by_role("region", name="Read back", exact=True)
    for words in (NAME, "+971507654321", "Dry needling", "do you agree to the visit?"):
        await expect(script).to_contain_text(words)
    await script.get_by_text("العربية").click()
    await expect(script.locator("blockquote")).to_have_attribute("dir", "rtl")
    await expect(page.get_by_role("checkbox", name="Consents to the visit")).to_be_checked()
    await expect(page.get_by_label("Consent given by")).to_have_value(NAME)
    await page.keyboard.press("F9")
    booked = page.get_by_role("main", name="Visit booked")
    await expect(booked).to_contain_text(NAME)
    await expect(booked).to_contain_text(re.compile(r"Planned start \d\d:\d\d"))


async def improve(board: Page) -> None:
    """The planner goes over the day; then cost, bound and gap are figures, and words."""
    await board.get_by_role("button", name="Improve").click()
    await expect(board.get_by_text("The plan was worked on.")).to_be_visible(timeout=SOLVING_MS)
    await expect(board.get_by_text(FIGURES)).to_be_visible()
    await expect(board.get_by_text(GAP).first).to_be_visible()


async def publish(board: Page) -> None:
    """Broken promises are passed by name and reason; safety would stop it."""
    await expect(board.get_by_text("Not published yet")).to_be_visible()
    await board.get_by_role("button", name="Publish", exact=True).click()
    told = board.get_by_text(re.compile(r"^Published: \d+ routes"))
    asked = board.get_by_role("dialog", name="The day cannot be published like this")
    await expect(told.or_(asked)).to_be_visible()
    if await asked.is_visible():
        await asked.get_by_role("checkbox").check()
        await asked.get_by_role("textbox").fill("the patients were called")
        await asked.get_by_role("button", name="Publish anyway").click()
    await expect(told).to_be_visible()


async def test_not_known_waits_for_a_clinician(enter: Enter, demo: Demo) -> None:
    """The time can be kept, but not booked; a milder answer afterwards does not undo the worry."""
    agent = await enter()
    await arrive(agent, demo.login("agent"), "Booking")
    page = agent.page
    await take_the_call(page, "0507654324", "Waleed Waiting", unknown="blood-thinners")
    waits = page.locator("[data-outcome=needs-clinician]")
    await expect(waits).to_contain_text("Blood thinners")
    await expect(waits.get_by_role("button", name="Physiotherapy (Cleared)")).to_be_visible()
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await question(page, "blood-thinners").get_by_role("radio", name="No", exact=True).click()
    await expect(waits).to_be_visible()
    await page.get_by_role("group", name="Offers").get_by_role("button").first.click()
    await expect(page.get_by_text("The time is kept until a clinician decides.")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Book the visit"))).to_have_count(0)


async def begun_call(enter: Enter, demo: Demo) -> Visitor:
    """An agent with the number typed."""
    agent = await enter()
    await arrive(agent, demo.login("agent"), "Booking")
    await agent.page.keyboard.type("0507654322")
    return agent


async def test_an_emergency_stops_the_call_at_once(enter: Enter, demo: Demo) -> None:
    """One answer is enough, whatever else is not yet asked: the number and the words to say, and
    no way on to a visit.
    """
    page = (await begun_call(enter, demo)).page
    danger = next(one for one in await questions(page) if one["class"] == "emergency")
    row = question(page, danger["id"])
    await row.get_by_role("radio", name="Yes", exact=True).focus()
    await page.keyboard.press("y")
    stop = page.get_by_role("alert", name="Emergency: stop here")
    await expect(stop.get_by_role("link", name="Ambulance")).to_have_attribute("href", "tel:998")
    for language in ("en", "ar"):
        await expect(stop.locator(f"blockquote[lang={language}]")).not_to_be_empty()
    await expect(page.get_by_role("button", name=re.compile("Book the visit"))).to_have_count(0)
    await page.keyboard.press("F2")
    await expect(page.get_by_label("Caller’s phone")).to_have_value("")


async def test_a_place_outside_dubai_is_refused_in_a_sentence(enter: Enter, demo: Demo) -> None:
    """That the agent can read aloud; another place then clears it."""
    page = (await begun_call(enter, demo)).page
    await page.keyboard.press("Alt+2")
    await page.keyboard.type("24.4539, 54.3773")
    refusal = page.get_by_role("status").filter(has_text="Outside the area")
    await expect(refusal).to_contain_text(re.compile(r"\d+ km outside Dubai"))
    await page.get_by_role("textbox", name="Place", exact=True).fill("")
    await choose_place(page, "marina", "Dubai Marina Metro Station")
    await expect(refusal).to_have_count(0)
    await expect(page.get_by_text(re.compile("^Kept: "))).to_be_visible()


async def test_a_nonsense_phone_is_refused_in_a_sentence(enter: Enter, demo: Demo) -> None:
    """Nothing is kept under a number that nobody can call; the right one saves."""
    agent = await enter()
    await arrive(agent, demo.login("agent"), "Booking")
    page = agent.page
    await page.keyboard.type("1234567890")
    await page.keyboard.press("Tab")
    refusal = page.get_by_role("alert").filter(has_text="Not saved")
    await expect(refusal).to_contain_text("'1234567890' is not a number in use")
    await expect(page).to_have_url(f"{demo.url}/book")
    await page.get_by_label("Caller’s phone").fill("0507654323")
    await expect(refusal).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"/book/[0-9a-f-]{36}$"))

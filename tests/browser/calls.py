"""What an agent does on the booking page, by mouse and keyboard."""

from typing import Any

from playwright.async_api import Locator, Page, expect


async def type_caller(page: Page, phone: str, name: str) -> None:
    """A man of 42, who speaks English; the phone field has the focus from the start."""
    await expect(page.get_by_label("Caller’s phone")).to_be_focused()
    await page.keyboard.type(phone)
    await page.get_by_label("Patient’s name").fill(name)
    await page.get_by_label("Date of birth").fill("1984-03-02")
    await page.get_by_role("combobox", name="Gender", exact=True).select_option("Male")


async def choose_place(page: Page, typed: str, label: str) -> None:
    """Typed, then taken from the list with the arrow keys."""
    await page.keyboard.press("Alt+2")
    await expect(page.get_by_role("textbox", name="Place", exact=True)).to_be_focused()
    await page.keyboard.type(typed)
    candidates = page.get_by_role("list", name="Places found").get_by_role("button")
    await expect(candidates.filter(has_text=label).first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    wanted = candidates.filter(has_text=label).first
    while not await wanted.evaluate("button => button === document.activeElement"):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(candidates).to_have_count(0)


async def choose_service(page: Page, service: str, complaint: str) -> None:
    """What is asked for, in the caller's words."""
    await page.keyboard.press("Alt+3")
    await expect(page.get_by_role("combobox", name="Service")).to_be_focused()
    await page.get_by_role("combobox", name="Service").select_option(service)
    await page.get_by_label("Complaint").fill(complaint)


async def questions(page: Page) -> list[dict[str, Any]]:
    """The questions as the API has them; the browser's session asks."""
    answer = await page.request.get("/v1/screening/questionnaire")
    found: list[dict[str, Any]] = (await answer.json())["questions"]
    return found


def question(page: Page, question_id: str) -> Locator:
    """The row of a question."""
    return page.locator(f"#question-{question_id}")


async def answer_by_keys(page: Page, unknown: frozenset[str]) -> None:
    """Y, N and U alone: nothing worries, but what is named is not known."""
    harmful = {one["id"]: one["concernIf"] for one in await questions(page)}
    section = page.locator("#section-4")
    await expect(section.get_by_text("11 questions left")).to_be_visible()
    rows = section.locator("[id^=question-][role=radiogroup]")
    ids = [str(await row.get_attribute("id")).removeprefix("question-") for row in await rows.all()]
    await page.keyboard.press("Alt+4")
    for one in ids:
        row = question(page, one)
        await expect(row.locator(":focus").or_(row.and_(page.locator(":focus")))).to_be_attached()
        await page.keyboard.press("u" if one in unknown else "n" if harmful[one] else "y")
        await expect(row.get_by_role("radio", checked=True)).to_be_attached()
    await expect(section.get_by_text("all answered")).to_be_visible()

"""A therapist at work beside the demo, whatever the hour at which a test runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from httpx import Response
from playwright.async_api import expect

from shared.domain.roles import Role
from tests.browser.demo import Demo
from tests.browser.visitor import PHONE, Enter, Visitor
from tests.support.clinic import PASSWORD, Clinic, OnDuty, iso, need, open_clinic

PATIENT = "Pia Phone"


@dataclass(frozen=True, slots=True)
class Working:
    """A therapist with a published visit; the shift has just begun."""

    clinic: Clinic
    therapist: OnDuty
    email: str
    visit_id: str
    plan_date: str

    async def status(self) -> str:
        """As the server has it."""
        return str((await self.clinic.visit(self.visit_id))["status"])

    async def report(self, kind: str, **facts: Any) -> Response:
        """What the therapist says by another device."""
        event = {"type": kind, "occurredAt": iso(datetime.now(UTC)), "clientEventId": str(uuid4())}
        return await self.therapist.me.post(
            f"/v1/visits/{self.visit_id}/events", json={**event, **facts}
        )

    def login(self, role: Role) -> tuple[str, str]:
        """Email and password of whoever has this role in the clinic."""
        return f"{role}@{self.clinic.slug}.example", PASSWORD


@asynccontextmanager
async def at_work(demo: Demo, **booking: Any) -> AsyncIterator[Working]:
    """A tenant of the test's own, with one visit booked as `booking` says and sent to Sara."""
    slug = f"t{uuid4().hex[:10]}"
    async with open_clinic(demo.url, demo.urls, slug) as clinic:
        sara = await clinic.therapist("Sara", datetime.now(UTC) - timedelta(minutes=10))
        visit = await clinic.booked(name=PATIENT, **booking)
        await clinic.solved(visit["planDate"])
        dispatcher = await clinic.client(Role.DISPATCHER)
        need(await dispatcher.post(f"/v1/plans/{visit['planDate']}/publish", json={}))
        assert visit["therapist"]["id"] == sara.id
        yield Working(clinic, sara, f"sara@{slug}.example", visit["id"], visit["planDate"])


async def on_the_phone(enter: Enter, working: Working) -> Visitor:
    """Logged in, with the day on the screen."""
    visitor = await enter(viewport=PHONE, has_touch=True, is_mobile=True)
    await visitor.log_in(working.email, PASSWORD)
    await expect(visitor.page.get_by_role("article", name=PATIENT)).to_be_visible()
    return visitor

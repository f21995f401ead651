"""One row in every tenant table, so that no test of isolation passes on an empty one."""

from typing import Any

import asyncpg

from shared.db.ids import new_id
from tests.integration.db.sql import DAY, at, insert
from tests.integration.db.world import World


async def fill_every_table(world: World, c: asyncpg.Connection) -> None:
    """Beside what `World.build` wrote already."""
    t: dict[str, Any] = {"tenant_id": world.tenant}
    visit = await world.booked(c)
    await world.stop(c, visit, 60)
    await world.consent(c, visit)
    await world.event(c, visit, "accept")
    await _working_time(world, c, t)
    await _people(world, c, t)
    await _requests(world, c, t)
    await _plans(world, c, t)
    await _places(c, t, await world.request(c))
    await _travel(world, c, t)
    await insert(
        c,
        "promise",
        **t,
        promise_id=new_id(),
        visit_id=visit,
        seq=1,
        status="agreed",
        opens_at=at(0),
        closes_at=at(60),
    )
    await insert(
        c, "incident", **t, incident_id=new_id(), visit_id=visit, kind="papers", text="missing"
    )


async def _working_time(world: World, c: asyncpg.Connection, t: dict[str, Any]) -> None:
    await insert(
        c,
        "shift_pattern",
        **t,
        shift_pattern_id=new_id(),
        therapist_id=world.therapist,
        weekdays=[0],
        starts=at(0).time(),
        duration_minutes=60,
        valid_from=DAY,
    )
    await insert(
        c,
        "absence",
        **t,
        absence_id=new_id(),
        therapist_id=world.therapist,
        starts_at=at(0),
        ends_at=at(60),
        reason="illness",
    )
    await insert(
        c,
        "shift_event",
        **t,
        event_id=new_id(),
        shift_id=world.shift,
        type="shift-start",
        occurred_at=at(0),
        client_event_id="1",
    )


async def _people(world: World, c: asyncpg.Connection, t: dict[str, Any]) -> None:
    patient = {**t, "patient_id": world.patient}
    await insert(c, "patient_phone", **patient, phone_index=b"x", key_version=1)
    await insert(c, "patient_name_token", **patient, token=1)
    await insert(c, "contact", **patient, contact_id=new_id(), relation="mother")
    await insert(
        c,
        "session",
        **t,
        session_id=new_id(),
        user_id=world.agent,
        token_hash=new_id().bytes,
        client="web",
        expires_at=at(0),
    )
    await insert(
        c, "api_key", **t, api_key_id=new_id(), name="x", key_hash=new_id().bytes, roles=["agent"]
    )
    await insert(
        c,
        "idempotency_key",
        **t,
        user_id=world.agent,
        key="k",
        request_hash=b"x",
        status=200,
        body=b"",
    )


async def _requests(world: World, c: asyncpg.Connection, t: dict[str, Any]) -> None:
    await insert(c, "service_offering", **t, service="assessment", duration_minutes=30)
    request = await world.request(c)
    screening = await world.screening(c, request, "needs-clinician")
    await insert(
        c,
        "clearance",
        **t,
        clearance_id=new_id(),
        request_id=request,
        screening_id=screening,
        service="dry-needling",
    )
    await insert(
        c,
        "hold",
        **t,
        hold_id=new_id(),
        request_id=request,
        kind="hold",
        shift_id=world.shift,
        therapist_id=world.therapist,
        plan_date=DAY,
        place_id=world.place,
        service="assessment",
        service_s=1800,
        opens_at=at(60),
        closes_at=at(90),
        planned_start=at(60),
        expires_at=at(5),
    )


async def _plans(world: World, c: asyncpg.Connection, t: dict[str, Any]) -> None:
    day = {**t, "plan_date": DAY}
    await insert(c, "plan", **day)
    await insert(c, "route", **day, shift_id=world.shift)
    await insert(
        c, "proposal", **day, proposal_id=new_id(), generation=1, kind="what-if", changes={}
    )
    solve = new_id()
    await insert(c, "solve", **day, solve_id=solve, generation=1, seed=1)
    await insert(c, "solve_snapshot", **t, solve_id=solve, problem=b"z")
    await insert(c, "job", **t, job_id=new_id(), kind="expire-holds")
    await insert(c, "outbox", **t, topic="visit.booked", payload={"id": 1})
    await insert(c, "audit", **t, audit_id=new_id(), act="read", noun="patient")


async def _places(c: asyncpg.Connection, t: dict[str, Any], request: object) -> None:
    point = {"lat": 25.1, "lon": 55.2}
    await insert(
        c, "tenant_place", **t, **point, tenant_place_id=new_id(), name_en="x", precision_m=20
    )
    await insert(c, "building", **t, **point, building_id=new_id(), name_en="x", kind="tower")
    await insert(
        c,
        "pin_link",
        **t,
        pin_link_id=new_id(),
        request_id=request,
        token_hash=new_id().bytes,
        created_by=new_id(),
        expires_at=at(60),
    )


async def _travel(world: World, c: asyncpg.Connection, t: dict[str, Any]) -> None:
    await insert(c, "calendar_day", **t, day=DAY, ramadan=True)
    await insert(c, "therapist_observance", **t, therapist_id=world.therapist, fasting=True)
    await insert(
        c,
        "disruption",
        **t,
        disruption_id=new_id(),
        starts_at=at(0),
        ends_at=at(60),
        factor=2.0,
        communities=[345],
        reason="rain",
    )
    version = {"number": 1, "content": {}, "report": {}, "events_until": at(0)}
    await insert(c, "travel_version", **t, **version)

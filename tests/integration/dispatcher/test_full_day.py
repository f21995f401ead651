"""A therapist of a whole clinic falls ill on a published day, in the running product."""

import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from infra.local.stack import Stack
from services.dispatcher.planning.pace import FIRST_ANSWER_S
from shared.crypto.keyring import KeyRing
from shared.domain.roles import Role
from tests.integration.dispatcher.day import Day, at, tomorrow
from tests.integration.dispatcher.full_day import fill_day
from tests.integration.dispatcher.test_worker import eventually
from tests.support.clinic import Clinic, Json, need, open_clinic, stops_of
from tests.support.databases import DatabaseUrls
from tests.support.stacks import running_services

THERAPISTS, VISITS = 40, 200
# Five seconds is what a person waits for on a machine that does nothing else; this one may do a lot
# beside. That the search was cut short for the answer is asserted by its own limit.
BUSY = 3


async def _published(clinic: Clinic, day: Day) -> Json:
    """Tomorrow as it was told to everybody, once nothing is left to do for it."""
    when = tomorrow()
    await fill_day(day, when, THERAPISTS, VISITS)
    await clinic.solved(str(when), 120)
    dispatcher = await clinic.client(Role.DISPATCHER)
    need(await dispatcher.post(f"/v1/plans/{when}/publish"))
    return await clinic.solved(str(when), 120)


async def _busiest_is_ill(clinic: Clinic, plan: Json) -> Json:
    when = tomorrow()
    route = max(plan["routes"], key=lambda one: len(one["stops"]))
    body = {"from": at(when, 5).isoformat(), "to": at(when, 24).isoformat(), "reason": "illness"}
    dispatcher = await clinic.client(Role.DISPATCHER)
    url = f"/v1/therapists/{route['therapist']['id']}/absences"
    return need(await dispatcher.post(url, json=body), 201)


async def _answers(day: Day) -> list[Any]:
    return await day.rows("SELECT changes FROM proposal WHERE status = 'open'")


async def test_an_absence_at_200_visits_is_answered_by_a_proposal_within_seconds(
    stack: Stack, db_urls: DatabaseUrls, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer is written before the long search, which follows and replaces it only by what is
    worth more; nobody who was not ill loses their visit.
    """
    async with (
        running_services(stack, db_urls, {"ROUNDS_SOLVE_SECONDS": "5"}) as service,
        open_clinic(service.base_url, db_urls, "whole") as clinic,
    ):
        keys = KeyRing.read(Path(db_urls.env["ROUNDS_KEYS_FILE"]))
        day = Day(clinic.database, keys, clinic.tenant_id)
        await day.run("""UPDATE tenant SET policies = policies || '{"autoPublish": "never"}'""")
        plan = await _published(clinic, day)
        before = stops_of(plan).keys()
        assert len(before) > 0.95 * VISITS
        began = time.monotonic()
        freed = {UUID(key) for key in (await _busiest_is_ill(clinic, plan))["freed"]}
        await eventually(lambda: _answers(day), seconds=5 * BUSY, what="a proposal")
        took_s = time.monotonic() - began
        first = await _placed(day)
        with capsys.disabled():
            sys.stdout.write(f"\nfrom the absence to its proposal: {took_s:.2f} s\n")
        [solve] = await day.rows(
            """SELECT s.params FROM solve s JOIN job j USING (tenant_id, job_id)
               WHERE j.payload ->> 'reason' = 'absence'"""
        )
        assert solve.params["time_limit_s"] == FIRST_ANSWER_S
        assert first & freed
        left = await clinic.solved(str(tomorrow()), 120)
        assert len(await _placed(day)) >= len(first)
        assert stops_of(left).keys() == before - {str(key) for key in freed}
        kinds = await day.rows("SELECT kind, status FROM job ORDER BY created_at")
        assert (kinds[-1].kind, kinds[-1].status) == ("improve-horizon", "done")


async def _placed(day: Day) -> set[UUID]:
    """Whom the open proposals give a place."""
    return {
        UUID(move["visitId"])
        for row in await _answers(day)
        for route in row.changes
        for move in route["moves"]
        if move["kind"] == "placed"
    }

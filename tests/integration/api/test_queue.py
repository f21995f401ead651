"""Whoever runs the installation sees the queue's health and tries dead jobs again; no patients."""

from typing import Any
from uuid import UUID

from shared.db.ids import new_id
from shared.domain.roles import Role
from tests.integration.api.booking import rows
from tests.integration.api.conftest import TestTenant

SAID = "IntegrityError: duplicate key, Key (name)=(Fatima) already exists"
DAY = "2031-01-01"


async def add_job(tenant: TestTenant, status: str, day: str = DAY) -> UUID:
    """A solve of that day, as the worker would have left it."""
    job_id = new_id()
    await rows(
        tenant,
        """INSERT INTO job (tenant_id, job_id, kind, plan_date, status, attempts, error, run_after)
           VALUES (cast(current_setting('app.tenant_id') AS uuid), :id, 'solve-horizon',
                   cast(cast(:day AS text) AS date), :status, 3, :error,
                   now() - interval '90 s')""",
        id=job_id,
        day=day,
        status=status,
        error=SAID if status == "dead" else None,
    )
    return job_id


async def status_of(tenant: TestTenant, job_id: UUID) -> Any:
    """The row's status and attempts."""
    [row] = await rows(tenant, "SELECT status, attempts FROM job WHERE job_id = :i", i=job_id)
    return row.status, row.attempts


async def test_an_operator_sees_states_and_kinds_of_errors(
    tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """What went wrong by its kind; the words, which may tell of people, are the tenant's."""
    dead = await add_job(tenant_a, "dead", "2031-02-01")
    await add_job(tenant_a, "queued", "2031-02-01")
    operator = await tenant_a.client(Role.OPERATOR)
    health = (await operator.get("/v1/jobs/health")).json()
    assert (health["dead"], health["queued"], health["running"]) == (1, 1, 0)
    assert 90 <= health["oldestDueS"] < 600
    [seen] = (await operator.get("/v1/jobs?status=dead")).json()["items"]
    assert (seen["id"], seen["error"], seen["attempts"]) == (str(dead), "IntegrityError", 3)
    assert "Fatima" not in (await operator.get(f"/v1/jobs/{dead}")).text
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    assert (await dispatcher.get(f"/v1/jobs/{dead}")).json()["error"] == SAID
    other = await tenant_b.client(Role.OPERATOR)
    assert (await other.get("/v1/jobs/health")).json()["dead"] == 0
    assert (await other.post(f"/v1/jobs/{dead}/retry")).status_code == 404
    therapist = await tenant_a.client(Role.THERAPIST)
    for path in ("/v1/jobs", "/v1/jobs/health"):
        assert (await therapist.get(path)).status_code == 403
    supervisor = await tenant_a.client(Role.SUPERVISOR)
    assert (await supervisor.post(f"/v1/jobs/{dead}/retry")).status_code == 403


async def test_a_dead_job_is_tried_again_once(tenant_b: TestTenant) -> None:
    """Due at once with all its attempts; what is not dead is left alone."""
    dead = await add_job(tenant_b, "dead")
    operator = await tenant_b.client(Role.OPERATOR)
    again = await operator.post(f"/v1/jobs/{dead}/retry")
    assert (again.status_code, again.json()["status"]) == (202, "queued"), again.text
    assert await status_of(tenant_b, dead) == ("queued", 0)
    twice = await operator.post(f"/v1/jobs/{dead}/retry")
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/job-not-dead")


async def test_a_job_that_waits_already_takes_the_dead_ones_place(tenant_b: TestTenant) -> None:
    """One solve for a day waits at a time."""
    dead = await add_job(tenant_b, "dead", "2031-03-01")
    waiting = await add_job(tenant_b, "queued", "2031-03-01")
    operator = await tenant_b.client(Role.OPERATOR)
    again = await operator.post(f"/v1/jobs/{dead}/retry")
    assert (again.status_code, again.json()["id"]) == (202, str(waiting)), again.text
    assert await status_of(tenant_b, dead) == ("done", 3)

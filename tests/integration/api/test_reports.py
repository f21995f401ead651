"""The report on planned against actual drives."""

import json

from shared.domain.roles import Role
from shared.geo.learned import DoorSeen, LegSeen, learn
from shared.geo.travel_report import report
from tests.integration.api.conftest import TestTenant


async def test_before_anything_was_learned_the_report_is_empty(tenant_b: TestTenant) -> None:
    """Version 0, no figures, the proposed door times."""
    supervisor = await tenant_b.client(Role.SUPERVISOR)
    said = (await supervisor.get("/v1/reports/travel")).json()
    assert said["version"] == 0
    assert said["all"] == {"legs": 0, "bias": None, "meanError": None, "meanErrorS": None}
    assert len(said["byHour"]) == 24
    assert {one["kind"]: one["seconds"] for one in said["doors"]}["villa"] == 120
    assert said["careful"] is False


async def test_report_shows_the_newest_version(tenant_a: TestTenant, tenant_b: TestTenant) -> None:
    """Figures by hour and distance, coverage, doors; the other tenant's stays its own."""
    legs = [LegSeen(9, 0, 3, 3, 3.0 + i % 20, 1000, 1300) for i in range(400)]
    content = learn(legs, [DoorSeen("villa", 200)] * 100).to_json()
    async with tenant_a.api.platform.database.tenant_session(tenant_a.tenant_id) as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "INSERT INTO travel_version (tenant_id, number, content, report, events_until) "
            "VALUES (current_setting('app.tenant_id')::uuid, 1, $1, $2, now())",
            (json.dumps(content), json.dumps(report(legs))),
        )
    supervisor = await tenant_a.client(Role.SUPERVISOR)
    answer = await supervisor.get("/v1/reports/travel")
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["version"], said["legs"], said["judged"]) == (1, 400, 100)
    assert said["uncorrected"]["bias"] > said["all"]["bias"]
    assert sum(one["legs"] for one in said["byDistance"]) == 100
    assert said["coverage"]["percentile"] == 0.8
    assert {one["kind"]: one["seconds"] for one in said["doors"]}["villa"] > 160
    other = await tenant_b.client(Role.SUPERVISOR)
    assert (await other.get("/v1/reports/travel")).json()["version"] == 0


async def test_agents_have_no_reports(tenant_a: TestTenant) -> None:
    """It is for those who plan and oversee."""
    agent = await tenant_a.client(Role.AGENT)
    assert (await agent.get("/v1/reports/travel")).status_code == 403

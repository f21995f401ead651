"""What cannot be read is refused by the name of its field, in words that can be read aloud."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.roles import Role
from shared.domain.service_day import service_day
from tests.integration.api.booking import add_therapist, rows
from tests.integration.api.conftest import TestTenant
from tests.integration.dispatcher.day import ZONE

NOBODY = "01890000-0000-7000-8000-000000000000"
DECISION = {"decision": "refuse", "conditions": "x" * 2001}
REQUEST = {"channel": "phone", "callerPhone": "0501234567"}


@pytest.mark.parametrize("day", ["2026-13-40", "tomorrow", "0001-01-01", "9999-12-31"])
async def test_a_day_that_is_none_is_named(tenant_a: TestTenant, day: str) -> None:
    """422 naming `date`, for reading and for each command."""
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    for method, call in (("GET", ""), ("POST", "/solve"), ("POST", "/publish")):
        answer = await dispatcher.request(method, f"/v1/plans/{day}{call}")
        assert answer.status_code == 422, answer.text
        assert [one["field"] for one in answer.json()["errors"]] == ["date"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-40"])
@pytest.mark.parametrize("path", ["/v1/shifts", "/v1/visits"])
async def test_no_day_is_too_far_for_an_answer(tenant_a: TestTenant, path: str, day: str) -> None:
    """A day at the end of the calendar is refused or holds nothing; it is never our failure."""
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    answer = await dispatcher.get(path, params={"date": day})
    assert answer.status_code in {200, 422}, answer.text


async def test_a_day_that_is_over_is_not_planned(tenant_a: TestTenant) -> None:
    """409 for a day wholly in the past; one whose night shift still runs is planned."""
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    past = await dispatcher.post("/v1/plans/2020-01-01/solve")
    assert (past.status_code, past.json()["type"]) == (409, "/problems/day-over")
    assert "2020-01-01 is over" in past.json()["detail"]
    began = datetime.now(UTC) - timedelta(hours=10)
    night = await add_therapist(tenant_a, "Night", starts=began, hours=14)
    over = service_day(datetime.now(UTC), ZONE) - timedelta(days=1)
    # As if it had begun on that day, which it really did only until two in the afternoon.
    move = "UPDATE shift SET plan_date = :day WHERE shift_id = cast(:id AS uuid)"
    await rows(tenant_a, move, day=over, id=night.shift_id)
    solved = await dispatcher.post(f"/v1/plans/{over}/solve")
    assert solved.status_code == 202, solved.text
    before = await dispatcher.post(f"/v1/plans/{over - timedelta(days=1)}/solve")
    assert before.status_code == 409, before.text


async def test_a_status_that_is_none_is_named(tenant_a: TestTenant) -> None:
    """An unknown word of a closed list is answered with the list."""
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    answer = await dispatcher.get("/v1/proposals", params={"status": "zzz"})
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert error["field"] == "status"
    assert error["message"].endswith("it is applied, discarded, open or stale.")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"place": {"lat": 91, "lon": 55}}, "place.lat", "place.lat must be at most 90."),
        (
            {"complaint": 7},
            "complaint",
            "complaint must be a text or empty (null), not a whole number.",
        ),
        (
            {"complaint": "x" * 4001},
            "complaint",
            "complaint must have at most 4000 characters.",
        ),
        ({"mood": "good"}, "mood", "mood is not a field that is known here."),
        ({"callerPhone": None}, "callerPhone", "callerPhone must be a text, not empty (null)."),
        (
            {"preferences": {"notBefore": "tomorrow"}},
            "preferences.notBefore",
            "preferences.notBefore must be a time with offset, such as 2026-01-31T08:00:00+04:00.",
        ),
        (
            {"patientId": "me"},
            "patientId",
            "patientId must be an id (a UUID).",
        ),
    ],
)
async def test_a_wrong_field_is_told_in_plain_words(
    tenant_a: TestTenant, changes: dict[str, Any], field: str, message: str
) -> None:
    """No mark of code, no Python type: a sentence."""
    agent = await tenant_a.client(Role.AGENT)
    answer = await agent.post("/v1/requests", json={**REQUEST, **changes})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"] == [{"field": field, "message": message}]


@pytest.mark.parametrize(
    ("role", "path", "body", "field"),
    [
        (Role.AGENT, "visits/{}/cancel", {"reason": "x" * 1001}, "reason"),
        (Role.AGENT, "visits/{}/cancel", {"reason": "x", "askedBy": "x" * 1001}, "askedBy"),
        (Role.AGENT, "visits/{}/reschedule", {"holdId": NOBODY, "reason": "x" * 1001}, "reason"),
        (Role.AGENT, "requests/{}/cancel", {"reason": "x" * 501}, "reason"),
        (Role.AGENT, "requests/{}/cancel", {"reason": "  "}, "reason"),
        (Role.DISPATCHER, "visits/{}/unassign", {"reason": "x" * 1001}, "reason"),
        (Role.DISPATCHER, "plans/2026-01-31/publish", {"reason": "x" * 501}, "reason"),
        (Role.DISPATCHER, "proposals/{}/apply", {"reason": "x" * 501}, "reason"),
        (Role.DISPATCHER, "proposals/{}/discard", {"reason": "x" * 501}, "reason"),
        (Role.CLINICIAN, "clearances/{}/decision", DECISION, "conditions"),
    ],
)
async def test_a_reason_has_an_end(
    tenant_a: TestTenant, role: Role, path: str, body: dict[str, str], field: str
) -> None:
    """Too long or blank: 422 naming the field, with the longest length where that is wrong."""
    client = await tenant_a.client(role)
    answer = await client.post(f"/v1/{path.format(NOBODY)}", json=body)
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert error["field"] == field
    assert "characters" in error["message"] or "empty" in error["message"]

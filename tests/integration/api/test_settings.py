"""Therapists, certificates, shifts and a tenant's settings over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from shared.domain.roles import Role
from tests.integration.api.conftest import TestTenant

DANA: dict[str, Any] = {
    "name": "Dana Haddad",
    "gender": "female",
    "languages": ["ar", "en"],
    "phone": "0501234567",
    "home": {"lat": 25.2048, "lon": 55.2708},
}
NEXT_WEEK = (datetime.now(UTC) + timedelta(days=7)).replace(
    hour=5, minute=0, second=0, microsecond=0
)


async def therapist(admin: httpx.AsyncClient) -> str:
    """A new therapist's id."""
    made = await admin.post("/v1/therapists", json=DANA)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def test_a_certificate_counts_once_verified_and_can_be_suspended_and_revoked(
    tenant_a: TestTenant,
) -> None:
    """Presented, verified, dry run, suspended, revoked; each change needs the version."""
    admin = await tenant_a.client(Role.ADMIN)
    who = await therapist(admin)
    proof = {
        "kind": "licence",
        "issuer": "DHA",
        "number": "1",
        "validFrom": "2026-01-01T00:00:00+04:00",
    }
    made = await admin.post(f"/v1/therapists/{who}/certificates", json=proof)
    assert made.status_code == 201, made.text
    url = f"/v1/certificates/{made.json()['id']}"
    assert made.json()["verifiedAt"] is None
    verified = await admin.post(f"{url}/verify")
    assert verified.status_code == 200, verified.text
    assert verified.json()["verifiedAt"] is not None
    tag = {"If-Match": verified.headers["etag"]}
    dry = await admin.patch(url, json={"revoked": True, "dryRun": True}, headers=tag)
    assert (dry.json()["revokedAt"], dry.json()["freed"]) == (None, [])
    backwards = {"suspendedFrom": NEXT_WEEK.isoformat(), "suspendedTo": "2026-01-01T00:00:00Z"}
    refused = await admin.patch(url, json=backwards, headers=tag)
    assert refused.json()["errors"][0]["field"] == "suspendedTo"
    revoked = await admin.patch(url, json={"revoked": True}, headers=tag)
    assert revoked.status_code == 200, revoked.text
    assert revoked.json()["revokedAt"].endswith("+04:00")
    assert (await admin.patch(url, json={"revoked": False}, headers=tag)).status_code == 412
    assert (await admin.post(f"{url}/verify")).json()["type"] == "/problems/certificate-revoked"


async def test_homes_are_shown_to_planners_only(tenant_a: TestTenant) -> None:
    """An agent sees who there is, not where they live or their phone."""
    who = await therapist(await tenant_a.client(Role.ADMIN))
    seen = await (await tenant_a.client(Role.AGENT)).get(f"/v1/therapists/{who}")
    assert (seen.json()["home"], seen.json()["phone"]) == (None, None)
    full = await (await tenant_a.client(Role.DISPATCHER)).get(f"/v1/therapists/{who}")
    assert full.json()["home"] == DANA["home"]
    page = await (await tenant_a.client(Role.AGENT)).get("/v1/therapists", params={"limit": 1})
    assert len(page.json()["items"]) == 1
    following = await (await tenant_a.client(Role.AGENT)).get(
        "/v1/therapists", params={"limit": 1, "cursor": page.json()["next"]}
    )
    assert following.json()["items"][0]["id"] != page.json()["items"][0]["id"]


async def test_a_night_shift_belongs_to_the_day_it_starts_and_nobody_works_twice(
    tenant_a: TestTenant,
) -> None:
    """Local 23:00 to 07:00 is one shift of the evening's day; an overlapping one is refused."""
    admin = await tenant_a.client(Role.ADMIN)
    night = NEXT_WEEK.replace(hour=19)  # 23:00 in Dubai
    body = {
        "therapistId": await therapist(admin),
        "startsAt": night.isoformat(),
        "endsAt": (night + timedelta(hours=8)).isoformat(),
    }
    made = await admin.post("/v1/shifts", json=body)
    assert made.status_code == 201, made.text
    assert made.json()["planDate"] == f"{night:%Y-%m-%d}"
    assert made.json()["startsAt"].endswith("T23:00:00+04:00")
    twice = await admin.post("/v1/shifts", json=body)
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/shift-overlap")
    url, tag = f"/v1/shifts/{made.json()['id']}", {"If-Match": made.headers["etag"]}
    assert (await admin.delete(url, headers=tag)).status_code == 204
    assert (await admin.get(url)).json()["status"] == "cancelled"
    assert (await admin.post("/v1/shifts", json=body)).status_code == 201


async def test_a_pattern_makes_its_shifts_at_once_and_only_once(tenant_a: TestTenant) -> None:
    """Every day at 08:00 gives shifts for the coming 72 hours; saving it again makes no more."""
    admin = await tenant_a.client(Role.ADMIN)
    who = await therapist(admin)
    today = datetime.now(UTC).date()
    habit = {
        "therapistId": who,
        "weekdays": [0, 1, 2, 3, 4, 5, 6],
        "starts": "08:00:00",
        "durationMinutes": 480,
        "validFrom": (today - timedelta(days=1)).isoformat(),
    }
    made = await admin.post("/v1/shift-patterns", json=habit)
    assert made.status_code == 201, made.text
    asked = {"date": (today + timedelta(days=2)).isoformat(), "therapistId": who}
    [shift] = (await admin.get("/v1/shifts", params=asked)).json()["items"]
    assert "T08:00:00+04:00" in shift["startsAt"]
    url, tag = f"/v1/shift-patterns/{made.json()['id']}", {"If-Match": made.headers["etag"]}
    assert (await admin.patch(url, json={"active": True}, headers=tag)).status_code == 200
    assert len((await admin.get("/v1/shifts", params=asked)).json()["items"]) == 1
    endless = await admin.post("/v1/shift-patterns", json={**habit, "durationMinutes": 2000})
    assert endless.json()["errors"][0]["field"] == "durationMinutes"


async def test_settings_are_checked_by_name(tenant_a: TestTenant) -> None:
    """A policy outside its range or unknown is refused by its name; a good one is kept."""
    admin = await tenant_a.client(Role.ADMIN)
    now = await admin.get("/v1/tenant")
    assert now.json()["policies"]["holdMinutes"] == 5
    assert len(now.json()["services"]) == 4
    tag = {"If-Match": now.headers["etag"]}
    for wrong, field in (
        ({"policies": {"holdMinutes": 0}}, "policies.holdMinutes"),
        ({"policies": {"coffee": True}}, "policies.coffee"),
        ({"policies": {"maxChanges": -1}}, "policies.maxChanges"),
        ({"policies": {"proposalThreshold": "much"}}, "policies.proposalThreshold"),
        ({"zone": "Mars/Olympus"}, "policies.zone"),
        ({"serviceArea": {"box": [1, 2]}}, "serviceArea"),
    ):
        answer = await admin.patch("/v1/tenant", json=wrong, headers=tag)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == field
    good = {
        "policies": {"holdMinutes": 7, "maxChanges": 4, "slackMinutes": 10},
        "services": [{"service": "assessment", "durationMinutes": 50}],
    }
    kept = await admin.patch("/v1/tenant", json=good, headers=tag)
    assert kept.status_code == 200, kept.text
    kept_policies = kept.json()["policies"]
    assert [kept_policies[one] for one in good["policies"]] == [7, 4, 10]
    assert kept_policies["proposalThreshold"] == 600
    assert kept.json()["services"][0]["durationMinutes"] == 50


async def test_places_are_found_by_words_pins_and_makani(tenant_a: TestTenant) -> None:
    """A community's name and a pair of coordinates both give ranked places in Dubai."""
    agent = await tenant_a.client(Role.AGENT)
    marina = await agent.get("/v1/places", params={"q": "dubai marina"})
    assert marina.status_code == 200, marina.text
    first = marina.json()["items"][0]
    assert {"label", "lat", "lon", "precisionM", "source", "community"} <= first.keys()
    pin = await agent.get("/v1/places", params={"q": "25.0772, 55.1403"})
    assert abs(pin.json()["items"][0]["lat"] - 25.0772) < 0.001
    missing = await agent.get("/v1/places")
    assert missing.json()["errors"][0]["field"] == "q"

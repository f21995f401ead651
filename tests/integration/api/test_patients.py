"""Patients over HTTP: found by phone and loosely spelt name, sealed, only for the right people."""

from typing import Any

import asyncpg

from shared.domain.roles import Role
from tests.integration.api.conftest import Api, TestTenant

OMAR: dict[str, Any] = {
    "name": "Mohammed Al Rashidi",
    "dateOfBirth": "1984-03-02",
    "gender": "male",
    "languages": ["ar", "en"],
    "phone": "050 123 4567",
    "contacts": [{"name": "Fatima", "relation": "wife", "phone": "0559876543"}],
    "places": [{"lat": 25.0772, "lon": 55.1403, "kind": "apartment", "unit": "Penthouse 1203"}],
}


async def test_a_patient_is_found_by_phone_by_contact_and_by_name_in_either_script(
    tenant_a: TestTenant,
) -> None:
    """Own number, the wife's number, another Latin spelling and the Arabic one all lead to him."""
    agent = await tenant_a.client(Role.AGENT)
    made = await agent.post("/v1/patients", json=OMAR)
    assert made.status_code == 201, made.text
    patient = made.json()
    assert patient["phone"] == "+971501234567"
    assert patient["places"][0]["community"]["name"]
    assert made.headers["etag"] == '"1"'
    assert made.headers["cache-control"] == "no-store"
    for asked in (
        {"phone": "+971 50 123 4567"},
        {"phone": "0559876543"},
        {"name": "Muhamad Rashidi"},
        {"name": "محمد الراشدي"},
    ):
        found = await agent.get("/v1/patients", params=asked)
        assert found.status_code == 200, found.text
        assert [item["id"] for item in found.json()["items"]] == [patient["id"]], asked
    nobody = await agent.get("/v1/patients", params={"name": "Xylophone Quartz"})
    assert nobody.json()["items"] == []


async def test_nothing_about_a_patient_is_stored_in_the_clear(
    api: Api, tenant_a: TestTenant
) -> None:
    """The tables that hold patients contain neither name, phone, unit nor birth date."""
    agent = await tenant_a.client(Role.AGENT)
    canary = {**OMAR, "name": "Canary Birdson", "phone": "0501112223", "notes": "canary-note"}
    assert (await agent.post("/v1/patients", json=canary)).status_code == 201
    connection = await asyncpg.connect(api.urls.superuser_url, ssl=False)
    try:
        for table in ("patient", "patient_phone", "contact", "place", "audit", "idempotency_key"):
            rows = await connection.fetch(f"SELECT t::text AS line FROM {table} t")
            text = "\n".join(row["line"] for row in rows).lower()
            assert rows or table == "idempotency_key"
            for secret in ("canary", "501112223", "Penthouse", "1984-03-02"):
                assert secret not in text, (table, secret)
                assert secret.encode().hex() not in text, (table, secret)
    finally:
        await connection.close()


async def test_wrong_values_are_refused_by_field_with_a_sentence(tenant_a: TestTenant) -> None:
    """A future birth date, a phone that is none, a place in Abu Dhabi: 422 naming the field."""
    agent = await tenant_a.client(Role.AGENT)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"dateOfBirth": "2031-01-01"}, "dateOfBirth"),
        ({"phone": "123"}, "phone"),
        ({"places": [{"lat": 24.4539, "lon": 54.3773}]}, "places.0"),
        ({"places": [{"text": "somewhere near the mall"}]}, "places.0.text"),
        ({"gender": "m"}, "gender"),
        ({"nickname": "Mo"}, "nickname"),
        ({"contacts": [{"name": "X"}]}, "contacts.0.relation"),
    ]
    for wrong, field in cases:
        answer = await agent.post("/v1/patients", json={**OMAR, **wrong})
        assert answer.status_code == 422, (wrong, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "/problems/invalid"
        assert [error["field"] for error in answer.json()["errors"]] == [field], answer.text


async def test_a_change_needs_the_version_that_was_read(tenant_a: TestTenant) -> None:
    """Without If-Match 428, with a stale one 412, with the present one 200 and a new ETag."""
    agent = await tenant_a.client(Role.AGENT)
    made = (await agent.post("/v1/patients", json={**OMAR, "phone": "0504445556"})).json()
    url, patch = f"/v1/patients/{made['id']}", {"name": "Mohammed Rashid"}
    assert (await agent.patch(url, json=patch)).status_code == 428
    done = await agent.patch(url, json=patch, headers={"If-Match": '"1"'})
    assert done.status_code == 200, done.text
    assert done.headers["etag"] == '"2"'
    assert done.json()["phone"] == "+971504445556"
    assert (await agent.patch(url, json=patch, headers={"If-Match": '"1"'})).status_code == 412


async def test_patients_are_nobodys_business_but_those_who_serve_them(
    tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """A therapist's role is refused with 403; another tenant's agent gets 404 and finds nobody."""
    agent = await tenant_a.client(Role.AGENT)
    made = (await agent.post("/v1/patients", json={**OMAR, "phone": "0507778889"})).json()
    therapist = await tenant_a.client(Role.THERAPIST)
    assert (await therapist.get(f"/v1/patients/{made['id']}")).status_code == 403
    stranger = await tenant_b.client(Role.AGENT)
    assert (await stranger.get(f"/v1/patients/{made['id']}")).status_code == 404
    found = await stranger.get("/v1/patients", params={"phone": "0507778889"})
    assert found.json()["items"] == []

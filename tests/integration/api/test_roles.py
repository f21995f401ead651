"""Who may take, change and end a booking: one table (docs/glossary.md), the same on every call."""

from uuid import uuid4

import pytest

from shared.domain.roles import BOOKERS, RESCHEDULERS, Role
from tests.integration.api.conftest import TestTenant

SOME = uuid4()
BOOKING = frozenset(BOOKERS)
WITH_DAY = frozenset(RESCHEDULERS)
CALLS = {
    ("POST", "/v1/requests"): BOOKING,
    ("PATCH", f"/v1/requests/{SOME}"): BOOKING,
    ("POST", f"/v1/requests/{SOME}/cancel"): BOOKING,
    ("POST", "/v1/patients"): BOOKING,
    ("PATCH", f"/v1/patients/{SOME}"): BOOKING,
    ("POST", f"/v1/requests/{SOME}/visits"): BOOKING,
    ("POST", f"/v1/promises/{SOME}/answer"): BOOKING,
    ("GET", f"/v1/requests/{SOME}/offers"): WITH_DAY,
    ("POST", f"/v1/requests/{SOME}/holds"): WITH_DAY,
    ("DELETE", f"/v1/holds/{SOME}"): WITH_DAY,
    ("POST", f"/v1/visits/{SOME}/reschedule"): WITH_DAY,
    ("POST", f"/v1/visits/{SOME}/cancel"): WITH_DAY,
    ("GET", "/v1/call-list"): WITH_DAY,
    ("PATCH", f"/v1/places/{SOME}"): WITH_DAY,
    ("POST", f"/v1/visits/{SOME}/pin"): frozenset({Role.DISPATCHER}),
    ("POST", f"/v1/visits/{SOME}/unassign"): frozenset({Role.DISPATCHER}),
}


@pytest.mark.parametrize("role", list(Role))
async def test_the_table_of_bookings(tenant_a: TestTenant, role: Role) -> None:
    """Whoever may, gets past the guard, to an id that nobody has; everybody else 403."""
    client = await tenant_a.client(role)
    for (verb, path), may in CALLS.items():
        body: dict[str, str] | None = None if verb == "GET" else {}
        answer = await client.request(verb, path, json=body, headers={"If-Match": '"1"'})
        refused = answer.status_code == 403
        assert refused == (role not in may), (verb, path, role, answer.text)
        assert answer.status_code < 500

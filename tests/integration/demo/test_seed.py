"""What the demo holds once it is seeded."""

import json
from datetime import timedelta

from infra.demo.accounts import ROLES
from infra.demo.cast import COMPANIES
from services.api.auth.passwords import password_fits
from shared.db.system_session import SystemDoor
from shared.domain.visit_status import VisitEvent, VisitEventType, recompute
from tests.integration.demo.conftest import NOW, TODAY, Demo


async def test_both_tenants_have_their_people_and_visits(demo: Demo) -> None:
    """24 therapists with 140 visits today and 100 tomorrow; four therapists with twelve."""
    for company in COMPANIES:
        tenant = demo.tenants[company.slug]
        people = await demo.sql.fetchval(
            "SELECT count(*) FROM therapist WHERE tenant_id = $1", tenant
        )
        assert people == len(company.cast)
        rows = await demo.sql.fetch(
            "SELECT plan_date, count(*) AS n FROM visit WHERE tenant_id = $1 GROUP BY 1", tenant
        )
        booked = {row["plan_date"]: row["n"] for row in rows}
        wanted = {
            TODAY + timedelta(days=offset): visits
            for offset, visits in zip(range(-1, 3), company.visits, strict=True)
        }
        assert booked == wanted


async def test_shifts_reach_from_yesterday_to_72_hours_ahead(demo: Demo) -> None:
    """Somebody who calls in the night finds shifts to be booked into, two days on."""
    row = await demo.sql.fetchrow(
        "SELECT min(starts_at) AS first, max(starts_at) AS last FROM shift"
    )
    assert row is not None
    assert row["first"] < NOW - timedelta(hours=20)
    assert NOW + timedelta(hours=60) < row["last"] <= NOW + timedelta(hours=72)


async def test_today_is_published_and_tomorrow_is_a_draft(demo: Demo) -> None:
    """The dispatcher has something to publish."""
    rows = await demo.sql.fetch(
        "SELECT plan_date, status FROM plan WHERE tenant_id = $1", demo.tenants["marsa"]
    )
    status = {row["plan_date"]: row["status"] for row in rows}
    assert status[TODAY] == "published"
    assert status[TODAY + timedelta(days=1)] == "draft"


async def test_what_lies_before_now_was_lived(demo: Demo) -> None:
    """Whatever should have ended two hours ago has ended; some visits are under way."""
    rows = await demo.sql.fetch(
        "SELECT v.status, s.planned_start, s.planned_departure FROM stop s"
        " JOIN visit v USING (tenant_id, visit_id)"
    )
    over = {r["status"] for r in rows if r["planned_departure"] < NOW - timedelta(hours=2)}
    assert over == {"done", "no-show"}
    under_way = {r["status"] for r in rows} & {"en-route", "arrived", "in-progress"}
    assert under_way
    far = {r["status"] for r in rows if r["planned_start"] > NOW + timedelta(hours=14)}
    assert far == {"booked"}
    cancelled = await demo.sql.fetchval("SELECT count(*) FROM visit WHERE status = 'cancelled'")
    declined = await demo.sql.fetchval("SELECT count(*) FROM visit_event WHERE type = 'decline'")
    assert cancelled >= 1 <= declined


async def test_statuses_and_times_follow_from_the_events(demo: Demo) -> None:
    """Folding each visit's events again gives what the row says; nothing lies in the future."""
    visits = await demo.sql.fetch("SELECT * FROM visit WHERE status NOT IN ('booked', 'cancelled')")
    events: dict[object, list[VisitEvent]] = {}
    for row in await demo.sql.fetch("SELECT * FROM visit_event ORDER BY recorded_at, event_id"):
        assert row["occurred_at"] <= NOW
        told = events.setdefault(row["visit_id"], [])
        told.append(
            VisitEvent(
                id=row["client_event_id"],
                type=VisitEventType(row["type"]),
                occurred_at=row["occurred_at"],
                recorded=len(told),
                therapist_id=row["therapist_id"],
                papers=row["papers"] is not None,
            )
        )
    assert visits
    for visit in visits:
        needling = visit["service"] == "dry-needling"
        state = recompute(events[visit["visit_id"]], papers_required=needling)
        assert (state.status, state.actual_start, state.actual_end) == (
            visit["status"],
            visit["actual_start"],
            visit["actual_end"],
        )


async def test_the_desks_are_not_empty(demo: Demo) -> None:
    """Requests to complete, clearances to decide, a promise to ask about, visits without a stop."""
    tenant = demo.tenants["marsa"]
    rows = await demo.sql.fetch(
        "SELECT status, count(*) AS n FROM request WHERE tenant_id = $1 GROUP BY 1", tenant
    )
    waiting = {row["status"]: row["n"] for row in rows}
    assert (waiting["incomplete"], waiting["needs-clinician"], waiting["emergency"]) == (3, 2, 1)
    counts = (
        ("SELECT count(*) FROM clearance WHERE status = 'open' AND tenant_id = $1", 2),
        ("SELECT count(*) FROM promise WHERE status = 'proposed' AND tenant_id = $1", 1),
        ("SELECT count(*) FROM visit WHERE unassigned_reason IS NOT NULL AND tenant_id = $1", 3),
        ("SELECT count(*) FROM job WHERE kind = 'solve-horizon' AND tenant_id = $1", 4),
    )
    for query, wanted in counts:
        assert await demo.sql.fetchval(query, tenant) == wanted, query


async def test_every_companys_today_is_planned_first(demo: Demo) -> None:
    """Before the days around it, and before yesterday's drives change what travel takes."""
    waiting = "SELECT * FROM job WHERE status = 'queued' AND tenant_id = $1"
    for tenant in demo.tenants.values():
        rows = await demo.sql.fetch(waiting, tenant)
        due = {(row["kind"], (row["plan_date"] - TODAY).days): row["run_after"] for row in rows}
        first = due.pop(("solve-horizon", 0))
        around = {("solve-horizon", offset) for offset in (-1, 1, 2)}
        assert due.keys() == around | {("learn-travel", -1)}
        assert min(due.values()) > first + timedelta(seconds=30)


async def test_every_listed_login_opens(demo: Demo) -> None:
    """One account a role and tenant, large tenant first; the therapist's is on shift now."""
    logins = json.loads(demo.settings.keys_file.with_name("logins.json").read_text())
    assert [(one["tenant"], one["role"]) for one in logins] == [
        (company.name, role) for company in COMPANIES for role in ROLES
    ]
    system = SystemDoor(demo.database)
    for one in (logins[0], logins[2], logins[-1]):
        login = await system.login_lookup(one["email"])
        assert login is not None
        assert await password_fits(login.password_hash, one["password"])
        [membership] = await system.memberships_of(login.user_id)
        assert membership.roles == [one["role"]]
    on_shift = await demo.sql.fetchval(
        "SELECT count(*) FROM membership m JOIN app_user u USING (user_id)"
        " JOIN shift s USING (tenant_id, therapist_id)"
        " WHERE u.email = 'therapist@marsa.demo' AND s.starts_at <= $1 AND s.ends_at > $1",
        NOW,
    )
    assert on_shift == 1


async def test_one_agent_works_for_both_tenants(demo: Demo) -> None:
    """The login that has to ask which tenant is meant."""
    system = SystemDoor(demo.database)
    login = await system.login_lookup("agent@both.demo")
    assert login is not None
    assert {one.slug for one in await system.memberships_of(login.user_id)} == {"marsa", "creek"}

"""Seeding a second time, on the same day and on the next one."""

from datetime import timedelta

from infra.demo.seed import seed
from tests.integration.demo.conftest import NOW, Demo

COUNTED = (
    *("tenant", "app_user", "membership", "therapist", "certificate", "shift", "patient"),
    *("request", "screening", "visit", "stop", "consent", "promise", "visit_event"),
    *("shift_event", "job", "outbox", "audit", "route", "plan"),
)


async def test_a_second_run_on_the_same_day_changes_nothing(demo: Demo) -> None:
    """`make demo` stopped and started again finds its day as it was left."""
    before = await _counts(demo)
    later = NOW + timedelta(hours=5)
    assert not await seed(demo.settings, demo.urls.owner_url, now=later)
    assert await _counts(demo) == before


async def test_the_next_morning_adds_a_day_and_keeps_the_old_one(demo: Demo) -> None:
    """Nothing is wiped: yesterday is over, today is full and published, shifts reach on."""
    before = await _counts(demo)
    morning = NOW + timedelta(hours=17)
    assert await seed(demo.settings, demo.urls.owner_url, now=morning)
    today = morning.date()
    rows = await demo.sql.fetch(
        "SELECT plan_date, status, count(*) AS n FROM visit v JOIN stop USING"
        " (tenant_id, visit_id, plan_date) WHERE tenant_id = $1 GROUP BY 1, 2",
        demo.tenants["marsa"],
    )
    yesterday = {r["status"] for r in rows if r["plan_date"] == today - timedelta(days=1)}
    assert yesterday <= {"done", "no-show", "accepted", "en-route", "arrived", "in-progress"}
    assert sum(r["n"] for r in rows if r["plan_date"] == today) >= 130
    last = await demo.sql.fetchval("SELECT max(starts_at) FROM shift")
    assert last > morning + timedelta(hours=60)
    after = await _counts(demo)
    assert after["therapist"] == before["therapist"]
    assert after["tenant"] == before["tenant"]
    assert all(after[table] >= before[table] for table in COUNTED)


async def _counts(demo: Demo) -> dict[str, int]:
    return {table: await demo.sql.fetchval(f"SELECT count(*) FROM {table}") for table in COUNTED}

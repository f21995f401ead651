"""Across 04:00, where the service day changes, a night shift keeps one route in one plan."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from shared.domain.roles import Role
from tests.support.clinic import BARSHA, DUBAI, Clinic, Json, iso, need, stops_of, unassigned_of


def next_night(now: datetime) -> datetime:
    """22:00 local of the next night that is far enough away for nothing to be frozen."""
    evening = datetime.combine(now.astimezone(DUBAI).date(), time(22), DUBAI)
    return evening if evening - now > timedelta(hours=2) else evening + timedelta(days=1)


def holding(instant: datetime) -> Callable[[list[Json]], Json]:
    """Chooses the first offer whose window has this time in it; fails when there is none."""

    def choose(items: list[Json]) -> Json:
        for item in items:
            opens, closes = (datetime.fromisoformat(item[n]) for n in ("startsAt", "endsAt"))
            if opens <= instant <= closes:
                return item
        raise AssertionError((instant, [item["startsAt"] for item in items]))

    return choose


async def booked_at(clinic: Clinic, name: str, instant: datetime, **more: object) -> Json:
    """A visit whose promised window holds the instant."""
    # Asked for from 04:10 on, the early visit is found in a shift of the day before.
    begins, ends = instant - timedelta(minutes=20), instant + timedelta(minutes=90)
    span = {"from": iso(begins), "to": iso(ends)}
    return await clinic.booked(holding(instant), name=name, **span, **more)


async def test_a_night_is_never_cut_at_four(clinic: Clinic) -> None:
    """23:30 and 04:30 are one route of the evening's plan before and after both days are solved."""
    starts = next_night(datetime.now(UTC))
    evening = starts.date()
    morning = evening + timedelta(days=1)
    night = await clinic.therapist("Noor", starts, hours=8)
    day_shift = await clinic.therapist("Dina", starts + timedelta(hours=9), hours=8)
    assert (night.plan_date, day_shift.plan_date) == (str(evening), str(morning))
    late = await booked_at(clinic, "Late Caller", starts + timedelta(hours=1.5))
    early = await booked_at(clinic, "Early Caller", starts + timedelta(hours=6.5), place=BARSHA)
    by_day = await booked_at(clinic, "Day Caller", starts + timedelta(hours=12))
    for visit in (late, early):
        assert visit["planDate"] == str(evening)
        assert visit["therapist"]["id"] == night.id
    assert by_day["planDate"] == str(morning)
    before = await route_of(clinic, evening, night.shift_id)
    assert before == [(one["id"], one["plannedStart"]) for one in (late, early)]

    dispatcher = await clinic.client(Role.DISPATCHER)
    for day in (evening, morning):
        asked = need(await dispatcher.post(f"/v1/plans/{day}/solve", json={}), 202)
        await clinic.solved(str(day))
        job = need(await dispatcher.get(f"/v1/jobs/{asked['jobId']}"))
        assert job["status"] == "done"
    assert await route_of(clinic, evening, night.shift_id) == before

    first, second = await clinic.plan(str(evening)), await clinic.plan(str(morning))
    assert stops_of(first).keys() == {late["id"], early["id"]}
    assert stops_of(second).keys() == {by_day["id"]}
    assert unassigned_of(first) == unassigned_of(second) == {}
    assert night.shift_id not in {route["shiftId"] for route in second["routes"]}
    need(await dispatcher.post(f"/v1/plans/{evening}/publish", json={}))
    told = need(await night.me.get("/v1/me/route", params={"date": str(evening)}))
    assert [stop["visitId"] for stop in told["stops"]] == [late["id"], early["id"]]


async def route_of(clinic: Clinic, day: date, shift_id: str) -> list[tuple[str, str]]:
    """The route's visits and their starts."""
    plan = await clinic.plan(str(day))
    (route,) = [one for one in plan["routes"] if one["shiftId"] == shift_id]
    return [(stop["visitId"], stop["plannedStart"]) for stop in route["stops"]]

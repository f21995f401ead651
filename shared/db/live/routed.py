"""The routes of a horizon: its planned stops in order, each with the times it now expects."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from shared.db.live.eligibility import blockers_of_all
from shared.db.live.horizon import UNDER_WAY, Horizon, LiveStop, StopTimes
from shared.db.live.predict import predict_route

Planned = tuple[UUID, StopTimes, bool]
"""Its shift, its planned times, and whether its therapist has been told."""


def with_routes(horizon: Horizon, planned: Mapping[UUID, Planned]) -> Horizon:
    """The horizon with the stops of `planned`; whoever has none and is not under way waits."""
    ordered: dict[UUID, list[UUID]] = {shift_id: [] for shift_id in horizon.shifts}
    for key in sorted(planned, key=lambda one: planned[one][1].start_s):
        if planned[key][0] in ordered:
            ordered[planned[key][0]].append(key)
    stops: dict[UUID, LiveStop] = {}
    for shift_id, route in ordered.items():
        stops |= _stops(horizon, shift_id, route, planned)
    waiting = [
        key
        for key, one in horizon.occasions.items()
        if key not in planned and one.status not in UNDER_WAY
    ]
    return replace(
        horizon,
        stops=stops,
        routes={key: tuple(route) for key, route in ordered.items()},
        unassigned=tuple(waiting),
        blocked=blockers_of_all(
            horizon.occasions.values(), horizon.therapists.values(), horizon.clock
        ),
    )


def _stops(
    horizon: Horizon,
    shift_id: UUID,
    route: Sequence[UUID],
    planned: Mapping[UUID, Planned],
) -> dict[UUID, LiveStop]:
    occasions = [horizon.occasions[key] for key in route]
    times = [planned[key][1] for key in route]
    soon_s = horizon.now_s + horizon.policy.freeze_minutes * 60
    predicted = predict_route(
        horizon.travel, horizon.shifts[shift_id], occasions, times, horizon.now_s
    )
    return {
        key: LiveStop(
            occasion_id=key,
            shift_id=shift_id,
            planned=plan,
            predicted=real,
            late_s=max(0, real.start_s - occasion.closes_s),
            published=planned[key][2],
            frozen=occasion.status in UNDER_WAY or plan.leave_s <= soon_s,
        )
        for key, occasion, plan, real in zip(route, occasions, times, predicted, strict=True)
    }

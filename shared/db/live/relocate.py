"""Growing a horizon by places that nobody had to drive to yet."""

from collections.abc import Sequence
from dataclasses import replace

from shared.db.live.horizon import Horizon, LiveShift
from shared.db.live.travel import TravelCache
from shared.geo.place import Point


async def with_points(
    horizon: Horizon, travel: TravelCache, points: Sequence[Point]
) -> tuple[Horizon, tuple[int, ...]]:
    """The horizon with travel to and from these points as well, and their locations."""
    places, times, estimated = await travel.between(
        (horizon.tenant, horizon.plan_date), (*horizon.points, *points), horizon.span, horizon.zone
    )
    at = {point: i for i, point in enumerate(places)}
    grown = relocated(horizon, [at[point] for point in horizon.points])
    grown = replace(grown, points=places, travel=times, estimated=estimated)
    return grown, tuple(at[point] for point in points)


def relocated(horizon: Horizon, moved: Sequence[int]) -> Horizon:
    """The same horizon with location i called `moved[i]`."""
    if list(moved) == list(range(len(moved))):
        return horizon
    shifts = {key: _relocated_shift(one, moved) for key, one in horizon.shifts.items()}
    occasions = {
        key: replace(one, location=moved[one.location]) for key, one in horizon.occasions.items()
    }
    return replace(horizon, shifts=shifts, occasions=occasions)


def _relocated_shift(shift: LiveShift, moved: Sequence[int]) -> LiveShift:
    return replace(
        shift,
        start_location=moved[shift.start_location],
        end_location=moved[shift.end_location],
    )

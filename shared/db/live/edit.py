"""The acts on live routes that booking, moving and freeing are made of.

Each takes a horizon that was read under the locks of the shifts it touches, and leaves counting
the change to the caller (`change.changed`), once per transaction and day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.live.apply import Applied, apply_routes, drop_stops, retime
from shared.db.live.eligibility import blockers
from shared.db.live.horizon import KEEPS_ITS_STOP, Horizon, Occasion
from shared.domain.errors import Conflict, NotFound
from shared.domain.reasons import UnassignedReason


def with_occasion(horizon: Horizon, occasion: Occasion) -> Horizon:
    """The horizon with one more occasion that has no stop yet (or with a changed one)."""
    blocked = blockers(occasion, horizon.therapists.values(), horizon.clock)
    return replace(
        horizon,
        occasions={**horizon.occasions, occasion.id: occasion},
        blocked={**horizon.blocked, occasion.id: blocked},
    )


def inserted(horizon: Horizon, shift_id: UUID, occasion_id: UUID, position: int) -> list[UUID]:
    """The shift's open part with the occasion before open stop `position` (0 is the first)."""
    free = [key for key in horizon.free_part(shift_id) if key != occasion_id]
    if not 0 <= position <= len(free):
        raise Conflict("position-gone", "The route has changed; look at it again.")
    return [*free[:position], occasion_id, *free[position:]]


async def place_visit(
    session: AsyncSession,
    horizon: Horizon,
    visit_id: UUID,
    shift_id: UUID,
    position: int,
    *,
    by_user: UUID | None = None,
) -> Applied:
    """Give a visit its place before open stop `position` of the shift's open part; one that has
    a stop elsewhere is moved. `RouteBroken`, `TimeTaken` or slug `visit-frozen` when it cannot.
    """
    routes = moved_routes(horizon, visit_id, shift_id, position)
    return await apply_routes(session, horizon, routes, by_user=by_user)


def moved_routes(
    horizon: Horizon, visit_id: UUID, shift_id: UUID, position: int
) -> Mapping[UUID, Sequence[UUID]]:
    """The open parts that a move changes: where the visit goes and where it was."""
    if shift_id not in horizon.shifts:
        raise NotFound("shift")
    refuse_frozen(horizon, visit_id)
    routes: dict[UUID, Sequence[UUID]] = {shift_id: inserted(horizon, shift_id, visit_id, position)}
    stop = horizon.stops.get(visit_id)
    if stop is not None and stop.shift_id != shift_id:
        routes[stop.shift_id] = without(horizon, stop.shift_id, {visit_id})
    return routes


async def remove_visits(
    session: AsyncSession,
    horizon: Horizon,
    visit_ids: Iterable[UUID],
    reason: UnassignedReason = UnassignedReason.NOT_PLANNED_YET,
    *,
    by_user: UUID | None = None,
) -> tuple[UUID, ...]:
    """Take visits off their routes, also such as are about to be left for, and re-time what
    stays. Visits without a stop, in progress or ended are left alone; answers with the others.
    """
    gone = removable(horizon, visit_ids)
    if not gone:
        return ()
    shifts = sorted({horizon.stops[key].shift_id for key in gone})
    rest = await drop_stops(session, horizon, dict.fromkeys(gone, reason), by_user)
    await retime(session, rest, shifts)
    return tuple(gone)


def removable(horizon: Horizon, visit_ids: Iterable[UUID]) -> list[UUID]:
    """Those of these visits that have a stop here and are not in progress or over."""
    return [
        key
        for key in sorted(set(visit_ids) & horizon.stops.keys())
        if horizon.occasions[key].status not in KEEPS_ITS_STOP
    ]


async def remove_visit(
    session: AsyncSession,
    horizon: Horizon,
    visit_id: UUID,
    reason: UnassignedReason = UnassignedReason.NOT_PLANNED_YET,
    *,
    by_user: UUID | None = None,
) -> tuple[UUID, ...]:
    """Take one visit off its route; see `remove_visits`."""
    return await remove_visits(session, horizon, (visit_id,), reason, by_user=by_user)


def without(horizon: Horizon, shift_id: UUID, gone: set[UUID]) -> list[UUID]:
    """The shift's open part without these occasions."""
    return [key for key in horizon.free_part(shift_id) if key not in gone]


def refuse_frozen(horizon: Horizon, occasion_id: UUID) -> None:
    """Raises `Conflict` (slug `visit-frozen`) for a stop that is fact or too close to move."""
    stop = horizon.stops.get(occasion_id)
    if stop is not None and occasion_id in horizon.frozen_part(stop.shift_id):
        raise Conflict(
            "visit-frozen", "The therapist is already on the way or about to leave for this visit."
        )

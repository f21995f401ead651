"""Moving one visit by hand: a dry run first, then the same again for good."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.plans import repository
from services.api.plans.difference import sentences
from services.api.plans.schemas import ChangeOut, MoveIn, MoveOut, SpotOut
from services.api.plans.service import check_reason, locked, refuse_broken, refuse_unasked, shown
from shared.db import audit
from shared.db.live.apply import apply_routes
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.edit import inserted, moved_routes, refuse_frozen, remove_visit, without
from shared.db.live.horizon import KEEPS_ITS_STOP, Horizon
from shared.db.live.publish import publish_changes
from shared.db.live.schedule import preview, violations_of
from shared.domain.errors import Conflict, NotFound
from shared.domain.reasons import UnassignedReason

Routes = Mapping[UUID, Sequence[UUID]]


async def move(
    tenant: TenantRequest, live: LiveCache, day: date, expected: int | None, data: MoveIn
) -> MoveOut:
    """What the move changes and breaks; done unless `dryRun`. Raises `Broken`, or Conflict
    `visit-frozen`, `ask-the-patient`.
    """
    if not data.dry_run:
        check_reason(data.acknowledge, data.reason)
    if data.dry_run:
        horizon = await live.horizon(tenant.session, tenant.tenant_id, day)
        refuse_stale(expected, horizon.generation, "plan")
    else:
        horizon = await locked(tenant, live, day, expected)
    _check_visit(horizon, data.visit_id)
    routes = _routes(horizon, data)
    broken = [one for key, free in routes.items() for one in violations_of(horizon, key, free)]
    out = MoveOut(
        changes=_changes(tenant, horizon, routes, data.visit_id),
        difference=sentences(tenant, horizon, routes),
        violations=[shown(one) for one in broken],
        added_travel_s=_added_travel_s(horizon, routes),
        committed=not data.dry_run,
    )
    if not data.dry_run:
        refuse_broken(broken, data.acknowledge)
        refuse_unasked(broken)
        await _commit(tenant, live, horizon, data, routes)
    return out


def _check_visit(horizon: Horizon, visit_id: UUID) -> None:
    occasion = horizon.occasions.get(visit_id)
    if occasion is None or occasion.kind != "visit":
        raise NotFound("visit")
    if occasion.status in KEEPS_ITS_STOP:
        raise Conflict(f"visit-{occasion.status}", f"The visit is {occasion.status} already.")


def _routes(horizon: Horizon, data: MoveIn) -> Routes:
    """The open parts that the move changes."""
    stop = horizon.stops.get(data.visit_id)
    if data.shift_id is None:
        if stop is None:
            return {}
        return {stop.shift_id: without(horizon, stop.shift_id, {data.visit_id})}
    refuse_frozen(horizon, data.visit_id)
    if data.shift_id not in horizon.shifts:
        raise NotFound("shift")
    position = data.position
    if position is None:
        position = _cheapest(horizon, data.shift_id, data.visit_id)
    return moved_routes(horizon, data.visit_id, data.shift_id, position)


def _cheapest(horizon: Horizon, shift_id: UUID, visit_id: UUID) -> int:
    """Where it breaks least, then costs the least driving."""
    others = [key for key in horizon.free_part(shift_id) if key != visit_id]

    def price(position: int) -> tuple[int, int]:
        route = inserted(horizon, shift_id, visit_id, position)
        broken = len(violations_of(horizon, shift_id, route))
        return broken, preview(horizon, shift_id, route).travel_s

    return min(range(len(others) + 1), key=price)


def _changes(
    tenant: TenantRequest, horizon: Horizon, routes: Routes, moved: UUID
) -> list[ChangeOut]:
    """Who starts at another time or with another therapist."""
    after: dict[UUID, SpotOut] = {moved: SpotOut(None, None)}
    for shift_id, free in routes.items():
        for key, times in preview(horizon, shift_id, free).times.items():
            starts = tenant.local(horizon.clock.instant(times.start_s))
            after[key] = SpotOut(shift_id, starts)
    changes = [ChangeOut(key, _spot(tenant, horizon, key), spot) for key, spot in after.items()]
    return [one for one in changes if one.before != one.after]


def _spot(tenant: TenantRequest, horizon: Horizon, key: UUID) -> SpotOut:
    stop = horizon.stops.get(key)
    if stop is None:
        return SpotOut(None, None)
    starts = tenant.local(horizon.clock.instant(stop.planned.start_s))
    return SpotOut(stop.shift_id, starts)


def _added_travel_s(horizon: Horizon, routes: Routes) -> int:
    return sum(
        preview(horizon, key, free).travel_s
        - preview(horizon, key, horizon.free_part(key)).travel_s
        for key, free in routes.items()
    )


async def _commit(
    tenant: TenantRequest, live: LiveCache, horizon: Horizon, data: MoveIn, routes: Routes
) -> None:
    session, by = tenant.session, tenant.user_id
    if data.shift_id is None:
        reason = UnassignedReason.NOT_PLANNED_YET
        await remove_visit(session, horizon, data.visit_id, reason, by_user=by)
        shifts = tuple(routes)
    else:
        await repository.follow_pin(session, tenant.tenant_id, data.visit_id, data.shift_id)
        applied = await apply_routes(
            session, horizon, routes, by_user=by, allow=frozenset(data.acknowledge)
        )
        shifts = applied.shifts
    await publish_changes(session, horizon, shifts)
    await audit.record(
        session,
        tenant.tenant_id,
        by,
        "move",
        "visit",
        data.visit_id,
        detail=data.reason,
        keyring=live.keyring,
    )
    await changed(session, horizon.plan_date, "move")

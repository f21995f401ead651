"""A plan that was found for an older picture, brought onto the live routes.

Changed routes are taken over in groups: routes that exchange visits belong together, and each
group is taken whole or not at all. What happened since the picture was taken wins: visits that
are gone are dropped from the plan, what is frozen by now stays, what came in stays where the
booking put it. A group that would break a rule or a promise is left as it is live.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from shared.db.live.horizon import Horizon
from shared.db.live.problem import live_problem
from shared.db.live.schedule import RouteBroken, schedule
from shared.routing.plan import Plan

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Group:
    """Routes that change together: the open part of each shift, as it would become."""

    routes: Mapping[UUID, tuple[UUID, ...]]


def merge(live: Horizon, plan: Plan, shift_of: Mapping[str, UUID]) -> tuple[Group, ...]:
    """What of the plan can be written now, group by group; what would break something is dropped.

    `shift_of` names the shift of each problem shift.
    """
    wanted = _wanted(live, plan, shift_of)
    return tuple(group for group in _groups(live, wanted) if _holds(live, group))


def _wanted(
    live: Horizon, plan: Plan, shift_of: Mapping[str, UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """The plan's routes in today's ids, with what came in since in its live place."""
    planned: dict[UUID, list[tuple[int, UUID]]] = {key: [] for key in live.shifts}
    starts: dict[UUID, int] = {}
    for route in plan.routes:
        shift_id = shift_of.get(route.shift)
        if shift_id not in planned:
            continue
        for stop in route.stops:
            key = UUID(stop.visit)
            if _movable(live, key):
                planned[shift_id].append((stop.start_s, key))
                starts[key] = stop.start_s
    for shift_id in live.shifts:
        for key in live.free_part(shift_id):
            if key not in starts:
                planned[shift_id].append((live.stops[key].planned.start_s, key))
    return {
        shift_id: tuple(key for _, key in sorted(entries)) for shift_id, entries in planned.items()
    }


def _movable(live: Horizon, key: UUID) -> bool:
    """Still there, and not frozen meanwhile."""
    stop = live.stops.get(key)
    if stop is None:
        return key in live.unassigned
    return key in live.free_part(stop.shift_id)


def _groups(live: Horizon, wanted: Mapping[UUID, tuple[UUID, ...]]) -> list[Group]:
    """The routes that differ, put together by the visits they exchange."""
    differing = [key for key in sorted(wanted) if wanted[key] != live.free_part(key)]
    parent = {key: key for key in differing}

    def root(key: UUID) -> UUID:
        while parent[key] != key:
            key = parent[key]
        return key

    for shift_id in differing:
        for visit_id in wanted[shift_id]:
            stop = live.stops.get(visit_id)
            if stop is not None and stop.shift_id in parent:
                parent[root(stop.shift_id)] = root(shift_id)
    together: dict[UUID, dict[UUID, tuple[UUID, ...]]] = {}
    for key in differing:
        together.setdefault(root(key), {})[key] = wanted[key]
    return [Group(routes) for routes in together.values()]


def still_holds(live: Horizon, group: Group) -> bool:
    """Of a group made for an older picture: the same visits are still to be had, and `_holds`."""
    movable = {key for route in group.routes.values() for key in route}
    known = group.routes.keys() <= live.shifts.keys()
    return known and all(_movable(live, key) for key in movable) and _holds(live, group)


def _holds(live: Horizon, group: Group) -> bool:
    """Legal by timing and verifier; nobody who has a stop loses it, and all together come no later
    after their windows than now.
    """
    before = {key for shift_id in group.routes for key in live.free_part(shift_id)}
    after = {key for route in group.routes.values() for key in route}
    if before - after:
        return False
    try:
        for shift_id, route in group.routes.items():
            schedule(live, shift_id, route)
    except RouteBroken as broken:
        _log.warning("group_broken", date=str(live.plan_date), why=broken.message)
        return False
    return _late_s(live, group.routes) <= _late_s(
        live, {key: live.free_part(key) for key in group.routes}
    )


def _late_s(live: Horizon, routes: Mapping[UUID, Sequence[UUID]]) -> int:
    """Seconds of lateness that these routes come to, as the day really goes."""
    total = 0
    for shift_id, route in routes.items():
        total += sum(late for late in lateness(live, shift_id, route).values())
    return total


def lateness(live: Horizon, shift_id: UUID, route: Iterable[UUID]) -> dict[UUID, int]:
    """Who would be late on this route, and by how many seconds."""
    late: dict[UUID, int] = {}
    problem = live_problem(live, only=(shift_id,), also=tuple(route)).problem
    shift, visits = problem.shifts[0], {one.id: one for one in problem.visits}
    here, free_s = shift.start_location, shift.window_s[0]
    for key in route:
        visit = visits[str(key)]
        arrival = free_s + problem.travel.seconds(here, visit.location, free_s)
        start = max(arrival, visit.windows_s[0][0])
        late[key] = max(0, start - visit.windows_s[-1][1])
        here, free_s = visit.location, start + visit.service_s
    return late

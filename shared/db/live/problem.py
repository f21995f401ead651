"""A horizon as a planning problem: only what is still open, on top of what is fact.

Frozen stops are not in the problem. A shift's part that is still open starts where and when its
last frozen stop ends, so nothing that is planned on it can touch them. A shift that an absence
cuts in two is two shifts of the problem, of the same therapist.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.db.live.breaks import breaks_of, kept_breaks
from shared.db.live.eligibility import blockers
from shared.db.live.horizon import Horizon, LiveShift, LiveStop, Occasion
from shared.domain.reasons import UnassignedReason
from shared.domain.visit_status import TERMINAL
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.visit import Pin, Visit

# Prices in seconds of driving. A promised visit outweighs any driving that could be saved.
UNASSIGNED_COST = 200_000
PRIORITY_COST = 100_000
PROMISED_COST = 1_000_000
LATE_COST_PER_S = 20
OVERTIME_COST_PER_S = 10
# How late a visit that is late already may still be planned, and how long a late shift may run.
MAX_LATE_S = 8 * 3600
MAX_LATE_OVERTIME_S = 4 * 3600


class Facts(StrEnum):
    """Which departure from the last frozen stop counts."""

    PREDICTED = "predicted"  # as the day really goes: for searching and promising
    PLANNED = "planned"  # as it was planned: for the times that reservations keep


@dataclass(frozen=True, slots=True)
class LiveProblem:
    """The problem, which shift each of its shifts is part of, and the open routes in its ids."""

    problem: Problem
    shift_of: Mapping[str, UUID]
    routes: Mapping[str, tuple[str, ...]]

    def parts_of(self, shift_id: UUID) -> tuple[str, ...]:
        """The ids of a shift's open parts, in time order."""
        return tuple(part for part, shift in self.shift_of.items() if shift == shift_id)


def live_problem(
    horizon: Horizon,
    *,
    facts: Facts = Facts.PREDICTED,
    only: Iterable[UUID] | None = None,
    also: Sequence[UUID] = (),
) -> LiveProblem:
    """What is open in this horizon. `only` narrows it to these shifts and what is on them,
    and the occasions named by `also`, wherever they are now.
    """
    chosen = horizon.shifts.keys() if only is None else set(only)
    shift_of: dict[str, UUID] = {}
    routes: dict[str, tuple[str, ...]] = {}
    shifts: list[Shift] = []
    for shift_id in sorted(chosen & horizon.shifts.keys()):
        parts = _parts(horizon, horizon.shifts[shift_id], facts)
        shifts += parts
        shift_of |= dict.fromkeys((part.id for part in parts), shift_id)
        shares = _share_out(horizon, shift_id, parts)
        routes |= {part.id: share for part, share in zip(parts, shares, strict=True)}
    on_routes = {UUID(key) for route in routes.values() for key in route}
    waiting = horizon.unassigned if only is None else ()
    keys = dict.fromkeys((*sorted(on_routes), *waiting, *also))
    part_of = {key: part for part, route in routes.items() for key in route}
    visits = tuple(_visit(horizon, horizon.occasions[key], part_of, shift_of) for key in keys)
    kept = _with_kept_breaks(horizon, shifts, routes, visits)
    return LiveProblem(Problem(horizon.travel, visits, kept), shift_of, routes)


def _with_kept_breaks(
    horizon: Horizon,
    shifts: Iterable[Shift],
    routes: Mapping[str, Sequence[str]],
    visits: Iterable[Visit],
) -> tuple[Shift, ...]:
    known = {visit.id: visit for visit in visits}
    return tuple(
        kept_breaks(horizon.travel, part, [known[key] for key in routes[part.id]])
        for part in shifts
    )


def _parts(horizon: Horizon, shift: LiveShift, facts: Facts) -> list[Shift]:
    """The open intervals of a shift, after its frozen part and around its absences."""
    frozen = horizon.frozen_part(shift.id)
    here, free_s, late = shift.start_location, max(shift.starts_s, horizon.now_s), False
    if frozen:
        last = horizon.stops[frozen[-1]]
        here = horizon.occasions[frozen[-1]].location
        free_s = max(free_s, _left_s(last, horizon.occasions[frozen[-1]]))
        if facts is Facts.PREDICTED and last.predicted.departure_s > free_s:
            free_s, late = last.predicted.departure_s, True
    therapist = horizon.therapists[shift.therapist_id]
    parts: list[Shift] = []
    for opens, closes in _open_intervals(free_s, shift):
        first = not parts
        parts.append(
            Shift(
                id=str(shift.id) if first else f"{shift.id}/{len(parts) + 1}",
                therapist=str(shift.therapist_id),
                start_location=here if first else shift.start_location,
                end_location=shift.end_location,
                window_s=(opens, closes),
                skills=frozenset(str(one.kind) for one in therapist.certificates),
                max_visits=_less(therapist.max_visits, len(frozen)),
                max_travel_s=therapist.max_travel_s,
                overtime_s=max(
                    _overtime_s(horizon, shift, closes), MAX_LATE_OVERTIME_S if late else 0
                ),
                overtime_cost_per_s=OVERTIME_COST_PER_S,
                breaks=breaks_of(horizon, shift, opens, closes),
            )
        )
    return parts


def _left_s(last: LiveStop, occasion: Occasion) -> int:
    """When its planned time is over: with the visit, if that ended earlier (`domain.released`);
    a second later, since the fact is known to the fraction of one.
    """
    ended_s, planned = occasion.facts.ended_s, last.planned
    if ended_s is None or occasion.status not in TERMINAL:
        return planned.departure_s
    return min(planned.departure_s, max(ended_s, planned.start_s) + 1)


def _overtime_s(horizon: Horizon, shift: LiveShift, closes_s: int) -> int:
    """The policy's, at the shift's own end only, and not into what comes next for the therapist."""
    if closes_s < shift.ends_s:
        return 0
    next_s = min((gone for gone, _ in shift.away if gone >= closes_s), default=None)
    latest_s = shift.ends_s + horizon.overtime_s
    return max(0, (latest_s if next_s is None else min(latest_s, next_s)) - closes_s)


def _less(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def _open_intervals(free_s: int, shift: LiveShift) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opens = free_s
    for gone, back in sorted(shift.away):
        if gone >= shift.ends_s:
            break
        if gone > opens:
            found.append((opens, gone))
        opens = max(opens, back)
    if opens <= shift.ends_s or not found:
        found.append((opens, max(opens, shift.ends_s)))
    return found


def _share_out(horizon: Horizon, shift_id: UUID, parts: Sequence[Shift]) -> list[tuple[str, ...]]:
    """The open stops of a shift by part: each goes to the first part that is open at its start."""
    shares: list[list[str]] = [[] for _ in parts]
    for key in horizon.free_part(shift_id):
        start = horizon.stops[key].planned.start_s
        fitting = (i for i, part in enumerate(parts) if start <= part.window_s[1])
        shares[next(fitting, len(parts) - 1)].append(str(key))
    return [tuple(share) for share in shares]


def _visit(
    horizon: Horizon,
    one: Occasion,
    part_of: Mapping[str, str],
    shift_of: Mapping[str, UUID],
) -> Visit:
    stop = horizon.stops.get(one.id)
    windows = ((one.opens_s, one.closes_s),)
    pin = _pin(one, part_of.get(str(one.id)), shift_of)
    if pin is not None and one.pinned_start_s is not None:
        windows = ((one.pinned_start_s, one.pinned_start_s),)
    late = stop is not None and stop.late_s > 0
    blocked = dict(horizon.blocked.get(one.id) or _blockers(horizon, one))
    if stop is not None:
        here = horizon.shifts[stop.shift_id].therapist_id
        if blocked.get(here) is UnassignedReason.NO_CERTIFICATE:
            del blocked[here]  # the database judged the certificate at the planned times
    return Visit(
        id=str(one.id),
        location=one.location,
        service_s=one.service_s,
        windows_s=windows,
        unassigned_cost=_unassigned_cost(one),
        skills=frozenset(one.required),
        forbidden_therapists=frozenset(map(str, blocked)),
        pinned=pin,
        late_cost_per_s=LATE_COST_PER_S if late else None,
        max_late_s=MAX_LATE_S if late else 0,
    )


def _blockers(horizon: Horizon, one: Occasion) -> Mapping[UUID, UnassignedReason]:
    if one.id in horizon.blocked:
        return {}
    return blockers(one, horizon.therapists.values(), horizon.clock)


def _pin(one: Occasion, part: str | None, shift_of: Mapping[str, UUID]) -> Pin | None:
    if one.pinned_shift is None:
        return None
    if part is not None and shift_of[part] == one.pinned_shift:
        return Pin(part)
    parts = [key for key, shift in shift_of.items() if shift == one.pinned_shift]
    return Pin(parts[0]) if parts else None


def _unassigned_cost(one: Occasion) -> int:
    promised = PROMISED_COST if one.promised else 0
    return UNASSIGNED_COST + PRIORITY_COST * max(0, min(one.priority, 100)) + promised

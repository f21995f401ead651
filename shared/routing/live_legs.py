"""The legs of a day's live routes as arrays: forward what is known when each is left, backward by
when it must end (docs/optimiser.md equation 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.routing.compiled import Compiled, Ints
from shared.routing.compiled_shifts import NEVER
from shared.routing.schedule import Label
from shared.routing.schedule_gaps import gaps_within
from shared.routing.starts import Segment

Bools = npt.NDArray[np.bool_]
Labels = tuple[tuple[Label, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """One entry a leg, route by route in order; the last leg of a route leads home. `opens_s` to
    `service_s` are of the stop at the leg's far end (of no meaning on the way home).
    """

    shift: Ints
    position: Ints
    before: Ints
    behind: Ints
    is_last: Bools
    is_exact: Bools
    leave_s: Ints
    cost: Ints
    travel_s: Ints
    night_s: Ints
    latest_s: Ints
    opens_s: Ints
    closes_s: Ints
    due_s: Ints
    price: Ints
    late_price: Ints
    moved_from: Ints
    moved_price: Ints
    at_night_s: Ints
    service_s: Ints


def legs_of(view: Compiled, routes: Sequence[tuple[int, tuple[int, ...], Labels]]) -> Legs:
    """Of routes by ascending shift index, each with the partial schedules before its legs."""
    rows: list[tuple[int, ...]] = []
    for s, route, labels in routes:
        rows += _rows(view, s, route, labels)
    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(Legs.__slots__))
    columns = {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(Legs.__slots__)}
    is_last, is_exact = (columns.pop(name).astype(np.bool_) for name in ("is_last", "is_exact"))
    return Legs(is_last=is_last, is_exact=is_exact, **columns)


def replaced_legs(legs: Legs, first: int, behind: int, others: Legs) -> Legs:
    """With these `others` instead of the entries from `first` up to `behind`."""
    columns = {
        name: np.concatenate(
            [getattr(legs, name)[:first], getattr(others, name), getattr(legs, name)[behind:]]
        )
        for name in Legs.__slots__
    }
    return Legs(**columns)


def _rows(view: Compiled, s: int, route: tuple[int, ...], labels: Labels) -> list[tuple[int, ...]]:
    """The entries of `Legs` in the order of its fields."""
    shift = view.shifts[s]
    nodes = [shift.start, *(int(view.location[v]) for v in route), shift.end]
    latest, starts = _backward(view, s, route)
    is_exact = not shift.breaks and all(len(one) == 1 for one in starts)
    is_exact = is_exact and not gaps_within(view, route)
    rows: list[tuple[int, ...]] = []
    for k, known in enumerate(labels):
        is_last = k == len(route)
        stop = (
            (0,) * 9
            if is_last
            else _stop(view, route[k], int(view.assign_cost[s, route[k]]), starts[k])
        )
        leave = max(min(one.leave_s for one in known), shift.opens_s)
        states = [(one.cost, one.travel_s, one.night_s) for one in known]
        so_far = [min(one[i] for one in states) for i in range(3)]
        flags = (int(is_last), int(is_exact))
        rows.append((s, k, nodes[k], nodes[k + 1], *flags, leave, *so_far, latest[k], *stop))
    return rows


def _stop(view: Compiled, v: int, wish: int, starts: Sequence[Segment]) -> tuple[int, ...]:
    """Exact where there is one segment, else no start is earlier and none cheaper."""
    return (
        starts[0].opens_s,
        starts[-1].closes_s,
        max(one.due_s for one in starts),
        wish + min(one.cost for one in starts),
        int(view.late_price[v]),
        int(view.moved_from[v]),
        int(view.moved_price[v]),
        min(one.night for one in starts) * int(view.service[v]),
        int(view.service[v]),
    )


def _backward(
    view: Compiled, s: int, route: Sequence[int]
) -> tuple[list[int], list[tuple[Segment, ...]]]:
    """By when each leg must end, home's last; and the starts of each stop that can be met at all.

    Exact but for breaks, because nobody overtakes and waiting is allowed.
    """
    travel, shift = view.problem.travel, view.shifts[s]
    by, behind = shift.latest_end_s, shift.end
    latest, starts = [by], []
    for v in reversed(route):
        here = int(view.location[v])
        limit = travel.latest_departure_s(here, behind, by) - int(view.service[v])
        given = view.start_lists[int(view.start_list[s, v])]
        # Behind facts nothing may be in reach; nothing is put before those then.
        met = tuple(one for one in given if one.opens_s <= limit) or given[:1]
        in_time = [min(one.closes_s, limit) for one in met if one.opens_s <= limit]
        by, behind = max(in_time, default=-NEVER), here
        latest.append(by)
        starts.append(met)
    return latest[::-1], starts[::-1]

"""What the search needs of a problem, as arrays that are filled once.

Legs are optimistic (the least over the bands of the day): the arrays only propose, the kernel of
`shared.routing.timing` decides.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.routing.costs import therapist, unassigned
from shared.routing.eligible import eligible
from shared.routing.problem import Problem, Visit, Window

Ints = npt.NDArray[np.int64]
NEVER = 1 << 60
# Dearer than any plan: a pinned visit is dropped only if nothing else is legal.
PIN_COST = 1 << 50


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows are visits, columns shifts or windows; `closes` has leave to be late included."""

    problem: Problem
    legs: Ints
    leg_rows: list[list[int]]
    location: Ints
    service: Ints
    opens: Ints
    closes: Ints
    in_time: Ints
    late_price: Ints
    serve_cost: Ints
    leave_out: list[int]
    near: list[list[int]]
    most_stops: int

    @property
    def visits(self) -> tuple[Visit, ...]:
        return self.problem.visits


def facts_of(problem: Problem) -> Facts:
    visits, weights = problem.visits, problem.weights
    legs = np.array([band.travel_s for band in problem.travel.bands], dtype=np.int64).min(axis=0)
    location = np.array([visit.location for visit in visits], dtype=np.int64)
    windows = [_windows(visit) for visit in visits]
    opens, closes = _padded(windows, 0, NEVER), _padded(windows, 1, -NEVER)
    slack = np.array([visit.max_late_s for visit in visits], dtype=np.int64)
    prices = [weights.lateness * (visit.late_cost_per_s or 0) for visit in visits]
    serve = [
        [
            therapist.cost(weights, visit, shift) if eligible(visit, shift) else NEVER
            for shift in problem.shifts
        ]
        for visit in visits
    ]
    return Facts(
        problem=problem,
        legs=legs,
        leg_rows=legs.tolist(),
        location=location,
        service=np.array([visit.service_s for visit in visits], dtype=np.int64),
        opens=opens,
        closes=closes + slack[:, None],
        in_time=closes,
        late_price=np.array(prices, dtype=np.int64),
        serve_cost=np.array(serve, dtype=np.int64).reshape(len(visits), len(problem.shifts)),
        leave_out=[
            unassigned.cost(weights, visit) + (PIN_COST if visit.pinned else 0) for visit in visits
        ],
        near=_near(legs, location, opens),
        most_stops=_most_stops(problem),
    )


def _windows(visit: Visit) -> tuple[Window, ...]:
    pinned = visit.pinned
    if pinned is not None and pinned.start_s is not None:
        return ((pinned.start_s, pinned.start_s),)
    return visit.windows_s


def _padded(windows: list[tuple[Window, ...]], end: int, fill: int) -> Ints:
    width = max((len(one) for one in windows), default=1)
    table = np.full((len(windows), width), fill, dtype=np.int64)
    for row, one in zip(table, windows, strict=True):
        row[: len(one)] = [window[end] for window in one]
    return table


def _near(legs: Ints, location: Ints, opens: Ints) -> list[list[int]]:
    """For each visit all others, those first that are near in place and in time of day."""
    if not len(location):
        return []
    first = opens.min(axis=1)
    apart = legs[np.ix_(location, location)] + np.abs(first[:, None] - first[None, :]) // 8
    nearest: list[list[int]] = np.argsort(apart, axis=1, kind="stable").tolist()
    return nearest


def _most_stops(problem: Problem) -> int:
    """No route has more stops: the shortest services alone would fill the longest shift."""
    span = max((s.window_s[1] + s.overtime_s - s.window_s[0] for s in problem.shifts), default=0)
    count, total = 0, 0
    for service in sorted(visit.service_s for visit in problem.visits):
        total += service
        if total > span:
            break
        count += 1
    pinned = sum(visit.pinned is not None for visit in problem.visits)
    return min(len(problem.visits), count + pinned)

"""Live routes read strictly, for whoever gives a promise: the planner may weigh a promise against
another at its price, an offer may not.

No stop that is on time becomes late, none that is late already becomes later, no promise that is
kept is broken, and nobody is pushed into overtime, or further into it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.routing.compiled import Compiled
from shared.routing.compiled_columns import with_starts
from shared.routing.compiled_shifts import ShiftView
from shared.routing.rules import promised
from shared.routing.schedule import Schedule
from shared.routing.starts import Segment, within


def strict(
    view: Compiled,
    schedules: Sequence[Schedule | None],
    starts: Mapping[int, int],
    routes: Sequence[Sequence[int]],
) -> tuple[Compiled, set[int]]:
    """The view in which these routes stay as good as with these starts and schedules; and the
    shifts in which a stop may start less freely than before.
    """
    changed = {
        (s, v): kept
        for s, route in enumerate(routes)
        for v in route
        if v in starts and (row := int(view.start_list[s, v])) >= 0
        if (kept := _kept(view, s, v, starts[v])) != view.start_lists[row]
    }
    ends = zip(view.shifts, schedules, strict=True)
    shifts = tuple(_on_time(shift, found) for shift, found in ends)
    narrowed = with_starts(view, changed) if changed else view
    return replace(narrowed, shifts=shifts), {s for s, _ in changed}


def _on_time(shift: ShiftView, found: Schedule | None) -> ShiftView:
    back_s = shift.closes_s if found is None else max(shift.closes_s, found.back_s)
    return shift._replace(latest_end_s=min(shift.latest_end_s, back_s))


def _kept(view: Compiled, s: int, v: int, start_s: int) -> tuple[Segment, ...]:
    """The starts of a stop that are no worse for its patient than the present one."""
    row = view.start_lists[int(view.start_list[s, v])]
    starts = tuple(_no_later(row, start_s))
    seen = view.problem.visits[v]
    therapist = view.problem.shifts[s].therapist
    if seen.promised is None or promised.is_broken(seen, therapist, start_s):
        return starts
    return within(starts, (seen.promised.window_s,))


def _no_later(row: tuple[Segment, ...], start_s: int) -> Iterator[Segment]:
    """On time; of the window after which the stop is late now, as late as that too."""
    overdue = {one.due_s for one in row if one.opens_s <= start_s <= one.closes_s}
    for one in row:
        until = max(one.due_s, start_s) if one.due_s in overdue else one.due_s
        if one.opens_s <= min(one.closes_s, until):
            yield one._replace(closes_s=min(one.closes_s, until))

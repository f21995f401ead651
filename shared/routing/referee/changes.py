"""(V11) How much a plan disturbs what people were told."""

from collections.abc import Iterator, Sequence

from shared.routing.plan import Disturbance
from shared.routing.problem import Problem
from shared.routing.referee.money import Bill
from shared.routing.referee.ties import Found
from shared.routing.violation import Violation, promise
from shared.routing.visit import Visit


def max_changes(problem: Problem, found: Found) -> Iterator[Violation]:
    """Visits left out are no change of therapist: who is ill can always be taken off."""
    if problem.replan is None or problem.replan.max_changes is None:
        return
    allowed = problem.replan.max_changes
    others = 0
    for route, i in found.values():
        told = route.doors[i].visit.told
        if told is not None and told.therapist is not None:
            others += told.therapist != route.shift.therapist
    if others > allowed:
        text = f"{others} visits get another therapist than was told, at most {allowed} may"
        yield promise("max_changes", None, None, text, others, allowed)


def disturbance(found: Found, left_out: Sequence[Visit], bill: Bill) -> Disturbance:
    """(17) Counted from where each visit is and when it starts, and from what the rest costs."""
    broken = sum(visit.promised is not None for visit in left_out)
    others = moved = 0
    for route, i in found.values():
        visit, start = route.doors[i].visit, route.doors[i].stop.start_s
        if visit.promised is not None:
            opens, closes = visit.promised.window_s
            named = visit.promised.therapist
            broken += not opens <= start <= closes or named not in {None, route.shift.therapist}
        if visit.told is not None:
            others += visit.told.therapist not in {None, route.shift.therapist}
            moved += max(0, start - visit.told.start_s)
    return Disturbance(
        dropped=sum(visit.must or visit.pinned is not None for visit in left_out),
        broken=broken,
        left_out=sum(visit.unassigned_cost for visit in left_out),
        changed=others,
        moved_s=moved,
        rest=sum(amount for term, amount in bill.total.items() if term not in _OWN_LEVEL),
    )


_OWN_LEVEL = frozenset({"promise", "unassigned", "changed", "moved"})

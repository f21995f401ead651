"""The cheapest schedule of a route that has both visits of a gap, which `schedule` does not judge.

A gap that is too short or too long only ever asks for a later start: of its second visit, or of its
first. Starts are raised until all gaps are kept, once for each choice of segments of the visits
concerned: exact but where it pays to wait at a stop between the two.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

from shared.routing.compiled import Compiled
from shared.routing.schedule import Schedule, closed, first_labels, longer_labels
from shared.routing.spans import EVER
from shared.routing.starts import Segment, within

Gap = tuple[int, int, int, int]
# Chosen starts by visit; the others may start whenever they may.
Chosen = Mapping[int, tuple[Segment, ...]]

_MOST_CHOICES = 64
_MOST_ROUNDS = 50


def gaps_within(view: Compiled, route: Sequence[int]) -> list[Gap]:
    """Those of which both visits are on the route."""
    return [gap for gap in view.gaps if gap[0] in route and gap[1] in route]


def cheapest_keeping_gaps(
    view: Compiled, s: int, route: Sequence[int], starts: Chosen | None = None
) -> Schedule | None:
    """Of shift index `s` and visit indices in order, each started in its `starts` where there are
    any; None where no legal schedule is found.
    """
    gaps, chosen = gaps_within(view, route), dict(starts or {})
    if not gaps:
        return _timed(view, s, route, chosen)
    tied = [v for v in route if any(v in gap[:2] for gap in gaps)]
    lists = [chosen.get(v, _all_starts(view, s, v)) for v in tied]
    one_by_one = [[(one,) for one in segments] for segments in lists]
    few = prod(map(len, lists)) <= _MOST_CHOICES
    choices = product(*one_by_one) if few else [tuple(lists)]
    found = (
        _settled(view, s, route, gaps, chosen | dict(zip(tied, choice, strict=True)))
        for choice in choices
    )
    legal = (one for one in found if one is not None)
    return min(legal, key=lambda one: (one.cost, one.back_s), default=None)


def _all_starts(view: Compiled, s: int, v: int) -> tuple[Segment, ...]:
    row = int(view.start_list[s, v])
    return view.start_lists[row] if row >= 0 else ()


def _settled(
    view: Compiled, s: int, route: Sequence[int], gaps: Sequence[Gap], chosen: Chosen
) -> Schedule | None:
    raised = dict(chosen)
    for _ in range(_MOST_ROUNDS):
        found = _timed(view, s, route, raised)
        if found is None:
            return None
        at = {v: door[1] for v, door in zip(route, found.doors, strict=True)}
        later = {v: start for gap in gaps for v, start in _asked(view, gap, at)}
        if not later:
            return found
        raised |= {v: within(raised[v], ((start, EVER),)) for v, start in later.items()}
    return None


def _asked(view: Compiled, gap: Gap, at: Mapping[int, int]) -> list[tuple[int, int]]:
    """The later start that the gap asks for, if it is not kept."""
    first, second, least, most = gap
    apart = at[second] - at[first] - int(view.service[first])
    if apart < least:
        return [(second, at[second] + least - apart)]
    return [(first, at[first] + apart - most)] if apart > most else []


def _timed(view: Compiled, s: int, route: Sequence[int], chosen: Chosen) -> Schedule | None:
    labels = first_labels(view, s)
    for i, v in enumerate(route):
        labels = longer_labels(view, s, labels, route[: i + 1], chosen.get(v))
    return closed(view, s, labels, route)

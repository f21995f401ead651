"""Ties of visits (pairs, gaps, orders) read against routes of which only one changes.

While one route is re-timed all others stand still, so a tie to a visit elsewhere is a span of
starts. Ties inside the changed route are judged on its new times.
"""

from collections.abc import Iterator, Mapping, Sequence

from shared.routing.compiled import Compiled
from shared.routing.compiled_columns import with_starts
from shared.routing.spans import EVER, Spans, common
from shared.routing.starts import within

Starts = Mapping[int, int]


def tied(view: Compiled, routes: Sequence[Sequence[int]], starts: Starts) -> Compiled:
    """The view in which each placed visit starts only where its ties to other routes let it."""
    shift_of = {v: s for s, route in enumerate(routes) for v in route}
    spans = {
        (s, v): left
        for v, s in shift_of.items()
        if (left := _spans(view, s, v, shift_of, starts)) is not None
    }
    return narrowed(view, spans)


def tied_newcomer(
    view: Compiled, v: int, shift_of: Mapping[int, int], starts: Starts
) -> Compiled | None:
    """The view in which a visit that is on no route keeps its ties; None if it cannot."""
    if not _has_ties(view, v):
        return view
    partners = [b if a == v else a for a, b in view.pairs if v in (a, b)]
    if any(one not in starts or one not in shift_of for one in partners):
        return None
    taken = {view.shifts[shift_of[one]].therapist for one in partners}
    spans: dict[tuple[int, int], Spans] = {}
    for s, shift in enumerate(view.shifts):
        left = () if shift.therapist in taken else _spans(view, s, v, shift_of, starts)
        if not _is_beside_its_orders(view, s, v, shift_of):
            left = ()
        if left is not None:
            spans[s, v] = left
    return narrowed(view, spans)


def narrowed(view: Compiled, spans: Mapping[tuple[int, int], Spans]) -> Compiled:
    """The view with the starts of some (shift, visit) cut to spans; without any, blocked."""
    changed = {
        (s, v): within(view.start_lists[row], left)
        for (s, v), left in spans.items()
        if (row := int(view.start_list[s, v])) >= 0
    }
    return with_starts(view, changed) if changed else view


def is_tied(view: Compiled, v: int) -> bool:
    """Whether the visit's place hangs on other visits."""
    return _has_ties(view, v)


def _has_ties(view: Compiled, v: int) -> bool:
    return any(v in tie[:2] for tie in (*view.pairs, *view.gaps, *view.orders))


def _is_beside_its_orders(view: Compiled, s: int, v: int, shift_of: Mapping[int, int]) -> bool:
    others = [b if a == v else a for a, b, _ in view.orders if v in (a, b)]
    return all(shift_of.get(one, s) == s for one in others)


def _spans(
    view: Compiled, s: int, v: int, shift_of: Mapping[int, int], starts: Starts
) -> Spans | None:
    """The starts of `v` in shift `s` that its ties to other routes leave; None: all."""
    left: Spans | None = None
    for span in _of_ties(view, s, v, shift_of, starts):
        left = (span,) if left is None else common(left, (span,))
    return left


def _of_ties(
    view: Compiled, s: int, v: int, shift_of: Mapping[int, int], starts: Starts
) -> Iterator[tuple[int, int]]:
    for a, b in view.pairs:
        other = b if a == v else a
        if v in (a, b) and other in starts and shift_of.get(other, s) != s:
            yield starts[other], starts[other]
    for a, b, least, most in view.gaps:
        if v == b and a in starts and shift_of.get(a, s) != s:
            ends = starts[a] + int(view.service[a])
            yield ends + least, ends + most
        if v == a and b in starts and shift_of.get(b, s) != s:
            by = starts[b] - int(view.service[a])
            yield max(by - most, -EVER), by - least

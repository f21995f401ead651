"""Ties in time made into windows of their own: any choice of starts in them keeps every tie.

Both of a pair get one instant; of a gap the first visit gets a span and the second what keeps the
distance from all of it. Plans are lost by this, legality never is.
"""

import random
from collections.abc import Iterator, Mapping

from shared.routing.compiled import Compiled
from shared.routing.insertion_ties import narrowed
from shared.routing.spans import Spans, common, merged

Starts = Mapping[int, int]


def with_fixed_ties(view: Compiled, wished: Starts, rng: random.Random | None = None) -> Compiled:
    """The view with the starts of tied visits cut, near the wished ones where there are any; with
    `rng` at a random instant where there are none.
    """
    spans = {v: _legal(view, v) for tie in (*view.pairs, *view.gaps) for v in tie[:2]}
    for a, b in view.pairs:
        both = common(spans[a], spans[b])
        wish = max((wished[v] for v in (a, b) if v in wished), default=None)
        at = _near(both, wish, rng)
        spans[a] = spans[b] = () if at is None else ((at, at),)
    for a, b, least, most in view.gaps:
        spans[a], spans[b] = _apart(
            (spans[a], spans[b]),
            (int(view.service[a]) + least, int(view.service[a]) + most),
            (wished.get(a), wished.get(b)),
            keeps_first=bool(view.must[a]) or view.leave_out[a] >= view.leave_out[b],
        )
    # A visit whose spans were cut by a later tie leaves its earlier ties kept: they only shrink.
    for a, b in view.pairs:
        spans[a] = spans[b] = common(spans[a], spans[b])
    every = range(len(view.shifts))
    return narrowed(view, {(s, v): left for v, left in spans.items() for s in every})


def _legal(view: Compiled, v: int) -> Spans:
    """The starts that any shift allows."""
    rows = {int(row) for row in view.start_list[:, v] if row >= 0}
    return merged([(one[0], one[1]) for row in sorted(rows) for one in view.start_lists[row]])


def _near(spans: Spans, wish: int | None, rng: random.Random | None) -> int | None:
    """The wished instant or the next one allowed, else the last before it."""
    if not spans:
        return None
    if wish is None and rng is not None:
        opens, closes = rng.choice(spans)
        return rng.randint(opens, min(closes, opens + 36_000))
    later = [max(opens, wish or opens) for opens, closes in spans if wish is None or closes >= wish]
    return min(later) if later else max(closes for _, closes in spans)


def _apart(
    spans: tuple[Spans, Spans],
    after: tuple[int, int],
    wished: tuple[int | None, int | None],
    *,
    keeps_first: bool,
) -> tuple[Spans, Spans]:
    """Spans of two visits of which the second starts `after` seconds (least, most) after any start
    of the first; where nothing is possible, one of them has none.
    """
    for at in _tries(spans, after, wished):
        if not common(spans[0], ((at, at),)):
            continue
        slack = (after[1] - after[0]) // 2
        for begins, ends in ((at - slack // 2, at + slack - slack // 2), (at, at)):
            second = common(spans[1], ((ends + after[0], begins + after[1]),))
            if second:
                return common(spans[0], ((begins, ends),)), second
    return (spans[0], ()) if keeps_first else ((), spans[1])


def _tries(
    spans: tuple[Spans, Spans], after: tuple[int, int], wished: tuple[int | None, int | None]
) -> Iterator[int]:
    """Starts of the first visit, the best guess first."""
    if wished[0] is not None:
        yield wished[0]
    if wished[1] is not None:
        yield from (wished[1] - after[0], wished[1] - after[1])
    for opens, closes in spans[0]:
        yield from (opens, closes)
    for opens, closes in spans[1]:
        yield from (opens - after[0], opens - after[1], closes - after[0], closes - after[1])

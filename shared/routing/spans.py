"""Sets of starts as ascending spans of whole seconds, both ends inclusive."""

from collections.abc import Sequence
from functools import lru_cache

from shared.routing.reading import Window

# Beyond any time of a problem, late without limit included.
EVER = 1 << 40
Spans = tuple[Window, ...]
ALWAYS: Spans = ((-EVER, EVER),)


def merged(spans: Sequence[Window]) -> Spans:
    """Ascending and disjoint; spans that overlap or touch are one."""
    ordered: list[Window] = []
    for opens, closes in sorted(spans):
        if closes < opens:
            continue
        if ordered and opens <= ordered[-1][1] + 1:
            ordered[-1] = (ordered[-1][0], max(ordered[-1][1], closes))
        else:
            ordered.append((opens, closes))
    return tuple(ordered)


def common(one: Sequence[Window], other: Sequence[Window]) -> Spans:
    """What lies in both."""
    return merged([(max(a, c), min(b, d)) for a, b in one for c, d in other])


def outside(spans: Sequence[Window]) -> Spans:
    """All that lies in none."""
    left: list[Window] = []
    opens = -EVER
    for begins, ends in merged(spans):
        left.append((opens, begins - 1))
        opens = ends + 1
    return merged([*left, (opens, EVER)])


@lru_cache(maxsize=4096)
def by_night(nights_s: Spans, service_s: int) -> Spans:
    """The starts whose service overlaps a night; meeting its edge is no overlap."""
    return merged([(begins - service_s + 1, ends - 1) for begins, ends in nights_s])


@lru_cache(maxsize=4096)
def by_day(nights_s: Spans, service_s: int) -> Spans:
    """The starts whose service overlaps no night."""
    return outside(by_night(nights_s, service_s))

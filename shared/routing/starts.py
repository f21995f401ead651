"""When a visit may start in a shift, as segments that a kernel can price without knowing a rule.

A segment is a span of starts in which nothing changes but the seconds after `due_s`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from shared.routing.rules import lateness
from shared.routing.spans import EVER, Spans, by_day, by_night, merged, outside
from shared.routing.visit import Visit


class Segment(NamedTuple):
    """Starts from `opens_s` to `closes_s`, both inclusive, cost `cost` and each second after
    `due_s` the visit's late price. `night` is 1 where the service overlaps a night and somebody
    counts nights, else 0.
    """

    opens_s: int
    closes_s: int
    due_s: int
    cost: int
    night: int = 0


def in_windows(visit: Visit) -> tuple[Segment, ...]:
    """The visit's windows, each prolonged by the lateness it is granted until the next opens."""
    windows = merged(visit.windows_s)
    late = lateness.cap_s(visit)
    following = [opens for opens, _ in windows[1:]] + [EVER]
    return tuple(
        Segment(opens, min(closes + late, nxt - 1), closes, 0)
        for (opens, closes), nxt in zip(windows, following, strict=True)
    )


def at_pin(visit: Visit, start_s: int) -> tuple[Segment, ...]:
    """The one start of a pin, late or not."""
    return (Segment(start_s, start_s, start_s - lateness.late_s(visit, start_s), 0),)


def within(segments: Sequence[Segment], spans: Spans) -> tuple[Segment, ...]:
    """What of the segments lies in the spans."""
    return tuple(
        one._replace(opens_s=max(one.opens_s, a), closes_s=min(one.closes_s, b))
        for one in segments
        for a, b in spans
        if max(one.opens_s, a) <= min(one.closes_s, b)
    )


def dearer(segments: Sequence[Segment], spans: Spans, cost: int) -> tuple[Segment, ...]:
    """The same starts, those in the spans at `cost` more."""
    if not cost:
        return tuple(segments)
    priced = [one._replace(cost=one.cost + cost) for one in within(segments, spans)]
    return tuple(sorted([*within(segments, outside(spans)), *priced]))


def marked_at_night(
    segments: Sequence[Segment], nights_s: Spans, service_s: int
) -> tuple[Segment, ...]:
    """The same starts, those whose service overlaps a night marked so."""
    dark = [one._replace(night=1) for one in within(segments, by_night(nights_s, service_s))]
    return tuple(sorted([*within(segments, by_day(nights_s, service_s)), *dark]))

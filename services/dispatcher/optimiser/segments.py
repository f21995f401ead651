"""A visit's windows as segments: where a start is as early as it can be and no choice is left.

A segment is an interval of starts: inside [opens, closes] on time, up to `last` late at a price
that rises with the start. Segments of one visit do not overlap, so choosing the segment and then
starting as early as possible in it loses nothing (docs/optimiser.md equation 8).
"""

from typing import NamedTuple

from shared.routing.reading import Window
from shared.routing.visit import Visit

# A stop is never made so late that its lateness alone costs more than this.
_MOST = 1 << 44


class Segment(NamedTuple):
    opens: int
    closes: int
    last: int


def segments_of(visit: Visit, weight: int) -> list[Segment]:
    """Ascending; a visit pinned to a time has just that time."""
    if visit.pinned is not None and visit.pinned.start_s is not None:
        at = visit.pinned.start_s
        return [Segment(at, at, at)]
    windows = _joined(visit.windows_s)
    price = weight * (visit.late_cost_per_s or 0)
    late = min(visit.max_late_s, _MOST // max(1, price))
    ends = [opens - 1 for opens, _ in windows[1:]]
    segments = []
    for i, (opens, closes) in enumerate(windows):
        last = closes + late
        segments.append(Segment(opens, closes, min(last, ends[i]) if i < len(ends) else last))
    return segments


def _joined(windows: tuple[Window, ...]) -> list[Window]:
    """Windows that overlap or touch are one."""
    joined: list[Window] = []
    for opens, closes in sorted(windows):
        if joined and opens <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined

"""Reports on the wire."""

from datetime import datetime

import msgspec


class FiguresOut(msgspec.Struct, rename="camel"):
    """How drives met what was planned, relative: `bias` above 0 means that they took longer.

    Nulls without a leg.
    """

    legs: int
    bias: float | None
    mean_error: float | None
    mean_error_s: int | None


class HourOut(FiguresOut):
    """Of the drives that began in this local hour."""

    hour: int


class DistanceOut(FiguresOut):
    """Of the drives of this length in a straight line; `toKm` null is without end."""

    from_km: float
    to_km: float | None


class CoverageOut(msgspec.Struct, rename="camel"):
    """Which share of drives took at most what a careful plan gives them.

    `alarm`: the share lies outside 75 to 85 % although there are enough drives to tell.
    """

    percentile: float
    share: float | None
    alarm: bool


class DoorOut(msgspec.Struct, rename="camel"):
    """Seconds from arriving to beginning, by kind of building."""

    kind: str
    seconds: int


class TravelReportOut(msgspec.Struct, rename="camel"):
    """Planned against actual drives of the last 120 days. The newest quarter is judged (`judged`
    legs) with what the others taught; `uncorrected` is the same without anything learned.

    `version` 0: nothing was learned yet, and all figures are empty. `careful`: whether plans use
    the 80th percentile.
    """

    version: int
    learned_at: datetime | None
    events_until: datetime | None
    careful: bool
    legs: int
    odd: int
    judged: int
    all: FiguresOut
    uncorrected: FiguresOut
    by_hour: list[HourOut]
    by_distance: list[DistanceOut]
    coverage: CoverageOut
    doors: list[DoorOut]

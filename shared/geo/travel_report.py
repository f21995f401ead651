"""How well planned drives met the actual ones: error by hour and distance, and the coverage of the
80th percentile. Judged on the newest quarter of the legs with what the older ones taught, so that
nothing is praised for what it has seen. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from shared.geo.learned import PERCENTILE, Learned, LegSeen, learn

_JUDGED_SHARE = 0.25
# Outside of this the margin is wrong, and somebody should look.
COVERAGE_OK = (0.75, 0.85)
_FEWEST_FOR_ALARM = 40
DISTANCES_KM: tuple[tuple[float, float | None], ...] = ((0, 5), (5, 10), (10, 20), (20, None))


@dataclass(frozen=True, slots=True)
class _Judged:
    """One leg beside what would have been planned for it."""

    leg: LegSeen
    planned_s: float
    careful_s: float

    @property
    def error(self) -> float:
        """0.1: it took a tenth longer than planned."""
        return self.leg.actual_s / max(1.0, self.planned_s) - 1


def report(legs: Sequence[LegSeen]) -> dict[str, Any]:
    """The figures of legs in the order in which they were driven, as the API shows them."""
    plain = [leg for leg in legs if not leg.is_odd]
    cut = len(plain) - round(len(plain) * _JUDGED_SHARE)
    before = learn(plain[:cut], ())
    judged = [_judge(leg, before) for leg in plain[cut:]]
    return {
        "legs": len(legs),
        "odd": len(legs) - len(plain),
        "judged": len(judged),
        "all": _figures(judged),
        "uncorrected": _figures([_judge(leg, Learned()) for leg in plain[cut:]]),
        "byHour": [
            {"hour": hour, **_figures([one for one in judged if one.leg.hour == hour])}
            for hour in range(24)
        ],
        "byDistance": [
            {"fromKm": low, "toKm": high, **_figures(_between(judged, low, high))}
            for low, high in DISTANCES_KM
        ],
        "coverage": _coverage(judged),
    }


def _judge(leg: LegSeen, learned: Learned) -> _Judged:
    factor = learned.factor(leg.hour, leg.weekday, leg.sector_from, leg.sector_to)
    planned = leg.expected_s * factor
    return _Judged(leg, planned, planned * exp(learned.p80) + learned.p80_s)


def _between(judged: Sequence[_Judged], low: float, high: float | None) -> list[_Judged]:
    return [
        one
        for one in judged
        if low <= one.leg.distance_km and (high is None or one.leg.distance_km < high)
    ]


def _figures(judged: Sequence[_Judged]) -> dict[str, Any]:
    """Relative: `bias` above 0 means that drives took longer than planned."""
    if not judged:
        return {"legs": 0, "bias": None, "meanError": None, "meanErrorS": None}
    n = len(judged)
    return {
        "legs": n,
        "bias": round(sum(one.error for one in judged) / n, 4),
        "meanError": round(sum(abs(one.error) for one in judged) / n, 4),
        "meanErrorS": round(sum(abs(one.leg.actual_s - one.planned_s) for one in judged) / n),
    }


def _coverage(judged: Sequence[_Judged]) -> dict[str, Any]:
    """How many legs took at most what a careful plan gives them; the percentile is the wish."""
    if not judged:
        return {"percentile": PERCENTILE, "share": None, "alarm": False}
    share = sum(one.leg.actual_s <= one.careful_s for one in judged) / len(judged)
    low, high = COVERAGE_OK
    alarm = len(judged) >= _FEWEST_FOR_ALARM and not low <= share <= high
    return {"percentile": PERCENTILE, "share": round(share, 4), "alarm": alarm}

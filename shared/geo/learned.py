"""What one tenant's own legs say about the model's: corrections by hour, weekday and sector, the
80th percentile, and the time to the door. Pure: the same observations give the same content.

Errors are log ratios of actual to expected minutes. Each group's mean is shrunk towards none by
`n / (n + 20)`, hours first, then weekdays on what is left, then sectors; so a single odd trip
moves nothing much, and a thousand move as far as they should.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import Any

from shared.geo.doors import DOOR_S

HALF_TRUSTED = 20
# A leg that took a fifth or five times of what was expected was no plain drive.
_ODD = log(5.0)
# A door time beyond this is a wait for something else.
_LONGEST_DOOR_S = 45 * 60
# The margin until there is evidence: a fifth longer and three minutes.
_PRIOR_P80, _PRIOR_P80_S, _HALF_TRUSTED_P80 = round(log(1.2), 6), 180.0, 100
PERCENTILE = 0.8


@dataclass(frozen=True, slots=True)
class LegSeen:
    """One drive that was reported: when it began (local), where from and to, and how long."""

    hour: int
    weekday: int
    sector_from: int
    sector_to: int
    distance_km: float
    expected_s: int
    actual_s: int

    @property
    def error(self) -> float:
        """Above 0 where it took longer than expected."""
        return log(max(1, self.actual_s) / max(1, self.expected_s))

    @property
    def is_odd(self) -> bool:
        """Too far off to be a drive from door to door."""
        return self.expected_s < 60 or abs(self.error) > _ODD


@dataclass(frozen=True, slots=True)
class DoorSeen:
    """One time from arriving to beginning, at a kind of building, waiting left out; `building` is
    its id where the tenant keeps a record of it.
    """

    kind: str
    seconds: int
    building: str | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """A version's content. Log factors; hashable, so that travel can be kept by it."""

    legs: int = 0
    by_hour: tuple[float, ...] = (0.0,) * 24
    by_weekday: tuple[float, ...] = (0.0,) * 7
    by_sector: tuple[float, ...] = (0.0,) * 10
    p80: float = _PRIOR_P80
    p80_s: float = _PRIOR_P80_S
    doors: tuple[tuple[str, int], ...] = field(default=tuple(sorted(DOOR_S.items())))
    buildings: tuple[tuple[str, int], ...] = ()

    def door_s(self, kind: str | None, building: str | None = None) -> int:
        """Seconds to the door of that building, or of that kind; 0 for an unknown one."""
        own = next((seconds for known, seconds in self.buildings if known == building), None)
        if own is not None:
            return own
        return next((seconds for known, seconds in self.doors if known == kind), 0)

    def factor(self, hour: int, weekday: int, sector_from: int, sector_to: int) -> float:
        """Times as long as the model says."""
        area = (self.by_sector[sector_from] + self.by_sector[sector_to]) / 2
        return exp(self.by_hour[hour] + self.by_weekday[weekday] + area)

    def to_json(self) -> dict[str, Any]:
        """As a version's row keeps it."""
        return {
            "legs": self.legs,
            "byHour": list(self.by_hour),
            "byWeekday": list(self.by_weekday),
            "bySector": list(self.by_sector),
            "p80": self.p80,
            "p80S": self.p80_s,
            "doors": dict(self.doors),
            "buildings": dict(self.buildings),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Learned":
        """The reverse of `to_json`."""
        return cls(
            legs=data["legs"],
            by_hour=tuple(data["byHour"]),
            by_weekday=tuple(data["byWeekday"]),
            by_sector=tuple(data["bySector"]),
            p80=data["p80"],
            p80_s=data["p80S"],
            doors=tuple(sorted(data["doors"].items())),
            buildings=tuple(sorted(data["buildings"].items())),
        )


NOTHING_LEARNED = Learned()


def learn(legs: Iterable[LegSeen], doors: Iterable[DoorSeen]) -> Learned:
    """A version from these observations, in whatever order they come."""
    entered = [one for one in doors if one.kind in DOOR_S and 0 <= one.seconds <= _LONGEST_DOOR_S]
    by_kind = _doors(entered)
    kept = [leg for leg in legs if not leg.is_odd]
    hours = _means(kept, lambda leg: (leg.hour,), lambda leg: leg.error, 24)
    after_hours = {id(leg): leg.error - hours[leg.hour] for leg in kept}
    weekdays = _means(kept, lambda leg: (leg.weekday,), lambda leg: after_hours[id(leg)], 7)
    after_days = {id(leg): after_hours[id(leg)] - weekdays[leg.weekday] for leg in kept}
    sectors = _means(
        kept, lambda leg: (leg.sector_from, leg.sector_to), lambda leg: after_days[id(leg)], 10
    )
    left = sorted(
        after_days[id(leg)] - (sectors[leg.sector_from] + sectors[leg.sector_to]) / 2
        for leg in kept
    )
    trust = len(left) / (len(left) + _HALF_TRUSTED_P80)
    seen = _quantile(left, PERCENTILE) if left else 0.0
    return Learned(
        legs=len(kept),
        by_hour=hours,
        by_weekday=weekdays,
        by_sector=sectors,
        p80=_rounded(max(0.0, trust * seen + (1 - trust) * _PRIOR_P80)),
        p80_s=_rounded((1 - trust) * _PRIOR_P80_S),
        doors=tuple(sorted(by_kind.items())),
        buildings=tuple(sorted(_buildings(entered, by_kind).items())),
    )


def _means(
    legs: Sequence[LegSeen],
    groups: Callable[[LegSeen], tuple[int, ...]],
    error: Callable[[LegSeen], float],
    size: int,
) -> tuple[float, ...]:
    """Shrunk means by group; a leg of two groups counts half in each."""
    errors: list[list[float]] = [[] for _ in range(size)]
    weights = [0.0] * size
    for leg in legs:
        which = groups(leg)
        for group in which:
            errors[group].append(error(leg) / len(which))
            weights[group] += 1 / len(which)
    return tuple(
        # Summed in order of size: the same whatever order the observations came in.
        _rounded(sum(sorted(some)) / (weight + HALF_TRUSTED))
        for some, weight in zip(errors, weights, strict=True)
    )


def _doors(seen: Sequence[DoorSeen]) -> dict[str, int]:
    """The median by kind, shrunk towards what we propose."""
    by_kind: dict[str, list[int]] = {kind: [] for kind in DOOR_S}
    for one in seen:
        by_kind[one.kind].append(one.seconds)
    return {kind: _shrunk(seconds, DOOR_S[kind]) for kind, seconds in by_kind.items()}


def _buildings(seen: Sequence[DoorSeen], by_kind: Mapping[str, int]) -> dict[str, int]:
    """The median by building, shrunk towards its kind's."""
    by_building: dict[str, tuple[str, list[int]]] = {}
    for one in seen:
        if one.building is not None:
            by_building.setdefault(one.building, (one.kind, []))[1].append(one.seconds)
    return {
        building: _shrunk(seconds, by_kind[kind])
        for building, (kind, seconds) in by_building.items()
    }


def _shrunk(seconds: Sequence[int], towards: int) -> int:
    if not seconds:
        return towards
    trust = len(seconds) / (len(seconds) + HALF_TRUSTED)
    return round(trust * _quantile(sorted(map(float, seconds)), 0.5) + (1 - trust) * towards)


def _quantile(ordered: Sequence[float], share: float) -> float:
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def _rounded(value: float) -> float:
    """Six digits: the same bytes on every machine."""
    return round(value, 6)

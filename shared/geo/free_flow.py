"""Minutes on empty roads without a road engine: a curve over the straight line, corrected by what
a road engine says between the zones nearby.

The curve is t = base + per_km v + per_short_km min(v, 8) minutes over v kilometres: short trips
are the more winding and the slower ones, so the first eight kilometres have a slope of their own.
Below 1.5 km, where no leg was measured, it is a straight line to the minute of setting off. The
Palm hangs on one road: every leg to or from it passes the foot of its trunk.

The correction carries what no curve can (interchanges, detours): the ratio of engine to curve for
each pair of zones, averaged by nearness to both ends, shrunk towards one, and faded out where no
zone is near. `data/free_flow.json` holds our own fit, made by `python -m infra.geo.fit_travel`.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Where the slope of short trips ends, and where the straight line to the door begins.
KNEE_KM, SHORTEST_KM = 8.0, 1.5
SETTING_OFF_MIN = 1.0
# Within a metre it is the same door, and there is no drive; 5 decimals of a degree are a metre.
SAME_PLACE_KM = 0.001
# How fast the say of a zone falls with distance, and where all of it has faded.
_NEAR_KM, _POWER, _FADE_KM = 1.0, 4, 30.0
# Trips within one zone are not measured: half a vote for "no correction".
_WITHIN_ZONE = 0.5
_EARTH_RADIUS_KM = 6371.0088
# A circle around the Palm without the mainland, and the foot of its trunk (lat, lon).
_PALM, _PALM_RADIUS_DEG = (25.119, 55.132), 0.028
_PALM_TRUNK = np.array([[25.0985, 55.1535]])


@dataclass(frozen=True, slots=True, eq=False)
class FreeFlow:
    """A fit: the curve's three coefficients, zones (lat, lon) and log ratios between them.

    A ratio that nobody measured is NaN.
    """

    coefficients: tuple[float, float, float]
    zones: Floats
    log_ratios: Floats
    shrink: float

    def minutes(self, origins: Floats, destinations: Floats) -> Floats:
        """Origins x destinations, both as rows of (lat, lon) in degrees."""
        straight = straight_km(origins, destinations)
        curve = curve_minutes(via_km(origins, destinations, straight), self.coefficients)
        corrected = curve * np.exp(self.shrink * self.correction(origins, destinations))
        return np.where(straight < SAME_PLACE_KM, 0.0, corrected)

    def correction(self, origins: Floats, destinations: Floats) -> Floats:
        """The log ratio of the zones nearby, unshrunk."""
        known = np.isfinite(self.log_ratios)
        near_o, near_d = _nearness(origins, self.zones), _nearness(destinations, self.zones)
        ratios = np.where(known, self.log_ratios, 0.0)
        votes = np.where(known, 1.0, 0.0) + _WITHIN_ZONE * np.eye(len(self.zones))
        weight = near_o @ votes @ near_d.T
        total = near_o @ ratios @ near_d.T
        fade = _fade(origins, self.zones)[:, None] * _fade(destinations, self.zones)[None, :]
        return np.asarray(fade * total / np.maximum(weight, 1e-9))


@cache
def dubai_free_flow() -> FreeFlow:
    """The fit that this version carries."""
    text = files("shared.geo").joinpath("data/free_flow.json").read_text(encoding="utf-8")
    return parsed(text)


def parsed(text: str) -> FreeFlow:
    """A fit as `written` put it down."""
    data = json.loads(text)
    base, per_km, per_short_km = data["coefficients"]
    ratios = [[np.nan if one is None else one / 1000 for one in row] for row in data["permille"]]
    zones = np.array(data["zones"], dtype=np.float64)
    return FreeFlow((base, per_km, per_short_km), zones, np.array(ratios), data["shrink"])


def written(fit: FreeFlow, source: str) -> str:
    """Compact JSON: zones to about 100 m, log ratios in thousandths."""
    ratios = [
        [None if np.isnan(one) else round(1000 * one) for one in row]
        for row in fit.log_ratios.tolist()
    ]
    data = {
        "source": source,
        "coefficients": [round(one, 4) for one in fit.coefficients],
        "shrink": fit.shrink,
        "zones": [[round(one, 3) for one in row] for row in fit.zones.tolist()],
        "permille": ratios,
    }
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in data.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def curve_terms(km: Floats) -> Floats:
    """What the coefficients multiply; the last axis is the terms."""
    return np.stack([np.ones_like(km), km, np.minimum(km, KNEE_KM)], axis=-1)


def curve_minutes(km: Floats, coefficients: tuple[float, float, float]) -> Floats:
    """The curve alone."""
    base, per_km, per_short_km = coefficients
    long_enough = base + per_km * km + per_short_km * np.minimum(km, KNEE_KM)
    at_shortest = base + (per_km + per_short_km) * SHORTEST_KM
    to_door = SETTING_OFF_MIN + (at_shortest - SETTING_OFF_MIN) * km / SHORTEST_KM
    return np.where(km < SHORTEST_KM, to_door, long_enough)


def via_km(origins: Floats, destinations: Floats, straight: Floats | None = None) -> Floats:
    """Straight-line kilometres, over the trunk to and from the Palm."""
    if straight is None:
        straight = straight_km(origins, destinations)
    from_palm, to_palm = _on_palm(origins), _on_palm(destinations)
    if not from_palm.any() and not to_palm.any():
        return straight
    over_trunk = straight_km(origins, _PALM_TRUNK) + straight_km(_PALM_TRUNK, destinations)
    return np.where(from_palm[:, None] != to_palm[None, :], over_trunk, straight)


def straight_km(origins: Floats, destinations: Floats) -> Floats:
    """Great-circle kilometres, by the chord through the globe: cheap and exact enough."""
    chord = _on_globe(origins)[:, None, :] - _on_globe(destinations)[None, :, :]
    half = np.sqrt(np.einsum("ijk,ijk->ij", chord, chord)) / 2
    return np.asarray(2 * _EARTH_RADIUS_KM * np.arcsin(np.minimum(half, 1.0)))


def _on_globe(points: Floats) -> Floats:
    lat, lon = np.radians(points.reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _nearness(points: Floats, zones: Floats) -> Floats:
    near = (straight_km(points, zones) ** 2 + _NEAR_KM**2) ** (-_POWER / 2)
    return np.asarray(near / near.sum(axis=1, keepdims=True))


def _fade(points: Floats, zones: Floats) -> Floats:
    nearest = straight_km(points, zones).min(axis=1, initial=np.inf)
    return np.asarray(np.exp(-((nearest / _FADE_KM) ** 2)))


def _on_palm(points: Floats) -> NDArray[np.bool_]:
    lat, lon = points.reshape(-1, 2).T
    inside = (lat - _PALM[0]) ** 2 + (lon - _PALM[1]) ** 2 < _PALM_RADIUS_DEG**2
    return np.asarray(inside & (lat > 25.097) & (lon < 55.155))

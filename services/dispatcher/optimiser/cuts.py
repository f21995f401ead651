"""Chvátal-Gomory cuts of rank one over a few visits (docs/optimiser.md equations 15, 15a): Jepsen
et al., Operations Research 56, 2008 (three visits); Pecin et al., Operations Research Letters 45,
2017 (the weights for up to five).
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import kernel
from services.dispatcher.optimiser.network import Ints

Floats = npt.NDArray[np.float64]

# Weights and divisor; the right-hand side is their sum over the divisor, rounded down.
THREE = ((1, 1, 1), 2)
WIDER = (
    ((2, 1, 1, 1), 3),
    ((1, 1, 1, 1, 1), 2),
    ((2, 2, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1), 4),
    ((3, 1, 1, 1, 1), 4),
    ((3, 3, 2, 2, 1), 4),
    ((3, 2, 2, 1, 1), 5),
)
_LEAST = 0.02
_STARTS = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """In every plan the routes count at most `most` times together; labels know those of three."""

    visits: tuple[int, ...]
    weights: tuple[int, ...] = THREE[0]
    divisor: int = THREE[1]

    @property
    def most(self) -> int:
        return sum(self.weights) // self.divisor

    def times(self, route: Sequence[int]) -> int:
        """How often a route counts: weights of what it serves over the divisor, rounded down."""
        pairs = zip(self.visits, self.weights, strict=True)
        return sum(weight for v, weight in pairs if v in route) // self.divisor


@cache
def load() -> None:
    """Load the kernels: compiling or loading them needs the deep stack of the main thread."""
    violated_wider(5, [(0.4, (v, (v + 1) % 5, (v + 2) % 5)) for v in range(5)], set(), 1, 1)


@dataclass(frozen=True, slots=True)
class _Shares:
    """An optimum of the master: how much of each route is driven, and whom each serves."""

    shares: Floats
    serves: Ints  # route, visit
    together: Floats  # visit, visit

    @classmethod
    def of(cls, visits: int, used: Sequence[tuple[float, tuple[int, ...]]]) -> "_Shares":
        serves = incidence([route for _, route in used], visits)
        shares = np.array([value for value, _ in used], dtype=np.float64)
        return cls(shares, serves, serves.T @ (serves * shares[:, None]))


def incidence(routes: Sequence[tuple[int, ...]], visits: int) -> Ints:
    """A row for each route, 1 where it serves a visit."""
    rows = np.zeros((len(routes), visits), dtype=np.int64)
    for row, route in zip(rows, routes, strict=True):
        row[list(route)] = 1
    return rows


def violated(
    visits: int, used: Sequence[tuple[float, tuple[int, ...]]], known: AbstractSet[Cut], most: int
) -> list[Cut]:
    """The most violated cuts of three visits, at most five for one visit."""
    at = _Shares.of(visits, used)
    return _best(_threes(at), known, most, 5)


def violated_wider(
    visits: int,
    used: Sequence[tuple[float, tuple[int, ...]]],
    known: AbstractSet[Cut],
    most: int,
    each: int,
) -> list[Cut]:
    """The most violated cuts of three to five visits, each visit in at most `each`. Those of more
    than three are found by climbing: there may be more.
    """
    at = _Shares.of(visits, used)
    found = _threes(at)
    for weights, divisor in WIDER:
        starts = _starts(at, len(weights))
        rows = np.empty((len(starts), len(weights) + 1), dtype=np.float64)
        size = _climb(at.serves, at.shares, np.array(weights), divisor, starts, rows)
        length = float(np.linalg.norm(weights)) / divisor
        for over, *members in rows[:size].tolist():
            pairs = sorted(zip(weights, map(int, members), strict=True), reverse=True)
            found.append((over / length, Cut(tuple(v for _, v in pairs), weights, divisor)))
    return _best(found, known, most, each)


def _best(
    found: list[tuple[float, Cut]], known: AbstractSet[Cut], most: int, each: int
) -> list[Cut]:
    chosen: dict[Cut, None] = {}
    uses: dict[int, int] = {}
    for _, cut in sorted(found, key=lambda one: (-one[0], one[1].visits, one[1].weights)):
        if cut in known or cut in chosen or max(uses.get(v, 0) for v in cut.visits) >= each:
            continue
        for v in cut.visits:
            uses[v] = uses.get(v, 0) + 1
        chosen[cut] = None
        if len(chosen) == most:
            break
    return list(chosen)


def _threes(at: _Shares) -> list[tuple[float, Cut]]:
    rows, size = _scan(at.together, at.serves, at.shares, np.empty((20_000, 4), dtype=np.float64))
    length = float(np.linalg.norm(THREE[0])) / THREE[1]
    return [
        (over / length, Cut((int(i), int(j), int(k)))) for over, i, j, k in rows[:size].tolist()
    ]


def _starts(at: _Shares, size: int) -> Ints:
    """Sets to climb from: each visit with those that it shares most with, in several orders."""
    together = at.together.copy()
    np.fill_diagonal(together, -1.0)  # itself last
    split = np.flatnonzero((together > 1e-6).sum(axis=1) >= size)
    near = np.argsort(-together, axis=1, kind="stable")[:, : size + _STARTS - 2]
    rows = [
        np.roll(np.concatenate(([v], others)), k)
        for v in split
        for k in range(_STARTS)
        if v not in (others := near[v, k : k + size - 1])
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), size)


@kernel
def _scan(together: Floats, serves: Ints, shares: Floats, found: Floats) -> tuple[Floats, int]:
    """Every triple of which pairs are served more than once, and by how much."""
    visits, size = together.shape[0], 0
    for i in range(visits):
        for j in range(i + 1, visits):
            for k in range(j + 1, visits):
                pairs = together[i, j] + together[i, k] + together[j, k]
                if pairs <= 1.0 + _LEAST or size == found.shape[0]:
                    continue
                twice = 0.0
                for r in range(shares.size):
                    if serves[r, i] + serves[r, j] + serves[r, k] == 3:
                        twice += shares[r]
                if pairs - 2.0 * twice > 1.0 + _LEAST:
                    found[size, 0] = pairs - 2.0 * twice - 1.0
                    found[size, 1], found[size, 2], found[size, 3] = i, j, k
                    size += 1
    return found, size


@kernel
def _climb(
    serves: Ints, shares: Floats, weights: Ints, divisor: int, starts: Ints, found: Floats
) -> int:
    """From each start exchange one visit for the best other one, as long as that helps; fills
    `found` with by how much the cut is violated and its visits, and returns how many are.
    """
    size, most = 0, weights.sum() // divisor
    sums = np.zeros(shares.size, dtype=np.int64)
    for first in range(starts.shape[0]):
        now, over, better = starts[first], 0.0, True
        sums[:] = 0
        for q in range(weights.size):
            sums += weights[q] * serves[:, now[q]]
        while better:
            better = False
            for q in range(weights.size):
                sums -= weights[q] * serves[:, now[q]]
                over, chosen = _exchanged(serves, shares, sums, weights[q], divisor, now, q)
                better |= chosen != now[q]
                now[q] = chosen
                sums += weights[q] * serves[:, chosen]
        if over - most > _LEAST:
            found[size, 0] = over - most
            found[size, 1:] = now
            size += 1
    return size


@kernel
def _exchanged(
    serves: Ints, shares: Floats, sums: Ints, weight: int, divisor: int, now: Ints, q: int
) -> tuple[float, int]:
    """The best visit for place q, the present one if none is better, and what counts with it."""
    base, gain, chosen = 0.0, -1.0, now[q]
    for r in range(shares.size):
        base += shares[r] * (sums[r] // divisor)
    for turn in range(-1, serves.shape[1]):
        w = now[q] if turn < 0 else turn
        if turn >= 0 and (now == w).any():
            continue
        more = 0.0
        for r in range(shares.size):
            if serves[r, w]:
                more += shares[r] * ((sums[r] + weight) // divisor - sums[r] // divisor)
        if more > gain + 1e-9:
            gain, chosen = more, w
    return base + gain, chosen

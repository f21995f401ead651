"""Subset-row cuts of three visits (docs/optimiser.md equation 15): Jepsen et al., Operations
Research 56, 2008. No plan has two routes that each serve two of the same three visits.
"""

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import kernel

Triple = tuple[int, int, int]
Floats = npt.NDArray[np.float64]


def halves(triple: Triple, route: tuple[int, ...]) -> int:
    """How often the route counts in the cut: the pairs it serves, rounded down."""
    return sum(v in route for v in triple) // 2


def violated(
    visits: int, used: list[tuple[float, tuple[int, ...]]], known: set[Triple], most: int
) -> list[Triple]:
    """The most violated cuts, at most five for one visit."""
    incidence = np.zeros((len(used), visits), dtype=np.float64)
    for row, (_, route) in zip(incidence, used, strict=True):
        row[list(route)] = 1.0
    shares = np.array([value for value, _ in used], dtype=np.float64)
    together = incidence.T @ (incidence * shares[:, None])
    found, size = _scan(together, incidence, shares, np.empty((20_000, 4), dtype=np.float64))
    chosen: list[Triple] = []
    uses = np.zeros(visits, dtype=np.int64)
    for _, i, j, k in sorted(found[:size].tolist(), reverse=True):
        triple = (int(i), int(j), int(k))
        if triple in known or uses[list(triple)].max() >= 5:
            continue
        uses[list(triple)] += 1
        chosen.append(triple)
        if len(chosen) == most:
            break
    return chosen


@kernel
def _scan(together: Floats, incidence: Floats, shares: Floats, found: Floats) -> tuple[Floats, int]:
    """Every triple of which pairs are served more than once, and by how much."""
    visits, size = together.shape[0], 0
    for i in range(visits):
        for j in range(i + 1, visits):
            for k in range(j + 1, visits):
                pairs = together[i, j] + together[i, k] + together[j, k]
                if pairs <= 1.02 or size == found.shape[0]:
                    continue
                twice = 0.0
                for r in range(shares.size):
                    if incidence[r, i] + incidence[r, j] + incidence[r, k] > 2.5:
                        twice += shares[r]
                if pairs - 2.0 * twice > 1.02:
                    found[size, 0] = pairs - 2.0 * twice
                    found[size, 1], found[size, 2], found[size, 3] = i, j, k
                    size += 1
    return found, size

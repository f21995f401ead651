"""Ties of two visits inside one route: orders, and pairs, which no route may have both of."""

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import lean
from services.dispatcher.optimiser.network import APART, DIRECTLY, Ints, Small

Set = npt.NDArray[np.uint64]


@lean
def is_barred(ties: Ints, visited: Set, here: int, w: int) -> bool:
    """Whether a route with these visits, `here` the last, can have w no more for its ties' sake."""
    for t in range(ties.shape[0]):
        a, b, kind = ties[t, 0], ties[t, 1], ties[t, 2]
        if w == a and _is_in(visited, b):
            return True
        if w == b and _is_in(visited, a) and (kind == APART or (kind == DIRECTLY and here != a)):
            return True
    return False


@lean
def bars_more(ties: Ints, visited: Set, others: Set, here: int) -> bool:
    """Whether these visits bar one that the others neither have nor bar; both end `here`."""
    for t in range(ties.shape[0]):
        for side in range(2):
            u = ties[t, side]
            if is_barred(ties, visited, here, u):
                if not _is_in(others, u) and not is_barred(ties, others, here, u):
                    return True
    return False


@lean
def _is_in(visited: Set, w: int) -> bool:
    return (visited[w >> 6] >> np.uint64(w & 63)) & np.uint64(1) != 0


@lean
def keeps_ties(ties: Ints, route: Small, length: int) -> bool:
    """Whether a whole route has no tie broken."""
    for t in range(ties.shape[0]):
        first, second = -1, -1
        for i in range(length):
            if route[i] == ties[t, 0]:
                first = i
            if route[i] == ties[t, 1]:
                second = i
        if first >= 0 and second >= 0:
            if ties[t, 2] == APART or second < first:
                return False
            if ties[t, 2] == DIRECTLY and second != first + 1:
                return False
    return True


@lean
def may_join(ties: Ints, at: Small, s: int, w: int) -> bool:
    """Whether the ties of w let it into shift s: ordered visits together, paired ones apart."""
    for t in range(ties.shape[0]):
        for side in range(2):
            if ties[t, side] == w:
                other = at[ties[t, 1 - side]]
                if other >= 0 and (other == s) == (ties[t, 2] == APART):
                    return False
    return True


@lean
def may_stand(ties: Ints, route: Small, length: int, k: int, w: int) -> bool:
    """Whether w before stop k of the route breaks no order."""
    for t in range(ties.shape[0]):
        first, second, directly = ties[t, 0], ties[t, 1], ties[t, 2] == DIRECTLY
        for i in range(length):
            u = route[i]
            if w == first and u == second and (i < k or (directly and i > k)):
                return False
            if w == second and u == first and (i >= k or (directly and i + 1 < k)):
                return False
            if directly and w not in (first, second) and u == first and i + 1 == k:
                if k < length and route[k] == second:
                    return False
    return True

"""What a caller hands to a search, and what it is told meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.routing.plan import Plan


@dataclass(frozen=True, slots=True)
class Params:
    """How long to search. With `deterministic_iterations` the work is counted instead of the
    time: same problem, seed and versions give the same plan, on one thread or two.
    """

    time_limit_s: float
    seed: int = 1
    deterministic_iterations: int | None = None
    remaining_s: Callable[[], float] | None = None
    """Seconds left by the caller's clock; without it only `stop` ends a timed search."""
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """A better plan or a better bound was found."""

    cost: int
    bound: int
    gap: float
    iterations: int
    plan: Callable[[], Plan]
    """Writes the best plan so far down, reasons and all: some hundredths of a second."""

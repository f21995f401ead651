"""A solving child that goes wrong in its own way, on a poisoned day only: after its first plan, or
`at-once`. `segfault` reads address 0 in native code, `hoard` allocates without end, `hang` never
comes back.
"""

import ctypes
import sys
import threading
from collections.abc import Callable
from typing import Any

from services.dispatcher.optimiser import levels
from services.dispatcher.optimiser.params import Params
from services.dispatcher.planning import child
from shared.db.live.problem import PRIORITY_COST, UNASSIGNED_COST
from shared.routing.plan import Plan
from shared.routing.problem import Problem

POISON = "poison"
# In rows, whose ids say nothing, a visit of this priority poisons its day.
POISON_PRIORITY = 66
_POISON_COST = UNASSIGNED_COST + POISON_PRIORITY * PRIORITY_COST
_planned = levels.planned


def segfault() -> None:
    """As OR-Tools does on malformed input."""
    ctypes.string_at(0)


def hoard() -> None:
    """A megabyte after another."""
    kept = []
    while True:
        kept.append(bytearray(1 << 20))


def hang() -> None:
    """Deaf to the deadline."""
    threading.Event().wait()


def bad(problem: Problem, params: Any, stop: Any, rng: Any, tell: Callable[[Any], None]) -> Plan:
    """The true planner, but for the poisoned problem."""
    if not any(
        visit.id == POISON or visit.unassigned_cost >= _POISON_COST for visit in problem.visits
    ):
        return _planned(problem, params, stop, rng, tell)
    if "at-once" not in sys.argv:
        _planned(problem, Params(params.time_limit_s, deterministic_iterations=1), stop, rng, tell)
    {"segfault": segfault, "hoard": hoard, "hang": hang}[sys.argv[1]]()
    raise AssertionError(sys.argv)


if __name__ == "__main__":
    child.planned = bad  # type: ignore[assignment]  # this process stands in for a bad solver
    sys.exit(child.main())

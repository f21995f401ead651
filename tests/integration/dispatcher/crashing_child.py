"""A solving child that dies of a segmentation fault when a visit has the priority of the test."""

import os
import signal
import sys

from services.dispatcher.optimiser import levels
from services.dispatcher.planning import child
from shared.routing.plan import Plan
from shared.routing.problem import Problem

_POISON = 6_600_000
_planned = levels.planned


def poisoned(problem: Problem, *rest: object) -> Plan:
    """Die as OR-Tools does on malformed input."""
    if any(visit.unassigned_cost > _POISON for visit in problem.visits):
        os.kill(os.getpid(), signal.SIGSEGV)
    return _planned(problem, *rest)  # type: ignore[arg-type]  # passed on as they came


if __name__ == "__main__":
    child.planned = poisoned  # type: ignore[assignment]  # this process stands in for a bad solver
    sys.exit(child.main())

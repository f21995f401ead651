"""`python -m services.dispatcher.optimiser.warm`: compile every kernel ahead of the first solve.

Two to three minutes of CPU on a fresh installation, a second where the cache is there. `progress`
is told each stage as it begins.
"""

import random
import sys
from collections.abc import Callable

from services.dispatcher.optimiser.params import Params
from services.dispatcher.optimiser.solve import solve
from shared.routing.problem import Problem
from shared.routing.shift import Break, Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit


def warm(progress: Callable[[str], None]) -> None:
    """Solve two tiny days that between them call every kernel."""
    for told, day in (("plain days", _day()), ("days with breaks", _day(Break((0, 9000), 600)))):
        progress(f"compiling the planner: {told}")
        params = Params(600.0, deterministic_iterations=40)
        solve(day, params, lambda: False, random.Random(1), lambda _: None)  # noqa: S311 - a search


def _day(*breaks: Break) -> Problem:
    table = tuple(tuple(300 * abs(i - j) for j in range(4)) for i in range(4))
    visits = tuple(
        Visit(
            id=f"v{i}",
            location=i % 4,
            service_s=1800,
            windows_s=((0, 20_000),),
            unassigned_cost=9000,
        )
        for i in range(14)
    )
    shifts = tuple(
        Shift(
            id=f"s{k}", therapist=f"t{k}", start_location=k, end_location=k,
            window_s=(0, 14_400), breaks=breaks,
        )
        for k in range(3)
    )  # fmt: skip
    return Problem(travel=Travel.constant(table), visits=visits, shifts=shifts)


def main() -> int:
    warm(lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 - a command's progress
    return 0


if __name__ == "__main__":
    sys.exit(main())

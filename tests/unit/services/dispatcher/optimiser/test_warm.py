"""A warm child has every kernel."""

import gc
import random

from numba.core.dispatcher import Dispatcher

from services.dispatcher.optimiser.params import Params
from services.dispatcher.optimiser.solve import solve
from services.dispatcher.optimiser.warm import load_kernels
from shared.routing.shift import Break
from tests.unit.shared.routing.build import problem, shift, visit


def _loaded() -> int:
    kernels = (one for one in gc.get_objects() if isinstance(one, Dispatcher))
    return sum(len(one.signatures) for one in kernels)


def test_no_kernel_is_left_for_the_solve() -> None:
    """A day with breaks, lateness and overtime loads or compiles nothing more."""
    load_kernels()
    before = _loaded()
    day = problem(
        *(visit(f"v{i}", i % 5, late_cost_per_s=2, max_late_s=1800) for i in range(8)),
        shift("s1", "t1", breaks=(Break((9000, 12_000), 1800),), overtime_s=900),
        shift("s2", "t2"),
    )
    params = Params(60.0, deterministic_iterations=12)
    solve(day, params, lambda: False, random.Random(1), lambda _: None)
    assert before > 5
    assert _loaded() == before

"""What the solving child says while it searches."""

import io
import time

from services.dispatcher.optimiser.params import Progress
from services.dispatcher.planning import child, wire
from shared.routing.plan import Plan


def _found(cost: int) -> Progress:
    return Progress(cost, 0, 0.0, 1, lambda: Plan((), (), cost, 0, 0.0))


def _costs(outgoing: io.BytesIO) -> list[int]:
    """Of the plans sent so far."""
    outgoing.seek(0)
    costs = []
    while head := outgoing.read(wire.HEAD_BYTES):
        plan = wire.report(outgoing.read(wire.size_of(head))).plan
        assert plan is not None
        costs.append(plan.cost)
    return costs


def test_the_last_plan_of_a_burst_is_sent_when_the_pause_is_over() -> None:
    """A kill does not lose a plan that was found right after another; each is sent once."""
    outgoing = io.BytesIO()
    teller = child._Teller(outgoing, time.monotonic())
    for cost in (3, 2, 1):
        teller.tell(_found(cost))
    teller.catch_up()
    assert _costs(outgoing) == [3]
    time.sleep(child._TELL_EVERY_S)
    teller.catch_up()
    teller.catch_up()
    assert _costs(outgoing) == [3, 1]

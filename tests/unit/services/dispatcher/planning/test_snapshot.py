"""What a solve was given, stored and read again."""

from dataclasses import replace

import pytest

from services.dispatcher.planning.snapshot import problem_of, snapshot_of
from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Plan, Route, Stop
from shared.routing.shift import Break
from shared.routing.surroundings import Gap
from shared.routing.visit import Pin
from tests.unit.shared.routing.build import problem, shift, visit

RICH = problem(
    visit("a", 1, therapist_costs={"t1": 900}, forbidden_therapists=frozenset({"t2"})),
    visit("b", 2, late_cost_per_s=5, max_late_s=3600, pinned=Pin("s1")),
    visit("c", 3, skills=frozenset({"dry-needling"}), must=True, late_cost_per_s=1),
    shift("s1", "t1", breaks=(Break((9000, 12_000), 1800),), overtime_s=600),
    shift("s2", "t2", max_visits=3),
    gaps=(Gap("a", "c", 0, 7200),),
)


def test_a_problem_comes_back_whole() -> None:
    """Rules, ties and the previous plan included: else a replay would solve something else."""
    before = Plan((Route("s1", (Stop("a", 0, 0, 0),)),), (), 0, 0, 0.0)
    for given in (RICH, replace(RICH, previous=before)):
        assert problem_of(snapshot_of(given)) == given


@pytest.mark.parametrize("damage", [b"", b"nonsense", snapshot_of(RICH)[:-9]])
def test_a_damaged_row_is_refused(damage: bytes) -> None:
    """Named as what it is, not as a fault of the decoder's."""
    with pytest.raises(ProblemInvalid, match=r"stored problem|cut off"):
        problem_of(damage)

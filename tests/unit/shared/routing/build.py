"""Small problems for the planner's tests: places on a line, ten minutes apart."""

from typing import Any

from hypothesis import strategies as st

from shared.routing.errors import ProblemInvalid
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.shift import Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit
from shared.routing.weights import Weights

LEG_S = 600


def line(places: int = 6, leg_s: int = LEG_S) -> Travel:
    """Travel times between places 0, 1, 2, … on a line."""
    return Travel.constant(
        tuple(tuple(abs(i - j) * leg_s for j in range(places)) for i in range(places))
    )


def visit(name: str = "v1", location: int = 1, **changes: Any) -> Visit:
    given: dict[str, Any] = {
        "id": name,
        "location": location,
        "service_s": 1800,
        "windows_s": ((0, 36_000),),
        "unassigned_cost": 14_400,
    }
    return Visit(**(given | changes))


def shift(name: str = "s1", therapist: str = "t1", place: int = 0, **changes: Any) -> Shift:
    given: dict[str, Any] = {
        "id": name,
        "therapist": therapist,
        "start_location": place,
        "end_location": place,
        "window_s": (0, 36_000),
    }
    return Shift(**(given | changes))


def problem(*parts: Visit | Shift, travel: Travel | None = None, **changes: Any) -> Problem:
    return Problem(
        travel=travel or line(),
        visits=tuple(part for part in parts if isinstance(part, Visit)),
        shifts=tuple(part for part in parts if isinstance(part, Shift)),
        **changes,
    )


def problem_file(**changes: Any) -> dict[str, Any]:
    """A valid problem document to spoil."""
    document: dict[str, Any] = {
        "travel_s": [[0, 600], [600, 0]],
        "visits": [
            {
                "id": "v1",
                "location": 1,
                "service_s": 1800,
                "windows_s": [[0, 7200]],
                "skills": ["dry-needling"],
                "unassigned_cost": 14_400,
            }
        ],
        "shifts": [
            {
                "id": "s1",
                "therapist": "t1",
                "start_location": 0,
                "end_location": 0,
                "window_s": [0, 36_000],
                "skills": ["dry-needling"],
            }
        ],
        "weights": {"travel": 1},
    }
    return document | changes


@st.composite
def problems(draw: st.DrawFn, *, breaks: bool = True) -> Problem:
    """Any small problem of windows, pins, limits and breaks; `tests.support.days` has all rules."""
    places = draw(st.integers(2, 5))
    travel = draw(st.one_of(_matrices(places), _bands(places)))
    shifts = [draw(_shifts(f"s{i}", places, breaks)) for i in range(draw(st.integers(1, 3)))]
    names = [one.id for one in shifts]
    visits = [draw(_visits(f"v{i}", places, names)) for i in range(draw(st.integers(0, 6)))]
    weights = draw(st.builds(Weights, travel=st.integers(0, 3), lateness=st.integers(0, 2)))
    return Problem(travel, tuple(visits), tuple(shifts), weights)


def _matrices(places: int) -> st.SearchStrategy[Travel]:
    row = st.tuples(*[st.integers(0, 1500)] * places)
    return st.builds(Travel.constant, st.tuples(*[row] * places))


@st.composite
def _bands(draw: st.DrawFn, places: int) -> Travel:
    """Two or three bands, at least as far apart as any travel time may fall."""
    row = st.tuples(*[st.integers(0, 1500)] * places)
    tables = draw(st.lists(st.tuples(*[row] * places), min_size=2, max_size=3))
    document = problem_file(
        travel_bands=[
            {"from_s": 4000 * k, "travel_s": [list(one) for one in table]}
            for k, table in enumerate(tables)
        ],
        visits=[],
        shifts=[],
    )
    del document["travel_s"]
    try:
        return problem_from_json(document).travel
    except ProblemInvalid as invalid:  # a band start of 4000 s makes overtaking impossible
        raise AssertionError(invalid) from invalid


_SKILLS = st.frozensets(st.sampled_from(["needling", "female"]), max_size=2)


@st.composite
def _shifts(draw: st.DrawFn, name: str, places: int, breaks: bool) -> Shift:
    opens = draw(st.integers(0, 4000))
    rest = st.fixed_dictionaries({"start": st.integers(0, 8000), "length": st.integers(60, 1500)})
    rests = draw(st.lists(rest, max_size=2)) if breaks else []
    return problem_from_json(
        problem_file(
            travel_s=[[0] * places] * places,
            visits=[],
            shifts=[
                {
                    "id": name,
                    "therapist": draw(st.sampled_from(["t1", "t2"])),
                    "start_location": draw(st.integers(0, places - 1)),
                    "end_location": draw(st.integers(0, places - 1)),
                    "window_s": [opens, opens + draw(st.integers(0, 12_000))],
                    "skills": sorted(draw(_SKILLS)),
                    "max_visits": draw(st.none() | st.integers(0, 3)),
                    "max_travel_s": draw(st.none() | st.integers(500, 4000)),
                    "overtime_s": draw(st.sampled_from([0, 0, 900])),
                    "overtime_cost_per_s": draw(st.integers(0, 3)),
                    "breaks": [
                        {"window_s": [r["start"], r["start"] + 1800], "duration_s": r["length"]}
                        for r in rests
                    ],
                    "open_from_s": draw(st.none() | st.integers(0, 6000)),
                }
            ],
        )
    ).shifts[0]


@st.composite
def _visits(draw: st.DrawFn, name: str, places: int, shifts: list[str]) -> Visit:
    opens = draw(st.lists(st.integers(0, 12_000), min_size=1, max_size=2))
    late = draw(st.booleans())
    pinned: dict[str, Any] | None = None
    if draw(st.integers(0, 4)) == 0:
        pinned = {"shift": draw(st.sampled_from(shifts))}
        if draw(st.booleans()):
            pinned["start_s"] = draw(st.integers(0, 8000))
    document = {
        "id": name,
        "location": draw(st.integers(0, places - 1)),
        "service_s": draw(st.integers(0, 2400)),
        "windows_s": [[a, a + draw(st.integers(0, 4000))] for a in opens],
        "unassigned_cost": draw(st.integers(0, 8000)),
        "skills": sorted(draw(_SKILLS)) if draw(st.booleans()) else [],
        "therapist_costs": {"t1": draw(st.integers(0, 900))},
        "forbidden_therapists": draw(st.sampled_from([[], [], ["t2"]])),
        "pinned": pinned,
    }
    if late:
        document |= {"late_cost_per_s": draw(st.integers(0, 4)), "max_late_s": 1800}
    known = [problem_file()["shifts"][0] | {"id": one} for one in shifts]
    return problem_from_json(
        problem_file(travel_s=[[0] * places] * places, visits=[document], shifts=known)
    ).visits[0]

"""What a change of plan is told as: each change once, gravest first, in words that can be said."""

from shared.routing.difference import (
    Code,
    Said,
    Spot,
    difference,
    promises_of,
    spots_of,
    told_spots,
)
from shared.routing.difference_words import in_english
from shared.routing.plan import Plan, Route, Stop
from shared.routing.visit import Promised, Told
from tests.unit.shared.routing.build import problem, shift, visit

_HOUR = Promised((3600, 7200), 1)
_BEFORE = {"v1": Spot("t1", 3600), "v2": Spot("t1", 9000)}


def _codes(said: tuple[Said, ...]) -> list[tuple[Code, str | None]]:
    return [(one.code, one.visit) for one in said[1:]]


def _english(said: tuple[Said, ...]) -> list[str]:
    names = {"v1": "visit 1", "v2": "visit 2", "t1": "Amal", "t2": "Bo"}
    return [
        in_english(
            one,
            lambda key: names.get(key, key),
            lambda key: names[key],
            lambda at: f"{at // 3600:02}:{at % 3600 // 60:02}",
        )
        for one in said
    ]


def test_nothing_changed_is_nothing_said() -> None:
    """The same spots, or starts less than a minute apart."""
    assert difference({"v1": _HOUR}, _BEFORE, _BEFORE) == ()
    assert difference({}, _BEFORE, {**_BEFORE, "v1": Spot("t1", 3659)}) == ()


def test_a_promise_is_broken_by_time() -> None:
    """How late beyond the window, rounded up: late is never told as in time."""
    said = difference({"v1": _HOUR}, _BEFORE, {**_BEFORE, "v1": Spot("t1", 7201)})
    assert _codes(said) == [(Code.PROMISE_BROKEN, "v1"), (Code.LATER, "v1")]
    assert said[1].params == {"how": "late", "minutes": 1}
    assert _english(said) == [
        "1 promise broken, 60 minutes later in all.",
        "The promise to visit 1 is broken: service starts 1 minute after the window.",
        "Visit 1 starts 60 minutes later, at 02:00 instead of 01:00.",
    ]


def test_a_promise_is_broken_too_soon() -> None:
    """Before the window is outside it too."""
    said = difference({"v1": _HOUR}, _BEFORE, {**_BEFORE, "v1": Spot("t1", 3480)})
    assert said[1].params == {"how": "early", "minutes": 2}
    assert _english(said)[2] == "Visit 1 starts 2 minutes earlier, at 00:58 instead of 01:00."


def test_a_promise_of_a_therapist_is_broken() -> None:
    """Who was named is part of the promise."""
    named = Promised((3600, 7200), 1, "t1")
    said = difference({"v1": named}, _BEFORE, {**_BEFORE, "v1": Spot("t2", 3600)})
    assert _english(said) == [
        "1 promise broken, 1 with another therapist.",
        "The promise to visit 1 is broken: Bo comes instead of the one named.",
        "Visit 1 goes from Amal to Bo.",
    ]


def test_left_out_and_placed() -> None:
    """A visit without a stop breaks its promise; one that had none gets its place."""
    said = difference({"v1": _HOUR}, {"v1": Spot("t1", 3600)}, {"v2": Spot("t2", 9000)})
    assert _english(said) == [
        "1 promise broken, 1 visit left out, 1 placed.",
        "The promise to visit 1 is broken: nobody comes.",
        "Visit 1 loses its place with Amal.",
        "Visit 2 gets a place with Bo at 02:30.",
    ]


def test_a_promise_is_mended() -> None:
    """What was broken before is no news; what is kept again is good news."""
    late = {"v1": Spot("t1", 9000)}
    assert _codes(difference({"v1": _HOUR}, late, {"v1": Spot("t1", 9600)})) == [(Code.LATER, "v1")]
    said = difference({"v1": _HOUR}, late, {"v1": Spot("t1", 7200)})
    assert _english(said)[:2] == [
        "No promise broken, 1 mended.",
        "The promise to visit 1 is kept again.",
    ]


def test_of_a_file() -> None:
    """Before is what was told, after is the plan; a visit that nobody was told of is placed."""
    told = visit("v1", told=Told(600, "t1"), promised=Promised((0, 1800), 1))
    day = problem(told, visit("v2"), shift("s2", "t2"))
    plan = Plan(
        (Route("s2", (Stop("v1", 600, 600, 2400), Stop("v2", 2400, 2400, 4200))),), (), 0, 0, 0
    )
    said = difference(promises_of(day), told_spots(day), spots_of(day, plan))
    assert _codes(said) == [(Code.PLACED, "v2"), (Code.THERAPIST_CHANGED, "v1")]

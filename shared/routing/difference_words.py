"""The English of `difference`; other languages have the same codes and parameters."""

from collections.abc import Callable, Mapping
from typing import assert_never

from shared.routing.difference import (
    Breach,
    Code,
    Said,
    difference,
    promises_of,
    spots_of,
    told_spots,
)
from shared.routing.plan import Plan
from shared.routing.problem import Problem

Words = Callable[[str], str]
Clock = Callable[[int], str]


def in_english(said: Said, visit: Words, therapist: Words, clock: Clock) -> str:
    """A whole sentence; the caller names visits and therapists and reads the clock."""
    given, who = said.params, visit(said.visit or "")
    match said.code:
        case Code.SUMMARY:
            words = _summary(given)
        case Code.PROMISE_BROKEN:
            words = f"the promise to {who} is broken: {_breach(given, therapist)}"
        case Code.PROMISE_MENDED:
            words = f"the promise to {who} is kept again"
        case Code.LEFT_OUT:
            words = f"{who} loses its place with {therapist(str(given['therapist']))}"
        case Code.PLACED:
            at = clock(int(given["start_s"]))
            words = f"{who} gets a place with {therapist(str(given['therapist']))} at {at}"
        case Code.THERAPIST_CHANGED:
            people = therapist(str(given["from"])), therapist(str(given["to"]))
            words = f"{who} goes from {people[0]} to {people[1]}"
        case Code.LATER | Code.EARLIER:
            times = clock(int(given["start_s"])), clock(int(given["before_s"]))
            moved = f"{_count(given['minutes'], 'minute')} {said.code.value}"
            words = f"{who} starts {moved}, at {times[0]} instead of {times[1]}"
        case _:
            assert_never(said.code)
    return f"{_first(words)}."


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _count(number: str | int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _breach(given: Mapping[str, str | int], therapist: Words) -> str:
    how = Breach(str(given["how"]))
    match how:
        case Breach.LATE | Breach.EARLY:
            side = "after" if how is Breach.LATE else "before"
            return f"service starts {_count(given['minutes'], 'minute')} {side} the window"
        case Breach.THERAPIST:
            return f"{therapist(str(given['therapist']))} comes instead of the one named"
        case Breach.LEFT_OUT:
            return "nobody comes"
        case _:
            assert_never(how)


def _summary(given: Mapping[str, str | int]) -> str:
    parts = [
        f"{_count(given['broken'], 'promise')} broken",
        f"{given['mended']} mended",
        f"{_count(given['left_out'], 'visit')} left out",
        f"{given['placed']} placed",
        f"{given['changed']} with another therapist",
        f"{_count(given['later_minutes'], 'minute')} later in all",
    ]
    told = [part for part in parts if not part.startswith("0 ")]
    return ", ".join(told if given["broken"] else ["no promise broken", *told])


def told_difference(problem: Problem, plan: Plan) -> list[str]:
    """What a plan changes of what its problem says was told, in ids and seconds."""
    said = difference(promises_of(problem), told_spots(problem), spots_of(problem, plan))
    return [in_english(one, str, str, lambda at: f"{at} s") for one in said]

"""Reading parsed JSON: every value is checked and every complaint names its path."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from shared.routing.errors import ProblemInvalid

# Bounds keep every sum of a plan far inside 64 bits, which CP-SAT needs.
MAX_TIME_S = 10**8
MAX_TRAVEL_S = 10**7
MAX_COST = 10**11
MAX_ID = 200

Window = tuple[int, int]
Value = TypeVar("Value")


def fields(
    value: object, path: str, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> Mapping[str, object]:
    """The object at `path`, all required keys there, none unknown."""
    if not isinstance(value, dict):
        raise ProblemInvalid(path, f"is {kind(value)}, must be an object")
    for name in sorted(required):
        if name not in value:
            raise ProblemInvalid(path, f'field "{name}" is missing')
    for name in value:
        if name not in required and name not in optional:
            known = ", ".join(sorted(required | optional))
            raise ProblemInvalid(path, f"unknown field {kind(name)}; known are {known}")
    return value


def items(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise ProblemInvalid(path, f"is {kind(value)}, must be a list")
    return value


def each(value: object, path: str, read: Callable[[object, str], Value]) -> tuple[Value, ...]:
    """Every item of a list, read with its own path."""
    return tuple(read(one, f"{path}[{i}]") for i, one in enumerate(items(value, path)))


def whole(value: object, path: str) -> int:
    """A whole number; true and false are none."""
    if type(value) is not int:
        raise ProblemInvalid(path, f"is {kind(value)}, must be a whole number")
    return value


def name(value: object, path: str) -> str:
    """An id or skill: 1 to 200 characters that can be printed."""
    if not isinstance(value, str):
        raise ProblemInvalid(path, f"is {kind(value)}, must be text")
    if not 1 <= len(value) <= MAX_ID:
        raise ProblemInvalid(path, f"has {len(value)} characters, must have 1 to {MAX_ID}")
    if not value.isprintable():
        raise ProblemInvalid(path, f"is {kind(value)}, must have only characters of one line")
    return value


def names(value: object, path: str) -> frozenset[str]:
    return frozenset(name(one, f"{path}[{i}]") for i, one in enumerate(items(value, path)))


def pair(value: object, path: str) -> tuple[int, int]:
    """An interval of two whole numbers, in order."""
    both = items(value, path)
    if len(both) != 2:
        raise ProblemInvalid(path, f"has {len(both)} values, must be [opens, closes]")
    return whole(both[0], f"{path}[0]"), whole(both[1], f"{path}[1]")


def in_range(value: int, path: str, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ProblemInvalid(path, f"is {kind(value)}, must be {low} to {high}")


def ordered(window: tuple[int, int], path: str) -> None:
    """A window in planner seconds that does not close before it opens."""
    opens, closes = window
    in_range(opens, f"{path}[0]", -MAX_TIME_S, MAX_TIME_S)
    in_range(closes, f"{path}[1]", -MAX_TIME_S, MAX_TIME_S)
    if closes < opens:
        raise ProblemInvalid(path, f"closes {closes} before it opens {opens}")


def truth(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise ProblemInvalid(path, f"is {kind(value)}, must be true or false")
    return value


def windows(value: object, path: str) -> tuple[Window, ...]:
    return tuple(pair(one, f"{path}[{i}]") for i, one in enumerate(items(value, path)))


def numbers(value: object, path: str) -> dict[str, int]:
    """Whole numbers by id."""
    if not isinstance(value, dict):
        raise ProblemInvalid(path, "must be an object of whole numbers by id")
    return {name(key, path): whole(number, f"{path}.{key}") for key, number in value.items()}


def kind(value: object) -> str:
    """A short word for a value in a complaint."""
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _short(str(value))
    return _KINDS.get(type(value), type(value).__name__)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}

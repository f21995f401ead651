"""msgspec's findings in words that an agent can read aloud: the field, and what would be right."""

import re
from typing import Any

from services.api.expected import closed_list, words_of

_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "empty (null)",
    "array": "a list",
    "object": "an object with named fields",
    "datetime": "a time with offset, such as 2026-01-31T08:00:00+04:00",
    "date": "a date, such as 2026-01-31",
    "time": "a time of day, such as 08:00:00",
    "uuid": "an id (a UUID)",
}
_SENT = {**_KINDS, "float": "a number with decimals"}
_FORMATS = {
    "Invalid RFC3339 encoded datetime": "datetime",
    "Invalid RFC3339 encoded date": "date",
    "Invalid RFC3339 encoded time": "time",
    "Expected `datetime` with a timezone component": "datetime",
    "Invalid UUID": "uuid",
}
_PATTERNS = {
    r"'\\S'": "must not be empty",
    r"'^[A-Za-z-]+$'": "must be a language tag, such as en or ar-AE",
    r"'^[^@\\s]+@[^@\\s]+$'": "must be an email address, such as name@clinic.example",
}
_BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}

_OTHER_KIND = re.compile(r"Expected `(?P<right>[^`]+)`, got `(?P<sent>[^`]+)`")
_LENGTH = re.compile(r"Expected `(?P<kind>\w+)` of length (?P<bound>>=|<=)? ?(?P<length>\d+)")
_BOUND = re.compile(r"Expected `\w+` (?P<bound>>=|<=|>|<) (?P<limit>-?[\d.e+]+)$")
_MULTIPLE = re.compile(r"Expected `\w+` that's a multiple of (?P<of>[\d.]+)")
_PATTERN = re.compile(r"Expected `str` matching regex (?P<pattern>'.*')$")


def said(field: str, found: str, declared: Any, path: str) -> str:
    """One sentence about `field`; `declared` and `path` lead to the words of a closed list."""
    name = field or "The body"
    if found.startswith("Invalid enum value"):
        words = words_of(declared, path)
        sent = found.removeprefix("Invalid enum value ")
        right = f"; it is {closed_list(words)}" if words else ""
        return f"{name} cannot be {sent}{right}."
    if found in _FORMATS:
        return f"{name} must be {_KINDS[_FORMATS[found]]}."
    if rule := _rule(found):
        return f"{name} {rule}."
    return plain(found)


def plain(text: str) -> str:
    """A whole sentence without marks of code."""
    words = text.replace("`", "'")
    return words if words.endswith(".") else f"{words}."


def _rule(found: str) -> str | None:
    """What must be, for the messages that hold a type, a bound, a length or a pattern."""
    if match := _OTHER_KIND.match(found):
        return f"must be {_kinds(match['right'])}, not {_SENT.get(match['sent'], match['sent'])}"
    if match := _LENGTH.match(found):
        return _length(match["kind"], match["bound"], int(match["length"]))
    if match := _BOUND.match(found):
        return f"must be {_BOUNDS[match['bound']]} {_number(match['limit'])}"
    if match := _MULTIPLE.match(found):
        return f"must be a multiple of {_number(match['of'])}"
    if match := _PATTERN.match(found):
        return _PATTERNS.get(match["pattern"], "has a form that is not known here")
    return None


def _length(kind: str, bound: str | None, length: int) -> str:
    if (bound, length) == (">=", 1):
        return "must not be empty"
    unit = {"str": "character", "array": "entry", "object": "field"}.get(kind, "byte")
    many = unit if length == 1 else {"entry": "entries"}.get(unit, f"{unit}s")
    return f"must have {_BOUNDS.get(bound or '', 'exactly')} {length} {many}"


def _kinds(names: str) -> str:
    return closed_list([_KINDS.get(name, name) for name in names.split(" | ")])


def _number(text: str) -> str:
    """90.0 is 90 to everybody but a program."""
    value = float(text)
    return str(int(value)) if value.is_integer() else text

"""A broken hard rule as the verifier tells it."""

from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """Safety is broken by nobody; a promise by name, price and reason (DESIGN 1)."""

    SAFETY = "safety"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken hard rule. `id` is the rule and what it is about: the same in every reading of
    the same plan, so that a person can acknowledge it. `found` and `allowed` are the figures where
    a rule has any (seconds, or visits), for whoever words it for people.
    """

    id: str
    rule: str
    class_: Class
    visit: str | None
    shift: str | None
    text: str
    found: int | None = None
    allowed: int | None = None


def safety(rule: str, visit: str | None, shift: str | None, text: str, *at: int) -> Violation:
    return Violation(f"{rule}:{visit or shift or ''}", rule, Class.SAFETY, visit, shift, text, *at)


def promise(rule: str, visit: str | None, shift: str | None, text: str, *at: int) -> Violation:
    return Violation(f"{rule}:{visit or shift or ''}", rule, Class.PROMISE, visit, shift, text, *at)

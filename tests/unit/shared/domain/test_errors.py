import re

import pytest

from shared.domain import errors
from shared.domain.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    RoundsError,
    StaleVersion,
    TooManyAttempts,
    Unauthenticated,
    Unavailable,
    VersionRequired,
)

EXAMPLES: list[RoundsError] = [
    Invalid.one("place", "Say where."),
    KeyReused(),
    Unauthenticated(),
    Forbidden(),
    NotFound("visit"),
    Conflict("hold-taken", "Somebody was faster."),
    StaleVersion("visit"),
    VersionRequired(),
    TooManyAttempts(30),
    Unavailable(),
]


def test_the_tree_is_drawn_whole_at_the_roots_docstring() -> None:
    """Every error of the domain is drawn once, and has an example below; others add their own."""
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    mine = [c for c in RoundsError.__subclasses__() if c.__module__ == errors.__name__]
    assert drawn == {c.__name__ for c in mine}
    assert drawn == {type(e).__name__ for e in EXAMPLES}


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_each_error_has_a_kebab_case_slug_and_a_sentence(error: RoundsError) -> None:
    """Clients branch on the slug, people read the message."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.slug)
    assert re.fullmatch(r"[A-Z].*\.", error.message)
    assert str(error) == error.message


def test_several_wrong_fields_are_all_named() -> None:
    """The agent mends all of them in one go."""
    error = Invalid((FieldError("a", "A is wrong."), FieldError("b", "B is missing.")))
    assert [f.field for f in error.fields] == ["a", "b"]
    assert error.message == "A is wrong. B is missing."


def test_a_conflict_keeps_its_slug_to_itself() -> None:
    """One conflict's slug does not leak into the next."""
    first, second = Conflict("one", "One."), Conflict("two", "Two.")
    assert (first.slug, second.slug) == ("one", "two")

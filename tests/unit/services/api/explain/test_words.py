"""Suggestions in the API's words."""

import pytest

from services.api.explain.words import SuggestionKind, kind_of, text_of
from shared.routing.changes import Change, MoveOther, Widen


@pytest.mark.parametrize(
    ("change", "same", "kind", "sentence"),
    [
        (Widen("1", 900, 0), False, "start-earlier", "up to 15 minutes earlier: Sara comes."),
        (Widen("1", 0, 900), False, "start-later", "up to 15 minutes later: Sara comes."),
        (MoveOther("2", "8"), False, "move-other", "another visit of theirs goes to Mona."),
        (MoveOther("2", "7"), True, "retime-other", "serves another visit at another time."),
    ],
)
def test_a_kind_says_all_that_its_sentence_depends_on(
    change: Change, same: bool, kind: str, sentence: str
) -> None:
    """The direction in time, and whether the other visit stays with who comes."""
    found = kind_of(change, None, same=same)
    assert found.value == kind
    assert text_of(found, 15, "Sara", "Mona").endswith(sentence)


def test_every_kind_has_a_sentence_with_who_comes() -> None:
    """Nothing that the API may answer is without words."""
    assert all("Sara" in text_of(kind, 15, "Sara", "Mona") for kind in SuggestionKind)

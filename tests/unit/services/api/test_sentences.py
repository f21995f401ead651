"""What msgspec finds is told in plain words, whichever way a value is wrong."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from services.api.errors import invalid_body
from services.api.patients.schemas import Language, Name
from services.api.users.schemas import UserIn

SIX = Annotated[int, Meta(ge=0, le=6)]
FEW = Annotated[list[int], Meta(min_length=2, max_length=3)]
ZONED = Annotated[datetime, Meta(tz=True)]
A_TIME = "x must be a time with offset, such as 2026-01-31T08:00:00+04:00."


def told(declared: Any, sent: str) -> str:
    """The sentence about the field x of this type."""
    body = msgspec.defstruct("Body", [("x", declared)], forbid_unknown_fields=True)
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(f'{{"x": {sent}}}', type=body)
    [field] = invalid_body(caught.value, body).fields
    assert field.field == "x"
    return field.message


@pytest.mark.parametrize(
    ("declared", "sent", "sentence"),
    [
        (str, "1", "x must be a text, not a whole number."),
        (int, '"1"', "x must be a whole number, not a text."),
        (int, "1.5", "x must be a whole number, not a number with decimals."),
        (float, "null", "x must be a number, not empty (null)."),
        (bool, '"true"', "x must be true or false, not a text."),
        (str | None, "[]", "x must be a text or empty (null), not a list."),
        (list[int], "{}", "x must be a list, not an object with named fields."),
        (SIX, "7", "x must be at most 6."),
        (SIX, "-1", "x must be at least 0."),
        (Annotated[float, Meta(le=90)], "90.5", "x must be at most 90."),
        (Annotated[float, Meta(gt=0.5)], "0.5", "x must be more than 0.5."),
        (Annotated[int, Meta(multiple_of=5)], "7", "x must be a multiple of 5."),
        (FEW, "[1]", "x must have at least 2 entries."),
        (FEW, "[1, 2, 3, 4]", "x must have at most 3 entries."),
        (Annotated[str, Meta(max_length=1)], '"ab"', "x must have at most 1 character."),
        (Name, '""', "x must not be empty."),
        (Name, '"  "', "x must not be empty."),
        (Language, '"?!"', "x must be a language tag, such as en or ar-AE."),
        (Literal["a", "b"], '"c"', "x cannot be 'c'; it is a or b."),
        (datetime, '"soon"', A_TIME),
        (ZONED, '"2026-01-31T08:00:00"', A_TIME),
        (date, '"2026-13-40"', "x must be a date, such as 2026-01-31."),
        (time, '"25:00"', "x must be a time of day, such as 08:00:00."),
        (UUID, '"me"', "x must be an id (a UUID)."),
    ],
)
def test_each_finding_is_a_sentence(declared: Any, sent: str, sentence: str) -> None:
    """The field, and what would be right."""
    assert told(declared, sent) == sentence


def test_an_email_is_named_as_one() -> None:
    """Patterns are explained, not shown."""
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert({"email": "nobody", "name": "N", "roles": ["agent"]}, UserIn)
    [field] = invalid_body(caught.value, UserIn).fields
    assert field.message == "email must be an email address, such as name@clinic.example."


def test_a_missing_and_an_unknown_field_are_named() -> None:
    """By the name they have on the wire, with the way to them."""
    inner = msgspec.defstruct("Inner", [("y", int)], forbid_unknown_fields=True)
    outer = msgspec.defstruct("Outer", [("x", inner)])
    for sent, message in (
        ('{"x": {}}', "x.y is missing."),
        ('{"x": {"y": 1, "z": 2}}', "x.z is not a field that is known here."),
    ):
        with pytest.raises(msgspec.ValidationError) as caught:
            msgspec.json.decode(sent, type=outer)
        assert invalid_body(caught.value, outer).message == message

import pytest

from shared.domain.errors import Invalid
from shared.domain.phone import parse_phone


@pytest.mark.parametrize(
    "raw",
    [
        "0501234567",
        "050 123 4567",
        "+971 50 123 4567",
        "00971501234567",
        "٠٥٠١٢٣٤٥٦٧",
        "۰۵۰۱۲۳۴۵۶۷",
        "٠٠٩٧١٥٠١٢٣٤٥٦٧",
    ],
)
def test_every_way_to_dictate_a_number_gives_the_same_one(raw: str) -> None:
    """Local, international, with 00, and in Arabic-Indic or Persian digits."""
    phone = parse_phone(raw)
    assert phone.e164 == "+971501234567"
    assert phone.raw == raw


def test_a_foreign_number_keeps_its_country() -> None:
    """A tourist's number is as good as a local one."""
    assert parse_phone("+44 20 7946 0958").e164 == "+442079460958"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "no digits"),
        ("call me", "no digits"),
        ("+44 20 7", "too few digits"),
        ("05012", "not a number in use"),
        ("05012345678901", "too many digits"),
        ("0991234567", "not a number in use"),
        ("0501234abc", "letters"),
        ("1", "not a phone number"),
    ],
)
def test_what_is_no_phone_number_is_refused_with_a_sentence(raw: str, says: str) -> None:
    """The agent can read aloud what is wrong, and the field is named as it was sent."""
    with pytest.raises(Invalid, match=says) as error:
        parse_phone(raw, field="callerPhone")
    assert error.value.fields[0].field == "callerPhone"

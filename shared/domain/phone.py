"""Phone numbers as they are dictated, kept in E.164."""

from dataclasses import dataclass

import phonenumbers

from shared.domain.errors import Invalid

# Arabic-Indic and Persian digits, as a caller may have typed them in WhatsApp.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that exists in its country's plan; `raw` is what was said or typed."""

    e164: str
    raw: str


def parse_phone(raw: str, region: str = "AE", field: str = "phone") -> Phone:
    """Read a number as dialled in `region`, or with + or 00 and a country code."""
    text = raw.translate(_DIGITS).strip()
    if not any(c.isdigit() for c in text):
        raise Invalid.one(field, "Please ask for the phone number; this has no digits in it.")
    if any(c.isalpha() for c in text):
        # The library would dial letters as digits, as on American advertisements.
        raise Invalid.one(field, f"'{raw}' has letters in it; please ask for the number alone.")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise Invalid.one(
            field,
            f"'{raw}' is not a phone number. Please ask for it again, with the country code "
            "if it is not a local one.",
        ) from error
    if not phonenumbers.is_valid_number(number):
        raise Invalid.one(field, _what_is_wrong(raw, number))
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), raw)


def _what_is_wrong(raw: str, number: phonenumbers.PhoneNumber) -> str:
    match phonenumbers.is_possible_number_with_reason(number):
        case (
            phonenumbers.ValidationResult.TOO_SHORT
            | phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
        ):
            return f"'{raw}' has too few digits for a phone number; please ask for all of it."
        case phonenumbers.ValidationResult.TOO_LONG:
            return f"'{raw}' has too many digits for a phone number; please ask for it again."
        case _:
            return (
                f"'{raw}' is not a number in use in its country; please read it back to the caller."
            )

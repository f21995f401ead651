"""Bodies are read strictly into their schema, once, by msgspec.

Litestar converts leniently: `"false"` becomes False and `"null"` None, which is not acceptable for
an answer to a screening question.
"""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import HTTPException

from services.api.errors import invalid_body
from shared.domain.errors import Invalid

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def refuse_nul(value: Any, field: str = "") -> None:
    """Raises Invalid naming the field: no text may hold the character NUL, Postgres keeps none."""
    match value:
        case str() if "\0" in value:
            raise Invalid.one(field or "body", f"{field or 'The body'} must not hold NUL.")
        case dict():
            for name, each in value.items():
                refuse_nul(name, field)
                refuse_nul(each, f"{field}.{name}".strip("."))
        case list():
            for number, each in enumerate(value):
                refuse_nul(each, f"{field}.{number}".strip("."))
        case _:
            pass


def refuse_far_times(value: Any, field: str = "") -> None:
    """Raises Invalid naming the field: at the ends of the calendar a zone's offset leads out of it,
    and nothing that is planned or was done lies there.
    """
    match value:
        case datetime() if not _FIRST_YEAR <= value.year < _LAST_YEAR:
            told = f"{field or 'The time'} must be a time between {_FIRST_YEAR} and {_LAST_YEAR}."
            raise Invalid.one(field or "body", told)
        case msgspec.Struct():
            sent = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
            for name, own in sent:
                refuse_far_times(getattr(value, own), f"{field}.{name}".strip("."))
        case list():
            for number, each in enumerate(value):
                refuse_far_times(each, f"{field}.{number}".strip("."))
        case _:
            pass


def refuse_other_kinds(said: str | None) -> None:
    """Raises a 415: a form on another site can post any text but cannot call it JSON, so nobody is
    logged in by it as somebody else.
    """
    kind = (said or "application/json").partition(";")[0].strip().lower()
    if kind != "application/json" and not (
        kind.startswith("application/") and kind[-5:] == "+json"
    ):
        raise HTTPException("Send the body as JSON (application/json).", status_code=415)


class ApiRequest(Request[Any, Any, Any]):
    """A request whose JSON body is an instance of what its handler declares as `data`."""

    async def json(self) -> Any:
        """The decoded body; raises Invalid naming the field."""
        declared = self.route_handler.parsed_fn_signature.parameters.get("data")
        kind = Any if declared is None else declared.raw
        body = await self.body()
        refuse_other_kinds(self.headers.get("Content-Type"))
        try:
            if rb"\u0000" in body:
                refuse_nul(msgspec.json.decode(body))
            read = msgspec.json.decode(body, type=kind, strict=True)
        except msgspec.ValidationError as error:
            raise invalid_body(error, kind) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Invalid.one("body", f"The body is not JSON: {error}.") from None
        refuse_far_times(read)
        return read

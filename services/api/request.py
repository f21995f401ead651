"""Bodies are read strictly into their schema, once, by msgspec.

Litestar converts leniently: `"false"` becomes False and `"null"` None, which is not acceptable for
an answer to a screening question.
"""

from typing import Any

import msgspec
from litestar import Request

from services.api.errors import invalid_body
from shared.domain.errors import Invalid


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


class ApiRequest(Request[Any, Any, Any]):
    """A request whose JSON body is an instance of what its handler declares as `data`."""

    async def json(self) -> Any:
        """The decoded body; raises Invalid naming the field."""
        declared = self.route_handler.parsed_fn_signature.parameters.get("data")
        kind = Any if declared is None else declared.raw
        body = await self.body()
        try:
            if rb"\u0000" in body:
                refuse_nul(msgspec.json.decode(body))
            return msgspec.json.decode(body, type=kind, strict=True)
        except msgspec.ValidationError as error:
            raise invalid_body(error, kind) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Invalid.one("body", f"The body is not JSON: {error}.") from None

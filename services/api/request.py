"""Bodies are read strictly into their schema, once, by msgspec.

Litestar converts leniently: `"false"` becomes False and `"null"` None, which is not acceptable for
an answer to a screening question.
"""

from typing import Any

import msgspec
from litestar import Request

from services.api.errors import invalid_body
from shared.domain.errors import Invalid


class ApiRequest(Request[Any, Any, Any]):
    """A request whose JSON body is an instance of what its handler declares as `data`."""

    async def json(self) -> Any:
        """The decoded body; raises Invalid naming the field."""
        declared = self.route_handler.parsed_fn_signature.parameters.get("data")
        kind = Any if declared is None else declared.raw
        try:
            return msgspec.json.decode(await self.body(), type=kind, strict=True)
        except msgspec.ValidationError as error:
            raise invalid_body(error, kind) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Invalid.one("body", f"The body is not JSON: {error}.") from None

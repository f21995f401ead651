"""What the OpenAPI document says of every call beside its own words: refusals and headers."""

from dataclasses import dataclass, replace

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIHeader, OpenAPIType, Operation, Parameter, Schema
from litestar.openapi.spec.response import OpenAPIResponse

from services.api.idempotency import HEADER, LONGEST, needs_key
from services.api.problem import MEDIA_TYPE, Problem

_ALWAYS = {
    401: "Not logged in",
    403: "The role does not allow it",
    404: "Absent, or another tenant's",
    409: "Not possible in the present state",
    422: "A value is wrong or missing",
    503: "Something needed is away",
}
_STALE = {412: "The row was changed since it was read"}
_UNNAMED = {428: "If-Match is missing"}
_GUESSED = {429: "Too many attempts"}
_COUNTED = frozenset({"throttle", "pin_limiter"})
_OF_BODIES = {413: "The body is too large", 415: "The body is said to be something else than JSON"}
_KEY = Parameter(
    name=HEADER,
    param_in="header",
    required=True,
    description="New for each command, the same when it is repeated: it then has one effect and "
    "one answer. The same key with another body: 422.",
    schema=Schema(type=OpenAPIType.STRING, min_length=1, max_length=LONGEST),
)
_AGAIN = OpenAPIHeader(
    description="After how many seconds it is worth another try.",
    required=True,
    schema=Schema(type=OpenAPIType.INTEGER, minimum=1),
)


@dataclass
class Described(Operation):
    """Says when to try again, and that If-Match is needed where its absence is refused."""

    def __post_init__(self) -> None:
        responses = self.responses or {}
        for status in ("429", "503"):
            if isinstance(told := responses.get(status), OpenAPIResponse):
                told.headers = {**(told.headers or {}), "Retry-After": _AGAIN}
        self.parameters = [
            replace(one, required=True, schema=Schema(type=OpenAPIType.STRING))
            if isinstance(one, Parameter) and one.name == "If-Match" and "428" in responses
            else one
            for one in self.parameters or []
        ]


@dataclass
class Command(Described):
    """A POST that is sent under a key of its own."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.parameters = [*(self.parameters or []), _KEY]


def describe(handler: HTTPRouteHandler, path: str) -> None:
    """Add to what the handler says of itself what follows from what it takes."""
    takes = handler.parsed_fn_signature.parameters
    refusals = dict(_ALWAYS)
    if "expected" in takes or "expected_if_sent" in takes:
        refusals |= _STALE
    if "expected" in takes:
        refusals |= _UNNAMED
    if not _COUNTED.isdisjoint(takes):
        refusals |= _GUESSED
    if "data" in takes:
        refusals |= _OF_BODIES
    told = {code: _problem(text) for code, text in sorted(refusals.items())}
    handler.responses = {**told, **(handler.responses or {})}
    handler.operation_class = Command if needs_key(handler.http_methods, path) else Described


def _problem(text: str) -> ResponseSpec:
    return ResponseSpec(Problem, description=text, media_type=MEDIA_TYPE, generate_examples=False)

"""Optimistic locking over HTTP: a row's version is its ETag, and a change names what it read."""

from typing import Annotated, Any, Protocol, TypeVar

from litestar import Response
from litestar.params import HeaderParameter

from shared.domain.errors import Invalid, StaleVersion, VersionRequired

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        required=False,
        description='The ETag that was read, such as "3". Missing: 428; stale: 412.',
    ),
]


class Versioned(Protocol):
    """Anything on the wire that carries the version of its row."""

    version: int


_DIGITS = 9  # what the column of a version holds has ten

T = TypeVar("T", bound=Versioned)
B = TypeVar("B")


def provide_expected(if_match: IfMatch = None) -> int:
    """DI `expected`: the version a change was based on; 428 when the header is missing."""
    if if_match is None:
        raise VersionRequired
    return _version(if_match)


def provide_expected_if_sent(if_match: IfMatch = None) -> int | None:
    """DI `expected_if_sent`: for POST, where the header is honoured but not demanded."""
    return None if if_match is None else _version(if_match)


def refuse_stale(expected: int | None, present: int, noun: str) -> None:
    """For a POST, once what it changes is locked: raises StaleVersion."""
    if expected is not None and expected != present:
        raise StaleVersion(noun)


def _version(if_match: str) -> int:
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > _DIGITS:
        raise Invalid.one("If-Match", 'If-Match must be the ETag that was read, such as "3".')
    return int(digits)


def tagged(body: T, status: int = 200, location: str | None = None) -> Response[T]:
    """The representation with its version as ETag (and where it now lives, after a creation)."""
    return tagged_as(body, body.version, status, location)


def tagged_as(body: B, tag: int, status: int = 200, location: str | None = None) -> Response[B]:
    """The same where the tag is not a row's version: a plan's is its generation."""
    headers: dict[str, Any] = {"ETag": f'"{tag}"'}
    if location is not None:
        headers["Location"] = location
    return Response(body, status_code=status, headers=headers)

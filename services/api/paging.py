"""Cursor pages: `{items, next}`; `next` is opaque and absent on the last page."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import msgspec
from litestar.params import QueryParameter

from shared.domain.errors import Invalid

LIMIT = 50
MOST = 200

T = TypeVar("T")
Row = TypeVar("Row")


class Page(msgspec.Struct, Generic[T], rename="camel"):
    """Some items, and the cursor that continues after them (null on the last page)."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class PageAsked:
    """DI `page`: list rows with an id greater than `after`, `limit` + 1 of them at most."""

    after: UUID | None
    limit: int

    @property
    def fetch(self) -> int:
        """One more than is shown, to learn whether there is a next page."""
        return self.limit + 1

    def cut(
        self, rows: Sequence[Row], shape: Callable[[Row], T], key: Callable[[Row], UUID]
    ) -> Page[T]:
        """The page out of what a repository fetched."""
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        return Page([shape(row) for row in shown], _write(key(shown[-1])) if more else None)


def provide_page(
    cursor: Annotated[str | None, QueryParameter(name="cursor", required=False)] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=MOST, required=False)] = LIMIT,
) -> PageAsked:
    """What the query asks for; 422 naming `cursor` when it is not one of ours."""
    return PageAsked(None if cursor is None else _read(cursor), limit)


def _write(last: UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes).decode().rstrip("=")


def _read(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise Invalid.one("cursor", "cursor must be the `next` of a page that was read.") from None

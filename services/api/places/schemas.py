"""Places on the wire."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

Kind = Literal["villa", "apartment", "hotel", "office"]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Words = Annotated[str, msgspec.Meta(max_length=300)]
Note = Annotated[str, msgspec.Meta(max_length=2000)]


class PlaceIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A pin (`lat`, `lon`), or `text` that means one place: link, Makani, Plus Code, name."""

    lat: Latitude | None = None
    lon: Longitude | None = None
    text: Words | None = None
    precision_m: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    label: Words | None = None
    kind: Kind | None = None
    building: Words | None = None
    unit: Words | None = None
    entry_notes: Note | None = None
    access_opens: time | None = None
    access_closes: time | None = None
    confirmed: bool = False


class PlacePatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes about a saved place; a new pin confirms it."""

    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    label: Words | UnsetType | None = UNSET
    kind: Kind | UnsetType | None = UNSET
    building: Words | UnsetType | None = UNSET
    unit: Words | UnsetType | None = UNSET
    entry_notes: Note | UnsetType | None = UNSET
    access_opens: time | UnsetType | None = UNSET
    access_closes: time | UnsetType | None = UNSET
    confirmed: bool | UnsetType = UNSET


class CommunityOut(msgspec.Struct, rename="camel"):
    """An official community of Dubai; `name` is the English one of `names`."""

    number: int
    name: str
    names: dict[str, str]  # by language tag


class PlaceOut(msgspec.Struct, rename="camel"):
    """A saved place; above the tenant's precision somebody confirms it before anyone drives."""

    id: UUID
    lat: float
    lon: float
    precision_m: int
    label: str | None
    kind: str | None
    building: str | None
    unit: str | None
    entry_notes: str | None
    community: CommunityOut | None
    confirmed: bool
    access_opens: time | None
    access_closes: time | None
    version: int


class CandidateOut(msgspec.Struct, rename="camel"):
    """A place that the words may mean; `id` when it is one of the patient's saved places."""

    label: str
    lat: float
    lon: float
    precision_m: int
    source: str
    community: CommunityOut | None
    id: UUID | None = None


class CandidatesOut(msgspec.Struct, rename="camel"):
    """Best first; empty when nothing fits, then ask for a pin."""

    items: list[CandidateOut]

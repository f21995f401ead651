"""A tenant's own places on the wire."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.places.schemas import CommunityOut, Latitude, Longitude
from services.api.texts import Name, Note, OtherNames

Metres = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
CandidateKey = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class TenantPlaceIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A place by the tenant's name, or a correction: `corrects` is the `key` of a candidate.

    `hides` offers neither: the row of ours is wrong and nothing is in its place.
    """

    name: Name
    lat: Latitude
    lon: Longitude
    precision_m: Metres = 50
    name_ar: Name | None = None
    other_names: OtherNames = []
    corrects: CandidateKey | None = None
    hides: bool = False
    note: Note | None = None


class TenantPlacePatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes; `active: false` takes it out of the search, and what it corrected is back."""

    name: Name | UnsetType = UNSET
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    precision_m: Metres | UnsetType = UNSET
    name_ar: Name | UnsetType | None = UNSET
    other_names: OtherNames | UnsetType = UNSET
    note: Note | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET


class TenantPlaceOut(msgspec.Struct, rename="camel"):
    """A place by the tenant's name."""

    id: UUID
    name: str
    name_ar: str | None
    other_names: list[str]
    lat: float
    lon: float
    precision_m: int
    community: CommunityOut | None
    corrects: str | None
    hides: bool
    note: str | None
    active: bool
    version: int

"""Buildings on the wire."""

from datetime import time
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.places.schemas import CommunityOut, Latitude, Longitude
from services.api.texts import Name, OtherNames, Remark
from shared.domain.building import BuildingKind, GatePass

Minutes = Annotated[int, msgspec.Meta(ge=0, le=60)]


class EntrancePoint(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Where one walks in."""

    lat: Latitude
    lon: Longitude


class BuildingIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A building or compound; places that name it inherit all but its position.

    Without `gatePass` its gate asks for `none`.
    """

    name: Name
    kind: BuildingKind
    lat: Latitude
    lon: Longitude
    name_ar: Name | None = None
    other_names: OtherNames = []
    entrance: EntrancePoint | None = None
    entrance_note: Remark | None = None
    parking: Remark | None = None
    access_opens: time | None = None
    access_closes: time | None = None
    gate_pass: GatePass | UnsetType = UNSET
    door_minutes: Minutes | None = None


class BuildingPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes; `active: false` takes it out of the search, places keep it."""

    name: Name | UnsetType = UNSET
    kind: BuildingKind | UnsetType = UNSET
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    name_ar: Name | UnsetType | None = UNSET
    other_names: OtherNames | UnsetType = UNSET
    entrance: EntrancePoint | UnsetType | None = UNSET
    entrance_note: Remark | UnsetType | None = UNSET
    parking: Remark | UnsetType | None = UNSET
    access_opens: time | UnsetType | None = UNSET
    access_closes: time | UnsetType | None = UNSET
    gate_pass: GatePass | UnsetType = UNSET
    door_minutes: Minutes | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET


class BuildingOut(msgspec.Struct, rename="camel"):
    """A building; `doorMinutes` is from parking to the flat's door."""

    id: UUID
    name: str
    name_ar: str | None
    other_names: list[str]
    kind: BuildingKind
    lat: float
    lon: float
    community: CommunityOut | None
    entrance: EntrancePoint | None
    entrance_note: str | None
    parking: str | None
    access_opens: time | None
    access_closes: time | None
    gate_pass: GatePass
    door_minutes: int | None
    active: bool
    version: int

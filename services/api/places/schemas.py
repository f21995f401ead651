"""Places on the wire."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.texts import Remark
from shared.domain.building import GatePass
from shared.geo.answer import NoticeKind
from shared.geo.area import Remote
from shared.geo.complaint import Flaw, Said

Kind = Literal["villa", "apartment", "hotel", "office"]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Words = Annotated[str, msgspec.Meta(max_length=300)]


class PlaceIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A pin (`lat`, `lon`), or `text` that means one place: link, Makani, Plus Code, name.

    With `buildingId` alone the place is at the building's entrance.
    """

    lat: Latitude | None = None
    lon: Longitude | None = None
    text: Words | None = None
    precision_m: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    label: Words | None = None
    kind: Kind | None = None
    building: Words | None = None
    unit: Words | None = None
    entry_notes: Remark | None = None
    access_opens: time | None = None
    access_closes: time | None = None
    confirmed: bool = False
    building_id: UUID | None = None


class PlacePatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes about a saved place; a new pin confirms it."""

    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    label: Words | UnsetType | None = UNSET
    kind: Kind | UnsetType | None = UNSET
    building: Words | UnsetType | None = UNSET
    unit: Words | UnsetType | None = UNSET
    entry_notes: Remark | UnsetType | None = UNSET
    access_opens: time | UnsetType | None = UNSET
    access_closes: time | UnsetType | None = UNSET
    confirmed: bool | UnsetType = UNSET
    building_id: UUID | UnsetType | None = UNSET


class CommunityOut(msgspec.Struct, rename="camel"):
    """An official community of Dubai; `name` is the English one of `names`."""

    number: int
    name: str
    names: dict[str, str]  # by language tag


class ArrivalOut(msgspec.Struct, rename="camel"):
    """Where one parks and walks in: the place's own words, else those of its building."""

    lat: float
    lon: float
    building_name: str | None = None
    entrance_note: str | None = None
    parking: str | None = None
    access_opens: time | None = None
    access_closes: time | None = None
    gate_pass: GatePass | None = None
    door_minutes: int | None = None


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
    building_id: UUID | None
    remote: Remote | None
    arrival: ArrivalOut


class CandidateOut(msgspec.Struct, rename="camel"):
    """A place that the words may mean; `id` when it is one of the patient's saved places.

    `confidence` is 0 to 1. `confirm`: read it back to the caller; `needsPin`: it is known less
    finely than the tenant drives to. `ambiguousWith` names the emirates with a place of that name.
    `key` names our row, for a correction; `remote` says Hatta or an island.
    """

    label: str
    lat: float
    lon: float
    precision_m: int
    source: str
    community: CommunityOut | None
    id: UUID | None = None
    confidence: float = 1.0
    kind: str | None = None
    key: str | None = None
    building_id: UUID | None = None
    confirm: bool = False
    needs_pin: bool = False
    ambiguous_with: str | None = None
    remote: Remote | None = None


class NoticeOut(msgspec.Struct, rename="camel"):
    """A sentence for the agent: it is outside, needs the network, or cannot be read.

    `text` is English; the rest is what it says, for a client that says it in another language.
    `said` is how the place was said. Outside: `distanceKm` from the `area` we serve, and of a
    place that was named its `names` by language and its `emirate`. Unreadable: the `flaw`, and
    what was `typed`.
    """

    kind: NoticeKind
    text: str
    said: Said
    area: str | None = None
    distance_km: float | None = None
    names: dict[str, str] | None = None
    emirate: str | None = None
    flaw: Flaw | None = None
    typed: str | None = None


class CandidatesOut(msgspec.Struct, rename="camel"):
    """Best first; empty when nothing fits, then ask for a pin. `notice` says why.

    `canAskOnline`: the tenant allows an online geocoder, one is installed, and these words are
    something to ask it.
    """

    items: list[CandidateOut]
    notice: NoticeOut | None = None
    can_ask_online: bool = False

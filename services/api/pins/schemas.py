"""Pin links on the wire: the agent's side, and the page that needs no login."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from services.api.places.schemas import Latitude, Longitude

State = Literal["open", "used", "expired", "revoked"]
Minutes = Annotated[int, msgspec.Meta(ge=5, le=1440)]
Accuracy = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]


class PinLinkIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """How long the link is to work."""

    minutes: Minutes = 60


class PinLinkMade(msgspec.Struct, rename="camel"):
    """The link, shown this once: only its hash is kept."""

    id: UUID
    url: str
    expires_at: datetime
    version: int


class PinLinkOut(msgspec.Struct, rename="camel"):
    """What became of a link."""

    id: UUID
    state: State
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    place_id: UUID | None
    version: int


class PinLinksOut(msgspec.Struct, rename="camel"):
    """The newest first."""

    items: list[PinLinkOut]


class PublicPinOut(msgspec.Struct, rename="camel"):
    """What the page shows to whoever has the link: who asks, and nothing of the patient."""

    tenant: str
    area: str
    state: State
    expires_at: datetime


class PublicPinIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Where the phone is; `accuracyM` as the phone says it, absent for a pin set by hand."""

    lat: Latitude
    lon: Longitude
    accuracy_m: Accuracy | None = None

"""Shifts and the patterns that they are made from, on the wire."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.therapists.schemas import PointIn, PointOut

Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]


class ShiftIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Without `start` and `end` the route begins and ends at the therapist's home."""

    therapist_id: UUID
    starts_at: datetime
    ends_at: datetime
    start: PointIn | None = None
    end: PointIn | None = None


class ShiftPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes; refused when a planned stop would not fit any more."""

    starts_at: datetime | UnsetType = UNSET
    ends_at: datetime | UnsetType = UNSET
    start: PointIn | UnsetType | None = UNSET
    end: PointIn | UnsetType | None = UNSET


class ShiftTherapist(msgspec.Struct, rename="camel"):
    """Whose shift it is."""

    id: UUID
    name: str


class ShiftOut(msgspec.Struct, rename="camel"):
    """A working interval; `planDate` is the service day on which it starts."""

    id: UUID
    therapist: ShiftTherapist
    plan_date: date
    starts_at: datetime
    ends_at: datetime
    start: PointOut | None
    end: PointOut | None
    status: str
    started_at: datetime | None
    ended_at: datetime | None
    pattern_id: UUID | None
    version: int


class PatternIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Weekdays count from 0 (Monday); `starts` is local; may run over midnight."""

    therapist_id: UUID
    weekdays: Annotated[list[Weekday], msgspec.Meta(min_length=1, max_length=7)]
    starts: time
    duration_minutes: Annotated[int, msgspec.Meta(ge=1, le=960)]
    valid_from: date
    valid_to: date | None = None


class PatternPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes for shifts that are not made yet; made ones are changed one by one."""

    weekdays: Annotated[list[Weekday], msgspec.Meta(min_length=1, max_length=7)] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    duration_minutes: Annotated[int, msgspec.Meta(ge=1, le=960)] | UnsetType = UNSET
    valid_from: date | UnsetType = UNSET
    valid_to: date | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET


class PatternOut(msgspec.Struct, rename="camel"):
    """A weekly habit."""

    id: UUID
    therapist_id: UUID
    weekdays: list[int]
    starts: time
    duration_minutes: int
    valid_from: date
    valid_to: date | None
    active: bool
    version: int

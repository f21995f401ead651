"""What was driven: legs and door times of one tenant, from the facts of its visits.

A leg goes from the stop before it in the same shift (or from the shift's start place) to the
visit's place; where that stop was never reported as reached, nobody knows where it began, and it is
left out. Expected is what the road engine says without anything learned, so that the same events
teach the same whatever was learned before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live.points import PointReader
from shared.domain.calendar import Calendar
from shared.domain.tenant import TenantId
from shared.geo.areas import sectors
from shared.geo.doors import Doorstep
from shared.geo.learned import DoorSeen, LegSeen
from shared.geo.place import Point
from shared.geo.travel import DepartureBands, TravelTimes

_STOPS = text("""
    SELECT s.shift_id, s.therapist_id, s.plan_date, v.visit_id, v.place_id, v.opens_at,
           v.actual_departed, v.actual_arrival, v.actual_start,
           p.details_sealed, p.building_id, b.door_minutes,
           coalesce(nullif(b.kind, 'other'), p.kind) AS kind
    FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    JOIN place p ON p.tenant_id = v.tenant_id AND p.place_id = v.place_id
    LEFT JOIN building b ON b.tenant_id = p.tenant_id AND b.building_id = p.building_id
    WHERE s.tenant_id = :tenant AND s.planned_start >= :since AND s.planned_start < :until
    ORDER BY s.plan_date, s.shift_id, coalesce(v.actual_departed, s.planned_start), v.visit_id
""")

_SHIFTS = text("""
    SELECT h.shift_id, h.therapist_id, h.start_sealed, h.end_sealed, t.home_sealed
    FROM shift h JOIN therapist t
         ON t.tenant_id = h.tenant_id AND t.therapist_id = h.therapist_id
    WHERE h.tenant_id = :tenant AND h.shift_id = ANY(:ids)
""")


@dataclass(frozen=True, slots=True)
class Driven:
    """Legs in the order in which they were driven, and door times."""

    legs: tuple[LegSeen, ...]
    doors: tuple[DoorSeen, ...]


@dataclass(frozen=True, slots=True)
class _Leg:
    origin: Point
    destination: Point
    departed: datetime
    arrived: datetime


async def driven(
    session: AsyncSession,
    keyring: KeyRing,
    times: TravelTimes,
    tenant: TenantId,
    span: tuple[datetime, datetime],
    local: tuple[Calendar, ZoneInfo],
) -> Driven:
    """Everything that was reported of stops planned within the span."""
    scope = {"tenant": tenant, "since": span[0], "until": span[1]}
    rows = list(await session.execute(_STOPS, scope))
    ids = list({row.shift_id for row in rows})
    shifts = await session.execute(_SHIFTS, {"tenant": tenant, "ids": ids})
    reader = PointReader(keyring, tenant)
    starts = {row.shift_id: _start(reader, row) for row in shifts}
    by_day: dict[Any, list[_Leg]] = {}
    for row, leg in _legs(reader, rows, starts):
        by_day.setdefault(row.plan_date, []).append(leg)
    seen: list[tuple[datetime, LegSeen]] = []
    for legs in by_day.values():
        seen += await _beside_expected(times, legs, local)
    seen.sort(key=lambda one: one[0])
    return Driven(tuple(leg for _, leg in seen), tuple(_doors(rows)))


def _start(reader: PointReader, row: Row[Any]) -> Point | None:
    try:
        return reader.of_shift(row, row)[0]
    except (ValueError, KeyError, TypeError):
        return None


def _legs(
    reader: PointReader, rows: Sequence[Row[Any]], starts: Mapping[UUID, Point | None]
) -> Iterator[tuple[Row[Any], _Leg]]:
    shift, here = None, None
    for row in rows:
        if row.shift_id != shift:
            shift, here = row.shift_id, starts.get(row.shift_id)
        try:
            there: Point | None = reader.of_place(row)
        except (ValueError, KeyError, TypeError):
            there = None
        departed, arrived = row.actual_departed, row.actual_arrival
        if here is not None and there is not None and departed and arrived and arrived > departed:
            yield row, _Leg(_bare(here), _bare(there), departed, arrived)
        here = there if arrived is not None else None


def _bare(point: Point) -> Point:
    """Without the way to the door: somebody arrives where they park."""
    return Point(point.lat, point.lon) if isinstance(point, Doorstep) else point


async def _beside_expected(
    times: TravelTimes, legs: Sequence[_Leg], local: tuple[Calendar, ZoneInfo]
) -> list[tuple[datetime, LegSeen]]:
    """One matrix for a day's legs, read at their departures."""
    calendar, zone = local
    points = list(dict.fromkeys(point for leg in legs for point in (leg.origin, leg.destination)))
    at, sector = {point: i for i, point in enumerate(points)}, sectors(points)
    first, last = min(leg.departed for leg in legs), max(leg.departed for leg in legs)
    bands = DepartureBands.hourly(first, last, zone)
    matrix = await times.matrix(points, bands, calendar)
    offsets = bands.offsets_s(bands.starts[0])
    found = []
    for leg in legs:
        i, j = at[leg.origin], at[leg.destination]
        after_s = (leg.departed - bands.starts[0]).total_seconds()
        expected = float(np.interp(after_s, offsets, matrix.seconds[:, i, j]))
        departed = leg.departed.astimezone(zone)
        seen = LegSeen(
            hour=departed.hour,
            weekday=departed.weekday(),
            sector_from=int(sector[i]),
            sector_to=int(sector[j]),
            distance_km=round(leg.origin.distance_m(leg.destination) / 1000, 3),
            expected_s=round(expected),
            actual_s=round((leg.arrived - leg.departed).total_seconds()),
        )
        found.append((leg.departed, seen))
    return found


def _doors(rows: Sequence[Row[Any]]) -> Iterator[DoorSeen]:
    """From arriving to beginning; who came before the window opened was not let in by the lift.

    Buildings whose door time the tenant has written down teach nothing of their kind.
    """
    for row in rows:
        if row.kind is None or row.door_minutes is not None:
            continue
        if row.actual_arrival is None or row.actual_start is None:
            continue
        if row.actual_arrival >= row.opens_at:
            waited = (row.actual_start - row.actual_arrival).total_seconds()
            building = None if row.building_id is None else str(row.building_id)
            yield DoorSeen(row.kind, round(waited), building)

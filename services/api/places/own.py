"""A tenant's own places and buildings, indexed in memory like ours.

Each search asks the database for a stamp (rows and the sum of their versions, which every change
raises) and builds the index anew only when it moved; so a new name is found by the next keystroke,
in every process.
"""

from collections import OrderedDict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId
from shared.geo.answer import OwnPlaces
from shared.geo.gazetteer import Gazetteer, NamedPlace
from shared.geo.place import Point
from shared.geo.spelling import tokens_of

BUILDING_PRECISION_M = 40
_BUILDING, _PLACE = "building:", "tenant:"
_MOST_TENANTS = 200

_STAMP = text("""
    SELECT (SELECT count(*) FROM tenant_place WHERE tenant_id = :tenant) AS places,
           (SELECT sum(version) FROM tenant_place WHERE tenant_id = :tenant) AS changes,
           (SELECT count(*) FROM building WHERE tenant_id = :tenant) AS buildings,
           (SELECT sum(version) FROM building WHERE tenant_id = :tenant) AS altered
""")
_PLACES = text("""
    SELECT tenant_place_id AS id, name_en, name_ar, other_names, lat, lon, precision_m,
           community_number, corrects, hides
    FROM tenant_place WHERE tenant_id = :tenant AND active
""")
_BUILDINGS = text("""
    SELECT building_id AS id, name_en, name_ar, other_names, community_number,
           coalesce(entrance_lat, lat) AS lat, coalesce(entrance_lon, lon) AS lon
    FROM building WHERE tenant_id = :tenant AND active
""")


class OwnIndex:
    """What each tenant calls places; the tenants that asked last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[TenantId, tuple[tuple[Any, ...], OwnPlaces]] = OrderedDict()

    async def of(self, session: AsyncSession, tenant_id: TenantId) -> OwnPlaces:
        """The tenant's names as they are now."""
        scope = {"tenant": tenant_id}
        stamp = tuple((await session.execute(_STAMP, scope)).one())
        kept = self._kept.get(tenant_id)
        if kept is None or kept[0] != stamp:
            kept = (stamp, await _read(session, scope))
            self._kept[tenant_id] = kept
        self._kept.move_to_end(tenant_id)
        while len(self._kept) > _MOST_TENANTS:
            self._kept.popitem(last=False)
        return kept[1]


def building_of(key: str | None) -> UUID | None:
    """The building that a candidate's key names."""
    return UUID(key.removeprefix(_BUILDING)) if key and key.startswith(_BUILDING) else None


async def _read(session: AsyncSession, scope: dict[str, Any]) -> OwnPlaces:
    places = list(await session.execute(_PLACES, scope))
    buildings = list(await session.execute(_BUILDINGS, scope))
    named = [_named(row, "tenant", _PLACE, row.precision_m) for row in places if not row.hides]
    named += [_named(row, "building", _BUILDING, BUILDING_PRECISION_M) for row in buildings]
    corrected = frozenset(row.corrects for row in places if row.corrects)
    return OwnPlaces(Gazetteer(named), corrected)


def _named(row: Row[Any], kind: str, prefix: str, precision_m: int) -> NamedPlace:
    names = (row.name_en, row.name_ar or "", *row.other_names)
    spellings = dict.fromkeys(tokens_of(name) for name in names)
    return NamedPlace(
        kind=kind,
        name_en=row.name_en,
        name_ar=row.name_ar or "",
        point=Point(row.lat, row.lon),
        precision_m=precision_m,
        community_number=row.community_number,
        source="our places" if kind == "tenant" else "our buildings",
        spellings=tuple(spelling for spelling in spellings if spelling),
        key=f"{prefix}{row.id}",
    )

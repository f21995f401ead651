"""Sealed places opened into points, in memory only."""

import json
from typing import Any

from sqlalchemy import Row

from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.domain.tenant import TenantId
from shared.geo.doors import doorstep
from shared.geo.place import Point

# A day is read anew after each booking, with the places of all its visits; horizons in memory hold
# the same points.
_KEPT = 8192
_opened: dict[tuple[object, ...], Point] = {}


class PointReader:
    """Opens the points of one tenant; raises `ValueError` naming what is missing or wrong."""

    def __init__(self, keyring: KeyRing, tenant: TenantId) -> None:
        self._keyring = keyring
        self._tenant = tenant

    def of_place(self, row: Row[Any]) -> Point:
        """Where the patient is, with what lies between the car and the door."""
        at = self._open(row.details_sealed, "place", "details_sealed", row.place_id)
        door_s = None if row.door_minutes is None else 60 * row.door_minutes
        building = None if row.building_id is None else str(row.building_id)
        return doorstep(at, row.kind, door_s, building)

    def of_shift(self, shift: Row[Any], therapist: Row[Any]) -> tuple[Point, Point]:
        """Where a shift starts and ends: its own places, else the therapist's home."""
        start = self._maybe(shift.start_sealed, "shift", "start_sealed", shift.shift_id)
        end = self._maybe(shift.end_sealed, "shift", "end_sealed", shift.shift_id)
        if start is None or end is None:
            home = self._maybe(
                therapist.home_sealed, "therapist", "home_sealed", therapist.therapist_id
            )
            start, end = start or home or end, end or home or start
        if start is None or end is None:
            raise ValueError("neither the shift nor the therapist has a point to start from")
        return start, end

    def _maybe(self, sealed: bytes | None, table: str, column: str, row_id: Any) -> Point | None:
        return None if sealed is None else self._open(sealed, table, column, row_id)

    def _open(self, sealed: bytes, table: str, column: str, row_id: Any) -> Point:
        # The sealed bytes are part of the key: what was sealed anew is opened anew.
        cell = (self._tenant, table, column, row_id)
        known = _opened.get((self._keyring, sealed, *cell))
        if known is None:
            details = json.loads(unseal(self._keyring, sealed, *cell))
            known = Point(float(details["lat"]), float(details["lon"]))
            if len(_opened) >= _KEPT:
                _opened.pop(next(iter(_opened)))
            _opened[self._keyring, sealed, *cell] = known
        return known

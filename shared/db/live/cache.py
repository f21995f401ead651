"""Horizons kept in memory by generation, so that offers cost no reading."""

from datetime import date
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live.change import generation
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.travel import TravelCache
from shared.domain.tenant import TenantId

# Stops freeze by the clock alone, without a new generation.
_FRESH_S = 20.0
_KEPT = 128


class LiveCache:
    """One per process. A horizon read here is for searching; who writes reads again under locks."""

    def __init__(self, keyring: KeyRing, travel: TravelCache) -> None:
        self.keyring = keyring
        self.travel = travel
        self._kept: dict[tuple[TenantId, date], tuple[float, Horizon]] = {}

    async def horizon(self, session: AsyncSession, tenant: TenantId, plan_date: date) -> Horizon:
        """The horizon at its present generation, at most twenty seconds old, and read anew when
        a hold on it has run out.
        """
        key = (tenant, plan_date)
        known = await self.current(session, tenant, plan_date)
        if known is not None:
            return known
        fresh = await load_horizon(session, self.keyring, self.travel, tenant, plan_date)
        self._kept.pop(key, None)
        if len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (monotonic() + _lasts_s(fresh), fresh)
        return fresh

    async def current(
        self, session: AsyncSession, tenant: TenantId, plan_date: date
    ) -> Horizon | None:
        """The kept horizon if it is fresh and at its present generation."""
        known = self._kept.get((tenant, plan_date))
        if known is None or monotonic() >= known[0]:
            return None
        present = await generation(session, tenant, plan_date)
        return known[1] if present == known[1].generation else None


def _lasts_s(horizon: Horizon) -> float:
    expire = (one.expires_s for one in horizon.occasions.values() if one.expires_s is not None)
    return min(_FRESH_S, *(expires_s - horizon.now_s for expires_s in expire), _FRESH_S)

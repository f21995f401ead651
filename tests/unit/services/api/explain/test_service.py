"""What a board is told of its unassigned visits."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.deps import Identity, TenantRequest
from services.api.explain.service import Explained, unassigned
from shared.crypto.keyring import KeyPurpose, KeyRing, PurposeKeys
from shared.db.live.cache import LiveCache
from shared.db.live.horizon import Horizon
from shared.db.live.travel import TravelCache
from shared.geo.offline import OfflineTravelTimes
from tests.support.horizons import horizon, number, shift, visit


async def _told(live: Horizon) -> dict[UUID, Explained]:
    keys = KeyRing({purpose: PurposeKeys(1, {1: bytes(32)}) for purpose in KeyPurpose})
    cache = LiveCache(keys, TravelCache(OfflineTravelTimes()))
    zone = ZoneInfo("Asia/Dubai")
    who = Identity(live.tenant, number(1), number(2), frozenset(), None, "web", zone)
    return await unassigned(TenantRequest(who, AsyncSession()), cache, live, live.unassigned)


async def test_a_day_that_makes_no_problem_still_has_a_board() -> None:
    """An explanation that cannot be given is left out; one that can be given is there."""
    live = horizon([shift(7)], [visit(1, 10, (19, 20)), visit(2, 10, (19, 20))])
    assert set(await _told(live)) == {number(1), number(2)}
    far = replace(live.occasions[number(1)], opens_s=10**9, closes_s=10**9)
    assert await _told(replace(live, occasions={**live.occasions, far.id: far})) == {}

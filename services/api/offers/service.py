"""Offers as the controller asks for them."""

from datetime import datetime
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.offers.schemas import OffersOut
from services.api.offers.search import Searcher, asked_range, offers
from services.api.offers.wanted import find_wanted


async def list_offers(
    tenant: TenantRequest,
    searcher: Searcher,
    request_id: UUID,
    begins: datetime | None,
    ends: datetime | None,
) -> OffersOut:
    """What can be promised for this request; raises NotFound, Invalid, Conflict."""
    wanted = await find_wanted(tenant, searcher.live.keyring, request_id, anew=False)
    return await offers(tenant, searcher, wanted, asked_range(tenant.now, begins, ends))

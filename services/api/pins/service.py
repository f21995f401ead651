"""Links by which a patient sends, without a login, where they are: the agent's side."""

from datetime import datetime, timedelta
from uuid import UUID

from services.api.auth.tokens import hashed, new_token
from services.api.deps import TenantRequest
from services.api.pins import repository
from services.api.pins.schemas import PinLinkIn, PinLinkMade, PinLinkOut, State
from services.api.requests import settling
from services.api.rows import AnyRow
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.domain.errors import Conflict, NotFound
from shared.domain.request_status import RequestStatus

# Where a pin is of use no more.
OVER = frozenset({RequestStatus.CANCELLED, RequestStatus.EMERGENCY})
PAGE = "/pin/"


async def make(
    tenant: TenantRequest,
    keyring: KeyRing,
    public_url: str,
    request_id: UUID,
    data: PinLinkIn,
) -> PinLinkMade:
    """A new link; the request's earlier one stops working. Raises Conflict `request-over`."""
    record = await settling.get(tenant, keyring, request_id, lock=True)
    if record.status in OVER:
        raise Conflict("request-over", "Nobody will drive there: the request is over.")
    token = new_token(tenant.tenant_id)
    expires_at = tenant.now + timedelta(minutes=data.minutes)
    link_id = await repository.add_link(
        tenant.session, tenant.tenant_id, request_id, hashed(token), expires_at, tenant.user_id
    )
    await _note(tenant, "create", link_id)
    return PinLinkMade(link_id, f"{public_url}{PAGE}{token}", tenant.local(expires_at), 1)


async def list_of(tenant: TenantRequest, keyring: KeyRing, request_id: UUID) -> list[PinLinkOut]:
    """What became of the request's links."""
    await settling.get(tenant, keyring, request_id)
    rows = await repository.list_links(tenant.session, tenant.tenant_id, request_id)
    return [_out(tenant, row) for row in rows]


async def revoke(tenant: TenantRequest, link_id: UUID, expected: int) -> None:
    """It opens nothing any more; raises Conflict `pin-link-used` when the pin has landed."""
    row = await repository.find_link(tenant.session, tenant.tenant_id, link_id)
    if row is None:
        raise NotFound("link")
    if row.used_at is not None:
        raise Conflict("pin-link-used", "The pin has been sent with this link already.")
    await repository.revoke_link(tenant.session, tenant.tenant_id, link_id, expected, tenant.now)
    await _note(tenant, "revoke", link_id)


def state_of(row: AnyRow, now: datetime) -> State:
    """Used and revoked links stay so, whatever the clock says."""
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.expires_at > now else "expired"


def _out(tenant: TenantRequest, row: AnyRow) -> PinLinkOut:
    return PinLinkOut(
        row.pin_link_id,
        state_of(row, tenant.now),
        tenant.local(row.created_at),
        tenant.local(row.expires_at),
        tenant.local_or_none(row.used_at),
        row.place_id,
        row.version,
    )


async def _note(tenant: TenantRequest, act: str, link_id: UUID) -> None:
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, act, "pin_link", link_id)

"""Who did or read what. Rows are chained later, in commit order, by the relay."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal
from shared.db.ids import new_id
from shared.domain.tenant import TenantId

_RECORD = text("""
    INSERT INTO audit (tenant_id, audit_id, actor, act, noun, noun_id, detail_sealed)
    VALUES (:tenant_id, :audit_id, :actor, :act, :noun, :noun_id, :detail)
""")


async def record(
    session: AsyncSession | AsyncConnection,
    tenant_id: TenantId,
    actor: UUID | None,
    act: str,
    noun: str,
    noun_id: UUID | None,
    *,
    detail: str | None = None,
    keyring: KeyRing | None = None,
) -> UUID:
    """Note that `actor` did `act` (`read`, `book`, …) to this noun; None is the system itself.

    `detail` (before and after, a reason) is sealed with `keyring`, which it then needs.
    """
    audit_id = new_id()
    if detail is not None and keyring is None:
        raise ValueError("an audit detail is sealed: pass the key ring with it")
    sealed = (
        seal(keyring, detail, tenant_id, "audit", "detail_sealed", audit_id)
        if detail is not None and keyring is not None
        else None
    )
    await session.execute(
        _RECORD,
        {
            "tenant_id": tenant_id,
            "audit_id": audit_id,
            "actor": actor,
            "act": act,
            "noun": noun,
            "noun_id": noun_id,
            "detail": sealed,
        },
    )
    return audit_id

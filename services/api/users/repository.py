"""Members of a tenant in the database."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.rows import AnyRow
from shared.db.models.tenancy import AppUser, Membership
from shared.domain.errors import NotFound, StaleVersion
from shared.domain.roles import Role
from shared.domain.tenant import TenantId

_COLUMNS = (
    AppUser.user_id,
    AppUser.email,
    AppUser.name,
    AppUser.language,
    Membership.roles,
    Membership.therapist_id,
    Membership.active,
    Membership.version,
)


async def list_members(
    session: AsyncSession, tenant_id: TenantId, after: UUID | None, limit: int
) -> list[AnyRow]:
    """In the order in which the people were added to the installation."""
    query = (
        select(*_COLUMNS)
        .join(Membership, Membership.user_id == AppUser.user_id)
        .where(Membership.tenant_id == tenant_id)
    )
    if after is not None:
        query = query.where(AppUser.user_id > after)
    return list((await session.execute(query.order_by(AppUser.user_id).limit(limit))).all())


async def get_member(session: AsyncSession, tenant_id: TenantId, user_id: UUID) -> AnyRow:
    """The member; NotFound for people of other tenants too."""
    found = await session.execute(
        select(*_COLUMNS)
        .join(Membership, Membership.user_id == AppUser.user_id)
        .where(Membership.tenant_id == tenant_id, AppUser.user_id == user_id)
    )
    row: AnyRow | None = found.one_or_none()
    if row is None:
        raise NotFound("user")
    return row


async def change_member(
    session: AsyncSession,
    tenant_id: TenantId,
    user_id: UUID,
    values: dict[str, Any],
    *,
    expected: int,
) -> None:
    """Change the membership; raises StaleVersion."""
    changed = await session.execute(
        update(Membership)
        .where(
            Membership.tenant_id == tenant_id,
            Membership.user_id == user_id,
            Membership.version == expected,
        )
        .values(**(values or {"active": Membership.active}))
        .returning(Membership.user_id)
        .execution_options(synchronize_session=False)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("user")


async def other_admin_exists(session: AsyncSession, tenant_id: TenantId, user_id: UUID) -> bool:
    """Whether an active admin remains without this person; their rows are locked until commit."""
    found = await session.scalars(
        select(Membership.user_id)
        .where(
            Membership.tenant_id == tenant_id,
            Membership.active,
            Membership.roles.contains([Role.ADMIN.value]),
        )
        .order_by(Membership.user_id)
        .with_for_update()
    )
    return any(admin != user_id for admin in found)

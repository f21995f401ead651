"""A new tenant: its own row, its services, its questionnaires, and its first people.

What it starts from is copied from a tenant that exists, or from the product's defaults. Patients
are never copied.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.models.request import Questionnaire, ServiceOffering
from shared.db.models.tenancy import Membership, Tenant
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.policy import Policy
from shared.domain.roles import Role
from shared.domain.screening import questionnaire_json
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.service import Service
from shared.domain.tenant import TenantId

MINUTES = {
    Service.ASSESSMENT: 60,
    Service.DRY_NEEDLING: 45,
    Service.PHYSIOTHERAPY: 60,
    Service.CHIROPRACTIC: 45,
}
_COPIED_TENANT = ("zone", "service_area", "policies")
_COPIED_SERVICE = ("service", "duration_minutes", "skills", "active")
_COPIED_QUESTIONNAIRE = ("questionnaire_version", "content", "active")
DUBAI = {"emirate": "Dubai"}


@dataclass(frozen=True, slots=True)
class NewTenant:
    """`demo` marks data that may be thrown away; only such a tenant may be seeded."""

    slug: str
    name: str
    licence_number: str | None = None
    authority: str | None = None
    demo: bool = False
    copy_from: TenantId | None = None


async def create_tenant(database: Database, wanted: NewTenant) -> TenantId:
    """The new tenant's id; raises Conflict `slug-taken`."""
    columns, services, questionnaires = await _start(database, wanted.copy_from)
    tenant_id = TenantId(new_id())
    async with database.tenant_session(tenant_id) as session:
        await session.execute(
            insert(Tenant).values(
                tenant_id=tenant_id,
                slug=wanted.slug,
                name=wanted.name,
                licence_number=wanted.licence_number,
                authority=wanted.authority,
                demo=wanted.demo,
                **columns,
            )
        )
        for model, rows in ((ServiceOffering, services), (Questionnaire, questionnaires)):
            if rows:
                await session.execute(
                    insert(model), [{**row, "tenant_id": tenant_id} for row in rows]
                )
    return tenant_id


Rows = list[dict[str, object]]


async def _start(
    database: Database, copy_from: TenantId | None
) -> tuple[dict[str, object], Rows, Rows]:
    if copy_from is None:
        offered: Rows = [
            {"service": service.value, "duration_minutes": minutes}
            for service, minutes in MINUTES.items()
        ]
        columns: dict[str, object] = {"service_area": DUBAI, "policies": Policy().to_json()}
        questions: Rows = [
            {
                "questionnaire_version": str(QUESTIONNAIRE_V1.version),
                "content": questionnaire_json.to_json(QUESTIONNAIRE_V1),
                "active": True,
            }
        ]
        return columns, offered, questions
    async with database.tenant_session(copy_from) as session:
        tenant = (
            await session.execute(
                select(Tenant.zone, Tenant.service_area, Tenant.policies).where(
                    Tenant.tenant_id == copy_from
                )
            )
        ).one()
        services = await _copied(session, copy_from, ServiceOffering, _COPIED_SERVICE)
        questions = await _copied(session, copy_from, Questionnaire, _COPIED_QUESTIONNAIRE)
    return dict(zip(_COPIED_TENANT, tenant, strict=True)), services, questions


async def _copied(
    session: AsyncSession,
    tenant_id: UUID,
    model: type[ServiceOffering] | type[Questionnaire],
    names: tuple[str, ...],
) -> Rows:
    columns = [getattr(model, name) for name in names]
    found = await session.execute(select(*columns).where(model.tenant_id == tenant_id))
    return [dict(zip(names, row, strict=True)) for row in found]


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person and what they are in the tenant; a person who exists keeps name and password."""

    email: str
    name: str
    roles: frozenset[Role]
    language: str = "en"
    password_hash: str | None = None
    therapist_id: UUID | None = None


async def add_member(
    session: AsyncSession, system: SystemDoor, tenant_id: TenantId, member: NewMember
) -> UUID:
    """The person's id. Whoever is a member already gets these roles instead."""
    user_id = await system.ensure_user(
        new_id(), member.email, member.name, member.password_hash, member.language
    )
    values = {
        "roles": sorted(member.roles),
        "therapist_id": member.therapist_id,
        "active": True,
    }
    await session.execute(
        pg_insert(Membership)
        .values(tenant_id=tenant_id, user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["tenant_id", "user_id"], set_=values)
    )
    return user_id

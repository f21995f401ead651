"""A demo tenant and its people: accounts, therapists, certificates, weekly patterns."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo import accounts
from infra.demo.cast import ENDS_SOON, SUSPENDED, WATCHES, Company
from infra.demo.cast import Role as Part
from infra.demo.dice import Dice, dice, id_at
from infra.demo.stage import Staff, Stage
from infra.demo.town import point_in
from services.api.tenants.creation import NewMember, NewTenant, add_member, create_tenant
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal
from shared.db.models.tenancy import AppUser, Membership
from shared.db.models.therapist import Certificate, ShiftPattern, Therapist
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.roles import Role
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.service import CertificateKind
from shared.domain.tenant import TenantId
from shared.geo.communities import communities_by_number

VERSION = str(QUESTIONNAIRE_V1.version)
PEOPLE = {
    Role.AGENT: "Nadia Rahman",
    Role.DISPATCHER: "Sam Mathew",
    Role.CLINICIAN: "Dr Layla Aziz",
    Role.SUPERVISOR: "Peter Novak",
    Role.ADMIN: "Hind Al Ali",
    Role.OPERATOR: "Ravi Kumar",
}


async def open_company(database: Database, company: Company) -> TenantId:
    """The tenant without people; raises Conflict when the slug is taken."""
    return await create_tenant(
        database,
        NewTenant(
            slug=company.slug,
            name=company.name,
            licence_number=company.licence,
            authority="Dubai Health Authority",
            demo=True,
        ),
    )


async def hire(session: AsyncSession, stage: Stage, password_hash: str) -> Staff:
    """Everybody who works there."""
    rng = dice(stage.seed, stage.company.slug, "people")
    users = await _office(session, stage, password_hash)
    for part in stage.company.cast:
        therapist_id = id_at(rng, stage.now)
        await _employ(session, stage, rng, part, therapist_id, users["admin"])
        await _member(
            session, stage, part.email_name, part.name, Role.THERAPIST, password_hash, therapist_id
        )
    return await staff_of(session, stage)


async def _office(session: AsyncSession, stage: Stage, password_hash: str) -> dict[str, UUID]:
    users = {
        role.value: await _member(session, stage, role.value, name, role, password_hash)
        for role, name in PEOPLE.items()
    }
    # One person may be an agent for several tenants: they choose at login.
    system = SystemDoor(stage.database)
    both = NewMember(
        accounts.SHARED_AGENT, "Mona Fares", frozenset({Role.AGENT}), "ar", password_hash
    )
    await add_member(session, system, stage.tenant, both)
    return users


async def _member(
    session: AsyncSession,
    stage: Stage,
    account: str,
    name: str,
    role: Role,
    password_hash: str,
    therapist_id: UUID | None = None,
) -> UUID:
    return await add_member(
        session,
        SystemDoor(stage.database),
        stage.tenant,
        NewMember(
            email=accounts.email(account, stage.company.slug),
            name=name,
            roles=frozenset({role}),
            password_hash=password_hash,
            therapist_id=therapist_id,
        ),
    )


async def cast_therapist(
    session: AsyncSession, stage: Stage, therapist_id: UUID, password_hash: str
) -> None:
    """Let the account `therapist@…` be this therapist, who is on shift now or next."""
    name = await session.scalar(
        select(Therapist.name).where(
            Therapist.tenant_id == stage.tenant, Therapist.therapist_id == therapist_id
        )
    )
    account = Role.THERAPIST.value
    await _member(
        session, stage, account, name or account, Role.THERAPIST, password_hash, therapist_id
    )


async def staff_of(session: AsyncSession, stage: Stage) -> Staff:
    """Who works there, as the database knows them."""
    rows = await session.execute(
        select(AppUser.email, AppUser.user_id)
        .join(Membership, Membership.user_id == AppUser.user_id)
        .where(Membership.tenant_id == stage.tenant)
    )
    users = {row.email.partition("@")[0]: row.user_id for row in rows}
    people = await session.execute(
        select(Therapist.name, Therapist.therapist_id).where(Therapist.tenant_id == stage.tenant)
    )
    return Staff(users, {row.name: row.therapist_id for row in people})


async def _employ(
    session: AsyncSession, stage: Stage, rng: Dice, part: Part, therapist_id: UUID, admin: UUID
) -> None:
    tenant = stage.tenant
    home = point_in(rng, communities_by_number()[part.home])
    at = json.dumps({"lat": home.lat, "lon": home.lon})
    phone = f"+97150{rng.randint(2_000_000, 9_999_999)}"
    sealed = _sealer(stage.keyring, tenant, therapist_id)
    therapist = {
        "tenant_id": tenant,
        "therapist_id": therapist_id,
        "name": part.name,
        "gender": part.gender,
        "languages": list(part.languages),
        "phone_sealed": sealed("phone_sealed", phone),
        "home_sealed": sealed("home_sealed", at),
    }
    await session.execute(insert(Therapist).values(**therapist))
    proofs = [
        _certificate(stage, rng, part, kind) | {"therapist_id": therapist_id, "verified_by": admin}
        for kind in part.certificates
    ]
    await session.execute(insert(Certificate), proofs)
    starts, duration = WATCHES[part.watch]
    pattern = {
        "tenant_id": tenant,
        "shift_pattern_id": id_at(rng, stage.now),
        "therapist_id": therapist_id,
        "weekdays": list(range(7)),
        "starts": starts,
        "duration_minutes": duration,
        "valid_from": stage.day(-30),
    }
    await session.execute(insert(ShiftPattern).values(**pattern))


def _sealer(keyring: KeyRing, tenant: TenantId, therapist_id: UUID) -> Any:
    return lambda column, text: seal(keyring, text, tenant, "therapist", column, therapist_id)


def _certificate(stage: Stage, rng: Dice, part: Part, kind: CertificateKind) -> dict[str, Any]:
    midnight = stage.now.replace(hour=0, minute=0, second=0, microsecond=0)
    valid_from = midnight - timedelta(days=rng.randint(200, 900))
    valid_to = midnight + timedelta(days=rng.randint(120, 700))
    suspended: tuple[datetime | None, datetime | None] = (None, None)
    if (part.name, kind) == ENDS_SOON:
        valid_to = midnight + timedelta(days=9)
    if (part.name, kind) == SUSPENDED:
        suspended = (midnight - timedelta(days=5), midnight + timedelta(days=21))
    of_authority = kind is CertificateKind.LICENCE
    issuer = "Dubai Health Authority" if of_authority else "Gulf Physio Academy"
    prefix = "DHA-P" if of_authority else "GPA"
    return {
        "tenant_id": stage.tenant,
        "certificate_id": id_at(rng, stage.now),
        "kind": kind.value,
        "issuer": issuer,
        "number": f"{prefix}-{rng.randint(10**6, 10**7 - 1)}",
        "verified_at": valid_from + timedelta(days=3),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "suspended_from": suspended[0],
        "suspended_to": suspended[1],
    }

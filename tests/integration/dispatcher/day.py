"""A tenant's day with sealed places, written as the application role, relative to now."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal
from shared.db.ids import new_id
from shared.db.live import change
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.travel import TravelCache
from shared.db.tenant_session import Database
from shared.domain.service_day import service_day
from shared.domain.tenant import TenantId
from shared.geo.offline import OfflineTravelTimes

ZONE = ZoneInfo("Asia/Dubai")
# Around Business Bay, a few kilometres apart.
MARINA, BAY, DEIRA, BARSHA = (25.08, 55.14), (25.186, 55.27), (25.27, 55.32), (25.11, 55.2)
Pair = tuple[float, float]
KINDS = ("licence", "physiotherapy", "dry-needling", "chiropractic")


async def insert(session: AsyncSession, table: str, **values: Any) -> None:
    """One row; dicts go in as JSON."""
    marks = ", ".join(
        f"cast(:{name} AS jsonb)" if isinstance(value, dict) else f":{name}"
        for name, value in values.items()
    )
    plain = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in values.items()}
    await session.execute(
        text(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"), plain
    )


def tomorrow() -> date:
    """The service day after the present one: none of its stops is near."""
    return service_day(datetime.now(UTC), ZONE) + timedelta(days=1)


def at(day: date, hour: float) -> datetime:
    """Local clock time of a service day; hours from 24 on are after midnight."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


@dataclass
class Day:
    """One tenant and shortcuts to write its rows."""

    database: Database
    keyring: KeyRing
    tenant: TenantId = field(default_factory=lambda: TenantId(new_id()))
    admin: UUID = field(default_factory=new_id)
    travel: TravelCache = field(default_factory=lambda: TravelCache(OfflineTravelTimes()))

    async def build(self, **policies: Any) -> "Day":
        """The tenant with a questionnaire and somebody who verifies certificates."""
        async with self.database.tenant_session(self.tenant) as session:
            slug = f"t{self.tenant.hex[-12:]}"
            await insert(
                session,
                "tenant",
                tenant_id=self.tenant,
                slug=slug,
                name="T",
                policies={"freezeMinutes": 15, **policies},
            )
            await insert(
                session,
                "questionnaire",
                tenant_id=self.tenant,
                questionnaire_version="1",
                content={"questions": []},
                active=True,
            )
        return self

    async def therapist(
        self,
        day: date,
        hours: tuple[float, float] = (8, 18),
        *,
        home: tuple[float, float] = BAY,
        gender: str = "female",
        kinds: tuple[str, ...] = KINDS,
        valid_to: datetime | None = None,
    ) -> tuple[UUID, UUID]:
        """A certified therapist with one shift: (therapist, shift)."""
        therapist, shift = new_id(), new_id()
        async with self.database.tenant_session(self.tenant) as session:
            await insert(
                session,
                "therapist",
                tenant_id=self.tenant,
                therapist_id=therapist,
                name="Th",
                gender=gender,
                home_sealed=self._point(home, "therapist", "home_sealed", therapist),
            )
            for kind in kinds:
                await self._certify(session, therapist, kind, day, valid_to)
            await insert(
                session,
                "shift",
                tenant_id=self.tenant,
                shift_id=shift,
                therapist_id=therapist,
                plan_date=day,
                starts_at=at(day, hours[0]),
                ends_at=at(day, hours[1]),
            )
        return therapist, shift

    async def _certify(
        self,
        session: AsyncSession,
        therapist: UUID,
        kind: str,
        day: date,
        valid_to: datetime | None,
    ) -> None:
        await insert(
            session,
            "certificate",
            tenant_id=self.tenant,
            certificate_id=new_id(),
            therapist_id=therapist,
            kind=kind,
            issuer="DHA",
            number="1",
            verified_at=at(day, -999),
            verified_by=self.admin,
            valid_from=at(day, -999),
            valid_to=valid_to,
        )

    async def request(
        self, session: AsyncSession, status: str = "booked"
    ) -> tuple[UUID, UUID, UUID]:
        """A cleared request of a new patient: (request, patient, screening)."""
        patient, request, screening = new_id(), new_id(), new_id()
        tenant = self.tenant
        await insert(session, "patient", tenant_id=tenant, patient_id=patient, gender="female")
        await insert(
            session,
            "request",
            tenant_id=tenant,
            request_id=request,
            channel="phone",
            status=status,
            caller_phone_sealed=b"x",
            caller_phone_index=b"x",
            key_version=1,
            patient_id=patient,
        )
        await insert(
            session,
            "screening",
            tenant_id=tenant,
            screening_id=screening,
            request_id=request,
            phase="phone",
            questionnaire_version="1",
            answers={},
            outcome="cleared",
            valid_until=datetime.now(UTC) + timedelta(days=9),
        )
        await insert(
            session,
            "screening_service",
            tenant_id=tenant,
            screening_id=screening,
            service="physiotherapy",
            outcome="cleared",
        )
        return request, patient, screening

    async def place(self, session: AsyncSession, point: tuple[float, float]) -> UUID:
        """A place with a sealed point."""
        place = new_id()
        await insert(
            session,
            "place",
            tenant_id=self.tenant,
            place_id=place,
            details_sealed=self._point(point, "place", "details_sealed", place),
            precision_m=5,
            source="pin",
        )
        return place

    async def visit(
        self,
        day: date,
        hours: tuple[float, float] = (9, 17),
        point: tuple[float, float] = MARINA,
        *,
        consent: bool = True,
        changed: bool = False,
        **more: Any,
    ) -> UUID:
        """A booked, promised visit without a stop; with `changed`, the horizon is told."""
        async with self.database.tenant_session(self.tenant) as session:
            visit = await self.visit_in(session, day, hours, point, consent, **more)
            if changed:
                await self.changed(session, day)
        return visit

    async def visit_in(
        self, session: AsyncSession, day: date, hours: Pair, point: Pair, consent: bool, **more: Any
    ) -> UUID:
        """The same beside others in one transaction."""
        visit = new_id()
        request, patient, screening = await self.request(session)
        values = {
            "service": "physiotherapy",
            "required_certificates": ["licence", "physiotherapy"],
            "service_s": 2700,
            "opens_at": at(day, hours[0]),
            "closes_at": at(day, hours[1]),
            "plan_date": day,
            "place_id": await self.place(session, point),
        } | more
        await insert(
            session,
            "visit",
            tenant_id=self.tenant,
            visit_id=visit,
            request_id=request,
            patient_id=patient,
            screening_id=screening,
            **values,
        )
        await self._promise(session, visit, values["opens_at"], values["closes_at"])
        if consent:
            await self._consent(session, visit, patient)
        return visit

    async def _promise(
        self, session: AsyncSession, visit: UUID, opens: datetime, closes: datetime
    ) -> None:
        await insert(
            session,
            "promise",
            tenant_id=self.tenant,
            promise_id=new_id(),
            visit_id=visit,
            seq=1,
            status="agreed",
            opens_at=opens,
            closes_at=closes,
        )

    async def _consent(self, session: AsyncSession, visit: UUID, patient: UUID) -> None:
        await insert(
            session,
            "consent",
            tenant_id=self.tenant,
            consent_id=new_id(),
            visit_id=visit,
            patient_id=patient,
            kind="verbal",
            given_by_sealed=b"x",
            relation="self",
            language="en",
            text_hash=b"x",
            given_at=datetime.now(UTC),
        )

    async def changed(self, session: AsyncSession, day: date) -> UUID:
        """Tell the horizon; answers with the job."""
        return await change.changed(session, day)

    async def horizon(self, session: AsyncSession, day: date) -> Horizon:
        """The day as it stands."""
        return await load_horizon(session, self.keyring, self.travel, self.tenant, day)

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        """What a query of this tenant answers."""
        async with self.database.tenant_session(self.tenant) as session:
            return list(await session.execute(text(statement), values))

    async def run(self, statement: str, **values: Any) -> None:
        """A statement of this tenant."""
        async with self.database.tenant_session(self.tenant) as session:
            await session.execute(text(statement), values)

    def _point(self, point: tuple[float, float], table: str, column: str, row: UUID) -> bytes:
        plain = json.dumps({"lat": point[0], "lon": point[1]})
        return seal(self.keyring, plain, self.tenant, table, column, row)

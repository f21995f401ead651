"""A small tenant, written as the application role in plain SQL, to test the database's rules."""

import uuid
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from shared.db.ids import new_id
from tests.integration.db.sql import DAY, acting, at, insert

QUESTIONS = [
    {"id": "chest-pain", "concernIf": True, "class": "emergency", "services": ["dry-needling"]},
    {"id": "under-lymph", "concernIf": True, "class": "block", "services": ["dry-needling"]},
    {"id": "blood-thinners", "concernIf": True, "class": "clinician", "services": ["dry-needling"]},
    {"id": "understands", "concernIf": False, "class": "clinician", "services": ["dry-needling"]},
    {
        "id": "pregnant",
        "concernIf": True,
        "class": "clinician",
        "services": ["dry-needling"],
        "who": {"gender": "female", "minAge": None, "maxAge": None, "bodyRegions": []},
    },
]
HARMLESS: dict[str, bool | None] = {
    "chest-pain": False,
    "under-lymph": False,
    "blood-thinners": False,
    "understands": True,
    "pregnant": False,
}


@dataclass
class World:
    """Ids of one tenant's rows, and shortcuts to write more."""

    pool: asyncpg.Pool
    tenant: UUID = field(default_factory=new_id)
    agent: UUID = field(default_factory=new_id)
    clinician: UUID = field(default_factory=new_id)
    therapist: UUID = field(default_factory=new_id)
    shift: UUID = field(default_factory=new_id)
    patient: UUID = field(default_factory=new_id)
    place: UUID = field(default_factory=new_id)
    licence: UUID = field(default_factory=new_id)

    def acting(
        self, isolation: str = "read_committed"
    ) -> AbstractAsyncContextManager[asyncpg.Connection]:
        """A transaction of this tenant."""
        return acting(self.pool, self.tenant, isolation)

    async def build(self) -> "World":
        """The tenant with two people, a therapist with a shift, and a patient at a place."""
        async with self.acting() as c:
            await insert(
                c, "tenant", tenant_id=self.tenant, slug=f"t{self.tenant.hex[-12:]}", name="T"
            )
            await insert(
                c,
                "questionnaire",
                tenant_id=self.tenant,
                questionnaire_version="1",
                content={"questions": QUESTIONS},
                active=True,
            )
            for user, role in ((self.agent, "agent"), (self.clinician, "clinician")):
                email = f"{user}@example.test"
                await c.execute("SELECT ensure_user($1, $2, 'P', NULL, 'en')", user, email)
                await insert(c, "membership", tenant_id=self.tenant, user_id=user, roles=[role])
            self.therapist, self.shift = await self.new_therapist(c, self.licence)
            await insert(
                c, "patient", tenant_id=self.tenant, patient_id=self.patient, gender="female"
            )
            await insert(
                c,
                "place",
                tenant_id=self.tenant,
                place_id=self.place,
                details_sealed=b"x",
                precision_m=5,
                source="pin",
            )
        return self

    async def new_therapist(
        self, c: asyncpg.Connection, licence: UUID | None = None
    ) -> tuple[UUID, UUID]:
        """A therapist certified for all services, with a twelve-hour shift: (therapist, shift)."""
        therapist, shift = new_id(), new_id()
        await insert(
            c,
            "therapist",
            tenant_id=self.tenant,
            therapist_id=therapist,
            name="Th",
            gender="female",
        )
        for kind in ("licence", "dry-needling", "physiotherapy", "paediatric"):
            certificate = licence if kind == "licence" and licence else new_id()
            await self.certify(c, therapist, kind, certificate)
        await insert(
            c,
            "shift",
            tenant_id=self.tenant,
            shift_id=shift,
            therapist_id=therapist,
            plan_date=DAY,
            starts_at=at(0),
            ends_at=at(720),
        )
        return therapist, shift

    async def certify(
        self, c: asyncpg.Connection, therapist: UUID, kind: str, certificate: UUID
    ) -> None:
        """A verified certificate without an end."""
        await insert(
            c,
            "certificate",
            tenant_id=self.tenant,
            certificate_id=certificate,
            therapist_id=therapist,
            kind=kind,
            issuer="DHA",
            number="1",
            verified_at=at(-9999),
            verified_by=self.clinician,
            valid_from=at(-9999),
        )

    async def request(self, c: asyncpg.Connection) -> UUID:
        """A phoned request of the patient."""
        request = new_id()
        await insert(
            c,
            "request",
            tenant_id=self.tenant,
            request_id=request,
            channel="phone",
            caller_phone_sealed=b"x",
            caller_phone_index=b"x",
            key_version=1,
            patient_id=self.patient,
        )
        return request

    async def screening(
        self,
        c: asyncpg.Connection,
        request: UUID,
        outcome: str = "cleared",
        service: str = "dry-needling",
        answers: dict[str, bool | None] | None = None,
        **more: object,
    ) -> UUID:
        """A phone screening with one service's outcome."""
        screening = new_id()
        of_service = {k: more.pop(k) for k in ("cleared_from", "cleared_until") if k in more}
        values = {
            "phase": "phone",
            "valid_until": at(9999),
            "answers": HARMLESS | (answers or {}),
            "outcome": outcome,
            "reasons": [],
            "questionnaire_version": "1",
        } | more
        await insert(
            c,
            "screening",
            tenant_id=self.tenant,
            screening_id=screening,
            request_id=request,
            **values,
        )
        await insert(
            c,
            "screening_service",
            tenant_id=self.tenant,
            screening_id=screening,
            service=service,
            outcome=outcome,
            reasons=values["reasons"],
            **of_service,
        )
        return screening

    async def visit(
        self,
        c: asyncpg.Connection,
        request: UUID,
        screening: UUID,
        service: str = "dry-needling",
        **more: object,
    ) -> UUID:
        """A booked visit that may start at any time of the day."""
        visit = new_id()
        values = {
            "patient_id": self.patient,
            "place_id": self.place,
            "required_certificates": ["licence", service],
            "service_s": 1800,
            "opens_at": at(0),
            "closes_at": at(700),
            "plan_date": DAY,
        } | more
        await insert(
            c,
            "visit",
            tenant_id=self.tenant,
            visit_id=visit,
            request_id=request,
            screening_id=screening,
            service=service,
            **values,
        )
        return visit

    async def booked(self, c: asyncpg.Connection, **more: object) -> UUID:
        """Request, cleared screening and visit in one."""
        request = await self.request(c)
        return await self.visit(c, request, await self.screening(c, request), **more)

    async def stop(
        self,
        c: asyncpg.Connection,
        visit: UUID,
        start: float,
        *,
        therapist: UUID | None = None,
        shift: UUID | None = None,
        minutes: float = 30,
    ) -> None:
        """Place the visit at `start` minutes, reached by ten minutes of travel."""
        await insert(
            c,
            "stop",
            tenant_id=self.tenant,
            visit_id=visit,
            shift_id=shift or self.shift,
            therapist_id=therapist or self.therapist,
            plan_date=DAY,
            leave_at=at(start - 10),
            planned_arrival=at(start),
            planned_start=at(start),
            planned_departure=at(start + minutes),
            travel_s=600,
        )

    async def consent(
        self, c: asyncpg.Connection, visit: UUID, kind: str = "verbal", relation: str = "self"
    ) -> None:
        """Somebody agrees."""
        await insert(
            c,
            "consent",
            tenant_id=self.tenant,
            consent_id=new_id(),
            visit_id=visit,
            patient_id=self.patient,
            kind=kind,
            given_by_sealed=b"x",
            relation=relation,
            language="en",
            text_hash=b"x",
            given_at=at(-5),
        )

    async def event(self, c: asyncpg.Connection, visit: UUID, kind: str) -> None:
        """A fact about the visit."""
        await insert(
            c,
            "visit_event",
            tenant_id=self.tenant,
            event_id=new_id(),
            visit_id=visit,
            type=kind,
            occurred_at=at(0),
            client_event_id=str(uuid.uuid4()),
        )

"""The papers of needling that was done: consent in writing and the check at the door."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.booking import Booking, harmless
from infra.demo.patients import Guardian, Person
from infra.demo.rows import add_screening
from infra.demo.scribe import Scribe, add_consent
from infra.demo.stage import Stage
from infra.demo.words import Complaint
from shared.crypto.seal import unseal
from shared.db.models.patient import Contact, Patient
from shared.domain.screening.questionnaire import AskWhen
from shared.domain.service import ADULT_AGE, BodyRegion, Service
from shared.geo.place import Point

_NOWHERE = Point(25.2, 55.27)  # the papers do not say where


async def read_booking(session: AsyncSession, stage: Stage, row: Row[Any]) -> Booking:
    """What the papers say about the patient, from the rows; the door itself is not read."""
    patient = (
        await session.execute(
            select(
                Patient.name_sealed,
                Patient.birth_date_sealed,
                Patient.gender,
                Patient.languages,
            ).where(Patient.tenant_id == stage.tenant, Patient.patient_id == row.patient_id)
        )
    ).one()
    opened = _opener(stage, "patient", row.patient_id)
    born = opened("birth_date_sealed", patient.birth_date_sealed) or "1980-01-01"
    person = Person(
        name=opened("name_sealed", patient.name_sealed) or "",
        gender=patient.gender or "female",
        born=date.fromisoformat(born),
        languages=tuple(patient.languages) or ("en",),
        phone="",
        guardian=await _guardian(session, stage, row.patient_id),
        complaint=Complaint("", tuple(BodyRegion(one) for one in row.body_regions), ()),
        point=_NOWHERE,
        community=0,
        address={},
        notes=None,
    )
    return Booking(
        person=person,
        service=Service(row.service),
        opens_at=row.opens_at,
        booked_at=row.opens_at,
        visit_id=row.visit_id,
        request_id=row.request_id,
        screening_id=row.screening_id,
        patient_id=row.patient_id,
        place_id=row.place_id,
    )


async def _guardian(session: AsyncSession, stage: Stage, patient_id: UUID) -> Guardian | None:
    row = (
        await session.execute(
            select(Contact.contact_id, Contact.name_sealed, Contact.relation).where(
                Contact.tenant_id == stage.tenant,
                Contact.patient_id == patient_id,
                Contact.relation.in_(("mother", "father", "guardian")),
            )
        )
    ).first()
    if row is None:
        return None
    name = _opener(stage, "contact", row.contact_id)("name_sealed", row.name_sealed)
    return Guardian(name or "", row.relation, "")


def _opener(stage: Stage, table: str, row_id: UUID) -> Any:
    def opened(column: str, sealed: bytes | None) -> str | None:
        if sealed is None:
            return None
        return unseal(stage.keyring, sealed, stage.tenant, table, column, row_id)

    return opened


def add_papers(scribe: Scribe, booking: Booking, at: datetime, user: UUID) -> dict[str, Any]:
    """Rows for both, a minute before the start; answers with what the start event carries."""
    before = at - timedelta(minutes=1)
    answers = harmless(booking, AskWhen.DOOR)
    add_screening(scribe, booking, answers, user, stage=AskWhen.DOOR, at=before)
    kinds: Sequence[str] = ("written",) if booking.age >= ADULT_AGE else ("guardian", "child")
    for kind in kinds:
        add_consent(scribe, booking, kind, before, user)
    return {"consents": list(kinds), "door": "cleared", "complete": True}

"""Rows collected by table and written in bulk."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.booking import Booking
from infra.demo.dice import Dice, id_at
from infra.demo.stage import Stage
from shared.crypto.seal import seal
from shared.db.models.base import Base
from shared.db.models.registry import metadata
from shared.db.models.visit import Consent, VisitEvent

Row = dict[str, Any]
SPOKEN = hashlib.sha256(b"I agree that a therapist comes and treats as agreed.").digest()


class Scribe:
    """Collects rows by table and writes each table in one go."""

    def __init__(self, stage: Stage, rng: Dice) -> None:
        self.stage = stage
        self.rng = rng
        self.rows: dict[type[Base], list[Row]] = {}

    def add(self, model: type[Base], **values: Any) -> None:
        """One row of this tenant."""
        self.rows.setdefault(model, []).append({"tenant_id": self.stage.tenant, **values})

    def sealed(self, text: str | None, table: str, column: str, row_id: UUID) -> bytes | None:
        """The text sealed for its cell."""
        if text is None:
            return None
        return seal(self.stage.keyring, text, self.stage.tenant, table, column, row_id)

    def new_id(self, instant: datetime) -> UUID:
        """An id as old as its row."""
        return id_at(self.rng, instant)

    async def write(self, session: AsyncSession) -> None:
        """Insert what was collected: tables that others point at come first."""
        order = [table.name for table in metadata().sorted_tables]
        for model in sorted(self.rows, key=lambda one: order.index(one.__tablename__)):
            await session.execute(insert(model), self.rows[model])
        self.rows.clear()


def add_consent(scribe: Scribe, booking: Booking, kind: str, at: datetime, by: UUID) -> None:
    """Whoever speaks for the patient agrees; a child's own consent is the child's."""
    consent_id = scribe.new_id(at)
    person = booking.person
    name, relation = (person.name, "self") if kind == "child" else person.speaker
    scribe.add(
        Consent,
        consent_id=consent_id,
        visit_id=booking.visit_id,
        patient_id=booking.patient_id,
        kind=kind,
        given_by_sealed=scribe.sealed(name, "consent", "given_by_sealed", consent_id),
        relation=relation,
        language=person.languages[0],
        text_hash=SPOKEN,
        given_at=at,
        recorded_by=by,
    )


def add_event(
    scribe: Scribe,
    visit_id: UUID,
    type_: str,
    at: datetime,
    *,
    by_user: UUID | None = None,
    therapist_id: UUID | None = None,
    system: bool = True,
    papers: Row | None = None,
) -> None:
    """A fact that was recorded when it happened."""
    event_id = scribe.new_id(at)
    scribe.add(
        VisitEvent,
        event_id=event_id,
        visit_id=visit_id,
        type=type_,
        occurred_at=at,
        recorded_at=at,
        client_event_id=f"{'system' if system else 'demo'}:{event_id}",
        by_user=by_user,
        therapist_id=therapist_id,
        papers=papers,
        created_at=at,
    )

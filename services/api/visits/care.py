"""What whoever treats a patient has to know: why they called, and on what terms it was cleared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.screening import repository as screenings
from services.api.screening import service as screening
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.domain.screening.decision import Decision, DecisionKind
from shared.domain.service import Service


@dataclass(frozen=True, slots=True)
class Care:
    """The clinician's conditions, the oldest first, and the caller's own words."""

    conditions: tuple[str, ...]
    body_regions: tuple[str, ...]
    complaint: str | None
    diagnosis: str | None


async def of(
    tenant: TenantRequest, keyring: KeyRing, visits: Sequence[Row[Any]]
) -> dict[UUID, Care]:
    """By visit; the rows carry the sealed words of their request and when the visit `opens_at`."""
    scope = (tenant.session, keyring, tenant.tenant_id)
    decided = await screenings.decisions(*scope, [row.request_id for row in visits])
    return {
        row.visit_id: Care(
            conditions_of(
                (screening.as_decision(one) for one in decided.get(row.request_id, [])),
                Service(row.service),
                row.opens_at,
            ),
            tuple(row.body_regions),
            _words(tenant, keyring, row, "complaint_sealed"),
            _words(tenant, keyring, row, "diagnosis_sealed"),
        )
        for row in visits
    }


def conditions_of(decisions: Iterable[Decision], service: Service, at: datetime) -> tuple[str, ...]:
    """All that was asked for when the service was cleared for `at`; a refusal ends what it was
    cleared on before. The decisions come in the order in which they were made.
    """
    found: list[str] = []
    for one in decisions:
        if service not in one.scope and one.convert_to is not service:
            continue
        if one.kind is DecisionKind.REFUSE:
            found.clear()
        elif one.expires_at is None or at < one.expires_at:
            found += [said for said in one.conditions if said not in found]
    return tuple(found)


def _words(tenant: TenantRequest, keyring: KeyRing, row: Row[Any], column: str) -> str | None:
    sealed = getattr(row, column)
    if sealed is None:
        return None
    return unseal(keyring, sealed, tenant.tenant_id, "request", column, row.request_id)

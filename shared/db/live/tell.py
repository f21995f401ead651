"""What is told about a visit. Therapists hear only of messages that name them, and here is the one
place that knows whom a visit concerns: who has it, and who has just lost it.
"""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

# Who lost it says the event of this very transaction: what was freed earlier concerns nobody now.
_TELL = text("""
    INSERT INTO outbox (tenant_id, topic, payload)
    SELECT :tenant, :topic, cast(:payload AS jsonb) || CASE
        WHEN whom.has IS NULL AND whom.had IS NULL THEN '{}'
        ELSE jsonb_build_object(
            'therapistId', coalesce(whom.has, whom.had),
            'therapistIds', to_jsonb(array_remove(
                ARRAY[whom.has, nullif(whom.had, whom.has)], NULL)))
        END
    FROM (SELECT
        (SELECT s.therapist_id FROM stop s
         WHERE s.tenant_id = :tenant AND s.visit_id = :visit) AS has,
        (SELECT e.therapist_id FROM visit_event e
         WHERE e.tenant_id = :tenant AND e.visit_id = :visit AND e.type = 'freed'
           AND e.therapist_id IS NOT NULL AND e.recorded_at >= transaction_timestamp()
         ORDER BY e.recorded_at LIMIT 1) AS had) whom
""")


async def visit_changed(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, **facts: object
) -> None:
    """Whoever shows the visit reads it again. Call it when the stop is as it will be."""
    await _tell(session, tenant, visit_id, "visit.changed", facts)


async def alert(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, kind: str, **facts: object
) -> None:
    """Somebody must look at this visit; `kind` says why."""
    await _tell(session, tenant, visit_id, "alert", {**facts, "kind": kind})


async def _tell(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, topic: str, facts: dict[str, Any]
) -> None:
    payload = json.dumps({"id": str(visit_id), **facts}, default=str)
    row = {"tenant": tenant, "visit": visit_id, "topic": topic, "payload": payload}
    await session.execute(_TELL, row)

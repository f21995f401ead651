"""Proposals: what the planner would change but may not, for a person to decide.

`changes` of one proposal are [{"shiftId", "visitIds"}]: the open part of each shift as proposed.
"""

import json
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning.merge import Group
from shared.db import outbox
from shared.db.ids import new_id
from shared.db.live.horizon import Horizon

_STALE = text("""
    UPDATE proposal SET status = 'stale'
    WHERE tenant_id = :tenant AND plan_date = :plan_date AND kind = 'planner'
      AND status = 'open'
""")

_OFFER = text("""
    INSERT INTO proposal (tenant_id, proposal_id, plan_date, generation, kind, changes)
    VALUES (:tenant, :proposal_id, :plan_date, :generation, 'planner', cast(:changes AS jsonb))
""")


async def offer(session: AsyncSession, live: Horizon, groups: Iterable[Group]) -> None:
    """Replace the planner's open proposals of a published day by these; a draft day needs none."""
    scope = {"tenant": live.tenant, "plan_date": live.plan_date}
    await session.execute(_STALE, scope)
    if not live.published:
        return
    for group in groups:
        proposal_id = new_id()
        changes = [
            {"shiftId": str(shift_id), "visitIds": [str(key) for key in route]}
            for shift_id, route in sorted(group.routes.items())
        ]
        await session.execute(
            _OFFER,
            {
                **scope,
                "proposal_id": proposal_id,
                "generation": live.generation,
                "changes": json.dumps(changes),
            },
        )
        payload = {"id": live.plan_date.isoformat(), "proposalId": str(proposal_id)}
        await outbox.publish(session, "plan.changed", payload)

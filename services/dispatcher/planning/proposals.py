"""Proposals: what the planner would change but may not, for a person to decide.

`changes` of one proposal are [{"shiftId", "visitIds", "moves"}]: the open part of each shift as
proposed, and what becomes of each visit whose therapist or time is another: {"visitId", "kind",
"from", "to"}, each end {"shiftId", "therapistId", "plannedStart"} or null without a stop.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning.merge import Group, still_holds
from shared.db import outbox
from shared.db.ids import new_id
from shared.db.live.horizon import Horizon
from shared.db.live.schedule import preview

_STALE = text("""
    UPDATE proposal SET status = 'stale'
    WHERE tenant_id = :tenant AND plan_date = :plan_date AND kind = 'planner'
      AND status = 'open'
    RETURNING 1
""")

_OFFER = text("""
    INSERT INTO proposal (tenant_id, proposal_id, plan_date, generation, kind, changes)
    VALUES (:tenant, :proposal_id, :plan_date, :generation, 'planner', cast(:changes AS jsonb))
""")

_OPEN = text("""
    SELECT changes FROM proposal
    WHERE tenant_id = :tenant AND plan_date = :plan_date AND kind = 'planner'
      AND status = 'open'
    ORDER BY proposal_id
""")

# Generations only grow: what was offered since the last answer is of the day that it saw, or later.
_PUT_AWAY = text("""
    SELECT changes FROM proposal
    WHERE tenant_id = :tenant AND plan_date = :plan_date AND kind = 'planner'
      AND status = 'discarded'
      AND generation >= (
          SELECT max(s.generation) FROM solve s JOIN job j USING (tenant_id, job_id)
          WHERE s.tenant_id = :tenant AND s.plan_date = :plan_date AND j.kind = 'solve-horizon')
""")


async def standing(session: AsyncSession, live: Horizon) -> tuple[Group, ...]:
    """What the planner has proposed for this day and nobody has decided; none of it as soon as one
    would break something by now.
    """
    groups = [_group(row) for row in await session.execute(_OPEN, _scope(live))]
    return tuple(groups) if all(still_holds(live, group) for group in groups) else ()


async def not_put_away(
    session: AsyncSession, live: Horizon, groups: Iterable[Group]
) -> tuple[Group, ...]:
    """Those that nobody has put away since something happened, or somebody asked for a plan."""
    put_away = [_group(row) for row in await session.execute(_PUT_AWAY, _scope(live))]
    return tuple(group for group in groups if group not in put_away)


async def offer(session: AsyncSession, live: Horizon, groups: Iterable[Group]) -> bool:
    """Replace the planner's open proposals of a published day by these; a draft day needs none.
    Whether there were any, or are.
    """
    scope = _scope(live)
    changed = bool((await session.execute(_STALE, scope)).all())
    if not live.published:
        return changed
    for group in groups:
        changed = True
        proposal_id = new_id()
        await session.execute(
            _OFFER,
            {
                **scope,
                "proposal_id": proposal_id,
                "generation": live.generation,
                "changes": json.dumps(_changes(live, group)),
            },
        )
        payload = {"id": live.plan_date.isoformat(), "proposalId": str(proposal_id)}
        await outbox.publish(session, "plan.changed", payload)
    return changed


def _scope(live: Horizon) -> dict[str, Any]:
    return {"tenant": live.tenant, "plan_date": live.plan_date}


def _group(row: Row[Any]) -> Group:
    """What a proposal would change, without when."""
    return Group({UUID(one["shiftId"]): tuple(map(UUID, one["visitIds"])) for one in row.changes})


def _changes(live: Horizon, group: Group) -> list[dict[str, Any]]:
    """Each route of the group with what changes on it; a dropped visit is told where it was."""
    moves = _moves(live, group)
    return [
        {
            "shiftId": str(shift_id),
            "visitIds": [str(key) for key in route],
            "moves": [
                one for one in moves if (one["to"] or one["from"])["shiftId"] == str(shift_id)
            ],
        }
        for shift_id, route in sorted(group.routes.items())
    ]


def _moves(live: Horizon, group: Group) -> list[dict[str, Any]]:
    after: dict[UUID, dict[str, str] | None] = {
        key: None for shift_id in group.routes for key in live.free_part(shift_id)
    }
    for shift_id, route in group.routes.items():
        for key, times in preview(live, shift_id, route).times.items():
            after[key] = _spot(live, shift_id, times.start_s)
    found = [(key, _live_spot(live, key), spot) for key, spot in after.items()]
    return [
        {"visitId": str(key), "kind": _kind(before, spot), "from": before, "to": spot}
        for key, before, spot in found
        if before != spot
    ]


def _kind(before: dict[str, str] | None, after: dict[str, str] | None) -> str:
    if before is None:
        return "placed"
    if after is None:
        return "dropped"
    return "retimed" if before["shiftId"] == after["shiftId"] else "moved"


def _live_spot(live: Horizon, key: UUID) -> dict[str, str] | None:
    stop = live.stops.get(key)
    return None if stop is None else _spot(live, stop.shift_id, stop.planned.start_s)


def _spot(live: Horizon, shift_id: UUID, start_s: int) -> dict[str, str]:
    return {
        "shiftId": str(shift_id),
        "therapistId": str(live.shifts[shift_id].therapist_id),
        "plannedStart": live.clock.instant(start_s).isoformat(),
    }

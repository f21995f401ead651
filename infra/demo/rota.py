"""Shifts from the weekly patterns: from yesterday until 72 hours ahead."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.dice import dice, id_at
from infra.demo.stage import ZONE, Stage
from shared.db.models.therapist import Shift, ShiftPattern

AHEAD = timedelta(hours=72)


async def post_rota(session: AsyncSession, stage: Stage) -> None:
    """Make the shifts that are missing; what a person cancelled does not come back."""
    patterns = await _patterns(session, stage)
    made = await session.execute(
        select(Shift.shift_pattern_id, Shift.plan_date).where(
            Shift.tenant_id == stage.tenant, Shift.plan_date >= stage.day(-1)
        )
    )
    known = {(row.shift_pattern_id, row.plan_date) for row in made}
    rng = dice(stage.seed, stage.company.slug, "rota", stage.today)
    rows = []
    for offset in range(-1, 5):
        day = stage.day(offset)
        for pattern in patterns:
            starts = datetime.combine(day, pattern.starts, tzinfo=ZONE).astimezone(UTC)
            off = day.weekday() not in pattern.weekdays or starts > stage.now + AHEAD
            if off or (pattern.shift_pattern_id, day) in known:
                continue
            rows.append(
                {
                    "tenant_id": stage.tenant,
                    "shift_id": id_at(rng, stage.now),
                    "therapist_id": pattern.therapist_id,
                    "plan_date": day,
                    "starts_at": starts,
                    "ends_at": starts + timedelta(minutes=pattern.duration_minutes),
                    "shift_pattern_id": pattern.shift_pattern_id,
                }
            )
    if rows:
        await session.execute(insert(Shift), rows)


async def _patterns(session: AsyncSession, stage: Stage) -> Sequence[Row[*tuple[Any, ...]]]:
    found = await session.execute(
        select(
            ShiftPattern.shift_pattern_id,
            ShiftPattern.therapist_id,
            ShiftPattern.starts,
            ShiftPattern.duration_minutes,
            ShiftPattern.weekdays,
        )
        .where(ShiftPattern.tenant_id == stage.tenant, ShiftPattern.active)
        .order_by(ShiftPattern.shift_pattern_id)
    )
    return found.all()


async def on_shift_now_or_next(session: AsyncSession, stage: Stage) -> UUID:
    """The therapist whose shift runs longest from now; if nobody works, who starts first."""
    rows = (
        await session.execute(
            select(Shift.therapist_id, Shift.starts_at, Shift.ends_at)
            .where(
                Shift.tenant_id == stage.tenant,
                Shift.ends_at > stage.now,
                Shift.status != "cancelled",
            )
            .order_by(Shift.starts_at, Shift.shift_id)
        )
    ).all()
    working = [row for row in rows if row.starts_at <= stage.now]
    chosen = max(working, key=lambda row: row.ends_at) if working else rows[0]
    found: UUID = chosen.therapist_id
    return found

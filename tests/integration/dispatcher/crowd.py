"""A tenant with months of rows, written past all triggers: only their number matters."""

import asyncpg

from tests.integration.dispatcher.day import Day

DAYS, A_DAY = 200, 100
# Therapist t works on day d from 08:00; visit i is on day i % DAYS, with therapist i / DAYS % 20.
_FILL = """
WITH p AS (SELECT $1::uuid AS tenant)
{statement}
"""
_ID = "md5('{kind}' || {n})::uuid"


def _id(kind: str, n: str) -> str:
    return _ID.format(kind=kind, n=n)


_VISITS = f"generate_series(0, {DAYS * A_DAY - 1}) i"
_SHIFTS = f"generate_series(0, 19) t, generate_series(0, {DAYS - 1}) d"
_THERAPIST = _id("therapist", f"(i / {DAYS} % 20)")
_SHIFT = _id("shift", f"((i / {DAYS} % 20) * {DAYS} + i % {DAYS})")
_OPENS = f"(current_date + i % {DAYS} + time '08:00') + (i / {DAYS} / 20) * interval '2 hours'"
_SELECT_STOP = f"""
    SELECT tenant, {_id("visit", "i")}, {_SHIFT}, {_THERAPIST}, current_date + i % {DAYS},
           {_OPENS}, {_OPENS}, {_OPENS}, {_OPENS} + interval '45 minutes' FROM p, {_VISITS}
"""

STATEMENTS = (
    f"""INSERT INTO therapist (tenant_id, therapist_id, name, gender)
        SELECT tenant, {_id("therapist", "t")}, 'T', 'female' FROM p, generate_series(0, 19) t""",
    f"""INSERT INTO shift (tenant_id, shift_id, therapist_id, plan_date, starts_at, ends_at)
        SELECT tenant, {_id("shift", f"(t * {DAYS} + d)")}, {_id("therapist", "t")},
               current_date + d, current_date + d + time '08:00', current_date + d + time '18:00'
        FROM p, {_SHIFTS}""",
    f"""INSERT INTO patient (tenant_id, patient_id) SELECT tenant, {_id("patient", "i")}
        FROM p, {_VISITS}""",
    f"""INSERT INTO patient_phone (tenant_id, phone_index, patient_id, key_version)
        SELECT tenant, sha256(i::text::bytea), {_id("patient", "i")}, 1 FROM p, {_VISITS}""",
    f"""INSERT INTO request (tenant_id, request_id, channel, status, caller_phone_sealed,
                             caller_phone_index, key_version, patient_id)
        SELECT tenant, {_id("request", "i")}, 'phone', 'booked', 'x', sha256(i::text::bytea), 1,
               {_id("patient", "i")} FROM p, {_VISITS}""",
    f"""INSERT INTO visit (tenant_id, visit_id, request_id, patient_id, place_id, screening_id,
                           service, required_certificates, service_s, opens_at, closes_at,
                           plan_date)
        SELECT tenant, {_id("visit", "i")}, {_id("request", "i")}, {_id("patient", "i")},
               {_id("place", "i")}, {_id("screening", "i")}, 'physiotherapy',
               ARRAY['licence', 'physiotherapy'], 2700, {_OPENS}, {_OPENS} + interval '1 hour',
               current_date + i % {DAYS} FROM p, {_VISITS}""",
    f"""INSERT INTO promise (tenant_id, promise_id, visit_id, seq, status, opens_at, closes_at)
        SELECT tenant, {_id("promise", "i")}, {_id("visit", "i")}, 1, 'agreed', {_OPENS}, {_OPENS}
        FROM p, {_VISITS}""",
    f"""INSERT INTO stop (tenant_id, visit_id, shift_id, therapist_id, plan_date, leave_at,
                          planned_arrival, planned_start, planned_departure) {_SELECT_STOP}""",
    f"""INSERT INTO reservation (tenant_id, reservation_id, therapist_id, kind, shift_id, visit_id,
                                 patient_id, occasion_id, leave_at, starts_at, ends_at)
        SELECT tenant, {_id("visit", "i")}, {_THERAPIST}, 'stop', {_SHIFT}, {_id("visit", "i")},
               {_id("patient", "i")}, {_id("visit", "i")}, {_OPENS}, {_OPENS},
               {_OPENS} + interval '45 minutes' FROM p, {_VISITS}""",
    f"""INSERT INTO outbox (tenant_id, topic, payload, position)
        SELECT tenant, 'plan.changed', '{{}}', i + 1 FROM p, {_VISITS}""",
    f"""INSERT INTO job (tenant_id, job_id, kind, plan_date, status, finished_at)
        SELECT tenant, {_id("job", "i")}, 'solve-horizon', current_date + i % {DAYS}, 'done', now()
        FROM p, {_VISITS}""",
)
BIG = frozenset({"patient_phone", "request", "visit", "promise", "stop", "reservation", "outbox"})
BIG |= {"job", "patient"}


async def fill(superuser_url: str, *days: Day) -> None:
    """The same crowd for each of these tenants, and what the planner of queries knows of it."""
    connection = await asyncpg.connect(superuser_url)
    try:
        await connection.execute("SET session_replication_role = replica")
        for day in days:
            for statement in STATEMENTS:
                await connection.execute(_FILL.format(statement=statement), day.tenant)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()

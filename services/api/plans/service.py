"""Solving and publishing a day."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.plans import repository
from services.api.plans.schemas import NotDispatched, PublishIn, PublishOut, ViolationOut
from shared.db import audit, jobs, outbox
from shared.db.live.cache import LiveCache
from shared.db.live.change import generation, lock_shifts
from shared.db.live.change import told as people_told
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_routes
from shared.db.live.verdict import violations_of_day
from shared.domain.errors import Conflict, Invalid
from shared.jobs import JobKind, SolveHorizon, to_json
from shared.routing.violation import Class, Violation

# Rules about the promised window: only the patient passes them.
_PATIENTS_TO_PASS = frozenset({"window"})


class Broken(Conflict):
    """Rules are broken; the problem's `violations` name them."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.shown = [shown(one) for one in violations]
        said = " ".join(f"{one.text}." for one in self.shown[:3])
        super().__init__("violations", f"Rules are broken: {said}")
        self.extra = {"violations": [as_json(one) for one in self.shown]}


def shown(one: Violation) -> ViolationOut:
    """A violation on the wire."""
    return ViolationOut(one.id, one.class_.value, UUID(one.visit) if one.visit else None, one.text)


def as_json(one: ViolationOut) -> dict[str, str | None]:
    """The same as a member of a problem."""
    visit_id = None if one.visit_id is None else str(one.visit_id)
    return {"id": one.id, "class": one.class_, "visitId": visit_id, "text": one.text}


def check_reason(acknowledged: Sequence[str], reason: str | None) -> None:
    """Whoever passes a broken promise says why; raises Invalid."""
    if acknowledged and not (reason or "").strip():
        raise Invalid.one("reason", "Say why you accept what you acknowledge.")


def refuse_broken(violations: Iterable[Violation], acknowledged: Iterable[str]) -> None:
    """Safety is passed by nobody, a promise only by its id."""
    known = set(acknowledged)
    found = list(violations)
    if any(one.class_ is Class.SAFETY or one.id not in known for one in found):
        raise Broken(found)


def refuse_unasked(violations: Iterable[Violation]) -> None:
    """A changed promise waits for the patient, whoever acknowledges it (DESIGN 1)."""
    if any(one.rule in _PATIENTS_TO_PASS for one in violations):
        raise Conflict(
            "ask-the-patient",
            "The patient was promised another time; reschedule the visit with them first.",
        )


async def ask_to_solve(tenant: TenantRequest, day: date, expected: int | None) -> UUID:
    """The job that plans the day: a new one, or the one that waits already. Raises Conflict for a
    day that is over.
    """
    if await repository.is_over(tenant.session, tenant.tenant_id, day, tenant.now, tenant.zone):
        raise Conflict("day-over", f"{day} is over; plan today or a day to come.")
    refuse_stale(expected, await generation(tenant.session, tenant.tenant_id, day), "plan")
    wish = SolveHorizon(day, "asked", requested_by=tenant.user_id)
    job_id = await jobs.enqueue(tenant.session, JobKind.SOLVE_HORIZON, day, to_json(wish))
    payload = {"id": str(job_id), "kind": JobKind.SOLVE_HORIZON.value, "status": "queued"}
    await outbox.publish(tenant.session, "job.changed", payload)
    return job_id


async def locked(
    tenant: TenantRequest, live: LiveCache, day: date, expected: int | None = None
) -> Horizon:
    """The day under the locks of all its shifts: what is decided on it now stays true.

    Raises StaleVersion when another generation is `expected`.
    """
    session, whose = tenant.session, tenant.tenant_id
    seen = await live.horizon(session, whose, day)
    await lock_shifts(session, whose, seen.shifts)
    horizon = await load_horizon(session, live.keyring, live.travel, whose, day)
    refuse_stale(expected, horizon.generation, "plan")
    return horizon


async def publish(
    tenant: TenantRequest, live: LiveCache, day: date, expected: int | None, data: PublishIn
) -> PublishOut:
    """Tell the therapists their routes, once the verifier has passed them. Raises `Broken`.

    Visits that may not be dispatched yet stay behind and are named; they are no violation.
    """
    check_reason(data.acknowledge, data.reason)
    horizon = await locked(tenant, live, day, expected)
    refuse_broken(violations_of_day(horizon), data.acknowledge)
    missing = await publish_routes(tenant.session, horizon, horizon.shifts, by_user=tenant.user_id)
    at = await repository.mark_published(tenant.session, tenant.tenant_id, day, tenant.user_id)
    await audit.record(
        tenant.session,
        tenant.tenant_id,
        tenant.user_id,
        "publish",
        "plan",
        None,
        detail=data.reason,
        keyring=live.keyring,
    )
    await people_told(tenant.session, day)
    told = sum(len(route) for route in horizon.routes.values())
    return PublishOut(
        date=day,
        published_at=tenant.local(at),
        routes=sum(1 for route in horizon.routes.values() if route),
        visits=told - len(missing),
        not_dispatched=[NotDispatched(key, list(lacks)) for key, lacks in missing.items()],
    )

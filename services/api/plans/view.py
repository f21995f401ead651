"""The plan of a day as the board shows it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.explain import service as explain
from services.api.patients.repository import get_patients
from services.api.places.record import PlaceRecord, community_out
from services.api.places.repository import get_places
from services.api.plans import repository
from services.api.plans.schemas import (
    PlanAbsence,
    PlanJob,
    PlanOut,
    PlanPlace,
    PlanTherapist,
    PointOut,
    ReasonOut,
    RouteOut,
    StopOut,
    UnassignedOut,
    WindowOut,
)
from shared.db.live.cache import LiveCache
from shared.db.live.horizon import Horizon, LiveShift, Occasion
from shared.domain.reasons import UnassignedReason, sentence

_NOTHING_IN_THE_WAY = {UnassignedReason.NOT_PLANNED_YET, UnassignedReason.PLACE_PROPOSED}


async def show(tenant: TenantRequest, live: LiveCache, day: date) -> PlanOut:
    """Routes, unassigned, figures, what is being worked on."""
    # First: who is told that nothing is being worked on must see what came of it.
    jobs = await _jobs(tenant, day)
    horizon = await live.horizon(tenant.session, tenant.tenant_id, day)
    board = await _Board.read(tenant, live, horizon)
    plan = await repository.find_plan(tenant.session, tenant.tenant_id, day)
    return PlanOut(
        date=day,
        generation=horizon.generation,
        status="draft" if plan is None else plan.status,
        cost=None if plan is None else plan.cost,
        bound=None if plan is None else plan.bound,
        gap=None if plan is None else plan.gap,
        cost_terms={} if plan is None else plan.cost_terms,
        on_time=None if plan is None else plan.on_time,
        travel_estimated=horizon.estimated or (plan is not None and _solved_estimated(plan)),
        published_at=None if plan is None else tenant.local_or_none(plan.published_at),
        solved_at=None if plan is None else tenant.local_or_none(plan.solved_at),
        routes=await board.routes(),
        unassigned=await board.unassigned(),
        jobs=jobs,
        absences=await board.absences(),
    )


def _solved_estimated(plan: Row[Any]) -> bool:
    """Whether the last solve had to do without the road engine, be it back by now or not."""
    return plan.solve_id is not None and plan.estimated


async def _jobs(tenant: TenantRequest, day: date) -> list[PlanJob]:
    rows = await repository.list_jobs(tenant.session, tenant.tenant_id, day)
    return [
        PlanJob(row.job_id, row.kind, row.status, row.progress if "cost" in row.progress else None)
        for row in rows
    ]


class _Board:
    """A horizon with the names of its patients and places."""

    def __init__(
        self,
        tenant: TenantRequest,
        live: LiveCache,
        horizon: Horizon,
        names: dict[UUID, str | None],
        places: dict[UUID, PlanPlace],
    ) -> None:
        self._tenant = tenant
        self._live = live
        self._horizon = horizon
        self._names = names
        self._places = places

    @classmethod
    async def read(cls, tenant: TenantRequest, live: LiveCache, horizon: Horizon) -> "_Board":
        session, whose, keys = tenant.session, tenant.tenant_id, live.keyring
        occasions = horizon.occasions.values()
        people = await get_patients(
            session, keys, whose, {one.patient_id for one in occasions if one.patient_id}
        )
        found = await get_places(session, keys, whose, {one.place_id for one in occasions})
        return cls(
            tenant,
            live,
            horizon,
            {one.patient_id: one.name for one in people},
            {one.place_id: _place(one) for one in found},
        )

    async def routes(self) -> list[RouteOut]:
        """By start, then by therapist's name."""
        horizon = self._horizon
        versions = await repository.list_routes(
            self._tenant.session, self._tenant.tenant_id, horizon.plan_date
        )
        shifts = sorted(
            horizon.shifts.values(),
            key=lambda one: (one.starts_s, horizon.therapists[one.therapist_id].name, one.id),
        )
        return [self._route(shift, versions.get(shift.id)) for shift in shifts]

    def _route(self, shift: LiveShift, row: Row[Any] | None) -> RouteOut:
        horizon, local = self._horizon, self._tenant.local
        therapist = horizon.therapists[shift.therapist_id]
        start = horizon.points[shift.start_location]
        return RouteOut(
            shift_id=shift.id,
            therapist=PlanTherapist(
                therapist.id, therapist.name, therapist.gender, sorted(therapist.languages)
            ),
            starts_at=local(horizon.clock.instant(shift.starts_s)),
            ends_at=local(horizon.clock.instant(shift.ends_s)),
            start=PointOut(start.lat, start.lon),
            status=shift.status,
            route_version=0 if row is None else row.route_version,
            acknowledged_version=0 if row is None else row.acknowledged_version,
            travel_s=0 if row is None else row.travel_s,
            stops=[self._stop(key) for key in horizon.routes[shift.id]],
        )

    def _stop(self, key: UUID) -> StopOut:
        horizon, occasion = self._horizon, self._horizon.occasions[key]
        stop = horizon.stops[key]

        def at(seconds: int) -> Any:
            return self._tenant.local(horizon.clock.instant(seconds))

        return StopOut(
            visit_id=key,
            kind=occasion.kind.value,
            service=occasion.service,
            patient_name=self._name(occasion),
            place=self._places.get(occasion.place_id),
            window=WindowOut(at(occasion.opens_s), at(occasion.closes_s)),
            leave_at=at(stop.planned.leave_s),
            planned_arrival=at(stop.planned.arrival_s),
            planned_start=at(stop.planned.start_s),
            planned_departure=at(stop.planned.departure_s),
            predicted_arrival=at(stop.predicted.arrival_s),
            predicted_start=at(stop.predicted.start_s),
            late_s=stop.late_s,
            status=occasion.status.value,
            pinned=occasion.pinned_shift is not None,
            frozen=stop.frozen,
            published=stop.published,
        )

    def _name(self, occasion: Occasion) -> str | None:
        return None if occasion.patient_id is None else self._names.get(occasion.patient_id)

    async def unassigned(self) -> list[UnassignedOut]:
        """Also the rows that could not be read, by their own reason."""
        horizon = self._horizon
        ids: Iterable[UUID] = {*horizon.unassigned, *horizon.quarantined}
        session, whose = self._tenant.session, self._tenant.tenant_id
        rows = await repository.list_visits(session, whose, ids)
        judged = [row.visit_id for row in rows if self._reason(row) not in _NOTHING_IN_THE_WAY]
        told = await explain.unassigned(self._tenant, self._live, horizon, judged)
        return [self._left_out(row, told.get(row.visit_id, ([], None))) for row in rows]

    def _reason(self, row: Row[Any]) -> UnassignedReason:
        if row.visit_id in self._horizon.quarantined:
            return UnassignedReason.QUARANTINED
        if row.proposed == "open":
            return UnassignedReason.PLACE_PROPOSED
        reason = UnassignedReason(row.unassigned_reason or UnassignedReason.NOT_PLANNED_YET)
        if reason is UnassignedReason.NOT_PLANNED_YET and row.proposed == "discarded":
            return UnassignedReason.PLACE_PUT_AWAY
        return reason

    def _left_out(self, row: Row[Any], told: explain.Explained) -> UnassignedOut:
        reason, local = self._reason(row), self._tenant.local
        return UnassignedOut(
            visit_id=row.visit_id,
            service=row.service,
            patient_name=self._names.get(row.patient_id),
            place=self._places.get(row.place_id),
            window=WindowOut(local(row.opens_at), local(row.closes_at)),
            priority=row.priority,
            reason=ReasonOut(reason.value, sentence(reason)),
            blockers=told[0],
            suggestions=told[1],
        )

    async def absences(self) -> list[PlanAbsence]:
        """Who is away while somebody works."""
        span, local = self._horizon.span, self._tenant.local
        rows = await repository.list_absences(
            self._tenant.session, self._tenant.tenant_id, span.opens, span.closes
        )
        return [
            PlanAbsence(row.absence_id, row.therapist_id, local(row.starts_at), local(row.ends_at))
            for row in rows
        ]


def _place(record: PlaceRecord) -> PlanPlace:
    details = record.place.details
    return PlanPlace(
        details.point.lat,
        details.point.lon,
        details.label,
        community_out(record.community_number),
    )

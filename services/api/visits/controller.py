"""Visits: booked, read, changed and lived."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.offers.controller import SEARCHER
from services.api.offers.search import Searcher
from services.api.paging import Page, PageAsked
from services.api.visits import booking, events, rescheduling, service
from services.api.visits.schemas import (
    BookingIn,
    CancelIn,
    ConsentIn,
    ConsentOut,
    EventAnswer,
    EventIn,
    PinIn,
    RescheduleIn,
    UnassignIn,
    VisitOut,
)
from shared.crypto.keyring import KeyRing
from shared.domain.roles import BOOKERS, RESCHEDULERS, Role
from shared.domain.visit_status import VisitStatus

_DESK = (Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR, Role.ADMIN)
Day = Annotated[date | None, QueryParameter(name="date", required=False)]
Patient = Annotated[UUID | None, QueryParameter(name="patientId", required=False)]
Status = Annotated[VisitStatus | None, QueryParameter(name="status", required=False)]


class BookingController(Controller):
    """From a held offer to a visit."""

    path = "/v1/requests"
    tags = ("visits",)
    guards = (require(*BOOKERS),)
    dependencies = SEARCHER

    @post("/{request_id:uuid}/visits", operation_id="bookVisit")
    async def book(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        request_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[BookingIn],
    ) -> Response[VisitOut]:
        """Book the held window; without consent nobody is sent until it is recorded."""
        visit = await booking.book(tenant, searcher, request_id, expected_if_sent, data)
        return tagged(visit, status=201, location=f"/v1/visits/{visit.id}")


class VisitController(Controller):
    """Booked visits."""

    path = "/v1/visits"
    tags = ("visits",)
    guards = (require(*_DESK, Role.THERAPIST),)
    dependencies = SEARCHER

    @get("/", operation_id="listVisits", guards=[require(*_DESK)])
    async def list_all(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        page: NamedDependency[PageAsked],
        day: Day = None,
        status: Status = None,
        patient_id: Patient = None,
    ) -> Page[VisitOut]:
        """Visits of a service day, of a status, of a patient."""
        return await service.list_all(tenant, keyring, page, day, status, patient_id)

    @get("/{visit_id:uuid}", operation_id="getVisit")
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        visit_id: FromPath[UUID],
    ) -> Response[VisitOut]:
        """One visit with its events; a therapist finds only their own."""
        return tagged(await service.read(tenant, keyring, visit_id))

    @post(
        "/{visit_id:uuid}/events",
        operation_id="reportEvent",
        status_code=200,
        guards=[require(Role.THERAPIST, Role.DISPATCHER)],
    )
    async def report(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        searcher: NamedDependency[Searcher],
        visit_id: FromPath[UUID],
        data: JSONBody[EventIn],
    ) -> EventAnswer | Response[dict[str, Any]]:
        """Store a fact and apply it as far as it counts; 409 `papers-missing` stores it too."""
        return await events.report(tenant, keyring, searcher.live, visit_id, data)

    @post("/{visit_id:uuid}/consents", operation_id="recordConsent")
    async def consent(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        visit_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[ConsentIn],
    ) -> ConsentOut:
        """Record a consent; what waited for it goes on."""
        return await service.add_consent(tenant, searcher, visit_id, expected_if_sent, data)

    @post(
        "/{visit_id:uuid}/pin",
        operation_id="pinVisit",
        status_code=200,
        guards=[require(Role.DISPATCHER)],
    )
    async def pin(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        visit_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[PinIn],
    ) -> Response[VisitOut]:
        """Keep the visit with its therapist, or let it go."""
        return tagged(await service.pin(tenant, searcher, visit_id, expected_if_sent, data))

    @post(
        "/{visit_id:uuid}/unassign",
        operation_id="unassignVisit",
        status_code=200,
        guards=[require(Role.DISPATCHER)],
    )
    async def unassign(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        visit_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[UnassignIn],
    ) -> Response[VisitOut]:
        """Take the visit from its therapist and replan it."""
        return tagged(await service.unassign(tenant, searcher, visit_id, expected_if_sent, data))

    @post(
        "/{visit_id:uuid}/cancel",
        operation_id="cancelVisit",
        status_code=200,
        guards=[require(*RESCHEDULERS)],
    )
    async def cancel(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        visit_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[CancelIn],
    ) -> Response[VisitOut]:
        """The visit does not take place."""
        return tagged(await service.cancel(tenant, searcher, visit_id, expected_if_sent, data))

    @post(
        "/{visit_id:uuid}/reschedule",
        operation_id="rescheduleVisit",
        status_code=200,
        guards=[require(*RESCHEDULERS)],
    )
    async def reschedule(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        visit_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[RescheduleIn],
    ) -> Response[VisitOut]:
        """Book the held window for this visit and free the old one in one step."""
        return tagged(
            await rescheduling.reschedule(tenant, searcher, visit_id, expected_if_sent, data)
        )

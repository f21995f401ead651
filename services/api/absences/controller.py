"""Absences over HTTP."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.absences import service
from services.api.absences.schemas import AbsenceIn, AbsenceMade, AbsenceOut, AbsenceUndone
from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role

_READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.DISPATCHER, Role.ADMIN)


class TherapistAbsenceController(Controller):
    """When a therapist is away."""

    path = "/v1/therapists/{therapist_id:uuid}/absences"
    tags = ("therapists",)

    @get("/", operation_id="listAbsences", guards=[require(*_READERS)])
    async def list_absences(
        self, tenant: NamedDependency[TenantRequest], therapist_id: FromPath[UUID]
    ) -> Page[AbsenceOut]:
        """By start, from a month ago on."""
        return Page(await service.show(tenant, therapist_id))

    @post("/", operation_id="reportAbsence", guards=[require(*_KEEPERS)])
    async def report(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        therapist_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[AbsenceIn],
    ) -> Response[AbsenceMade]:
        """Free the visits, take the time, start a replan; answers with its job."""
        made = await service.report(tenant, live, therapist_id, expected_if_sent, data)
        return tagged(made, 201, f"/v1/absences/{made.id}")


class AbsenceController(Controller):
    """An absence that was reported."""

    path = "/v1/absences"
    tags = ("therapists",)

    @delete(
        "/{absence_id:uuid}",
        operation_id="undoAbsence",
        guards=[require(*_KEEPERS)],
        status_code=200,
    )
    async def undo(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        absence_id: FromPath[UUID],
        expected: NamedDependency[int],
    ) -> AbsenceUndone:
        """The therapist is there after all: what was freed goes back where nothing stands against
        it, and the days are planned again; answers with the jobs and the visits concerned.
        """
        return await service.undo(tenant, live, absence_id, expected)

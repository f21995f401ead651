"""Patients over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from services.api.patients import repository, service
from services.api.patients.correction import Correction
from services.api.patients.schemas import PatientIn, PatientOut, PatientPatch
from shared.crypto.keyring import KeyRing
from shared.domain.errors import Invalid
from shared.domain.roles import BOOKERS, Role

_READERS = (Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR)
Asked = Annotated[str | None, QueryParameter(required=False, max_length=200)]


class PatientController(Controller):
    """Every read is logged."""

    path = "/v1/patients"
    tags = ("patients",)

    @get("/", operation_id="findPatients", guards=[require(*_READERS)])
    async def find(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        page: NamedDependency[PageAsked],
        phone: Asked = None,
        name: Asked = None,
    ) -> Page[PatientOut]:
        """By phone (theirs or a contact's), by name (either script, loosely), else the newest."""
        if phone is not None and name is not None:
            raise Invalid.one("phone", "Search by phone or by name, not by both.")
        if phone is not None:
            return Page(await service.search_by_phone(tenant, keyring, phone))
        if name is not None:
            return Page(await service.search_by_name(tenant, keyring, name))
        ids = await repository.list_ids(tenant.session, tenant.tenant_id, page.after, page.fetch)
        shown = await service.show(tenant, keyring, ids)
        return page.cut(shown, lambda out: out, key=lambda out: out.id)

    @post("/", operation_id="createPatient", guards=[require(*BOOKERS)])
    async def create(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        data: JSONBody[PatientIn],
    ) -> Response[PatientOut]:
        """A new patient; only the name must be known."""
        patient_id = await service.create(tenant, keyring, data)
        out = await service.read(tenant, keyring, patient_id)
        return tagged(out, 201, f"/v1/patients/{patient_id}")

    @get("/{patient_id:uuid}", operation_id="getPatient", guards=[require(*_READERS)])
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        patient_id: FromPath[UUID],
    ) -> Response[PatientOut]:
        """One patient."""
        return tagged(await service.read(tenant, keyring, patient_id))

    @patch("/{patient_id:uuid}", operation_id="changePatient", guards=[require(*BOOKERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        correction: NamedDependency[Correction],
        patient_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[PatientPatch],
    ) -> Response[PatientOut]:
        """Change it; another birth date or gender has every open request judged anew."""
        await service.change(tenant, keyring, correction, patient_id, expected, data)
        return tagged(await service.read(tenant, keyring, patient_id))

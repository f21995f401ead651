"""Therapists and certificates over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from services.api.therapists import certificates, coverage, repository, service
from services.api.therapists.schemas import (
    CertificateChanged,
    CertificateIn,
    CertificateOut,
    CertificatePatch,
    TherapistChanged,
    TherapistIn,
    TherapistOut,
    TherapistPatch,
)
from shared.crypto.keyring import KeyRing
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role

_READERS = (Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.ADMIN,)


class TherapistController(Controller):
    """Who travels and treats."""

    path = "/v1/therapists"
    tags = ("therapists",)

    @get("/", operation_id="listTherapists", guards=[require(*_READERS)])
    async def list_all(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        page: NamedDependency[PageAsked],
        active: Annotated[bool | None, QueryParameter(required=False)] = None,
    ) -> Page[TherapistOut]:
        """Therapists with their certificates, in the order in which they were added."""
        records = await repository.list_therapists(
            tenant.session, keyring, tenant.tenant_id, page.after, page.fetch, active=active
        )
        shown = await service.show(tenant, records)
        return page.cut(shown, lambda out: out, key=lambda out: out.id)

    @post("/", operation_id="createTherapist", guards=[require(*_KEEPERS)])
    async def create(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        data: JSONBody[TherapistIn],
    ) -> Response[TherapistOut]:
        """A new therapist; certificates are added one by one."""
        therapist_id = await service.create(tenant, keyring, data)
        [out] = await service.show(tenant, [await service.get(tenant, keyring, therapist_id)])
        return tagged(out, 201, f"/v1/therapists/{therapist_id}")

    @get("/{therapist_id:uuid}", operation_id="getTherapist", guards=[require(*_READERS)])
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        therapist_id: FromPath[UUID],
    ) -> Response[TherapistOut]:
        """One therapist."""
        [out] = await service.show(tenant, [await service.get(tenant, keyring, therapist_id)])
        return tagged(out)

    @patch("/{therapist_id:uuid}", operation_id="changeTherapist", guards=[require(*_KEEPERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        therapist_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[TherapistPatch],
    ) -> Response[TherapistChanged]:
        """Change what is known of a therapist; who becomes inactive loses the visits planned."""
        return tagged(await service.change(tenant, live, therapist_id, expected, data))

    @post(
        "/{therapist_id:uuid}/certificates",
        operation_id="addCertificate",
        guards=[require(*_KEEPERS)],
    )
    async def add_certificate(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        therapist_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[CertificateIn],
    ) -> Response[CertificateOut]:
        """A proof as presented; it counts once it is verified."""
        made = await service.add_certificate(tenant, keyring, therapist_id, expected_if_sent, data)
        row = await certificates.get_certificate(tenant.session, tenant.tenant_id, made)
        out = CertificateOut(**service.certificate_fields(tenant, row))
        return tagged(out, 201, f"/v1/certificates/{made}")


class CertificateController(Controller):
    """Proofs: verified, suspended, revoked."""

    path = "/v1/certificates"
    tags = ("therapists",)
    guards = (require(*_KEEPERS),)

    @get("/{certificate_id:uuid}", operation_id="getCertificate")
    async def read(
        self, tenant: NamedDependency[TenantRequest], certificate_id: FromPath[UUID]
    ) -> Response[CertificateOut]:
        """One certificate."""
        row = await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
        return tagged(CertificateOut(**service.certificate_fields(tenant, row)))

    @patch("/{certificate_id:uuid}", operation_id="changeCertificate")
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        certificate_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[CertificatePatch],
    ) -> Response[CertificateChanged]:
        """Correct, suspend or revoke; frees the visits it no longer covers and replans them."""
        return tagged(await coverage.change(tenant, live, certificate_id, expected, data))

    @post("/{certificate_id:uuid}/verify", operation_id="verifyCertificate", status_code=200)
    async def verify(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        certificate_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
    ) -> Response[CertificateChanged]:
        """The proof was checked: it counts from now on; the days ahead are planned again."""
        return tagged(await coverage.verify(tenant, live, certificate_id, expected_if_sent))

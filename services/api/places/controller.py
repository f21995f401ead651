"""Finding places by words."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Response

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.places import moved, repository, service
from services.api.places.own import OwnIndex
from services.api.places.record import place_out
from services.api.places.schemas import CandidatesOut, PlaceOut, PlacePatch
from services.api.places.search import Asked, search_places
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.db.live.cache import LiveCache
from shared.domain.roles import BOOKERS, Role
from shared.geo.online import OnlineGeocoders

READERS = (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)


class PlaceController(Controller):
    """Words, pins, links and Makani numbers in; ranked places out."""

    path = "/v1/places"
    tags = ("places",)

    @get("/", operation_id="searchPlaces", guards=[require(*READERS)])
    async def search(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        own_places: NamedDependency[OwnIndex],
        online_geocoder: NamedDependency[OnlineGeocoders | None],
        words: Annotated[str, QueryParameter(name="q", min_length=1, max_length=300)],
        patient_id: Annotated[UUID | None, QueryParameter(name="patientId", required=False)] = None,
        online: Annotated[bool, QueryParameter(name="online", required=False)] = False,
    ) -> CandidatesOut:
        """Places that the words may mean, best first; with `patientId` the saved ones lead.

        `online=true` also asks the provider that the tenant allows: on a press of a button, never
        while typing.
        """
        asked = Asked(words, patient_id, online_geocoder, online)
        found = await search_places(tenant, keyring, own_places, asked)
        if patient_id is not None:
            await audit.record(
                tenant.session, tenant.tenant_id, tenant.user_id, "read", "patient", patient_id
            )
        return found

    @get("/{place_id:uuid}", operation_id="getPlace", guards=[require(*READERS)])
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        place_id: FromPath[UUID],
    ) -> Response[PlaceOut]:
        """One saved place."""
        record = await service.get_place(tenant, keyring, place_id)
        await audit.record(
            tenant.session, tenant.tenant_id, tenant.user_id, "read", "place", place_id
        )
        return tagged(place_out(record))

    @patch(
        "/{place_id:uuid}",
        operation_id="changePlace",
        guards=[require(*BOOKERS, Role.DISPATCHER)],
    )
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        live: NamedDependency[LiveCache],
        place_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[PlacePatch],
    ) -> Response[PlaceOut]:
        """Correct a place: a pin, a kind, how to get in."""
        before = await service.get_place(tenant, keyring, place_id)
        settings = await get_tenant(tenant.session, tenant.tenant_id)
        await service.check_building(tenant, data)
        after = service.patched(before, data, area_of(settings.service_area))
        await repository.change_place(
            tenant.session, keyring, tenant.tenant_id, before, after, expected=expected
        )
        if after.details.point != before.place.details.point:
            await moved.follow_up(tenant, live, place_id)
        return tagged(place_out(await service.get_place(tenant, keyring, place_id)))

"""Shifts and patterns over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from services.api.shifts import repository, service
from services.api.shifts.schemas import (
    PatternIn,
    PatternOut,
    PatternPatch,
    ShiftIn,
    ShiftOut,
    ShiftPatch,
)
from shared.crypto.keyring import KeyRing
from shared.db.models.therapist import ShiftPattern
from shared.domain.roles import Role

_READERS = (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.DISPATCHER, Role.ADMIN)
Whose = Annotated[UUID | None, QueryParameter(name="therapistId", required=False)]


class ShiftController(Controller):
    """Working intervals; each gets one route."""

    path = "/v1/shifts"
    tags = ("shifts",)

    @get("/", operation_id="listShifts", guards=[require(*_READERS)])
    async def list_day(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        day: Annotated[date | None, QueryParameter(name="date", required=False)] = None,
        therapist_id: Whose = None,
    ) -> Page[ShiftOut]:
        """The shifts of a service day (the running one when `date` is left out), by start."""
        asked = day or await service.day_of(tenant, tenant.now)
        rows = await repository.list_shifts(tenant.session, tenant.tenant_id, asked, therapist_id)
        return Page(await service.show(tenant, keyring, rows))

    @post("/", operation_id="createShift", guards=[require(*_KEEPERS)])
    async def create(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        data: JSONBody[ShiftIn],
    ) -> Response[ShiftOut]:
        """A shift by hand."""
        shift_id = await service.create(tenant, keyring, data)
        out = await _shown(tenant, keyring, shift_id)
        return tagged(out, 201, f"/v1/shifts/{shift_id}")

    @get("/{shift_id:uuid}", operation_id="getShift", guards=[require(*_READERS)])
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        shift_id: FromPath[UUID],
    ) -> Response[ShiftOut]:
        """One shift."""
        return tagged(await _shown(tenant, keyring, shift_id))

    @patch("/{shift_id:uuid}", operation_id="changeShift", guards=[require(*_KEEPERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        shift_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[ShiftPatch],
    ) -> Response[ShiftOut]:
        """Other times or places."""
        await service.change(tenant, keyring, shift_id, expected, data)
        return tagged(await _shown(tenant, keyring, shift_id))

    @delete("/{shift_id:uuid}", operation_id="cancelShift", guards=[require(*_KEEPERS)])
    async def cancel(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        shift_id: FromPath[UUID],
        expected: NamedDependency[int],
    ) -> None:
        """Cancel a planned shift; refused while it has stops."""
        await service.cancel(tenant, keyring, shift_id, expected)


class PatternController(Controller):
    """Weekly habits from which shifts are made, 72 hours ahead."""

    path = "/v1/shift-patterns"
    tags = ("shifts",)

    @get("/", operation_id="listShiftPatterns", guards=[require(*_READERS)])
    async def list_all(
        self,
        tenant: NamedDependency[TenantRequest],
        page: NamedDependency[PageAsked],
        therapist_id: Whose = None,
    ) -> Page[PatternOut]:
        """In the order in which they were added."""
        rows = await repository.list_patterns(
            tenant.session, tenant.tenant_id, therapist_id, page.after, page.fetch
        )
        return page.cut(rows, _pattern_out, key=lambda row: row.shift_pattern_id)

    @post("/", operation_id="createShiftPattern", guards=[require(*_KEEPERS)])
    async def create(
        self, tenant: NamedDependency[TenantRequest], data: JSONBody[PatternIn]
    ) -> Response[PatternOut]:
        """A weekly habit; its next shifts are made at once."""
        pattern_id = await service.create_pattern(tenant, data)
        row = await repository.get_pattern(tenant.session, tenant.tenant_id, pattern_id)
        return tagged(_pattern_out(row), 201, f"/v1/shift-patterns/{pattern_id}")

    @patch("/{pattern_id:uuid}", operation_id="changeShiftPattern", guards=[require(*_KEEPERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        pattern_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[PatternPatch],
    ) -> Response[PatternOut]:
        """Change or end a habit; shifts that are made already stay."""
        await service.change_pattern(tenant, pattern_id, expected, data)
        row = await repository.get_pattern(tenant.session, tenant.tenant_id, pattern_id)
        return tagged(_pattern_out(row))


async def _shown(tenant: TenantRequest, keyring: KeyRing, shift_id: UUID) -> ShiftOut:
    row = await repository.get_shift(tenant.session, tenant.tenant_id, shift_id)
    [out] = await service.show(tenant, keyring, [row])
    return out


def _pattern_out(row: ShiftPattern) -> PatternOut:
    return PatternOut(
        id=row.shift_pattern_id,
        therapist_id=row.therapist_id,
        weekdays=row.weekdays,
        starts=row.starts,
        duration_minutes=row.duration_minutes,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        active=row.active,
        version=row.version,
    )

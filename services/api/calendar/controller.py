"""The calendar and observed breaks over HTTP."""

from datetime import date
from uuid import UUID

from litestar import Controller, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.calendar import service
from services.api.calendar.schemas import (
    CalendarOut,
    DayIn,
    DayOut,
    ObservanceIn,
    ObservanceOut,
)
from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from shared.domain.roles import Role

_READERS = (Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.DISPATCHER, Role.ADMIN)


class CalendarController(Controller):
    """Holidays, Ramadan and prayer times as this tenant keeps them; lunar dates move."""

    path = "/v1/calendar"
    tags = ("calendar",)

    @get("/{year:int}", operation_id="getCalendar", guards=[require(*_READERS)])
    async def read_year(
        self, tenant: NamedDependency[TenantRequest], year: FromPath[int]
    ) -> CalendarOut:
        """The special days of a year."""
        return await service.show_year(tenant, year)

    @get("/days/{calendar_date:date}", operation_id="getCalendarDay", guards=[require(*_READERS)])
    async def read_day(
        self, tenant: NamedDependency[TenantRequest], calendar_date: FromPath[date]
    ) -> Response[DayOut]:
        """One date."""
        return tagged(await service.show_day(tenant, calendar_date))

    @put("/days/{calendar_date:date}", operation_id="setCalendarDay", guards=[require(*_KEEPERS)])
    async def say(
        self,
        tenant: NamedDependency[TenantRequest],
        expected: NamedDependency[int],
        calendar_date: FromPath[date],
        data: JSONBody[DayIn],
    ) -> Response[DayOut]:
        """Say what the date is; `If-Match: "0"` when nothing was said of it yet. Its days are
        planned again.
        """
        await service.say(tenant, calendar_date, expected, data)
        return tagged(await service.show_day(tenant, calendar_date))

    @delete(
        "/days/{calendar_date:date}", operation_id="forgetCalendarDay", guards=[require(*_KEEPERS)]
    )
    async def forget(
        self,
        tenant: NamedDependency[TenantRequest],
        expected: NamedDependency[int],
        calendar_date: FromPath[date],
    ) -> None:
        """Take back what was said of the date."""
        await service.forget(tenant, calendar_date, expected)


class ObservanceController(Controller):
    """Breaks that a therapist asked for: Friday prayer, iftar, other prayers."""

    path = "/v1/therapists/{therapist_id:uuid}/breaks"
    tags = ("therapists",)

    @get("/", operation_id="getBreaks", guards=[require(*_KEEPERS)])
    async def read(
        self, tenant: NamedDependency[TenantRequest], therapist_id: FromPath[UUID]
    ) -> Response[ObservanceOut]:
        """What was asked for, and the breaks of the coming week."""
        return tagged(await service.show_observance(tenant, therapist_id))

    @put("/", operation_id="setBreaks", guards=[require(*_KEEPERS)])
    async def observe(
        self,
        tenant: NamedDependency[TenantRequest],
        therapist_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[ObservanceIn],
    ) -> Response[ObservanceOut]:
        """Keep these free from now on; `If-Match: "0"` when nothing was asked for yet."""
        await service.observe(tenant, therapist_id, expected, data)
        return tagged(await service.show_observance(tenant, therapist_id))

"""Tests that take one service day for today do not run across its end."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from shared.domain.service_day import bounds, service_day
from tests.support.clinic import DUBAI


def to_wait(now: datetime, lasting: timedelta) -> timedelta:
    """How long until there is a service day that goes on for `lasting`; zero when it does now."""
    _, ends = bounds(service_day(now, DUBAI), DUBAI)
    return ends - now if ends - now < lasting else timedelta(0)


async def today(lasting: timedelta) -> date:
    """The running service day, which goes on for `lasting` at least: at 03:59 the next one."""
    while wait := to_wait(datetime.now(UTC), lasting):
        await asyncio.sleep(wait.total_seconds())
    return service_day(datetime.now(UTC), DUBAI)

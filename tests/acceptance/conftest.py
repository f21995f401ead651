"""Each module gets a tenant of its own on api and dispatcher as they run in production."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest_asyncio

from tests.support.clinic import Clinic, open_clinic
from tests.support.databases import RunningService


@pytest_asyncio.fixture
async def clinic(service: RunningService) -> AsyncIterator[Clinic]:
    """A tenant of this test's own."""
    slug = f"c{uuid4().hex[:10]}"
    async with open_clinic(service.base_url, service.urls, slug) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module")
async def shared_clinic(service: RunningService) -> AsyncIterator[Clinic]:
    """A tenant for a module whose tests leave nothing behind that another one minds."""
    slug = f"c{uuid4().hex[:10]}"
    async with open_clinic(service.base_url, service.urls, slug) as opened:
        starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
        await opened.therapist("Sara", starts)
        yield opened

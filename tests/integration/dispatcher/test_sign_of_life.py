"""A worker that works leaves a sign."""

import asyncio
from pathlib import Path

from services.dispatcher.jobs.heartbeat import age_s
from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import Solver
from services.dispatcher.worker import Worker
from shared.crypto.keyring import KeyRing
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell
from tests.integration.dispatcher.day import Day
from tests.integration.dispatcher.test_worker import NOBODY, eventually


async def test_a_running_worker_keeps_touching_its_file(
    day: Day, door: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    """It comes, is renewed, and stops with the worker."""
    file, doorbell = tmp_path / "alive", Doorbell(NOBODY)
    desk = Desk(door, SystemDoor(door), keyring, day.travel, Solver(), doorbell, 1.0)
    worker = Worker(desk, Sweep(desk), NOBODY, heartbeat_file=file)
    running = asyncio.create_task(worker.run())

    async def there() -> bool:
        return file.exists()

    try:
        await eventually(there, what="a sign of life")
        file.unlink()
        await eventually(there, what="another sign")
    finally:
        worker.stop()
        await running
        await doorbell.close()
    age = age_s(file)
    assert age is not None
    assert age < 30

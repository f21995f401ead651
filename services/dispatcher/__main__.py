"""`python -m services.dispatcher`: plan, watch and tidy until told to stop."""

import asyncio
import signal
import sys

from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning import kernels
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import Solver
from services.dispatcher.worker import Worker
from shared.crypto.keyring import KeyRing
from shared.db.live.travel import TravelCache
from shared.db.startup import refuse_unsafe_role
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.errors import RoundsError
from shared.geo.choose import travel_times
from shared.queue import Doorbell
from shared.settings import Settings, load
from shared.telemetry import configure_logging


def main() -> int:
    """Exit 2 with one line when something that the process needs is missing."""
    try:
        settings = load()
        configure_logging("dispatcher", settings.log_level)
        asyncio.run(serve(settings))
    except RoundsError as error:
        print(f"services.dispatcher: {error.message}", file=sys.stderr)  # noqa: T201 - to the person who starts it
        return 2
    return 0


async def serve(settings: Settings) -> None:
    """The composition root: everything is made here and closed here."""
    database = Database(settings.database_url, settings.database_pool)
    doorbell = Doorbell(settings.valkey_url)
    try:
        await refuse_unsafe_role(database.engine)
        await asyncio.to_thread(kernels.prepare)
        desk = Desk(
            database=database,
            system=SystemDoor(database),
            keyring=KeyRing.read(settings.keys_file),
            travel=TravelCache(travel_times(settings.osrm_urls)),
            solver=Solver(memory_bytes=settings.solve_memory_mb << 20),
            doorbell=doorbell,
            solve_seconds=settings.solve_seconds,
            solve_iterations=settings.solve_iterations,
        )
        worker = Worker(
            desk,
            Sweep(desk),
            settings.valkey_url,
            settings.solve_slots,
            heartbeat_file=settings.heartbeat_file,
        )
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, worker.stop)
        await worker.run()
    finally:
        await doorbell.close()
        await database.close()


if __name__ == "__main__":
    raise SystemExit(main())

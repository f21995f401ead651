"""The worker: claims job rows, keeps their leases, runs them, and survives the doorbell's loss.

The rows are the truth (DESIGN 5). The doorbell only shortens the wait until the next sweep.
"""

import asyncio
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from time import monotonic

import structlog

from services.dispatcher.jobs import heartbeat, table
from services.dispatcher.jobs.doorbell import listen
from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.record import tell_failed
from shared.db import jobs
from shared.db.jobs import Fenced
from shared.db.system_session import ClaimedJob
from shared.jobs import JobKind

LEASE = timedelta(seconds=10)
_HEARTBEAT_S = 3.0
_SWEEP_S = 2.0
_PAUSE_AFTER_ERROR_S = 1.0
# Other jobs are short; solves keep a core busy each.
_SHORT_SLOTS = 4
SEARCHES = frozenset({JobKind.SOLVE_HORIZON, JobKind.IMPROVE_HORIZON})

_log = structlog.get_logger()


class Worker:
    """One per process. `run` until `stop`; then nothing is claimed any more and what is under way
    is handed back, so that a deploy costs no attempt.
    """

    def __init__(
        self,
        desk: Desk,
        sweep: Sweep,
        valkey_url: str,
        solve_slots: int = 1,
        heartbeat_file: Path | None = None,
    ) -> None:
        self._desk = desk
        self._valkey_url = valkey_url
        self._solve_slots = solve_slots
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._sweep = sweep
        self._heartbeat_file = heartbeat_file
        self._swept = monotonic()
        self._running: dict[asyncio.Task[None], ClaimedJob] = {}
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Work until told to stop."""
        self._desk.solver.warm()
        bell = asyncio.create_task(listen(self._valkey_url, self._awake.set))
        sweeps = asyncio.create_task(self._keep_sweeping())
        _log.info("worker_ready", worker=self._name)
        try:
            while not self._stopping.is_set():
                await self._claim()
                self._beat()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_SWEEP_S):
                        await self._awake.wait()
                self._awake.clear()
        finally:
            for task in (bell, sweeps):
                task.cancel()
            await asyncio.gather(bell, sweeps, return_exceptions=True)
            await self._drain()
            await self._desk.solver.close()

    def stop(self) -> None:
        """Begin to end; safe to call from a signal handler."""
        self._stopping.set()
        self._awake.set()

    async def _keep_sweeping(self) -> None:
        while True:
            try:
                await self._sweep.once()
                self._awake.set()
            except Exception as error:  # noqa: BLE001 - Postgres may be away; the sweep goes on
                _log.warning("sweep_failed", kind=type(error).__name__)
            self._swept = monotonic()
            await asyncio.sleep(_SWEEP_S)

    def _beat(self) -> None:
        """A sign of life, while the sweeps go on as well."""
        if self._heartbeat_file is not None and monotonic() - self._swept < heartbeat.FRESH_S:
            heartbeat.beat(self._heartbeat_file)

    async def _claim(self) -> None:
        """A solve is an answer that somebody waits for: what only improves a plan gives way."""
        kinds = [job.kind for job in self._running.values()]
        solving, improving = map(kinds.count, (JobKind.SOLVE_HORIZON, JobKind.IMPROVE_HORIZON))
        short = len(kinds) - solving - improving
        came = await self._take([JobKind.SOLVE_HORIZON], self._solve_slots - solving)
        if came:
            self._give_way(solving + came + improving - self._solve_slots)
        else:
            free = self._solve_slots - solving - improving
            await self._take([JobKind.IMPROVE_HORIZON], free)
        await self._take([kind for kind in JobKind if kind not in SEARCHES], _SHORT_SLOTS - short)

    async def _take(self, kinds: Sequence[JobKind], free: int) -> int:
        """Claim and start up to so many; how many there were."""
        if free <= 0:
            return 0
        try:
            claimed = await self._desk.system.claim_jobs(self._name, kinds, free, LEASE)
        except Exception as error:  # noqa: BLE001 - Postgres may be away; we come again
            _log.warning("claim_failed", kind=type(error).__name__)
            await asyncio.sleep(_PAUSE_AFTER_ERROR_S)
            return 0
        for job in claimed:
            task = asyncio.create_task(self._serve(job))
            self._running[task] = job
            task.add_done_callback(self._served)
        return len(claimed)

    def _give_way(self, too_many: int) -> None:
        """Hand so many improvements back; they are claimed again when there is time."""
        late = (task for task, job in self._running.items() if job.kind == JobKind.IMPROVE_HORIZON)
        for task in list(islice(late, max(0, too_many))):
            task.cancel()

    def _served(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._awake.set()

    async def _serve(self, job: ClaimedJob) -> None:
        """Run one job beside its heartbeat; whichever ends first ends the other."""
        work = asyncio.create_task(table.run(self._desk, job, LEASE))
        pulse = asyncio.create_task(self._keep_lease(job))
        try:
            await asyncio.wait({work, pulse}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                await work
                _log.info("job_done", job=str(job.job_id), kind=job.kind)
            else:
                _log.warning("lease_lost", job=str(job.job_id), kind=job.kind)
        except asyncio.CancelledError:
            await self._hand_back(job)
            raise
        except Fenced:
            _log.warning("fenced", job=str(job.job_id), kind=job.kind)
        except Exception as error:  # noqa: BLE001 - whatever a job raises ends the job, not us
            await self._failed(job, error)
        finally:
            for task in (work, pulse):
                task.cancel()
            await asyncio.gather(work, pulse, return_exceptions=True)

    async def _keep_lease(self, job: ClaimedJob) -> None:
        """Returns when the lease is lost. Postgres away is no loss yet: the fence decides."""
        while True:
            await asyncio.sleep(_HEARTBEAT_S)
            try:
                async with self._desk.database.tenant_session(job.tenant_id) as session:
                    await jobs.heartbeat(session, job.job_id, job.fence, LEASE)
            except Fenced:
                return
            except Exception as error:  # noqa: BLE001 - tried again at the next beat
                _log.warning("heartbeat_failed", kind=type(error).__name__)

    async def _failed(self, job: ClaimedJob, error: Exception) -> None:
        """Later again, or dead; what the row says is for people, so it names the error only."""
        why = type(error).__name__  # a database error's words may quote the row: not for logs
        _log.warning("job_failed", job=str(job.job_id), kind=job.kind, error=why)
        with suppress(Exception):
            async with self._desk.database.tenant_session(job.tenant_id) as session:
                # A database error repeats the statement with its values, and on its further lines
                # the row: not for people to read.
                words = str(getattr(error, "orig", None) or error).partition("\n")[0]
                told = f"{type(error).__name__}: {words}"
                dead = await jobs.fail(session, job.job_id, job.fence, told)
                await tell_failed(session, job, dead=dead)
            self._desk.doorbell.ring()

    async def _hand_back(self, job: ClaimedJob) -> None:
        with suppress(Exception):
            async with self._desk.database.tenant_session(job.tenant_id) as session:
                await jobs.hand_back(session, job.job_id, job.fence)

    async def _drain(self) -> None:
        """Short jobs may end; solves are handed back at once."""
        for task, job in list(self._running.items()):
            if job.kind in SEARCHES:
                task.cancel()
        if self._running:
            _, late = await asyncio.wait(set(self._running), timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

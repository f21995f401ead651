"""One reader of the outbox per process, and everybody who listens to it.

It gives positions itself (the relay is a definer function that anybody may call), so live updates
work while the dispatcher is down; and it polls, so they work while Valkey is down.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from services.api.deps import Identity
from services.api.live import repository
from services.api.live.schemas import RESYNC, Event
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.tenant import TenantId
from shared.queue import Doorbell

POLL_S = 0.5
CHECK_LOGINS_S = 2.0
_QUEUE = 1000
_AWAY_S = 2.0

_log = structlog.get_logger()


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream; None in the queue ends it."""

    who: Identity
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(_QUEUE))

    def hear(self, event: Event | None) -> None:
        """Never waits: whoever reads too slowly is told to load everything anew."""
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(event and Event(event.position, RESYNC, {"reason": "too-slow"}))


class Tailer:
    """`start` within a running loop; `stop` ends all streams."""

    def __init__(self, database: Database, system: SystemDoor, doorbell: Doorbell) -> None:
        self._database = database
        self._system = system
        self._doorbell = doorbell
        self._listeners: dict[TenantId, set[Listener]] = {}
        self._cursors: dict[TenantId, int] = {}
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to read."""
        self._tasks = [asyncio.create_task(self._tail()), asyncio.create_task(self._be_rung())]

    async def stop(self) -> None:
        """End the streams and the reading."""
        for listener in [each for group in self._listeners.values() for each in group]:
            listener.hear(None)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self) -> None:
        """Something was committed here: do not wait for the next poll."""
        self._wake.set()

    async def listen(self, who: Identity) -> Listener:
        """From now on every new message reaches the listener; replay older ones yourself."""
        listener = Listener(who)
        if who.tenant_id not in self._cursors:
            async with self._database.tenant_session(who.tenant_id) as session:
                newest = await repository.last_position(session, who.tenant_id)
            self._cursors.setdefault(who.tenant_id, newest)
        self._listeners.setdefault(who.tenant_id, set()).add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """The stream ended."""
        group = self._listeners.get(listener.who.tenant_id, set())
        group.discard(listener)
        if not group:
            self._listeners.pop(listener.who.tenant_id, None)
            self._cursors.pop(listener.who.tenant_id, None)

    async def _tail(self) -> None:
        checked = time.monotonic()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_S)
            self._wake.clear()
            if not self._listeners:
                continue
            try:
                await self._round()
                if time.monotonic() - checked > CHECK_LOGINS_S:
                    checked = time.monotonic()
                    await self._check_logins()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                _log.warning("tailer_waits", kind=type(error).__name__)
                await asyncio.sleep(_AWAY_S)

    async def _round(self) -> None:
        await self._system.relay_outbox()
        for tenant_id in list(self._listeners):
            cursor = self._cursors.get(tenant_id, 0)
            async with self._database.tenant_session(tenant_id) as session:
                events = await repository.events_after(session, tenant_id, cursor)
            for event in events:
                self._cursors[tenant_id] = event.position
                for listener in list(self._listeners.get(tenant_id, ())):
                    listener.hear(event)

    async def _check_logins(self) -> None:
        """Logged out, disabled or of another role now: the stream ends within seconds."""
        for tenant_id, group in list(self._listeners.items()):
            ids = {listener.who.session_id for listener in group}
            async with self._database.tenant_session(tenant_id) as session:
                now = await repository.listeners_now(session, tenant_id, ids)
            for listener in list(group):
                who = listener.who
                if now.get(who.session_id) != (who.roles, who.therapist_id):
                    listener.hear(None)

    async def _be_rung(self) -> None:
        while True:
            with suppress(RedisError, OSError, TimeoutError):
                async for _ in self._doorbell.outbox_rings():
                    self.wake()
            await asyncio.sleep(_AWAY_S)

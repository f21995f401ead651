"""One stream: what was missed, then what happens, with a ping so that proxies keep it open."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from litestar.response.sse import ServerSentEventMessage

from services.api.deps import Identity
from services.api.live import repository
from services.api.live.schemas import RESYNC, Event, is_for
from services.api.live.tailer import Tailer
from shared.db.tenant_session import Database

PING_S = 15.0


async def stream(
    database: Database, tailer: Tailer, who: Identity, after: int | None
) -> AsyncIterator[ServerSentEventMessage]:
    """Ends when the login does. Without `after` it begins now."""
    listener = await tailer.listen(who)
    try:
        missed, sent = await _missed(database, who, after)
        yield ServerSentEventMessage(data=None, comment="connected", retry=2000)
        for event in missed:
            if event.topic == RESYNC or is_for(who, event):
                yield _message(event)
        while True:
            try:
                heard = await asyncio.wait_for(listener.queue.get(), PING_S)
            except TimeoutError:
                yield ServerSentEventMessage(data=None, comment="ping")
                continue
            if heard is None:
                return
            if heard.position > sent:
                sent = heard.position
                if heard.topic == RESYNC or is_for(who, heard):
                    yield _message(heard)
    finally:
        tailer.leave(listener)


async def _missed(database: Database, who: Identity, after: int | None) -> tuple[list[Event], int]:
    """What to replay, and the position up to which the stream then is."""
    async with database.tenant_session(who.tenant_id) as session:
        newest = await repository.last_position(session, who.tenant_id)
        if after is None:
            return [], newest
        events = await repository.events_after(session, who.tenant_id, after)
    if (
        after > newest
        or (events and events[0].position != after + 1)
        or (events and events[-1].position < newest)
    ):
        # Pruned meanwhile, too far behind, or from another life of the database.
        return [Event(newest, RESYNC, {"reason": "too-old"})], newest
    return events, events[-1].position if events else after


def _message(event: Event) -> ServerSentEventMessage:
    data = msgspec.json.encode(event.payload).decode()
    return ServerSentEventMessage(data=data, event=event.topic, id=event.position)

"""The stream over HTTP."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import ServerSentEvent

from services.api.deps import Identity, Platform, require
from services.api.live import service
from services.api.live.tailer import Tailer
from shared.domain.errors import Invalid


class StreamController(Controller):
    """Server-sent events: ids of what changed, never what it is; clients then read it."""

    path = "/v1/stream"
    tags = ("live",)

    @get(
        "/",
        operation_id="stream",
        guards=[require()],
        opt={"stream": True},
        media_type="text/event-stream",
    )
    async def stream(
        self,
        who: NamedDependency[Identity],
        platform: NamedDependency[Platform],
        tailer: NamedDependency[Tailer],
        last_event_id: Annotated[
            str | None, HeaderParameter(name="Last-Event-ID", required=False)
        ] = None,
        after: Annotated[int | None, QueryParameter(required=False, ge=0)] = None,
    ) -> ServerSentEvent:
        """Topics such as `visit.changed`; `Last-Event-ID` or `after` replays what was missed."""
        begin = after if last_event_id is None else _position(last_event_id)
        events = service.stream(platform.database, tailer, who, begin)
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        return ServerSentEvent(events, headers=headers)


def _position(sent: str) -> int:
    if not sent.isascii() or not sent.isdigit() or len(sent) > 18:
        raise Invalid.one("Last-Event-ID", "Last-Event-ID must be the id of an event of ours.")
    return int(sent)

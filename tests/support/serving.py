"""The API in this process, on the loop of whoever asks."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from services.api.app import create_app
from services.api.deps import Platform
from shared.settings import load
from tests.support.databases import DatabaseUrls


@asynccontextmanager
async def serving(urls: DatabaseUrls) -> AsyncIterator[tuple[str, Platform]]:
    """Its address and what it stands on, until the block ends."""
    app = create_app(load(urls.env))
    # TCP by name, or asyncio leaves Nagle's algorithm on: 40 ms a call, which production has not.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="on", access_log=False)
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # Ctrl-C is ours
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            if running.done():
                await running
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", app.state.platform
        server.should_exit = True
        await running

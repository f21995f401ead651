"""`python -m infra.local`: Postgres and Valkey in the foreground, for development."""

import asyncio
import os
import sys

from infra.local.console import say
from infra.local.foreground import run_in_foreground
from infra.local.layout import default_layout, exclusive
from infra.local.stack import open_stack


async def serve() -> None:
    layout = default_layout()
    with exclusive(layout):
        async with open_stack(layout, os.environ, say) as stack:
            say(f"ROUNDS_DATABASE_URL={stack.urls.app}")
            if stack.urls.owner:
                say(f"ROUNDS_OWNER_DATABASE_URL={stack.urls.owner}")
            say(f"ROUNDS_VALKEY_URL={stack.urls.valkey}")
            say("running; Ctrl-C stops")
            await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(run_in_foreground(serve))

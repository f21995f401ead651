"""`python -m infra.local`: Postgres and Valkey in the foreground, for development."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from infra.local.console import say
from infra.local.foreground import run_in_foreground
from infra.local.layout import Layout, default_layout, exclusive
from infra.local.stack import open_stack


async def serve(layout: Layout) -> None:
    with exclusive(layout):
        async with open_stack(layout, os.environ, say) as stack:
            say(f"ROUNDS_DATABASE_URL={stack.urls.app}")
            if stack.urls.owner:
                say(f"ROUNDS_OWNER_DATABASE_URL={stack.urls.owner}")
            say(f"ROUNDS_VALKEY_URL={stack.urls.valkey}")
            say("running; Ctrl-C stops")
            await asyncio.Event().wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=default_layout().root, help="the data folder (.rounds)"
    )
    layout = Layout(parser.parse_args().data.absolute())
    return run_in_foreground(lambda: serve(layout))


if __name__ == "__main__":
    sys.exit(main())

"""A solving child that finds a plan, tells it, and then never ends."""

import os
import sys
import time

from services.dispatcher.planning import child, wire
from shared.routing.plan import Plan


def main() -> None:
    """Ready, better, and then nothing."""
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    child._say(outgoing, wire.Report(wire.READY))
    sys.stdin.buffer.read(wire.HEAD_BYTES)
    child._say(outgoing, wire.Report(wire.BETTER, 0.1, Plan((), (), 7, 7, 0.0)))
    time.sleep(600)


if __name__ == "__main__":
    main()

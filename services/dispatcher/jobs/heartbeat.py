"""A sign of life in a file, for whoever supervises the process: `python -m
services.dispatcher.jobs.heartbeat` exits 0 while it is fresh, 1 with a sentence when it is not.

The worker touches it as long as it claims and sweeps; Postgres being away is no reason to restart.
"""

import os
import sys
import time
from pathlib import Path

VARIABLE = "ROUNDS_HEARTBEAT_FILE"
# Claims come every two seconds; a slow minute is no death.
FRESH_S = 60.0


def beat(file: Path) -> None:
    """The process is at work now."""
    file.touch()


def age_s(file: Path) -> float | None:
    """How long ago the last sign was; None when there was none."""
    try:
        return max(0.0, time.time() - file.stat().st_mtime)
    except FileNotFoundError:
        return None


def main() -> int:
    """0 when the file named by the environment is fresh."""
    named = os.environ.get(VARIABLE)
    if not named:
        return _say(f"{VARIABLE} is not set: name the file that the dispatcher touches")
    age = age_s(Path(named))
    if age is None:
        return _say(f"{named} is not there: the dispatcher has not begun to work")
    if age > FRESH_S:
        return _say(f"the last sign of life is {age:.0f} s old")
    return 0


def _say(why: str) -> int:
    print(f"services.dispatcher: {why}", file=sys.stderr)  # noqa: T201 - to the supervisor
    return 1


if __name__ == "__main__":
    raise SystemExit(main())

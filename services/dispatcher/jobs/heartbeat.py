"""A sign of life in a file, for whoever supervises the process: `python -m
services.dispatcher.jobs.heartbeat` exits 0 while it is fresh, 1 with a sentence when it is not.

The worker touches it as long as it claims and sweeps; Postgres being away is no reason to restart.
"""

import os
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


def what_is_wrong() -> str | None:
    """None when the file named by the environment is fresh, else a sentence."""
    named = os.environ.get(VARIABLE)
    if not named:
        return f"{VARIABLE} is not set: name the file that the dispatcher touches"
    age = age_s(Path(named))
    if age is None:
        return f"{named} is not there: the dispatcher has not begun to work"
    if age > FRESH_S:
        return f"the last sign of life is {age:.0f} s old"
    return None


if __name__ == "__main__":
    raise SystemExit(what_is_wrong())  # a sentence is told and exits 1

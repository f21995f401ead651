"""When a visit that is over gives its therapist's time back. Class: safety (double booking).

The time is only ever shortened: it ends with the visit, never after its planned end, and keeps a
second of service at least. What is given back lay in the plan already, so no fact can overlap.
"""

from datetime import datetime, timedelta

LEAST = timedelta(seconds=1)


def released_at(
    planned_start: datetime, planned_end: datetime, ended_at: datetime | None
) -> datetime | None:
    """From when the therapist is free of a visit that ended at `ended_at`; None while it has not
    ended, or when it ended no earlier than planned.
    """
    if ended_at is None:
        return None
    free = max(ended_at, planned_start + LEAST)
    return free if free < planned_end else None

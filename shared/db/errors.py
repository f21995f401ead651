"""What Postgres refuses, in the words of the domain: by SQLSTATE and the constraint's name."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from shared.domain.errors import Conflict, Invalid, RoundsError, Unavailable

Result = TypeVar("Result")

UNIQUE, FOREIGN_KEY, CHECK, EXCLUSION = "23505", "23503", "23514", "23P01"
REPEAT = frozenset({"40001", "40P01"})  # serialization failure, deadlock: the loser tries again
NOT_NOW = frozenset({"55P03", "57014", "57P01", "57P02", "57P03", "53300"})
# lock or statement timeout, server shutting down or starting, too many connections
NOT_TEXT = frozenset({"22021", "22P05"})  # a character that Postgres keeps in no text
MOST_TRIES = 3

# Each slug and sentence of a rule that people can run into; the rest are defects of ours.
SENTENCES: dict[str, tuple[str, str]] = {
    "reservation_therapist_free": ("time-taken", "The therapist's time was taken meanwhile."),
    "reservation_patient_free": ("patient-busy", "The patient has another visit at that time."),
    "shift_therapist_free": ("shift-overlap", "The therapist has another shift at that time."),
    "hold_one_active_key": ("hold-exists", "The request already holds a window."),
    "promise_visit_seq_key": ("promise-changed", "The promise was changed meanwhile; reload."),
    "app_user_email_key": ("email-taken", "This email cannot be used."),
    "tenant_slug_key": ("slug-taken", "This short name cannot be used."),
    "stop_certificates_cover": (
        "certificate-missing",
        "A certificate that the visit needs does not cover it.",
    ),
    "certificate_still_needed": (
        "certificate-needed",
        "A planned visit needs this certificate; free the visit first.",
    ),
    "stop_in_shift": ("outside-shift", "The stop does not fit into the shift."),
    "shift_still_needed": ("shift-needed", "The shift has planned stops; free them first."),
    "stop_keeps_window": ("outside-window", "The start is outside the promised window."),
    "visit_window_keeps_stop": (
        "outside-window",
        "The visit's stop is outside the new window; move or free it first.",
    ),
    "visit_screening_clears": (
        "not-cleared",
        "The screening does not clear this service for this window.",
    ),
    "screening_not_milder_than_answers": (
        "screening-too-mild",
        "The screening's outcome is milder than its answers.",
    ),
    "clearance_decided_by_clinician": (
        "not-a-clinician",
        "Only a clinician of this tenant decides a clearance.",
    ),
    "clearance_decision_final": ("already-decided", "This clearance was already decided."),
    "visit_dispatch_needs_consent": (
        "consent-missing",
        "The visit cannot be dispatched before somebody consented to it.",
    ),
    "visit_start_needs_papers": (
        "papers-missing",
        "Needling starts only after the door check and the written consent.",
    ),
    "visit_transition_known": (
        "visit-transition",
        "This change of the visit's status needs an event that tells why.",
    ),
    "tenant_place_corrects_key": (
        "already-corrected",
        "Another place of yours corrects this one already; change that one.",
    ),
    "append_only": ("append-only", "What was recorded is never changed or deleted."),
}
BY_STATE = {
    UNIQUE: ("already-exists", "Something like this exists already."),
    FOREIGN_KEY: ("reference-missing", "Something this refers to does not exist."),
    CHECK: ("rule-broken", "A value breaks a rule of the database."),
    EXCLUSION: ("overlap", "Somebody else took this meanwhile."),
}


def sqlstate(error: DBAPIError) -> str | None:
    """The five letters by which Postgres names the kind of error."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state


def constraint(error: DBAPIError) -> str | None:
    """The name of the constraint or trigger that refused, if one did."""
    cause = getattr(error.orig, "__cause__", None)  # asyncpg's own error, behind SQLAlchemy's
    name: str | None = getattr(cause, "constraint_name", None)
    return name


def refusal(error: DBAPIError) -> RoundsError | None:
    """The domain's error for this one, or None when it is nobody's but ours.

    Uniqueness and references answer alike whoever owns the other row: nobody learns of it. A rule
    that a trigger keeps says itself what is wrong (it names no table, as Postgres' own do).
    """
    state, name = sqlstate(error), constraint(error)
    if state in NOT_NOW:
        return Unavailable()
    if state in REPEAT:
        return Unavailable("Others change the same things just now; please try again.", 1)
    if state in NOT_TEXT:
        return Invalid.one("request", "A text must not hold the character NUL.")
    known = SENTENCES.get(name or "") or BY_STATE.get(state or "")
    if known is None:
        return None
    cause = getattr(error.orig, "__cause__", None)
    ours = state == CHECK and name is not None and getattr(cause, "table_name", None) is None
    return Conflict(known[0], str(cause) if ours else known[1])


def is_lost(error: BaseException) -> bool:
    """Whether the transaction gave way to another one and may succeed when it is run again."""
    return isinstance(error, DBAPIError) and sqlstate(error) in REPEAT


async def retry_deadlocks(
    act: Callable[[], Awaitable[Result]], jitter: Callable[[], float] = random.random
) -> Result:
    """Run a whole transaction again, at most three times in all, when it lost a deadlock."""
    for attempt in range(1, MOST_TRIES):
        try:
            return await act()
        except DBAPIError as error:
            if not is_lost(error):
                raise
            await asyncio.sleep(0.02 * attempt * (1 + jitter()))
    return await act()

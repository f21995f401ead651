"""What the worker and its solving child say to each other: length-prefixed msgpack frames.

Both directions are decoded into checked values: a child that lies or babbles is found out.
"""

import struct
from dataclasses import dataclass

import msgspec

from shared.routing.plan import Plan
from shared.routing.problem import Problem

MAX_FRAME = 1 << 28
_HEAD = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is to do. With `iterations` it counts work, so that the plan can be had again;
    the time limit then is a last resort. `memory_bytes` come on top of what a warm child has.
    """

    problem: Problem
    time_limit_s: float
    seed: int
    memory_bytes: int
    iterations: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a child says: it is ready, it found a better plan, it is done, or what went wrong."""

    kind: str
    seconds: float = 0.0
    plan: Plan | None = None
    error: str | None = None
    iterations: int = 0
    in_time: bool = False
    """Whether the search came to its own end before the time limit."""


READY, BETTER, DONE, FAILED = "ready", "better", "done", "failed"


def pack(value: Task | Report) -> bytes:
    """One frame."""
    body = msgspec.msgpack.encode(value)
    return _HEAD.pack(len(body)) + body


def size_of(head: bytes) -> int:
    """How long the body is that follows; `ValueError` for what cannot be one."""
    (size,) = _HEAD.unpack(head)
    if not 0 < size <= MAX_FRAME:
        raise ValueError(f"a frame of {size} bytes is no frame")
    return int(size)


HEAD_BYTES = _HEAD.size


def task(body: bytes) -> Task:
    """The task in a frame's body."""
    return msgspec.msgpack.decode(body, type=Task)


def report(body: bytes) -> Report:
    """The report in a frame's body; `msgspec.DecodeError` or `ValueError` when it is none."""
    return msgspec.msgpack.decode(body, type=Report)

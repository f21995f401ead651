"""Runs a peer in a process of its own: PyVRP may ignore its time limit, and then it is killed."""

import multiprocessing
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from tests.bench.planner.day import Routes, read_day
from tests.bench.planner.rows import PEERS

GRACE_S = 20.0


def run_peer(name: str, path: Path, limit_s: float, seed: int) -> tuple[Routes, float] | None:
    """Its routes and the seconds it took, reading excluded; None if it failed or was killed."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=_work, args=(theirs, name, str(path), limit_s, seed))
    child.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(limit_s * 1.5 + GRACE_S) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()


def _work(answer: Connection, name: str, path: str, limit_s: float, seed: int) -> None:
    peer, day = import_module(PEERS[name]), read_day(Path(path))
    began = perf_counter()
    routes = peer.solve(day, limit_s, seed)
    answer.send((routes, perf_counter() - began))

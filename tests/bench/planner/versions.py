"""What a figure hangs on: sources, versions, cores. Without them it means nothing."""

import os
import platform
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench.planner.rows import OURS, SEED

ROOT = Path(__file__).resolve().parents[3]
_HERE = Path(__file__).parent
PACKAGES: tuple[str, ...] = ("ortools", "numba", "numpy", "pyvroom", "pyvrp")
_PLANNER = ("services/dispatcher/optimiser", "services/dispatcher/solve.py", "shared/routing")
_PEER = (
    "tests/bench/planner/child.py", "tests/bench/planner/day.py", "tests/bench/planner/judge.py",
    "shared/routing/verify.py", "shared/routing/referee",
)  # fmt: skip
_PEER_PACKAGES = {"VROOM": "pyvroom", "PyVRP": "pyvrp", "OR-Tools routing": "ortools"}


def cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def machine() -> str:
    """Cores and their make, no name of a host."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((one.partition(":")[2].strip() for one in lines if "model name" in one), "")
    return f"{cores()} cores, {model or platform.machine()}"


def circumstances() -> str:
    """Versions, cores and seeds."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return f"{machine()}, Python {platform.python_version()}, {packages}, seed {SEED}."


def code_of(solver: str, module: str | None, instance: bytes = b"") -> str:
    """Names the solver's sources, versions, the machine and the instance."""
    sources, packages = _planner_sources(), PACKAGES[:3]
    if module is not None:
        own = str(Path(*module.split(".")).with_suffix(".py"))
        sources, packages = _sources((*_PEER, own)), (_PEER_PACKAGES[solver],)
    words = (machine(), sources, *(_version(name) for name in packages))
    return sha256("\0".join(words).encode() + instance).hexdigest()[:12]


def code_of_files(*names: str) -> str:
    """Of the planner and of these files of the benchmark."""
    return code_of(
        OURS, None, _sources([f"{_HERE.relative_to(ROOT)}/{one}" for one in names]).encode()
    )


@cache
def _planner_sources() -> str:
    return _sources(_PLANNER)


def _sources(paths: Iterable[str]) -> str:
    digest = sha256()
    for path in paths:
        whole = ROOT / path
        for file in sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"

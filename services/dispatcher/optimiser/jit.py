"""How the kernels are compiled: once, kept on disk, without the interpreter lock.

The cache lies in a folder named after all sources of this package: numba itself does not notice
when a helper in another file changes. Where no folder is writable the kernels are compiled again
in each process; nothing else differs.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _cache_home() -> Path | None:
    """The first writable of: what the environment names, beside the sources, the user's own."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    here = Path(__file__).parent / "__pycache__"
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "rounds"
    for home in (Path(named) if named else here, own):
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(home, os.W_OK):
            return home
    return None


def _digest() -> str:
    return "dev"
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(one.read_bytes() for one in sources)).hexdigest()[:16]


_HOME = _cache_home()
if _HOME is not None:
    numba.config.CACHE_DIR = str(_HOME / f"kernels-{_digest()}")


def kernel(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """An entry point: compiled at its first call or loaded from the cache; runs beside others."""
    compiled = numba.njit(cache=_HOME is not None, nogil=True, error_model="numpy")(function)
    return cast("Callable[_P, _R]", compiled)


def inlined(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A part of kernels: costs no call."""
    compiled = numba.njit(inline="always", nogil=True, error_model="numpy")(function)
    return cast("Callable[_P, _R]", compiled)


@(intrinsic if not numba.config.DISABLE_JIT else (lambda f: f))  # type: ignore[untyped-decorator]  # numba has no stubs
def lowest_bit(_context, word):  # type: ignore[no-untyped-def]  # the shape is numba's
    """The index of the lowest set bit of a word that is not 0."""

    def generate(_target, builder, _signature, arguments):  # type: ignore[no-untyped-def]  # as above
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate

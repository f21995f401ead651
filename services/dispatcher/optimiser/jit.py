"""How the kernels are compiled: once, kept on disk, without the interpreter lock.

The cache lies in a folder named after all sources that have a part in a kernel: numba itself does
not notice when a helper, a constant or the order of fields in another file changes. Where no folder
is writable the kernels are compiled again in each process; nothing else differs.
"""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_P = ParamSpec("_P")
_R = TypeVar("_R")
_HAS_KERNELS = re.compile(rb"optimiser\.jit import|def kernel\(")
_IMPORTED = re.compile(rb"^from services\.dispatcher\.optimiser\.(\w+) import", re.MULTILINE)


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


def digest(package: Path) -> str:
    """Of every source that has a part in a kernel: files with kernels, and whatever these import of
    this package, since a kernel freezes constants and the fields of tuples.
    """
    sources = {one.stem.encode(): one.read_bytes() for one in package.glob("*.py")}
    waiting = [name for name, source in sources.items() if _HAS_KERNELS.search(source)]
    parts: set[bytes] = set()
    while waiting:
        name = waiting.pop()
        if name not in parts:
            parts.add(name)
            waiting += _IMPORTED.findall(sources[name])
    return hashlib.sha256(b"".join(sources[name] for name in sorted(parts))).hexdigest()[:16]


_HOME = _cache_home()
if _HOME is not None:
    numba.config.CACHE_DIR = str(  # type: ignore[attr-defined]  # set by numba at import
        _HOME / f"kernels-{digest(Path(__file__).parent)}"
    )


def kernel(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """An entry point: compiled at its first call or loaded from the cache; runs beside others."""
    return _compiled(function, counts=True)


def lean(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A kernel that makes no array: no references are counted, which halves its compilation."""
    return _compiled(function, counts=False)


def _compiled(function: Callable[_P, _R], *, counts: bool) -> Callable[_P, _R]:
    unlisted: dict[str, Any] = {"no_cfunc_wrapper": True, "_nrt": counts}
    compiled = numba.njit(cache=_HOME is not None, nogil=True, error_model="numpy", **unlisted)
    return cast("Callable[_P, _R]", compiled(function))


def inlined(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A part of kernels: costs no call."""
    compiled = numba.njit(inline="always", nogil=True, error_model="numpy")(function)
    return cast("Callable[_P, _R]", compiled)


def _lowest_bit(_context: object, word: object) -> tuple[object, object]:
    """The index of the lowest set bit of a word that is not 0, in one instruction."""
    del word

    def generate(
        _target: object, builder: ir.IRBuilder, _signature: object, arguments: list[ir.Value]
    ) -> object:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


lowest_bit = cast("Callable[[np.uint64], int]", intrinsic(_lowest_bit))

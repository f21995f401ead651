"""Where the children find compiled kernels, when the installation itself is not writable.

numba wants a cache that it may write to. An image is read-only, and another user than the one who
installed it may not write beside its sources: the worker then copies what was shipped to the
folder that the children use. Imports no planner, so that the worker stays small.
"""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path


def prepare() -> int:
    """Copy what was shipped when it cannot be used in place; how many folders were copied."""
    shipped = shipped_kernels()
    named = os.environ.get("NUMBA_CACHE_DIR")
    if shipped is None or (named is None and os.access(shipped, os.W_OK)):
        return 0
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    return copy_kernels(shipped, Path(named) if named else cache / "rounds")


def shipped_kernels() -> Path | None:
    """Where an installation keeps what set-up or the image's build compiled."""
    spec = find_spec("services.dispatcher.optimiser")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "__pycache__"


def copy_kernels(shipped: Path, own: Path) -> int:
    """Bring compiled kernels to the folder `own`, numba's cache must be writable; how many copied.

    Already there: left alone. A copy that fails costs a compilation, nothing else.
    """
    copied = 0
    for folder in shipped.glob("kernels-*"):
        target = own / folder.name
        if target.exists():
            continue
        part = own / f".{folder.name}.part"
        try:
            own.mkdir(parents=True, exist_ok=True)
            shutil.copytree(folder, part, dirs_exist_ok=True)
            part.rename(target)
        except OSError:
            continue
        copied += 1
    return copied

"""Where one stack keeps its files, and the lock that makes it the only one there."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import LocalStackError

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one stack; `root` is absolute and belongs to this stack alone."""

    root: Path

    def __post_init__(self) -> None:
        if not self.root.is_absolute():
            raise ValueError(f"the data folder must be an absolute path, got {self.root}")

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def ports(self) -> Path:
        return self.root / "ports.json"

    @property
    def passwords(self) -> Path:
        return self.root / "passwords.json"

    @property
    def keys(self) -> Path:
        return self.root / "keys.json"

    @property
    def secret(self) -> Path:
        return self.root / "secret"

    @property
    def logins(self) -> Path:
        return self.root / "logins.json"

    @property
    def demo(self) -> Path:
        return self.root / "demo.json"

    def log(self, name: str) -> Path:
        return self.root / "log" / f"{name}.log"

    def create(self) -> None:
        """Make the folders; nobody else may look inside."""
        for folder in (self.root, self.run, self.root / "log"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def default_layout() -> Layout:
    return Layout(REPOSITORY / ".rounds")


def write_atomic(path: Path, text: str, mode: int = 0o600) -> None:
    """Replace `path` as a whole: a reader, or a start after a crash, never sees half a file."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@contextlib.contextmanager
def exclusive(layout: Layout) -> Iterator[None]:
    """Own the data folder; the kernel releases it however this process ends.

    Raises LocalStackError when another supervisor owns it.
    """
    layout.create()
    with (layout.root / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise LocalStackError(
                f"{layout.root} is in use by a running stack (process {owner}): stop that one first"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield

"""As whom a child runs, and that it never outlives its supervisor.

Postgres refuses to run as root. Root therefore starts it in a user namespace in which it is
`nobody` while its files stay root's; where namespaces are forbidden it becomes `nobody` for real.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
# Needs an entry in the password file, or initdb cannot name its user; nobody has this id on Linux.
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


class Identity(StrEnum):
    SAME = "same"
    NAMESPACE = "namespace"
    NOBODY = "nobody"


def database_identity() -> Identity:
    """How Postgres can run here: as we are, in a user namespace, or as nobody."""
    if os.geteuid() != 0:
        return Identity.SAME
    return Identity.NAMESPACE if _namespaces_work() else Identity.NOBODY


def before_exec(identity: Identity, on_parent_death: signal.Signals) -> Callable[[], None]:
    """What the child does between fork and exec."""
    parent = os.getpid()

    def prepare() -> None:
        if identity is Identity.NAMESPACE:
            _enter_namespace()
        if sys.platform == "linux":
            _libc.prctl(PR_SET_PDEATHSIG, int(on_parent_death))
            if os.getppid() != parent:  # it died before the line above
                os._exit(1)

    return prepare


def owner_of(identity: Identity) -> tuple[int | None, int | None]:
    """User and group to switch to, for `subprocess`; None keeps ours."""
    return (NOBODY, NOBODY) if identity is Identity.NOBODY else (None, None)


def _namespaces_work() -> bool:
    if sys.platform != "linux":
        return False
    try:
        probe = subprocess.run(
            ["/bin/true"], preexec_fn=_enter_namespace, check=False, capture_output=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return probe.returncode == 0


def _enter_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1\n")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1\n")

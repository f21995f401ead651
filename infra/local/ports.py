"""Free ports on this machine, remembered so that a restart keeps its addresses.

Standard library only: the bootstrap uses it before anything is installed.
"""

import json
import random
import socket
from pathlib import Path

# Below Linux's ephemeral range (32768 up), so no outgoing connection ever sits on one of ours.
LOWEST, HIGHEST = 20000, 32000


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def remembered_ports(file: Path, names: tuple[str, ...]) -> dict[str, int]:
    """A port for each name: the one in `file` while it is free, else a new random one.

    An unreadable file counts as absent. The caller stores what it gets.
    """
    try:
        stored = json.loads(file.read_text())
    except (OSError, ValueError):
        stored = {}
    known = stored if isinstance(stored, dict) else {}
    ports: dict[str, int] = {}
    for name in names:
        port = known.get(name)
        if not (isinstance(port, int) and LOWEST <= port < HIGHEST and is_free(port)):
            port = free_port(taken=set(ports.values()))
        ports[name] = port
    return ports


def free_port(taken: set[int] | None = None) -> int:
    """A random port of our range on which nobody listens now."""
    for port in random.sample(range(LOWEST, HIGHEST), 200):
        if port not in (taken or set()) and is_free(port):
            return port
    raise OSError(f"no free port found between {LOWEST} and {HIGHEST}")

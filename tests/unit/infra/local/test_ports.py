"""Ports of the embedded servers."""

import json
import socket
from pathlib import Path

from infra.local.ports import HIGHEST, LOWEST, is_free, remembered_ports


def test_a_port_is_kept_while_it_is_free(tmp_path: Path) -> None:
    """A restart keeps the addresses that somebody may have noted."""
    file = tmp_path / "ports.json"
    first = remembered_ports(file, ("postgres", "valkey"))
    file.write_text(json.dumps(first))
    assert remembered_ports(file, ("postgres", "valkey")) == first
    assert first["postgres"] != first["valkey"]


def test_a_port_that_somebody_took_is_replaced(tmp_path: Path) -> None:
    """The other program keeps its port; we move."""
    file = tmp_path / "ports.json"
    port = remembered_ports(file, ("valkey",))["valkey"]
    file.write_text(json.dumps({"valkey": port}))
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)
        assert remembered_ports(file, ("valkey",))["valkey"] != port


def test_a_damaged_file_counts_as_absent(tmp_path: Path) -> None:
    """Half a file, a list, or words for numbers: new ports are chosen within our range."""
    file = tmp_path / "ports.json"
    for text in ("{", "[]", '{"valkey": "many"}', '{"valkey": 80}'):
        file.write_text(text)
        assert LOWEST <= remembered_ports(file, ("valkey",))["valkey"] < HIGHEST

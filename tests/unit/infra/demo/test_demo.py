"""What the demo says at the terminal."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from infra.demo.__main__ import Login, as_table, read_logins
from infra.local.errors import LocalStackError
from infra.local.layout import REPOSITORY

LOGINS = [
    Login("Al Noor Home Care", "agent", "agent@alnoor.example", "first-word"),
    Login("Small", "dispatcher", "d@small.example", "second-word"),
]


def test_the_logins_are_a_table() -> None:
    """One line each, columns aligned, so that a password can be copied from the terminal."""
    assert as_table(LOGINS) == [
        "tenant             role        email                 password",
        "Al Noor Home Care  agent       agent@alnoor.example  first-word",
        "Small              dispatcher  d@small.example       second-word",
    ]


def test_logins_are_read_as_the_seed_wrote_them(tmp_path: Path) -> None:
    """A list of objects with exactly the four fields."""
    file = tmp_path / "logins.json"
    entry = {"tenant": "A", "role": "agent", "email": "a@a.example", "password": "p"}
    file.write_text(json.dumps([entry]))
    assert read_logins(file) == [Login("A", "agent", "a@a.example", "p")]


@pytest.mark.parametrize("text", ["{", '{"logins": []}', '[{"tenant": "A"}]', "[1]"])
def test_a_seed_that_left_something_else_is_named(tmp_path: Path, text: str) -> None:
    """One line that names the file."""
    file = tmp_path / "logins.json"
    file.write_text(text)
    with pytest.raises(LocalStackError, match=r"no list of logins in .*logins\.json"):
        read_logins(file)


def test_a_taken_port_is_one_line() -> None:
    """Nothing is started, and the line says how to take another port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "infra.demo", "--port", str(port)],
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"error: port {port} is taken: choose another one, as in `make demo PORT=8001`\n"
    )

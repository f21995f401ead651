"""The key file: made once, private, never overwritten, and damaged ones are named."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shared.crypto.keyring import BadKeys, KeyPurpose, KeyRing


def crypto(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does."""
    return subprocess.run(
        [sys.executable, "-m", "shared.crypto", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_new_keys(tmp_path: Path) -> None:
    """The file is readable by its owner only; a second call leaves it alone and says why."""
    path = tmp_path / "keys.json"
    assert crypto("new-keys", str(path)).returncode == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    again = crypto("new-keys", str(path))
    assert again.returncode == 1
    assert "exists" in again.stderr
    assert path.read_bytes() == before
    assert crypto("add-keys", str(path)).returncode == 0
    ring = KeyRing.read(path)
    assert all(ring.ids(purpose) == (2, 1) for purpose in KeyPurpose)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"seal": {"current": 1, "keys": {"1": "c2hvcnQ="}}}',
        '{"other": {"current": 1, "keys": {}}}',
        json.dumps(
            {purpose: {"current": 2, "keys": {"1": "A" * 43 + "="}} for purpose in KeyPurpose}
        ),
    ],
)
def test_damaged(tmp_path: Path, content: str) -> None:
    """A file that lacks, shortens or misnames keys is refused, not used."""
    path = tmp_path / "keys.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadKeys):
        KeyRing.read(path)


def test_missing(tmp_path: Path) -> None:
    """A missing file says how to make it, and what it means."""
    with pytest.raises(BadKeys, match="new-keys"):
        KeyRing.read(tmp_path / "keys.json")


def test_not_shown(tmp_path: Path) -> None:
    """Printing a ring shows no key."""
    path = tmp_path / "keys.json"
    crypto("new-keys", str(path))
    ring = KeyRing.read(path)
    key = json.loads(path.read_text())["seal"]["keys"]["1"]
    assert key not in repr(ring)
    assert str(ring.purposes[KeyPurpose.SEAL].keys[1]) not in repr(ring) + repr(ring.purposes)

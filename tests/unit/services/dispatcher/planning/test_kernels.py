"""Where children find compiled kernels."""

from pathlib import Path

import pytest

from services.dispatcher.planning.kernels import copy_kernels, prepare


def test_what_was_shipped_is_copied_once(tmp_path: Path) -> None:
    """All of each folder of kernels and nothing else; a second start copies nothing."""
    shipped, own = tmp_path / "shipped", tmp_path / "cache" / "rounds"
    (shipped / "kernels-1" / "sub").mkdir(parents=True)
    (shipped / "kernels-1" / "sub" / "price.nbc").write_bytes(b"code")
    (shipped / "solve.cpython-311.pyc").touch()
    assert copy_kernels(shipped, own) == 1
    assert (own / "kernels-1" / "sub" / "price.nbc").read_bytes() == b"code"
    assert [one.name for one in own.iterdir()] == ["kernels-1"]
    assert copy_kernels(shipped, own) == 0


def test_nowhere_to_write_is_no_failure(tmp_path: Path) -> None:
    """The children then compile by themselves."""
    (tmp_path / "kernels-1").mkdir()
    (tmp_path / "file").touch()
    assert copy_kernels(tmp_path, tmp_path / "file" / "below") == 0


def test_a_writable_installation_is_used_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """No copy where numba may write beside the sources."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert prepare() == 0

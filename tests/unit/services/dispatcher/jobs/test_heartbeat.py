"""The dispatcher's sign of life, as a supervisor asks for it."""

import os
import time
from pathlib import Path

import pytest

from services.dispatcher.jobs import heartbeat


def test_fresh_is_alive_old_or_absent_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 within the minute; else 1 and a sentence that says what is wrong."""
    file = tmp_path / "alive"
    monkeypatch.delenv(heartbeat.VARIABLE, raising=False)
    assert heartbeat.main() == 1
    assert heartbeat.VARIABLE in capsys.readouterr().err
    monkeypatch.setenv(heartbeat.VARIABLE, str(file))
    assert heartbeat.main() == 1
    assert "not there" in capsys.readouterr().err
    heartbeat.beat(file)
    assert heartbeat.main() == 0
    long_ago = time.time() - heartbeat.FRESH_S - 5
    os.utime(file, (long_ago, long_ago))
    assert heartbeat.main() == 1
    assert "65 s old" in capsys.readouterr().err
    heartbeat.beat(file)
    assert heartbeat.main() == 0

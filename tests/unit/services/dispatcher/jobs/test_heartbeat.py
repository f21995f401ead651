"""The dispatcher's sign of life, as a supervisor asks for it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.dispatcher.jobs import heartbeat


def test_fresh_is_alive_old_or_absent_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wrong within the minute; else a sentence says what."""
    file = tmp_path / "alive"
    monkeypatch.delenv(heartbeat.VARIABLE, raising=False)
    assert heartbeat.VARIABLE in str(heartbeat.what_is_wrong())
    monkeypatch.setenv(heartbeat.VARIABLE, str(file))
    assert "not there" in str(heartbeat.what_is_wrong())
    heartbeat.beat(file)
    assert heartbeat.what_is_wrong() is None
    long_ago = time.time() - heartbeat.FRESH_S - 5
    os.utime(file, (long_ago, long_ago))
    assert "65 s old" in str(heartbeat.what_is_wrong())
    heartbeat.beat(file)
    assert heartbeat.what_is_wrong() is None


def test_the_command_exits_as_a_supervisor_expects(tmp_path: Path) -> None:
    """0 and silence, or 1 and the sentence on the error channel."""
    file = tmp_path / "alive"
    asked = [sys.executable, "-m", "services.dispatcher.jobs.heartbeat"]
    here = {**os.environ, heartbeat.VARIABLE: str(file)}
    dead = subprocess.run(asked, env=here, capture_output=True, text=True, check=False)
    assert (dead.returncode, "not there" in dead.stderr) == (1, True)
    heartbeat.beat(file)
    alive = subprocess.run(asked, env=here, capture_output=True, text=True, check=False)
    assert (alive.returncode, alive.stdout + alive.stderr) == (0, "")

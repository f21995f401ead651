"""Finding and ending what a killed supervisor left behind."""

import json
import os
import subprocess
import time
from pathlib import Path

from infra.local.processes import birth_of, remember, stop_leftovers


def _sleeper(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command or ("sleep", "60"), start_new_session=True)


def test_a_remembered_process_is_ended(tmp_path: Path) -> None:
    """It is named, gone, and its note too."""
    child = _sleeper()
    remember(tmp_path / "api.pid", child.pid)
    assert stop_leftovers(tmp_path, patience_s=0.2) == ["api"]
    assert child.wait(5) != 0
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_ignores_the_polite_signal_is_killed(tmp_path: Path) -> None:
    """Patience ends."""
    child = _sleeper("sh", "-c", "trap '' INT; while :; do sleep 1; done")
    time.sleep(0.1)
    remember(tmp_path / "api.pid", child.pid)
    stop_leftovers(tmp_path, patience_s=0.2)
    assert child.wait(5) == -9


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path: Path) -> None:
    """A pid is given out again after a while; the birth tells the difference."""
    child = _sleeper()
    try:
        noted = {"pid": child.pid, "birth": f"{birth_of(child.pid)}0"}
        (tmp_path / "api.pid").write_text(json.dumps(noted))
        assert stop_leftovers(tmp_path) == []
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_what_a_dead_child_started_is_ended(tmp_path: Path) -> None:
    """The dispatcher is gone, its solver is not: the group still has the child's number."""
    child = subprocess.Popen(
        ("sh", "-c", "sleep 60 & echo $!; wait"), start_new_session=True, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    grandchild = int(child.stdout.readline())
    remember(tmp_path / "dispatcher.pid", child.pid)
    child.kill()
    child.wait()
    child.stdout.close()
    assert birth_of(grandchild) is not None
    stop_leftovers(tmp_path)
    deadline = time.monotonic() + 5
    while birth_of(grandchild) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert birth_of(grandchild) is None


def test_damaged_notes_are_dropped(tmp_path: Path) -> None:
    """A note cut short by a crash of the machine names nobody."""
    for number, text in enumerate(("", "[1]", '{"pid": "x"}', '{"pid": 1}')):
        (tmp_path / f"{number}.pid").write_text(text)
    assert stop_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_birth_of_nobody() -> None:
    """A process that is not there has none; ours does not change."""
    child = _sleeper("true")
    child.wait()
    assert birth_of(child.pid) is None
    assert birth_of(os.getpid()) == birth_of(os.getpid()) is not None

"""The file commands: plans in, verdicts out, one line on what is wrong."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.dispatcher import solve, verify
from tests.unit.shared.routing.build import problem_file


@pytest.fixture
def problem_path(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_file()), "utf-8")
    return path


def test_solve_then_verify(problem_path: Path, tmp_path: Path) -> None:
    """A solved file passes the verifier; exit status 0 both times."""
    plan = tmp_path / "plan.json"
    assert solve.main([str(problem_path), "--time-limit", "0.1", "--out", str(plan)]) == 0
    told = json.loads(plan.read_text("utf-8"))
    assert (told["cost"], told["on_time"]) == (1200, 1.0)
    assert told["routes"][0]["terms"] == {"travel": 1200}
    assert told["routes"][0]["stops"][0]["terms"] == {"travel": 600}
    assert verify.main([str(problem_path), str(plan)]) == 0


def test_standard_streams(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-` reads standard input and writes standard output; progress goes to standard error."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(problem_file())))
    assert solve.main(["-", "--time-limit", "30", "--out", "-"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["status"] == "optimal"
    assert "cost 1200" in printed.err


def test_what_a_native_library_prints_is_not_in_the_plan(problem_path: Path) -> None:
    """Its lines, which C keeps until the end, go to standard error."""
    program = """
import atexit, ctypes, runpy
atexit.register(ctypes.CDLL(None).printf, b"native")
runpy.run_module("services.dispatcher.solve", run_name="__main__", alter_sys=True)
"""
    command = [sys.executable, "-c", program, str(problem_path), "--time-limit", "0.1"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["cost"] == 1200
    assert "native" in told.stderr


def test_a_replan_says_what_it_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a day that people were told of the command tells the difference in words, and promises
    are kept whatever they cost.
    """
    document = problem_file(replan={})
    document["visits"][0] |= {
        "told": {"start_s": 0, "therapist": "somebody else"},
        "promised": {"window_s": [0, 3600], "cost": 1},
        "unassigned_cost": 0,
    }
    path, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    path.write_text(json.dumps(document), "utf-8")
    assert solve.main([str(path), "--time-limit", "0.5", "--out", str(plan)]) == 0
    told = capsys.readouterr().err
    assert "No promise broken, 1 with another therapist, 10 minutes later in all." in told
    assert "goes from somebody else to" in told
    assert verify.main([str(path), str(plan)]) == 0


def test_violations_are_printed(
    problem_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan that lies is objected to, with the recomputed cost and exit status 1."""
    plan = tmp_path / "plan.json"
    solve.main([str(problem_path), "--time-limit", "0.1", "--out", str(plan)])
    lie = json.loads(plan.read_text("utf-8")) | {"cost": 1}
    plan.write_text(json.dumps(lie), "utf-8")
    capsys.readouterr()
    assert verify.main([str(problem_path), str(plan)]) == 1
    assert "tells a cost of 1, it is 1200" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is not JSON: Expecting value at line 1, column 1"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not usable JSON"),
        ('{"travel_s": NaN}', "is not JSON: NaN is no number"),
        ("9" * 5000, "is not usable JSON"),
        ("[]", "is a list, must be an object"),
        ("{}", 'field "shifts" is missing'),
    ],
    ids=["empty", "cut", "deep", "nan", "long number", "list", "bare"],
)
def test_nonsense_is_one_line(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nonsense is exit status 2 and one line on standard error, from both commands."""
    path = tmp_path / "nonsense.json"
    path.write_text(text, "utf-8")
    commands = (lambda: solve.main([str(path)]), lambda: verify.main([str(path), str(path)]))
    for command in commands:
        assert command() == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.count("\n") == 1
        assert complaint in printed.err


def test_missing_and_binary_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is absent, a folder or no text is named with its fault."""
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "absent.json", tmp_path, binary):
        assert solve.main([str(path)]) == 2
        assert str(path) in capsys.readouterr().err


def test_out_that_cannot_be_written(problem_path: Path, tmp_path: Path) -> None:
    """A target that cannot be written is exit status 2, not a trace."""
    target = tmp_path / "absent" / "plan.json"
    assert solve.main([str(problem_path), "--time-limit", "0", "--out", str(target)]) == 2


@pytest.mark.parametrize("word", ["-1", "nan", "soon", "inf"])
def test_a_wrong_time_limit(problem_path: Path, word: str) -> None:
    """A limit that is no number of seconds is refused with status 2."""
    with pytest.raises(SystemExit) as stopped:
        solve.main([str(problem_path), "--time-limit", word])
    assert stopped.value.code == 2

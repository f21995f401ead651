"""From a bare machine to a Python that works, and steps that are not done twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra import bootstrap

REPOSITORY = Path(__file__).resolve().parents[3]
SHIM = "#!/bin/sh\nexit 127\n"
REAL = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'


def _program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the real bootstrap.sh, and a bootstrap.py that says which Python runs it."""
    infra = tmp_path / "clone" / "infra"
    infra.mkdir(parents=True)
    (infra / "__init__.py").touch()
    shutil.copy(REPOSITORY / "infra" / "bootstrap.sh", infra)
    (infra / "bootstrap.py").write_text(
        "import os, sys\nprint(os.environ['CHOSEN'], sys.argv[1])\n"
    )
    return infra.parent


def _bootstrap(clone: Path, home: Path, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(clone / "infra" / "bootstrap.sh"), "setup"],
        env={"PATH": f"{path}:/nowhere", "HOME": str(home), "CHOSEN": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def _marked(mark: str) -> str:
    return REAL.replace("exec", f"CHOSEN={mark} exec")


def test_a_shim_that_fails_is_passed_over(clone: Path, tmp_path: Path) -> None:
    """Pyenv puts python3.13 on the path even where only 3.11 is active."""
    _program(tmp_path / "bin", "python3.13", SHIM)
    _program(tmp_path / "bin", "python3.11", _marked("python3.11"))
    _program(tmp_path / "bin", "dirname", f'#!/bin/sh\nexec {shutil.which("dirname")} "$@"\n')
    done = _bootstrap(clone, tmp_path, tmp_path / "bin")
    assert (done.returncode, done.stdout) == (0, "python3.11 setup\n")


def test_a_python_that_only_pyenv_knows_is_found(clone: Path, tmp_path: Path) -> None:
    """It need not be active, nor on the path."""
    _program(tmp_path / "bin", "dirname", f'#!/bin/sh\nexec {shutil.which("dirname")} "$@"\n')
    _program(tmp_path / ".pyenv/versions/3.12.1/bin", "python", _marked("pyenv"))
    done = _bootstrap(clone, tmp_path, tmp_path / "bin")
    assert (done.returncode, done.stdout) == (0, "pyenv setup\n")


def test_no_python_is_one_line(clone: Path, tmp_path: Path) -> None:
    """The line says what to install."""
    _program(tmp_path / "bin", "dirname", f'#!/bin/sh\nexec {shutil.which("dirname")} "$@"\n')
    done = _bootstrap(clone, tmp_path, tmp_path / "bin")
    assert done.returncode == 1
    assert done.stderr.startswith("error: no Python 3.11 or newer found")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("version", "works"),
    [("v20.19.0", True), ("v20.18.3", False), ("v24.1.0", True), ("v18.20.4", False), ("?", False)],
)
def test_node_is_taken_from_20_19(
    version: str, works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older Node cannot run the web build: then the one from PyPI is installed."""
    _program(tmp_path, "node", f"#!/bin/sh\necho {version}\n")
    _program(tmp_path, "npm", SHIM)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.system_node_works() is works


def test_node_without_npm_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian packages them apart."""
    _program(tmp_path, "node", "#!/bin/sh\necho v24.0.0\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.system_node_works() is False


def test_the_fingerprint_follows_names_and_contents() -> None:
    """A step is repeated when a file, its name or a choice changes, and only then."""
    lock, project = REPOSITORY / "uv.lock", REPOSITORY / "pyproject.toml"
    first = bootstrap.fingerprint((lock, project), "3.11")
    assert bootstrap.fingerprint((lock, project), "3.11") == first
    assert bootstrap.fingerprint((lock,), "3.11") != first
    assert bootstrap.fingerprint((project, lock), "3.11") != first
    assert bootstrap.fingerprint((lock, project), "3.12") != first


def test_make_alone_lists_every_target() -> None:
    """Each of the targets has its line."""
    # Under `make test` this make would take itself for a part of that one, and say where it is.
    inherited = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {key: value for key, value in os.environ.items() if key not in inherited}
    shown = subprocess.run(
        ["make"], cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    words = [line.split()[1] for line in shown.stdout.splitlines()]
    assert words == ["help", "setup", "demo", "test", "check", "bench", "clean"]


def test_the_planner_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second set-up costs nothing; another place for the cache compiles again."""
    started: list[str] = []
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "_step", lambda _what, argv: started.append(argv[-1]))
    for home in ("", "", "/elsewhere"):
        monkeypatch.setenv("NUMBA_CACHE_DIR", home)
        bootstrap._compile_planner()
    assert started == ["services.dispatcher.optimiser.warm"] * 2

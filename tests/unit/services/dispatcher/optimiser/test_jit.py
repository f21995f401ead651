"""What the folder of compiled kernels is named after."""

import ast
import shutil
from pathlib import Path

import pytest

from services.dispatcher.optimiser import jit

PACKAGE = Path(jit.__file__).parent
NAME = "services.dispatcher.optimiser."


def _imported(source: Path) -> set[str]:
    """Modules of this project that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {one for one in found if one.split(".")[0] in {"services", "shared", "infra"}}


def _with_kernels() -> list[Path]:
    files = sorted(PACKAGE.glob("*.py"))
    return [one for one in files if NAME + "jit" in _imported(one)]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package's sources, to be changed."""
    for one in PACKAGE.glob("*.py"):
        shutil.copy(one, tmp_path)
    return tmp_path


def test_whatever_a_kernel_file_imports_has_a_part_in_the_name(copied: Path) -> None:
    """Changing it gives another folder, so that no kernel keeps an old constant or field order; and
    kernels import nothing of the project from outside, which would not be noticed.
    """
    files = _with_kernels()
    assert len(files) > 5
    names = {one for file in files for one in _imported(file)}
    assert NAME + "network" in names
    before = jit.digest(copied)
    for name in names | {NAME + file.stem for file in files}:
        assert name.startswith(NAME), name
        file = copied / f"{name.removeprefix(NAME)}.py"
        source = file.read_text()
        file.write_text(f"{source}# changed\n")
        assert jit.digest(copied) != before, name
        file.write_text(source)


def test_what_no_kernel_uses_compiles_nothing_anew(copied: Path) -> None:
    """The search itself is plain Python: changing it must not cost a minute of compiling."""
    before = jit.digest(copied)
    for name in ("levels", "search", "warm"):
        file = copied / f"{name}.py"
        file.write_text(f"{file.read_text()}# changed\n")
    assert jit.digest(copied) == before

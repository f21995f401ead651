"""Files and functions stay small enough to be read in one go (DESIGN 11)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MODULE_LINES, FUNCTION_LINES, TSX_LINES = 300, 40, 250
PYTHON_ROOTS = ("services", "shared", "infra", "tests")
WEB_SOURCES = Path("services/api/web/src")
NOT_OURS = {"node_modules", "__pycache__", "static", "dist"}
# A generator writes this word into the head of what it makes.
GENERATED = "@generated"


def test_no_module_is_longer_than_300_lines() -> None:
    """A longer module is split by rule, not into `utils`."""
    assert _too_long(_python_files(), MODULE_LINES) == []


def test_no_function_is_longer_than_40_lines() -> None:
    """Every line of a function counts, its signature and docstring too."""
    found = [
        f"{file.relative_to(REPOSITORY)}:{line} {name} has {lines} lines"
        for file in _python_files()
        for name, line, lines in functions(file.read_text())
        if lines > FUNCTION_LINES
    ]
    assert found == []


def test_no_component_is_longer_than_250_lines() -> None:
    """A longer component is several components."""
    files = [file for file in _files(REPOSITORY / WEB_SOURCES) if file.suffix == ".tsx"]
    if not files:
        pytest.skip(f"{WEB_SOURCES} has no .tsx file")
    assert _too_long(files, TSX_LINES) == []


def test_the_count_sees_methods_and_nested_functions() -> None:
    """The counter itself: a method of three lines, and a function within a function."""
    source = "class A:\n    def b(self):\n        x = 1\n        return x\n"
    nested = "async def outer():\n    def inner():\n        return 1\n    return inner\n"
    assert list(functions(source)) == [("b", 2, 3)]
    assert list(functions(nested)) == [("outer", 1, 4), ("inner", 2, 2)]


def functions(source: str) -> Iterator[tuple[str, int, int]]:
    """Name, first line and number of lines of each function, decorators left out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def _too_long(files: list[Path], limit: int) -> list[str]:
    counts = ((file, len(file.read_text().splitlines())) for file in files)
    return [f"{file.relative_to(REPOSITORY)} has {n} lines" for file, n in counts if n > limit]


def _python_files() -> list[Path]:
    return [
        file
        for root in PYTHON_ROOTS
        for file in _files(REPOSITORY / root)
        if file.suffix == ".py" and "migrations" not in file.parts
    ]


def _files(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*.*")
        if file.is_file()
        and not NOT_OURS & set(file.relative_to(folder).parts)
        and not (file.suffix in {".py", ".tsx"} and GENERATED in _head(file))
    )


def _head(file: Path) -> str:
    return "\n".join(file.read_text().split("\n", 5)[:5])

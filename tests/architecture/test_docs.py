"""What the documents name exists: settings, commands, calls, files."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from services.api.openapi import document

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "docs" / "operations.md"
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
SOURCES = [ROOT / "docker-compose.yml", ROOT / "services" / "api" / "web" / "package.json"]
_VARIABLE = re.compile(r"\bROUNDS_[A-Z_]+[A-Z]\b")
# What only a build of the web app or a test reads.
_OURS = {"ROUNDS_TYPES"}


def variables(paths: list[Path]) -> set[str]:
    """Every setting that these files name."""
    return {name for path in paths for name in _VARIABLE.findall(path.read_text(encoding="utf-8"))}


def programs() -> list[Path]:
    """Whatever may read a setting."""
    packages = (ROOT / name for name in ("services", "shared", "infra"))
    python = [path for package in packages for path in package.rglob("*.py")]
    return [*python, *(ROOT / "infra").rglob("*.sh"), *SOURCES]


def test_every_setting_is_explained_and_every_explained_one_is_read() -> None:
    """`docs/operations.md` has each variable of the programs, and no document an invented one."""
    read = variables(programs())
    assert len(read) > 20
    assert read - variables([OPERATIONS]) == _OURS
    assert variables(DOCUMENTS) - read == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_and_command_leads_somewhere(path: Path) -> None:
    """Files that are linked, modules that are run, targets of make, folders of the source."""
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not link.startswith(("http://", "https://")):
            assert (path.parent / link).exists(), link
    for module in re.findall(r"python3? -m ([\w.]+\w)", text):
        assert find_spec(module) is not None, module
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for named in re.findall(r"`((?:shared|services|infra|tests|docs)/[\w./-]+)`", text):
        assert (ROOT / named).exists(), named


def test_every_call_that_is_named_exists() -> None:
    """`METHOD /v1/…` anywhere in the documents is a call of the API, and so is a bare path."""
    paths = json.loads(document())["paths"]
    calls = {(verb.upper(), shape(path)) for path, verbs in paths.items() for verb in verbs}
    known = {path for _, path in calls}
    found = 0
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for verb, called in re.findall(r"`(?:(GET|POST|PUT|PATCH|DELETE) )?(/v1/[^`\s?]+)", text):
            there = (verb, shape(called)) in calls if verb else shape(called) in known
            assert there, (path.name, verb, called)
            found += 1
    assert found > 15


def shape(path: str) -> str:
    """With its parameters unnamed."""
    return re.sub(r"\{[^}]*\}", "{}", path)

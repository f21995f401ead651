"""The web app speaks the API's own types: what is committed is what the API's document gives."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.api.openapi import document

WEB = Path(__file__).resolve().parents[2] / "services" / "api" / "web"
COMMITTED = WEB / "src" / "api" / "generated" / "schema.d.ts"
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


@pytest.fixture
def npm() -> str:
    """npm with the web app's packages; under CI they must be there."""
    found = shutil.which("npm", path=PATH)
    if found and (WEB / "node_modules" / ".bin" / "openapi-typescript").exists():
        return found
    why = "npm or the web app's node_modules are absent: run `make setup`"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def test_the_committed_types_are_those_of_the_api(npm: str, tmp_path: Path) -> None:
    """`npm run types` would write the very bytes that are committed."""
    made = tmp_path / "schema.d.ts"
    env = {**os.environ, "PATH": PATH, "ROUNDS_PYTHON": sys.executable, "ROUNDS_TYPES": str(made)}
    done = subprocess.run(
        [npm, "run", "types"], cwd=WEB, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    drifted = made.read_bytes() != COMMITTED.read_bytes()
    assert not drifted, f"run `npm --prefix {WEB.relative_to(WEB.parents[2])} run types` and commit"


def test_the_document_is_the_same_at_each_call() -> None:
    """Else the types would drift by themselves; also across processes with other hash seeds."""
    again = subprocess.run(
        [sys.executable, "-m", "services.api.openapi", "-"],
        cwd=WEB.parents[2],
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert again.stdout.decode() == document()

"""Where the browser tests get their Chromium."""

import os
import shutil
import subprocess

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-core")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """ROUNDS_CHROMIUM, else the path, else apt as root; without all three the test is skipped.

    Continuous integration (CI=true) as root never skips: there a failed installation is an error.
    """
    is_root = os.geteuid() == 0
    found = _named() or _on_path()
    why = "no chromium: set ROUNDS_CHROMIUM, install it, or run as root with apt"
    if found is None and is_root and shutil.which("apt-get"):
        why = f"chromium could not be installed: {_install()}"
        found = _on_path()
    if found is not None:
        return found
    if is_root and os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def _named() -> str | None:
    named = os.environ.get("ROUNDS_CHROMIUM")
    if named and not os.access(named, os.X_OK):
        pytest.fail(f"ROUNDS_CHROMIUM={named} is no program")
    return named or None


def _on_path() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def _install() -> str:
    """Try apt; returns its last words."""
    said = ""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=900
        )
        lines = (done.stderr or done.stdout).strip().splitlines()
        said = lines[-1] if lines else said
        if done.returncode != 0:
            break
    return said or "apt-get said nothing"

"""Where the browser tests get their Chromium, and the seeded demo that it opens."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from infra.local.stack import Stack
from services.api.web import STATIC
from tests.browser.demo import Demo, served_demo
from tests.browser.visitor import Enter, Visitor, visiting
from tests.support.stacks import fresh_database

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--enable-unsafe-swiftshader",  # WebGL for the map, without a graphics card
    *("--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
# Generous, since the machine may be busy with the rest of the suite; met at once, it costs nothing.
PATIENCE_MS = 20_000
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


@pytest.fixture(scope="session")
def web_app() -> Path:
    """The built web app; under CI it must be there."""
    page = STATIC / "index.html"
    if not page.exists():
        why = f"the web app is not built: {page} is missing, run `make setup`"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return page


@pytest_asyncio.fixture(scope="session")
async def demo(
    chromium_path: str, web_app: Path, stack: Stack, template: str
) -> AsyncIterator[Demo]:
    """One for all browser tests; each makes what it changes."""
    async with served_demo(stack, await fresh_database(stack, template)) as served:
        yield served


@pytest_asyncio.fixture(scope="session")
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """Chromium without a window."""
    switches = [*SWITCHES, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium_path, args=switches)
        yield running
        await running.close()


@pytest_asyncio.fixture
async def enter(browser: Browser, demo: Demo) -> AsyncIterator[Enter]:
    """Opens a browser for one more person; at the end no script may have failed in any of them."""
    await demo.keep_up()
    visitors: list[Visitor] = []
    async with AsyncExitStack() as opened:

        async def one_more(**options: Any) -> Visitor:
            visitor = await opened.enter_async_context(visiting(browser, demo.url, **options))
            visitor.page.set_default_timeout(PATIENCE_MS)
            visitors.append(visitor)
            return visitor

        yield one_more
    assert [visitor.scripts_failed() for visitor in visitors] == [[] for _ in visitors]


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

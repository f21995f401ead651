"""From a fresh clone to a ready environment: `setup`, `bench`, `demo` and `clean` of the Makefile.

Standard library only; runs with any Python 3.11 or newer, before anything is installed.
Each step is skipped while the hash of what it depends on has not changed.
"""

import argparse
import hashlib
import os
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from infra.local.console import complain, say
from infra.local.errors import LocalStackError
from infra.local.layout import REPOSITORY, default_layout, exclusive
from infra.local.ports import is_free

UV_VERSION = "0.13.9"
OLDEST_NODE = (20, 19)
VENV = REPOSITORY / ".venv"
BENCH_STAMP = VENV / ".rounds-bench-stamp"
WEB = REPOSITORY / "services" / "api" / "web"
STATIC = REPOSITORY / "services" / "api" / "static"
STATE = REPOSITORY / ".rounds"
TOOLS = STATE / "tools"
NOT_SOURCE = {"node_modules", "dist", "coverage", ".vite", "test-results"}


class SetupError(Exception):
    """A step failed; the message is one line that says which and why."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make", description="Set up and run Rounds.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup")
    commands.add_parser("bench")
    commands.add_parser("clean")
    commands.add_parser("demo").add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    try:
        match arguments.command:
            case "clean":
                clean()
            case "setup":
                setup()
            case "bench":
                setup()
                _add_bench()
            case _:
                demo(arguments.port)
    except (SetupError, LocalStackError, OSError) as error:
        complain(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def setup() -> None:
    """Python packages, the planner's kernels, Node where the system has none, the web app."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    (STATE / "log").mkdir(mode=0o700, parents=True, exist_ok=True)
    needs_node = (WEB / "package.json").exists() and not system_node_works()
    _sync_python(with_node=needs_node)
    _compile_planner()
    if (WEB / "package.json").exists():
        _install_web()
        _build_web()


def demo(port: int) -> NoReturn:
    """Set up, then become the demo: one process less to stop on Ctrl-C."""
    if not 0 < port < 65536:
        raise SetupError(f"PORT={port} is no port: use a number from 1 to 65535")
    if not is_free(port):
        raise SetupError(f"port {port} is taken: choose another one, as in `make demo PORT=8001`")
    setup()
    python = str(VENV / "bin" / "python")
    os.execv(  # noqa: S606 our own environment's Python, no shell wanted
        python, [python, "-m", "infra.demo", "--port", str(port)]
    )


def clean() -> None:
    """Remove what setup and the demo made; refused while a stack runs here."""
    if STATE.exists():
        with exclusive(default_layout()):
            pass
    caches = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")
    doomed = [STATE, STATIC, WEB / "node_modules", *(REPOSITORY / name for name in caches), VENV]
    for folder in doomed:
        if folder.exists():
            say(f"removing {folder.relative_to(REPOSITORY)}")
            shutil.rmtree(folder)


def _sync_python(with_node: bool) -> None:
    groups = ["--group", "node"] if with_node else []
    files = (REPOSITORY / "uv.lock", REPOSITORY / "pyproject.toml")
    wanted = fingerprint(files, *groups, f"{sys.version_info[:2]}")
    stamp = VENV / ".rounds-stamp"
    if _is_current(stamp, wanted) and (VENV / "bin" / "python").exists():
        return
    stamp.unlink(missing_ok=True)
    # The sync takes out what no default group names.
    BENCH_STAMP.unlink(missing_ok=True)
    uv = _find_uv()
    _step(
        "installing the Python packages" + (" and Node" if with_node else ""),
        [uv, "sync", "--frozen", "--python", _base_python(), *groups],
        env={"UV_COMPILE_BYTECODE": "1", **_uv_env()},
    )
    stamp.write_text(wanted)


def _add_bench() -> None:
    """The planner's peers and what draws, beside what is there."""
    wanted = fingerprint((REPOSITORY / "uv.lock", REPOSITORY / "pyproject.toml"), "bench")
    if _is_current(BENCH_STAMP, wanted):
        return
    argv = [_find_uv(), "sync", "--frozen", "--inexact", "--python", _base_python()]
    _step("installing the planner's peers", [*argv, "--group", "bench"], env=_uv_env())
    BENCH_STAMP.write_text(wanted)


def _uv_env() -> dict[str, str]:
    return {"UV_PROJECT_ENVIRONMENT": str(VENV), **_trust_of_this_machine()}


def _compile_planner() -> None:
    """Once for each version of the planner, so that no solve ever waits for a compiler."""
    stamp = VENV / ".rounds-kernels-stamp"
    sources = sorted((REPOSITORY / "services" / "dispatcher" / "optimiser").glob("*.py"))
    home = os.environ.get("NUMBA_CACHE_DIR", "")
    wanted = fingerprint((REPOSITORY / "uv.lock", *sources), f"{sys.version_info[:2]}", home)
    if _is_current(stamp, wanted):
        return
    _step(
        "compiling the planner (one to two minutes, once)",
        [str(VENV / "bin" / "python"), "-m", "services.dispatcher.optimiser.warm"],
    )
    stamp.write_text(wanted)


def _trust_of_this_machine() -> dict[str, str]:
    """Behind a company's proxy only the system's certificates work; a bare image has none."""
    bundle = ssl.get_default_verify_paths().cafile
    if "SSL_CERT_FILE" in os.environ or bundle is None:
        return {}
    return {"UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "1")}


def _base_python() -> str:
    """The interpreter under an environment, so that .venv is never made from itself."""
    folder = Path(sys.base_prefix) / "bin"
    versioned = folder / f"python{sys.version_info.major}.{sys.version_info.minor}"
    return str(versioned if versioned.exists() else Path(sys.executable).resolve())


def _find_uv() -> str:
    """A uv that works: on the path (pyenv's shim may not), ours, or a new one from PyPI."""
    ours = TOOLS / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(ours)):
        if candidate and _runs([candidate, "--version"]):
            return candidate
    shutil.rmtree(TOOLS, ignore_errors=True)
    _step("making an environment for uv", [_base_python(), "-m", "venv", str(TOOLS)])
    _step(
        f"installing uv {UV_VERSION}",
        [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q", f"uv=={UV_VERSION}"],
    )
    return str(ours)


def system_node_works() -> bool:
    """Whether node and npm outside .venv are there and new enough."""
    places = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(place for place in places if Path(place) != VENV / "bin")
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return False
    try:
        shown = subprocess.run(  # noqa: S603 the node of the path, a fixed argument
            [node, "--version"], capture_output=True, text=True, check=True, timeout=20
        )
        major, minor, *_ = shown.stdout.strip().lstrip("v").split(".")
        return (int(major), int(minor)) >= OLDEST_NODE
    except (OSError, ValueError, subprocess.SubprocessError):
        return False


def _install_web() -> None:
    stamp = WEB / "node_modules" / ".rounds-stamp"
    wanted = fingerprint((WEB / "package.json", WEB / "package-lock.json"))
    if _is_current(stamp, wanted):
        return
    _step("installing the web packages", ["npm", "ci", "--no-audit", "--no-fund"], cwd=WEB)
    stamp.write_text(wanted)


def _build_web() -> None:
    """Vite writes to services/api/static; the stamp lies elsewhere, as that folder is served."""
    stamp = STATE / "web-stamp"
    wanted = fingerprint(sorted(_web_sources(WEB)))
    if _is_current(stamp, wanted) and (STATIC / "index.html").exists():
        return
    _step("building the web app", ["npm", "run", "build"], cwd=WEB)
    if not (STATIC / "index.html").exists():
        raise SetupError("the web build left no services/api/static/index.html: see vite.config.ts")
    stamp.write_text(wanted)


def _web_sources(folder: Path) -> Iterable[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in NOT_SOURCE:
                yield from _web_sources(entry)
        elif not entry.name.endswith(".tsbuildinfo"):
            yield entry


def fingerprint(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for file in files:
        digest.update(f"\0{file.relative_to(REPOSITORY)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_current(stamp: Path, wanted: str) -> bool:
    try:
        return stamp.read_text() == wanted
    except OSError:
        return False


def _runs(argv: list[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 only our own fixed commands come here
            argv, capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _step(
    what: str, argv: list[str], cwd: Path = REPOSITORY, env: dict[str, str] | None = None
) -> None:
    """Say it, do it, keep its output; SetupError with its last words when it fails."""
    say(f"{what} ...")
    log = STATE / "log" / "setup.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = os.pathsep.join((str(VENV / "bin"), os.environ.get("PATH", os.defpath)))
    with log.open("w") as output:
        try:
            done = subprocess.run(  # noqa: S603 only our own fixed commands come here
                argv,
                cwd=cwd,
                env=os.environ | {"PATH": path} | (env or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        except OSError as error:
            raise SetupError(f"{what} failed: {error}") from None
    if done.returncode != 0:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
        last = next((line for line in reversed(lines) if line), "it said nothing")
        raise SetupError(f"{what} failed: {last} (see {log})")


if __name__ == "__main__":
    sys.exit(main())

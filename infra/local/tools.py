"""Run a command once, to its end, with its output in a log."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping

from infra.local.errors import LocalStackError
from infra.local.identity import Identity, before_exec, owner_of
from infra.local.layout import REPOSITORY, Layout
from infra.local.processes import kill_group
from infra.local.supervisor import last_line


async def run_tool(
    name: str,
    argv: tuple[str, ...],
    layout: Layout,
    env: Mapping[str, str],
    identity: Identity = Identity.SAME,
) -> None:
    """Raises LocalStackError with the command's last words when it fails; ends with us."""
    log = layout.log(name)
    user, group = owner_of(identity)
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *argv,
            env=dict(os.environ) | dict(env),
            cwd=layout.root if identity is not Identity.SAME else REPOSITORY,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=before_exec(identity, signal.SIGKILL),
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
        )
    try:
        status = await process.wait()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        kill_group(process.pid)
    if status != 0:
        raise LocalStackError(f"{name} failed (exit {status}): {last_line(log)} (see {log})")

"""Our own two services as supervised children, for the demo and the tests."""

import sys
from collections.abc import Mapping

from infra.local.errors import LocalStackError
from infra.local.layout import REPOSITORY
from infra.local.probes import http_answers
from infra.local.stack import Stack
from infra.local.supervisor import ChildSpec, last_line

# An open event stream must not hold up Ctrl-C for long; whatever is cut off is in the database.
STOP_S = 8.0


async def start_services(stack: Stack, port: int, extra: Mapping[str, str]) -> None:
    """Start api and dispatcher; return when /health/ready answers 200 and both still run.

    Keys and schema are there already. Raises LocalStackError naming the log of what fails.
    """
    env = stack.service_env(port) | dict(extra)
    dispatcher = ChildSpec(
        name="dispatcher",
        argv=(sys.executable, "-m", "services.dispatcher"),
        env=env,
        cwd=REPOSITORY,
        log=stack.layout.log("dispatcher"),
        stop_timeout_s=STOP_S,
    )
    api = ChildSpec(
        name="api",
        argv=(sys.executable, "-m", "services.api"),
        env=env,
        cwd=REPOSITORY,
        log=stack.layout.log("api"),
        ready=lambda: http_answers(port, "/health/ready"),
        stop_timeout_s=STOP_S,
    )
    await stack.supervisor.start(dispatcher)  # it boots while the api does
    await stack.supervisor.start(api)
    if stack.supervisor.restarts("dispatcher"):
        said = last_line(dispatcher.log)
        raise LocalStackError(f"the dispatcher does not stay up: {said} (see {dispatcher.log})")

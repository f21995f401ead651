"""`python -m services.api.admin` as who runs the installation sees it."""

import asyncio
import os
import sys

from tests.integration.api.conftest import Api


async def admin(api: Api, *words: str) -> tuple[int | None, str, str]:
    """Exit status, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.api.admin",
        *words,
        env={**os.environ, **api.urls.env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, complained = await process.communicate()
    return process.returncode, told.decode(), complained.decode()


async def test_a_second_tenant_of_one_name_is_refused_in_one_line(api: Api) -> None:
    """The first is made; the second ends with 2, one line that says why, and no traceback."""
    code, told, _ = await admin(api, "create-tenant", "twice", "Twice")
    assert (code, told.split("\t")[0]) == (0, "twice")
    code, told, complained = await admin(api, "create-tenant", "twice", "Twice")
    assert (code, told) == (2, "")
    said = "The slug twice is taken; choose another."
    assert complained.splitlines() == [f"services.api.admin: {said}"]

"""`python -m services.api.admin`: what only who runs the installation may do.

    tenants
    create-tenant SLUG NAME [--copy-from SLUG] [--licence N] [--authority A] [--demo]
    add-admin SLUG EMAIL NAME
    reset-link EMAIL

`create-tenant` copies services, policies and questionnaires, never patients. A new person has no
password: `add-admin` prints the link with which they choose one.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from services.api.auth.reset import LASTS, reset_token
from services.api.tenants.creation import NewMember, NewTenant, add_member, create_tenant
from shared.db.errors import refusal
from shared.db.startup import refuse_unsafe_role
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.errors import Conflict, NotFound, RoundsError
from shared.domain.roles import Role
from shared.domain.tenant import TenantId
from shared.settings import Settings, load


def main() -> int:
    """Run one command; 2 and one line on standard error when it cannot be done."""
    arguments = _parser().parse_args()
    try:
        asyncio.run(_run(load(), arguments))
    except RoundsError as error:
        return _fail(error)
    except DBAPIError as error:
        if (known := refusal(error)) is None:
            raise
        return _fail(known)
    return 0


def _fail(error: RoundsError) -> int:
    print(f"services.api.admin: {error.message}", file=sys.stderr)  # noqa: T201 - to the operator
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.api.admin", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("tenants", help="list the active tenants")
    create = commands.add_parser("create-tenant", help="a new tenant, without people")
    create.add_argument("slug")
    create.add_argument("name")
    create.add_argument("--copy-from", metavar="SLUG")
    create.add_argument("--licence")
    create.add_argument("--authority")
    create.add_argument("--demo", action="store_true", help="its data may be thrown away")
    admin = commands.add_parser("add-admin", help="make somebody an admin of a tenant")
    for name in ("slug", "email", "name"):
        admin.add_argument(name)
    commands.add_parser("reset-link", help="a link to choose a new password").add_argument("email")
    return parser


async def _run(settings: Settings, arguments: argparse.Namespace) -> None:
    database = Database(settings.database_url, 2)
    system = SystemDoor(database)
    try:
        await refuse_unsafe_role(database.engine)
        match arguments.command:
            case "tenants":
                for tenant in await system.tenants_active():
                    _say(f"{tenant.slug}\t{tenant.tenant_id}\t{tenant.zone}")
            case "create-tenant":
                await _create_tenant(database, system, arguments)
            case "add-admin":
                await _add_admin(settings, database, system, arguments)
            case _:
                _say(await _reset_link(settings, system, arguments.email))
    finally:
        await database.close()


async def _create_tenant(
    database: Database, system: SystemDoor, arguments: argparse.Namespace
) -> None:
    if arguments.slug in {slug for _, slug in await system.tenants_all()}:
        raise Conflict("slug-taken", f"The slug {arguments.slug} is taken; choose another.")
    copy_from = arguments.copy_from and await _tenant_id(system, arguments.copy_from)
    wanted = NewTenant(
        arguments.slug,
        arguments.name,
        arguments.licence,
        arguments.authority,
        arguments.demo,
        copy_from,
    )
    _say(f"{arguments.slug}\t{await create_tenant(database, wanted)}")


async def _add_admin(
    settings: Settings, database: Database, system: SystemDoor, arguments: argparse.Namespace
) -> None:
    tenant_id = await _tenant_id(system, arguments.slug)
    member = NewMember(arguments.email, arguments.name, frozenset({Role.ADMIN}))
    async with database.tenant_session(tenant_id) as session:
        await add_member(session, system, tenant_id, member)
    person = await system.login_lookup(arguments.email)
    if person is not None and person.password_hash is None:
        _say(await _reset_link(settings, system, arguments.email))


async def _tenant_id(system: SystemDoor, slug: str) -> TenantId:
    for tenant in await system.tenants_active():
        if tenant.slug == slug:
            return tenant.tenant_id
    raise NotFound(f"active tenant: {slug}")


async def _reset_link(settings: Settings, system: SystemDoor, email: str) -> str:
    person = await system.login_lookup(email)
    if person is None:
        raise NotFound(f"person: {email}")
    secret = settings.secret_file.read_bytes()
    token = reset_token(secret, email, person.password_hash, datetime.now(UTC))
    # In the fragment, which browsers keep to themselves: no server's log ever holds it.
    hours = int(LASTS.total_seconds() // 3600)
    return f"{settings.public_url}/reset#token={token}\t(works once, within {hours} hours)"


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a command's answer


if __name__ == "__main__":
    raise SystemExit(main())

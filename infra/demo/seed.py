"""`python -m infra.demo.seed`: two tenants with a Dubai day around now, in a demo database.

Run again on the same service day it does nothing; on a later one it adds the new days to what is
there. It refuses a database that holds a tenant that is no demo. What it takes from the
environment: ROUNDS_DATABASE_URL, ROUNDS_OWNER_DATABASE_URL, ROUNDS_KEYS_FILE, ROUNDS_SECRET_FILE.
The logins go to `logins.json` beside the keys.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from infra.demo import accounts, gate
from infra.demo.cast import COMPANIES
from infra.local.console import say
from shared.domain.service_day import service_day
from shared.settings import Settings, load

SEED = 20


async def seed(
    settings: Settings,
    owner_url: str | None = None,
    *,
    number: int = SEED,
    now: datetime | None = None,
) -> bool:
    """Whether anything was written; raises NotADemo. `now` is the clock's unless a test says."""
    instant = (now or datetime.now(UTC)).replace(microsecond=0)
    day = service_day(instant, ZoneInfo("Asia/Dubai"))
    found = await gate.look(settings.database_url, owner_url, day)
    word = accounts.password(settings.secret_file.read_bytes())
    logins = settings.keys_file.with_name("logins.json")
    waiting = [company for company in COMPANIES if company.slug not in found.seeded]
    if waiting:
        from infra.demo.perform import perform  # noqa: PLC0415 - a second start must be quick

        await perform(settings, found, waiting, word, instant, number)
    if waiting or not logins.exists():
        accounts.write_logins(logins, [(one.slug, one.name) for one in COMPANIES], word)
    _tell(word, logins, wrote=bool(waiting))
    return bool(waiting)


def _tell(word: str, logins: Path, *, wrote: bool) -> None:
    say("the demo day is seeded" if wrote else "the demo day is there already")
    say(f"every demo account has the password {word} (see {logins})")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m infra.demo.seed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"another cast of days ({SEED})")
    asked = parser.parse_args()
    try:
        asyncio.run(seed(load(), gate.owner_url(), number=asked.seed))
    except gate.NotADemo as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

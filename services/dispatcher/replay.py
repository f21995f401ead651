"""`python -m services.dispatcher.replay SOLVE_ID`: run a stored solve again and compare the plans.

A solve that counted its work (ROUNDS_SOLVE_ITERATIONS) gives the identical plan again, under the
same versions. One that ran by the clock is replayed with as much work as it did: the same plan
each time it is replayed, though not always the one that the clock allowed.
Exit status: 0 identical, 1 another plan, 2 with one line when it cannot be replayed.
"""

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.dispatcher.optimiser.levels import planned
from services.dispatcher.optimiser.params import Params
from services.dispatcher.planning.own_stdout import say_answers_only
from services.dispatcher.planning.record import versions
from services.dispatcher.planning.snapshot import problem_of
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.errors import RoundsError
from shared.routing.plan import Plan
from shared.routing.plan_file import plan_to_json
from shared.routing.problem import Problem
from shared.settings import load

_NEVER_S = 86_400.0

_STORED = text("""
    SELECT s.seed, s.iterations, s.params, s.versions, s.result, s.status, k.problem
    FROM solve s LEFT JOIN solve_snapshot k
        ON k.tenant_id = s.tenant_id AND k.solve_id = s.solve_id
    WHERE s.tenant_id = :tenant AND s.solve_id = :solve_id
""")


class NoReplay(RoundsError):  # noqa: N818 - errors end in the fact (DESIGN 11)
    """The solve is unknown, or not all of it is kept."""

    slug = "no-replay"


@dataclass(frozen=True, slots=True)
class Stored:
    """One solve as its rows tell it; `iterations` is the count that a replay is given."""

    problem: Problem
    seed: int
    iterations: int
    repeatable: bool
    versions: Mapping[str, str]
    result: Mapping[str, Any]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m services.dispatcher.replay", description=__doc__
    )
    parser.add_argument("solve_id", type=UUID, help="the id of a row of `solve`")
    options = parser.parse_args(arguments)
    try:
        stored = asyncio.run(_stored(options.solve_id))
    except RoundsError as error:
        sys.stderr.write(f"services.dispatcher.replay: {error.message}\n")
        return 2
    return tell(stored, replayed(stored))


def replayed(stored: Stored) -> Plan:
    """The plan that as much counted work gives."""
    params = Params(_NEVER_S, stored.seed, deterministic_iterations=stored.iterations)
    rng = random.Random(stored.seed)  # noqa: S311 - a search, not a secret
    return planned(stored.problem, params, lambda: False, rng, lambda _: None)


def tell(stored: Stored, plan: Plan) -> int:
    """Say what differs; 0 when nothing does."""
    now = versions()
    for name in sorted(stored.versions.keys() | now.keys()):
        if stored.versions.get(name) != now.get(name):
            then = stored.versions.get(name, "not recorded")
            sys.stdout.write(f"{name}: {then} then, {now.get(name, 'absent')} now\n")
    if not stored.repeatable:
        sys.stdout.write("this solve was ended by the clock, or by its death\n")
    # Through JSON, as the stored one went: tuples are lists there.
    again = json.loads(json.dumps(plan_to_json(plan)))
    same = all(again.get(part) == stored.result.get(part) for part in ("routes", "unassigned"))
    figures = f"cost {stored.result.get('cost')} then, {plan.cost} now"
    sys.stdout.write(f"{'identical plan' if same else 'another plan'}: {figures}\n")
    return 0 if same else 1


async def _stored(solve_id: UUID) -> Stored:
    database = Database(load().database_url, 2)
    try:
        return await find(database, solve_id)
    finally:
        await database.close()


async def find(database: Database, solve_id: UUID) -> Stored:
    """The solve, whichever tenant's it is; `NoReplay` with what is missing."""
    for tenant, _ in await SystemDoor(database).tenants_all():
        async with database.tenant_session(tenant) as session:
            scope = {"tenant": tenant, "solve_id": solve_id}
            row = (await session.execute(_STORED, scope)).one_or_none()
        if row is None:
            continue
        if row.problem is None:
            raise NoReplay(f"What the solve {solve_id} was given has been forgotten.")
        if row.result is None:
            raise NoReplay(f"The solve {solve_id} has no plan to compare with: it is {row.status}.")
        repeatable = bool(row.params.get("repeatable"))
        # How a search divides its work hangs on the count it was given, not on what it used of it.
        given = row.params.get("iterations") if repeatable else None
        return Stored(
            problem_of(row.problem),
            row.seed,
            given or row.iterations,
            repeatable,
            row.versions,
            row.result,
        )
    raise NoReplay(f"No tenant has a solve {solve_id}.")


if __name__ == "__main__":
    say_answers_only()
    sys.exit(main())

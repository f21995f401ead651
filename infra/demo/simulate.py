"""Live the demo's day through the public API: therapists drive, callers book, one falls ill.

How the time runs: with --speed 60 the people do in a second what takes them a minute. The server's
clock is the real one and is not touched, so every fact is reported as of the real now and none lies
in its future. The day's routes are therefore really lived, only faster than they were planned: the
board shows visits done long before their windows. Only the current service day is lived; --speed 1
is the real day. Ends when no therapist has anything left to do, after --minutes, or at Ctrl-C.
"""

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import httpx

from infra.demo.accounts import email
from infra.demo.client import Client, LoginRefused
from infra.demo.dice import dice
from infra.demo.office import decide, dispatch, take_calls
from infra.demo.road import Therapist
from infra.demo.world import Pace, World
from infra.local.console import complain, say
from infra.local.layout import default_layout


async def simulate(info: dict[str, Any], speed: float, seed: int) -> int:
    """Live the first tenant's day; how many acts it took."""
    logins = [one for one in info["logins"] if one["tenant"] == info["logins"][0]["tenant"]]
    by_role = {one["role"]: one for one in logins}
    url, password = info["url"], by_role["dispatcher"]["password"]
    async with contextlib.AsyncExitStack() as open_:
        desks = {
            role: await open_.enter_async_context(Client(url, by_role[role]["email"], password))
            for role in ("dispatcher", "agent", "clinician")
        }
        asked = (await desks["agent"].get("/v1/screening/questionnaire")).body
        world = World(
            url,
            password,
            slug=desks["agent"].who["tenant"]["slug"],
            pace=Pace(speed),
            questionnaire=asked["version"],
            concern_if={one["id"]: one["concernIf"] for one in asked["questions"]},
        )
        therapists = await _therapists(world, desks["dispatcher"], open_, seed)
        offices = (
            take_calls(world, desks["agent"], dice(seed, "calls")),
            decide(world, desks["clinician"]),
            dispatch(world, desks["dispatcher"], dice(seed, "dispatch")),
        )
        await _together([one.live() for one in therapists], offices)
        say(f"the day is lived: {world.acts} acts")
    return world.acts


async def _therapists(
    world: World, dispatcher: Client, open_: contextlib.AsyncExitStack, seed: int
) -> list[Therapist]:
    """Everybody who has an account of their own."""
    found: list[Therapist] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await dispatcher.get("/v1/therapists", **cursor)).body
        for one in page.get("items", []):
            account = email(one["name"].lower().replace(" ", ".").replace("'", ""), world.slug)
            try:
                client = await open_.enter_async_context(world.client(account))
            except LoginRefused as refused:
                complain(f"left out: {refused}")
                continue
            found.append(Therapist(world, client, one["name"], dice(seed, one["name"])))
        if not page.get("next"):
            return found
        cursor = {"cursor": page["next"]}


async def _together(
    therapists: list[Coroutine[Any, Any, None]], offices: tuple[Coroutine[Any, Any, None], ...]
) -> None:
    """Until the last therapist is home; then the offices close."""
    desks = [asyncio.create_task(one) for one in offices]
    roads = asyncio.create_task(_all(therapists))
    try:
        done, _ = await asyncio.wait({roads, *desks}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()  # an office never ends by itself: whatever it raised is ours to see
    finally:
        roads.cancel()
        for task in desks:
            task.cancel()
        await asyncio.gather(roads, *desks, return_exceptions=True)


async def _all(lives: list[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*lives)


def _read(file: Path, url: str | None) -> dict[str, Any]:
    info: dict[str, Any] = json.loads(file.read_text())
    return info | ({"url": url} if url else {})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m infra.demo.simulate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--speed", type=float, default=60, help="simulated seconds a second (60)")
    parser.add_argument("--minutes", type=float, help="stop after so many real minutes")
    parser.add_argument("--seed", type=int, default=1, help="other accidents, other callers (1)")
    parser.add_argument("--url", help="where the api is (from .rounds/demo.json)")
    parser.add_argument(
        "--info", type=Path, default=default_layout().demo, help="the demo.json to read"
    )
    return parser.parse_args()


def main() -> int:
    asked = _arguments()
    if asked.speed <= 0:
        complain(f"--speed is {asked.speed}: it must be more than 0, such as 60")
        return 2
    try:
        info = _read(asked.info, asked.url)
    except (OSError, ValueError) as error:
        complain(f"{asked.info}: {error}; start the demo with `make demo` first")
        return 1
    limit = None if asked.minutes is None else asked.minutes * 60
    try:
        asyncio.run(asyncio.wait_for(simulate(info, asked.speed, asked.seed), limit))
    except TimeoutError:
        say(f"stopped after {asked.minutes:g} minutes")
    except KeyboardInterrupt:
        say("stopped")
    except (httpx.TransportError, LoginRefused) as error:
        complain(f"the api at {info['url']} does not let us in: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Every combination of answers gives the outcome that the clinic's published rules say, over HTTP.

The oracle below is written from the rules of the issue, not from the questionnaire's data.
"""

import asyncio
from itertools import product
from typing import Any
from uuid import uuid4

import httpx

from shared.domain.roles import Role
from tests.integration.api.conftest import ApiClient, TestTenant

RED_FLAGS = (
    "bladder-bowel",
    "saddle-numbness",
    "leg-weakness",
    "major-trauma",
    "fever-back-pain",
    "chest-pain",
)
# "Ask a clinician first"; the answer that worries.
CLINICIAN_FIRST = {
    "pregnancy": True,
    "weakened-immunity": True,
    "recent-surgery": True,
    "blood-thinners": True,
    "needle-fear": True,
    "understands": False,
}
ORDER = (*RED_FLAGS, *CLINICIAN_FIRST)
# Another one each time: what one patient says counts for all of their requests.
WOMAN = {"dateOfBirth": "1996-05-05", "gender": "female", "languages": []}
AT_ONCE = 6


def rule(answers: dict[str, bool | None]) -> str:
    """What the clinic publishes, for needling."""
    if any(answers[flag] is True for flag in RED_FLAGS):
        return "emergency"
    if any(answers[flag] is None for flag in RED_FLAGS):
        return "needs-clinician"
    worries = (answers[q] in (worrying, None) for q, worrying in CLINICIAN_FIRST.items())
    return "needs-clinician" if any(worries) else "cleared"


async def ask(client: ApiClient, version: str, answers: dict[str, bool | None]) -> httpx.Response:
    """One phone call with these answers."""
    return await client.post(
        "/v1/requests",
        json={
            "channel": "phone",
            "callerPhone": f"050{uuid4().int % 10**7:07}",
            "service": "dry-needling",
            "patient": WOMAN | {"name": f"Test {uuid4().hex[:12]}"},
            "place": {"lat": 25.0772, "lon": 55.1403},
            "screening": {"version": version, "answers": answers},
        },
    )


async def check_all(tenant: TestTenant, combinations: list[dict[str, bool | None]]) -> None:
    """Each combination, some at once; the outcome, the status and the other services agree."""
    agent = await tenant.client(Role.AGENT)
    version = (await agent.get("/v1/screening/questionnaire")).json()["version"]
    status = {"cleared": "ready"}
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(answers: dict[str, bool | None]) -> dict[str, Any] | None:
        async with turn:
            answer = await ask(agent, version, answers)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        expected = rule(answers)
        got = (made["screening"]["outcome"], made["status"])
        return None if got == (expected, status.get(expected, expected)) else {**answers, "": got}

    wrong = [w for w in await asyncio.gather(*map(one, combinations)) if w is not None]
    assert not wrong, f"{len(wrong)} of {len(combinations)}, the first: {wrong[0]}"


async def test_every_combination_of_yes_and_no(tenant_a: TestTenant) -> None:
    """All 4,096 ways to answer the twelve questions that this woman is asked."""
    combinations = [
        dict(zip(ORDER, answers, strict=True))
        for answers in product((False, True), repeat=len(ORDER))
    ]
    await check_all(tenant_a, combinations)


async def test_unknown_is_never_the_harmless_answer(tenant_a: TestTenant) -> None:
    """Each single question unknown, beside all harmless and beside all worrying answers."""
    harmless: dict[str, bool | None] = dict.fromkeys(RED_FLAGS, False)
    harmless |= {question: not worrying for question, worrying in CLINICIAN_FIRST.items()}
    one_flag = {**harmless, "chest-pain": True}
    await check_all(
        tenant_a,
        [{**base, question: None} for base in (harmless, one_flag) for question in ORDER],
    )

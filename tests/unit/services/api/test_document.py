"""The OpenAPI document says of every call what the edge demands of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.api.openapi import document

UNSAFE = ("post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    """As it is served."""
    parsed: dict[str, Any] = json.loads(document())
    return parsed


def calls(spec: dict[str, Any], *methods: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each call under /v1 and what is said of it."""
    found = 0
    for path, item in spec["paths"].items():
        for method in methods:
            if path.startswith("/v1/") and method in item:
                found += 1
                yield f"{method} {path}", item[method]
    assert found


def header(call: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The header's entry, if it is documented."""
    named = (one for one in call.get("parameters", []) if one["in"] == "header")
    return next((one for one in named if one["name"] == name), None)


def test_every_command_names_its_key(spec: dict[str, Any]) -> None:
    """Each POST behind a login needs an Idempotency-Key, and says how long it may be."""
    for name, call in calls(spec, "post"):
        key = header(call, "Idempotency-Key")
        if name.startswith(("post /v1/auth/", "post /v1/public/")):
            assert key is None, name
            continue
        assert key is not None, name
        assert (key["required"], key["schema"]["maxLength"]) == (True, 255), name


def test_every_change_names_what_it_was_based_on(spec: dict[str, Any]) -> None:
    """PATCH, PUT and DELETE need If-Match; 412 and 428 are told where they happen, only there."""
    for name, call in calls(spec, *UNSAFE, "get"):
        tag, told = header(call, "If-Match"), set(call["responses"])
        if not name.startswith(("get", "post")):
            assert tag is not None, name
            assert tag["required"] is True, name
        assert ("412" in told) == (tag is not None), name
        assert ("428" in told) == (tag is not None and tag["required"]), name


def test_who_must_wait_is_told_how_long(spec: dict[str, Any]) -> None:
    """429 and 503 come with Retry-After; guessing and asking too often is slowed down."""
    guarded = []
    for name, call in calls(spec, *UNSAFE, "get"):
        again = {code for code in ("429", "503") if code in call["responses"]}
        assert "503" in again, name
        for code in again:
            assert "Retry-After" in call["responses"][code]["headers"], name
        if "429" in again:
            guarded.append(name)
    assert sorted(guarded) == [
        "get /v1/public/pins/{token}",
        "post /v1/auth/login",
        "post /v1/auth/reset/request",
        "post /v1/public/pins/{token}",
    ]

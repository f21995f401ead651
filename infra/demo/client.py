"""A person's connection to the API: logs in, keeps trying, never does a thing twice."""

import asyncio
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

_PATIENCE = 40
_LONGEST_WAIT_S = 8.0
_OK, _UNAUTHORISED, _TOO_MANY, _ERROR = 300, 401, 429, 500


class LoginRefused(Exception):  # noqa: N818 - what happened at the door
    """The account does not exist here, or its password is another one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the JSON beside it ({} when there is none)."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.status < _OK

    @property
    def slug(self) -> str:
        """The last part of a problem's type, or the status."""
        return str(self.body.get("type", self.status)).rpartition("/")[2]


@dataclass(slots=True)
class Client:
    """One account. Lost connections, 429 and 5xx are tried again under the same key."""

    url: str
    email: str
    password: str
    transport: httpx.AsyncBaseTransport | None = None
    first_wait_s: float = 0.25
    who: dict[str, Any] = field(default_factory=dict)
    _token: str = ""
    _http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        self._http = httpx.AsyncClient(base_url=self.url, timeout=30, transport=self.transport)
        await self.log_in()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def log_in(self) -> None:
        """Get a token; raises LoginRefused."""
        body = {"email": self.email, "password": self.password}
        answer = await self._persist("POST", "/v1/auth/login", body, {})
        if not answer.ok:
            raise LoginRefused(f"{self.email}: {answer.slug}")
        self.who, self._token = answer.body, answer.body["accessToken"]

    async def get(self, path: str, **query: str) -> Answer:
        """Read."""
        return await self._call("GET", path, None, query)

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Answer:
        """Do something, once, however often it has to be sent."""
        return await self._call("POST", path, {} if body is None else body, {})

    async def _call(
        self, method: str, path: str, body: dict[str, Any] | None, query: dict[str, str]
    ) -> Answer:
        key = {"Idempotency-Key": str(uuid4())}
        answer = await self._persist(method, path, body, self._headers() | key, query)
        if answer.status == _UNAUTHORISED:
            await self.log_in()
            answer = await self._persist(method, path, body, self._headers() | key, query)
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    async def _persist(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        headers: dict[str, str],
        query: dict[str, str] | None = None,
    ) -> Answer:
        """Raises httpx.TransportError when nobody has answered for minutes."""
        wait_s = self.first_wait_s
        for tries_left in reversed(range(_PATIENCE)):
            try:
                response = await self._sent(method, path, body, headers, query)
            except httpx.TransportError:
                if not tries_left:
                    raise
            else:
                busy = response.status_code == _TOO_MANY or response.status_code >= _ERROR
                if not busy or not tries_left:
                    return _answer(response)
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
        raise AssertionError("the last try returns or raises")

    async def _sent(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        headers: dict[str, str],
        query: dict[str, str] | None,
    ) -> httpx.Response:
        if self._http is None:
            raise AssertionError("use the client in an `async with` block")
        return await self._http.request(method, path, json=body, headers=headers, params=query)


def _answer(response: httpx.Response) -> Answer:
    try:
        body = response.json() if response.content else {}
    except ValueError:
        body = {}
    return Answer(response.status_code, body if isinstance(body, dict) else {"items": body})

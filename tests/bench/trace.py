"""Statements as the service sends them, recorded so that plain asyncpg can send them again."""

from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement with its parameters, or the edge of a transaction."""

    statement: str
    parameters: Any = ()
    many: bool = False


@dataclass(slots=True)
class Trace:
    """What one engine sends while it listens."""

    sent: list[Sent] = field(default_factory=list)
    listening: bool = False

    def attach(self, engine: AsyncEngine) -> None:
        """Listen to every connection of this engine."""
        sync = engine.sync_engine
        event.listen(sync, "before_cursor_execute", self._statement)
        event.listen(sync, "begin", lambda _: self._edge("BEGIN"))
        event.listen(sync, "commit", lambda _: self._edge("COMMIT"))
        event.listen(sync, "rollback", lambda _: self._edge("ROLLBACK"))

    def take(self) -> list[Sent]:
        """What was recorded since the last time."""
        sent, self.sent = self.sent, []
        return sent

    def _edge(self, statement: str) -> None:
        if self.listening:
            self.sent.append(Sent(statement))

    def _statement(
        self,
        _: Connection,
        __: Any,
        statement: str,
        parameters: Any,
        ___: Any,
        many: bool,
    ) -> None:
        if self.listening:
            self.sent.append(Sent(statement, parameters, many))


async def replay(connection: asyncpg.Connection, sent: list[Sent]) -> None:
    """The same statements in the same transactions, with nothing between them."""
    for one in sent:
        if one.many:
            await connection.executemany(one.statement, one.parameters)
        elif one.statement in ("BEGIN", "COMMIT", "ROLLBACK"):
            await connection.execute(one.statement)
        else:
            await connection.fetch(one.statement, *one.parameters)

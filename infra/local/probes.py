"""Does a server answer yet? Small enough to need no client library."""

import asyncio
import contextlib

import asyncpg

PATIENCE_S = 2.0


async def postgres_answers(url: str) -> bool:
    """A login and a query succeed; starting up, recovering or shutting down do not count."""
    try:
        connection = await asyncpg.connect(url, timeout=PATIENCE_S, ssl=False)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    try:
        return bool(await connection.fetchval("SELECT 1", timeout=PATIENCE_S) == 1)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    finally:
        connection.terminate()


async def valkey_answers(port: int, password: str) -> bool:
    """The server takes the password and a PING; while it loads its data it answers neither so."""
    said = await _exchange("127.0.0.1", port, f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
    return said.startswith(b"+OK\r\n+PONG")


async def http_answers(port: int, path: str, host: str = "127.0.0.1") -> bool:
    """GET answers 200."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    said = await _exchange(host, port, request.encode())
    return said.startswith(b"HTTP/1.") and said[9:12] == b"200"


async def _exchange(host: str, port: int, message: bytes) -> bytes:
    """Send `message` and read until the other side closes; nothing when there is no other side."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(message)
                await writer.drain()
                return await reader.read(-1)
            finally:
                writer.close()
    return b""

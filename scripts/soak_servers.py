"""The servers of the long run: a simulator with faults, and one behind TLS whose idle connections end early; a proxy.

They run in a process of their own, on the loopback interface.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import trustme

from sinch.testing import Simulator

FAULTS: list[dict[str, Any]] = [
    {"status": 429},
    {"status": 429, "retry_after": 0},
    {"status": 500},
    {"status": 503},
    {"reset": "before"},
    {"reset": "after"},
    {"reset": "mid_response"},
    {"truncate": True},
    {"body": b"not json"},
    {"delay": 0.05},
]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Relay:
    """Passes bytes on between two connections, and ends both when they are idle for a few milliseconds."""

    def __init__(self, chance: random.Random, *, ends_idle: bool) -> None:
        self._chance = chance
        self._ends_idle = ends_idle
        self.ended = 0

    async def join(self, client: Streams, server: Streams) -> None:
        """Pass bytes on until one side ends."""
        waiting = [False]  # for a response
        limit = self._chance.choice([0.002, 0.01, 0.02, 0.05, 1.0]) if self._ends_idle else 60.0
        tasks = [
            asyncio.ensure_future(self._pump(client[0], server[1], waiting, True, limit)),
            asyncio.ensure_future(self._pump(server[0], client[1], waiting, False, 60.0)),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for _, writer in (client, server):
            writer.close()

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, waiting: list[bool], asks: bool, limit: float
    ) -> None:
        try:
            while True:
                try:
                    data = await asyncio.wait_for(source.read(65536), limit)
                except asyncio.TimeoutError:
                    if waiting[0]:
                        continue
                    self.ended += 1
                    return
                if not data or target.is_closing():
                    return
                waiting[0] = asks
                target.write(data)
                await target.drain()
        except OSError:
            return


async def _relays(
    port: int, context: ssl.SSLContext, chance: random.Random, tell: Callable[[int, int, Relay], None]
) -> None:
    """Listen with TLS in front of a port, and as a proxy."""
    idle, patient = Relay(chance, ends_idle=True), Relay(chance, ends_idle=False)

    async def secured(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await idle.join((reader, writer), await asyncio.open_connection("127.0.0.1", port))

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            target = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        except (asyncio.IncompleteReadError, OSError):
            writer.close()
            return
        streams = await asyncio.open_connection("127.0.0.1", int(target.rpartition(":")[2]))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await patient.join((reader, writer), streams)

    def guarded(handle: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await handle(reader, writer)
            except OSError:
                writer.close()

        return run

    first = await asyncio.start_server(guarded(secured), "127.0.0.1", 0, ssl=context)
    second = await asyncio.start_server(guarded(proxy), "127.0.0.1", 0)
    tell(first.sockets[0].getsockname()[1], second.sockets[0].getsockname()[1], idle)
    await asyncio.sleep(float("inf"))


def serve(pipe: Connection, folder: str) -> None:
    """Run all servers; when told to end, say how often each text was taken, and how many faults there were."""
    chance = random.Random(7)
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(Path(folder) / "ca.pem"))
    with Simulator(keep_requests=100) as faulty, Simulator(keep_requests=100) as sound:
        ports: list[Any] = []
        port = int(sound.url.rpartition(":")[2])

        def run() -> None:
            asyncio.run(_relays(port, context, random.Random(8), lambda *told: ports.extend(told)))

        threading.Thread(target=run, daemon=True).start()
        while not ports:
            time.sleep(0.01)
        secure, proxy, relay = ports
        plain = {name: origin.replace("127.0.0.1", "localhost") for name, origin in faulty.origins.items()}
        address = f"https://localhost:{secure}"
        secured = {name: origin.replace(sound.url, address) for name, origin in sound.origins.items()}
        pipe.send(
            {
                "faulty": {**faulty.credentials.project, **plain},
                "secured": {**sound.credentials.project, **secured},
                "proxy": f"http://127.0.0.1:{proxy}",
            }
        )
        faults, expired = 0, time.monotonic()
        while not pipe.poll(0.01):
            operation = chance.choice(["SendSMS", "GetBatchMessage", "ListGroups"])
            faulty.fail(operation, **chance.choice(FAULTS))
            faults += operation == "SendSMS"
            if time.monotonic() > expired + 70:  # one that is new is not replaced within its first minute
                faulty.expire_tokens()
                expired = time.monotonic()
        pipe.recv()
        taken = Counter(message.text for each in (faulty, sound) for message in each.sent_messages())
        pipe.send((taken, faults, relay.ended))

"""A keep-alive HTTP server that responds at once from memory, in its own process, and counts requests.

Unlike the simulator, it looks at nothing but the address, so that it never limits a client.

The path says how to respond: `.../items-5000/...` (the project) makes lists of 5000 items, an id ending in `SLOW`
delays the response, and one ending in `CLOSE` closes the connection. `GET /counts` reads the counters and resets them.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
import sys
from pathlib import Path

from bench.responses import FIXED, LISTS

SLOW_SECONDS = 0.15
_HEAD = (
    b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nDate: Mon, 02 Mar 2026 10:15:00 GMT\r\n"
    b"X-Request-Id: 0f1e2d3c4b5a6978\r\nContent-Length: %d\r\n%s\r\n"
)
_PAGE = re.compile(r"[?&](?:page|pageToken|page_token)=(\d+)")
_TOTAL = re.compile(r"/items-(\d+)/")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)

counts = {"connections": 0, "requests": 0, "tokens": 0}


class _Connection(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""
        self._counted = False

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            method, target = self._buffer[: self._buffer.index(b"\r")].decode("latin-1").split(" ")[:2]
            self._buffer = self._buffer[whole:]
            self._respond(method, target)

    def _respond(self, method: str, target: str) -> None:
        if target == "/counts":
            self._write(json.dumps(counts).encode())
            counts.update(dict.fromkeys(counts, 0))
            return
        counts["requests"] += 1
        counts["connections"] += not self._counted
        self._counted = True
        counts["tokens"] += target == "/oauth2/token"
        body = _find(method, target)
        if target.endswith("SLOW"):
            asyncio.get_running_loop().call_later(SLOW_SECONDS, self._write, body)
        else:
            self._write(body, close=target.endswith("CLOSE"))

    def _write(self, body: bytes | None, *, close: bool = False) -> None:
        status, reason, content = (404, b"Not Found", b"{}") if body is None else (200, b"OK", body)
        head = _HEAD % (status, reason, len(content), b"Connection: close\r\n" if close else b"")
        self._transport.write(head + content)
        if close:
            self._transport.close()


def _find(method: str, target: str) -> bytes | None:
    path = target.partition("?")[0]
    end = path[path.rindex("/") :]
    if path == "/oauth2/token":
        return FIXED[path]
    if method == "GET" and end in LISTS:
        page, total = _PAGE.search(target), _TOTAL.search(path)
        return LISTS[end].page(int(page[1]) if page else 0, int(total[1]) if total else 0)
    if "/batches/" in path:
        end = "/batches"
    return FIXED.get(end)


async def _serve(certificate: Path | None) -> None:
    loop = asyncio.get_running_loop()
    plain = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=256)
    servers = {"http": plain}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        servers["https"] = await loop.create_server(_Connection, "127.0.0.1", 0, ssl=context)
    origins = {
        scheme: f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}" for scheme, server in servers.items()
    }
    print(json.dumps(origins), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until the process that started it is gone


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]) if len(sys.argv) > 1 else None))

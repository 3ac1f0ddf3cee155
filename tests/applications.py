"""Applications that Sinch asks: a server on this machine that replies to each event as a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Replies = Callable[[dict[str, str], bytes, str], Any]
"""Takes headers, body and path of an event; what it returns is sent as JSON, None as nothing, a number as status."""


@contextmanager
def application(reply: Replies) -> Iterator[str]:
    """Serve an application; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            value = reply(dict(self.headers.items()), body, self.path)
            status, value = (value, None) if isinstance(value, int) else (200, value)
            content = b"" if value is None else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

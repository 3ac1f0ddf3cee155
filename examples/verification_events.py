"""Decides about verifications with nothing but the standard library: `python examples/verification_events.py [PORT]`.

Register `https://<your host>/hooks/verification` with Sinch as the callback URL of the app.
`SINCH_APPLICATION_KEY` and `SINCH_APPLICATION_SECRET` are those of the app; without them, every event is rejected.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sinch import EventError, SignatureError, SinchClient
from sinch.domains.verification import VerificationRequestEvent

MAX_BODY = 1_000_000


class VerificationEvents(BaseHTTPRequestHandler):
    """Answers 200 to events with a valid signature, and 401 to everything else."""

    events = SinchClient().verification.sinch_events

    def do_POST(self) -> None:
        """Verify the event over its raw bytes and its path, and let numbers of North America be verified."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MAX_BODY))
        try:
            event = self.events.verify_and_parse(self.headers, body, path=self.path)
        except SignatureError as error:
            print(f"Not genuine: {error}", flush=True)
            self._reply(401)
            return
        except EventError as error:
            print(f"Not an event: {error}", flush=True)
            self._reply(400)
            return
        if isinstance(event, VerificationRequestEvent):
            allowed = event.identity.endpoint.startswith("+1")
            self._reply(200, self.events.allow() if allowed else self.events.deny())
        else:
            self._reply(200)
        print(f"{event.event} for {event.identity.endpoint}", flush=True)

    def _reply(self, status: int, value: object = None) -> None:
        content = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the lines above are enough."""


def main(port: int) -> None:
    """Serve until interrupted."""
    with ThreadingHTTPServer(("", port), VerificationEvents) as server:
        print(f"Waiting for events on port {server.server_port}. Ctrl-C ends it.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8080)

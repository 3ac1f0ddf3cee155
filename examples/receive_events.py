"""Receives SMS events with nothing but the standard library: `python examples/receive_events.py [PORT]`.

Register the address with Sinch as the callback URL of the service plan or, per batch, as `event_destination_target`.
`SINCH_EVENT_SECRET` holds the agreed signing secret; without it, every event is rejected.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sinch import EventError, SignatureError
from sinch.domains.sms import BatchDeliveryReport, MOTextMessage, SmsSinchEvent

MAX_BODY = 1_000_000


class EventReceiver(BaseHTTPRequestHandler):
    """Answers 200 to events with a valid signature, and 401 to everything else."""

    events = SmsSinchEvent(os.environ.get("SINCH_EVENT_SECRET"))

    def do_POST(self) -> None:
        """Verify the event over its raw bytes, read it, and act on it."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MAX_BODY))
        try:
            event = self.events.verify_and_parse(self.headers, body)
        except SignatureError as error:
            print(f"Not genuine: {error}")
            self._reply(401)
            return
        except EventError as error:
            print(f"Not an event: {error}")
            self._reply(400)
            return
        self._reply(200)
        if isinstance(event, MOTextMessage):
            print(f"Message from {event.from_}: {event.body}")
        elif isinstance(event, BatchDeliveryReport):
            outcome = ", ".join(f"{entry.count} {entry.status}" for entry in event.statuses)
            print(f"Report on batch {event.batch_id}: {outcome}")
        else:
            print(event)

    def _reply(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the lines above are enough."""


def main(port: int) -> None:
    """Serve until interrupted."""
    with ThreadingHTTPServer(("", port), EventReceiver) as server:
        print(f"Waiting for events on port {server.server_port}. Ctrl-C ends it.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8080)

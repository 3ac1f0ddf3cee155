"""Takes calls with a menu, with nothing but the standard library: `python examples/voice_menu.py [PORT]`.

Register `https://<your host>/hooks/voice` with Sinch as the callback URL of the app, and assign a number to it.
`SINCH_APPLICATION_KEY` and `SINCH_APPLICATION_SECRET` are those of the app; without them, every event is rejected.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sinch import EventError, SignatureError, SinchClient
from sinch.domains.voice import svaml
from sinch.domains.voice.v1 import AceEvent, AceSvaml, IceEvent, IceSvaml, PieEvent, PieSvaml, VoiceEvent

MAX_BODY = 1_000_000
SALES = "+12025550126"
PINS = {"4711": "Your table is booked for seven."}

MENU = svaml.run_menu(
    svaml.menu(
        "main",
        svaml.option("1", svaml.return_value("sales")),
        svaml.option("2", svaml.go_to("pin")),
        main_prompt=svaml.tts("Press 1 for sales, or 2 for your booking."),
        repeat_prompt=svaml.tts("Please press 1 or 2."),
        repeats=2,
    ),
    svaml.menu("pin", main_prompt=svaml.tts("Enter your pin."), max_digits=4),
    locale="en-US",
)


def reply(event: VoiceEvent) -> IceSvaml | AceSvaml | PieSvaml | None:
    """Return what the call does next; None for an event that only tells."""
    if isinstance(event, IceEvent):
        return svaml.ice(MENU, svaml.answer(), svaml.say("Welcome to the restaurant."))
    if isinstance(event, AceEvent):
        return svaml.ace(svaml.continue_())
    if not isinstance(event, PieEvent):
        return None
    result = event.menu_result
    if result is None or result.type not in ("return", "sequence"):
        return svaml.pie(svaml.hangup(), svaml.say("Goodbye."))
    if result.value == "sales":
        return svaml.pie(svaml.connect_pstn(SALES), svaml.say("One moment, please."))
    found = PINS.get(result.value or "")
    if found is None:
        return svaml.pie(MENU, svaml.say("We do not know this pin."))
    return svaml.pie(svaml.hangup(), svaml.say(found))


class VoiceMenu(BaseHTTPRequestHandler):
    """Answers 200 to events with a valid signature, and 401 to everything else."""

    events = SinchClient().voice.v1.sinch_events

    def do_POST(self) -> None:
        """Verify the event over its raw bytes and its path, and say what the call does."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MAX_BODY))
        try:
            event = self.events.verify_and_parse(self.headers, body, path=self.path)
        except SignatureError as error:
            print(f"Not genuine: {error}", flush=True)
            self._send(401)
            return
        except EventError as error:
            print(f"Not an event: {error}", flush=True)
            self._send(400)
            return
        print(f"{event.event} of {event.call_id}", flush=True)
        self._send(200, reply(event))

    def _send(self, status: int, value: object = None) -> None:
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
    with ThreadingHTTPServer(("", port), VoiceMenu) as server:
        print(f"Waiting for calls on port {server.server_port}. Ctrl-C ends it.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8080)

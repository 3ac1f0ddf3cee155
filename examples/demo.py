"""A tour of the SDK against a simulated Sinch: `make demo`. It needs no account, and nothing leaves this machine."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from sinch import SinchClient
from sinch.core.events import EventHandler
from sinch.domains.conversation import MessageDeliveryReceiptEvent, MessageInboundEvent
from sinch.domains.numbers import NumberSinchEvent
from sinch.domains.sms import BatchDeliveryReport, MOTextMessage
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.domains.voice.helpers.v2.svaml import Calls, Menu, Messages
from sinch.testing import Simulator

ADA, GRACE, SHOP = "+12025550126", "+12025550127", "+12025550199"
APP = "01JEXAMPLE000000000000APP1"
COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def main() -> None:
    """Start a simulated Sinch and a web server, and walk through the products."""
    started = time.perf_counter()
    # the simulator's clock stands still; started at the current time, it signs events that are not too old
    with Simulator(start=datetime.now(timezone.utc)) as simulator, simulator.client() as client:
        handlers: dict[str, EventHandler[Any]] = {
            "/sms": client.sms.sinch_events(simulator.event_secret("sms")),
            "/numbers": client.numbers.sinch_events(simulator.event_secret("numbers")),
            "/conversation": client.conversation.sinch_events(simulator.event_secret("conversation")),
        }
        with WebServer(handlers) as web:
            title("A tour of the Sinch SDK for Python")
            print(f"A simulated Sinch listens on {simulator.url}, your web server on {web.url}.")
            text_messages(client, simulator, web)
            numbers(client, simulator, web)
            look_up(client)
            conversation(client, simulator, web)
        one_time_password(client, simulator)
        calls(client, simulator)
        asyncio.run(at_once(simulator))
    title(f"Done in {time.perf_counter() - started:.1f} seconds")
    print("No request left this machine. With credentials in the environment, the same calls reach the real APIs:")
    print("read on in README.md, and in examples/.")
    print("To look into a simulated Sinch and play with it, run python -m sinch.testing and open its page.")


def text_messages(client: SinchClient, simulator: Simulator, web: WebServer) -> None:
    """Send, list, report and receive text messages."""
    title("1. Text messages: client.sms")
    batch = client.sms.batches.send_sms(
        to=[ADA, GRACE],
        from_=SHOP,
        body="Hi ${name}, your table is ready at eight.",
        parameters={"name": {ADA: "Ada", GRACE: "Grace"}},
        delivery_report="full",
        event_destination_target=f"{web.url}/sms",
    )
    show("batches.send_sms", f"batch {batch.id}, created {batch.created_at:%H:%M:%S} UTC")
    for message in simulator.sent_messages():
        show("", f"{message.to} reads {message.text!r}")

    for number in range(1, 4):
        client.sms.batches.send_sms(to=[ADA], from_=SHOP, body=f"Reminder {number}")
    first = client.sms.batches.list(page_size=3)
    for number, page in enumerate(first.pages(), start=1):
        texts = ", ".join(repr(entry["body"]) for entry in page.content())
        show("batches.list" if number == 1 else "", f"page {number}: {texts}")

    simulator.deliver(batch.id, recipient=ADA)
    simulator.deliver(batch.id, "Failed", recipient=GRACE)
    report = client.sms.delivery_reports.get(batch.id, report_type="full")
    outcome = ", ".join(f"{entry.status} to {', '.join(entry.recipients or ())}" for entry in report.statuses)
    show("delivery_reports.get", outcome)

    event = web.received.pop()
    assert isinstance(event, BatchDeliveryReport)
    show("sinch_events", f"POST /sms, signature valid: {type(event).__name__} of {event.batch_id}")
    simulator.on_event(f"{web.url}/sms", product="sms")
    simulator.receive_sms(from_=ADA, to=SHOP, body="See you at eight!")
    inbound = web.received.pop()
    assert isinstance(inbound, MOTextMessage)
    show("", f"POST /sms, signature valid: {inbound.from_} replies {inbound.body!r}")
    forged = simulator.events[-1].body.replace(b"See you", b"Not")
    show("", f"POST /sms, forged by a stranger: status {web.post('/sms', forged, simulator.events[-1].headers)}")


def numbers(client: SinchClient, simulator: Simulator, web: WebServer) -> None:
    """Search and rent a number, connect it to SMS, and release it."""
    title("2. Phone numbers: client.numbers")
    found = client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL", capabilities=["SMS"])
    numbers = [entry.phone_number for entry in found]
    show("search_for_available_numbers", f"{', '.join(numbers[:3])} and {len(numbers) - 3} more")
    rented = client.numbers.rent(
        numbers[0],
        sms_configuration={"service_plan_id": simulator.credentials.service_plan_id},
        event_destination_target=f"{web.url}/numbers",
    )
    show("rent", f"{rented.phone_number}, which is being connected to SMS")
    simulator.provision(numbers[0])
    event = web.received.pop()
    assert isinstance(event, NumberSinchEvent)
    show("sinch_events", f"POST /numbers, signature valid: {event.event_type} {event.status}")
    number = client.numbers.update(numbers[0], display_name="Table reservations")
    show("update", f"{number.phone_number} is called {number.display_name!r}")
    released = client.numbers.release(numbers[0])
    show("release", f"{released.phone_number} is released")


def look_up(client: SinchClient) -> None:
    """Look up a number."""
    title("3. Number lookup: client.number_lookup")
    result = client.number_lookup.lookup(ADA, features=["LineType", "SimSwap"])
    assert result.line is not None
    assert result.sim_swap is not None
    show("lookup", f"{result.number} in {result.country_code}: {result.line.number_type}, {result.line.carrier}")
    show("", f"SIM {'was swapped lately' if result.sim_swap.swapped else 'has not been swapped'}")


def conversation(client: SinchClient, simulator: Simulator, web: WebServer) -> None:
    """Exchange messages with somebody over a channel."""
    title("4. A conversation: client.conversation")
    simulator.on_event(f"{web.url}/conversation", product="conversation")
    sent = client.conversation.messages.send_choice_message(
        app_id=APP,
        choice_message={
            "text_message": {"text": "Shall we keep your table?"},
            "choices": [
                {"text_message": {"text": "Yes"}, "postback_data": "keep"},
                {"text_message": {"text": "No"}, "postback_data": "cancel"},
            ],
        },
        recipient_identities=[{"channel": "WHATSAPP", "identity": ADA}],
    )
    show("messages.send_choice_message", f"message {sent.message_id}")
    simulator.deliver_message(sent.message_id, "READ")
    receipt = web.received.pop()
    assert isinstance(receipt, MessageDeliveryReceiptEvent)
    status = receipt.message_delivery_report.status
    show("sinch_events", f"POST /conversation, signature valid: {status}")

    tap = {"choice_response_message": {"message_id": sent.message_id, "postback_data": "keep"}}
    simulator.receive_message(ADA, contact_message=tap, channel="WHATSAPP")
    inbound = web.received.pop()
    assert isinstance(inbound, MessageInboundEvent)
    choice = inbound["message"]["contact_message"]["choice_response_message"]["postback_data"]
    show("", f"POST /conversation, signature valid: Ada taps {choice!r}")
    client.conversation.messages.send_text_message(
        app_id=APP, text="It is yours.", contact_id=inbound.message["contact_id"]
    )
    messages = client.conversation.messages.list(contact_id=inbound.message["contact_id"])
    directions = [message.direction for message in messages]
    show("messages.list", f"{len(directions)} messages, newest first: {', '.join(map(str, directions))}")
    own_app(client, simulator, web)


def own_app(client: SinchClient, simulator: Simulator, web: WebServer) -> None:
    """Create an app, let a contact write to it and an agent reply, and send a template."""
    conversation = client.conversation
    app = conversation.apps.create(
        display_name="Mug Shop",
        processing_mode="CONVERSATION",
        channel_credentials={"WHATSAPP": {"claimed_identity": "mug-shop", "token": "example-token"}},
    )
    assert app.id is not None
    show("apps.create", f"app {app.id} is called {app.display_name!r}")
    conversation.event_destinations.create(
        app.id,
        f"{web.url}/conversation",
        target_type="HTTP",
        secret=simulator.event_secret("conversation"),
        triggers=["CONTACT_CREATE"],
    )
    contact_id = simulator.receive_message(GRACE, "Is the mug blue?", channel="WHATSAPP", app_id=app.id)["contact_id"]
    contact = conversation.contacts.update(contact_id, display_name="Grace")
    show("contacts.update", f"whoever wrote from {GRACE} is called {contact.display_name!r}")
    mira: Any = {"display_name": "Mira", "type": "HUMAN"}
    conversation.events.send_agent_joined_event(app.id, mira, contact_id=contact_id)
    conversation.messages.send(app.id, {"text_message": {"text": "It is."}, "agent": mira}, contact_id=contact_id)
    (talk,) = conversation.conversations.list_recent(app.id)
    assert talk.last_message is not None
    assert talk.last_message.app_message is not None
    show("conversations.list_recent", f"the last message: {talk.last_message.app_message['text_message']['text']!r}")
    template: Any = {"channel_template": {"WHATSAPP": {"template_id": "order_ready", "language_code": "en_US"}}}
    sent = conversation.messages.send_template_message(app.id, template, contact_id=contact_id)
    show("send_template_message", f"message {sent.message_id}")


def one_time_password(client: SinchClient, simulator: Simulator) -> None:
    """Verify a phone number."""
    title("5. One-time passwords: client.verification")
    verifications = client.verification.verifications
    started = verifications.start_sms(ADA)
    (message,) = simulator.messages(product="verification")
    show("verifications.start_sms", f"verification {started.id}; {ADA} reads {message.text!r}")
    for code in ("wrong", simulator.verification_code(ADA)):
        report = verifications.report_sms_by_id(started.id, code)
        show("report_sms_by_id", f"{code}: {report.status}{f', {report.reason}' if report.reason else ''}")


def calls(client: SinchClient, simulator: Simulator) -> None:
    """Let somebody call and choose by keys, and call somebody."""
    title("6. Phone calls: client.voice")
    hours = Messages.start(Messages.text("We are open from noon to midnight.", "Emma"), on_finish=Calls.hangup())
    hello = Menu.prompt(Messages.text("Press 1 for our hours.", "Emma"))
    menu = Menu.create("main", Menu.item("main", prompt=hello, matches={"1": [hours]}))
    behavior = CallBehavior.static([Calls.answer(), menu])
    service = client.voice.v2.services.create("Front desk", call_behavior=behavior)
    show("v2.services.create", f"service {service.service_id} takes calls")
    call = simulator.receive_call(ADA, SHOP, service_id=service.service_id)
    show("", f"{ADA} calls and hears {call.said[-1]!r}")
    call = simulator.press(call.index, "1")
    show("", f"{ADA} presses 1 and hears {call.said[-1]!r}")
    found = client.voice.v2.calls.get(call.id)
    show("v2.calls.get", f"call {found.call_id}: {found.call_result}, {found.call_reason}")
    callout = client.voice.v1.callouts.text_to_speech(GRACE, "Your table is ready.", cli=SHOP)
    show("v1.callouts.text_to_speech", f"call {callout.call_id}; {GRACE} hears {simulator.calls[-1].said[-1]!r}")


async def at_once(simulator: Simulator) -> None:
    """Send ten messages at once, to an API that takes a while."""
    title("7. Ten messages at once: AsyncSinchClient")
    seconds = 0.3
    async with simulator.async_client() as client:
        simulator.fail("SendSMS", delay=seconds, times=10)
        started = time.perf_counter()
        batches = await asyncio.gather(
            *[
                client.sms.batches.send_sms(to=[ADA], from_=SHOP, body=f"Table {number} is ready.")
                for number in range(1, 11)
            ]
        )
        took = time.perf_counter() - started
        show("batches.send_sms", f"{len(batches)} batches in {took:.1f} s, though the API takes {seconds} s for each")
        newest = [batch["body"] async for batch in client.sms.batches.list(page_size=5)][:3]
        show("batches.list", f"the newest: {', '.join(map(repr, newest))} ...")


class WebServer:
    """A web server like yours might be: it keeps events with a valid signature, and answers 401 to the others."""

    def __init__(self, handlers: Mapping[str, EventHandler[Any]]) -> None:
        received: list[Any] = []

        class EventReceiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                handler = handlers[self.path]
                valid = handler.validate_authentication_header(self.headers, body, tolerance=300)
                if valid:
                    received.append(handler.parse_event(body, self.headers))
                self.send_response(200 if valid else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing: the tour prints what happens."""

        self.received = received
        """The events with a valid signature, newest last."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), EventReceiver)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def url(self) -> str:
        """The URL that it listens on."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post something to it, as anybody can, and return the status of the response."""
        try:
            with urlopen(Request(self.url + path, body, dict(headers))) as response:
                return int(response.status)
        except HTTPError as error:
            with error:
                return error.code

    def __enter__(self) -> WebServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n\033[1m{text}\033[0m" if COLOURED else f"\n{text}")


def show(method: str, outcome: str) -> None:
    """Print what a method has done; without a method, what happened next."""
    print(f"  {method:<30}{outcome}")


if __name__ == "__main__":
    main()

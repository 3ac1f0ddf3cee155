"""The simulator: an embedded Sinch for tests and experiments."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinch.testing.assertions import Assertions, same_number
from sinch.testing.auth import Auth, Gate
from sinch.testing.clock import START, Clock
from sinch.testing.conversation import APP, Conversation
from sinch.testing.conversation.batch import ConversationBatch
from sinch.testing.conversation.templates import ConversationTemplates
from sinch.testing.engine import Engine, Mount
from sinch.testing.events import Event, Listener, Mail, is_loopback
from sinch.testing.faults import Fault, Faults, Reset
from sinch.testing.journal import Journal, Notice
from sinch.testing.number_lookup import NumberLookup
from sinch.testing.numbers import Numbers
from sinch.testing.phones import Phones
from sinch.testing.product import Credentials, Product, World
from sinch.testing.records import InboxMessage, RecordedCall, RecordedRequest, RentedNumber, SentMessage
from sinch.testing.server import Reply, Request, Server
from sinch.testing.sms import Sms
from sinch.testing.verification import Verification
from sinch.testing.voice_v1 import VoiceV1
from sinch.testing.voice_v2 import VoiceV2

if TYPE_CHECKING:
    from types import TracebackType

    from sinch import AsyncSinchClient, SinchClient
    from sinch.testing.control.service import ControlService
    from sinch.testing.state_file import StateFile


class Simulator(Assertions):
    """A stateful, embedded Sinch that listens on a port of this machine.

    It responds to the SDK (or any other HTTP client) as the APIs would: it stores what it is sent, rejects what the API
    descriptions do not allow and names the field, sends signed events, and fails on demand. Time and identifiers are
    the same in every run::

        with Simulator() as simulator:
            client = simulator.client()
            client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Your code is 4711")
            simulator.assert_sent(to="+12025550123", containing="4711")

    Args:
        port: The port to listen on; 0 picks a free one.
        host: The address to listen on.
        seed: Different seeds give different identifiers.
        start: The initial time of the clock. Pass the current time if your event handler rejects old events.
        keep_requests: How many requests `requests` remembers; `None` for all.
        allow_remote_callbacks: Post events to other machines, too. Without it, callback URLs on other machines are
            ignored.
        lenient: Ignore fields and query parameters that the API descriptions do not have, `null` where they do not
            allow it, and bodies of requests that take none, instead of rejecting them. What was ignored is in the
            `warnings` of the request.
        post_later: Post events from a thread of its own after the response, as Sinch does, instead of before it. A
            program that cannot be reached is noted in the `deliveries` of the event, and nothing is raised.
        control_token: What the page and the control API ask for. Without it they are open to this machine if `host` is
            one of its own addresses, and otherwise ask for a token made at random.
        state: A file in which everything is kept, so that the next simulator with this file goes on where this one
            was; `seed` and `start` matter for a new file only. It has the last 10,000 messages of the inbox, and the
            last 1,000 requests (without credentials) and events; functions that listen are not in it.

    Raises:
        OSError: The port is taken, or the file cannot be written.
        ValueError: The file is damaged, or was written by another version.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        seed: int = 0,
        start: datetime = START,
        keep_requests: int | None = 10_000,
        allow_remote_callbacks: bool = False,
        lenient: bool = False,
        post_later: bool = False,
        control_token: str | None = None,
        state: str | Path | None = None,
    ) -> None:
        self.clock: Clock = Clock(start)
        """The simulated time. It advances by a millisecond per event and otherwise stands still; `advance` moves it."""
        self.credentials: Credentials = Credentials()
        """The credentials that it accepts."""
        self._journal = Journal(self.clock)
        self.clock.moved = lambda: self._journal.tell("settings")
        self._mail = Mail(self._journal, allow_remote_callbacks, post_later)
        world = World(self.clock, seed, self.credentials, self._mail)
        self.auth: Auth = Auth(world)
        """The token endpoint."""
        self.sms: Sms = Sms(world)
        """The SMS API of the account."""
        self.numbers: Numbers = Numbers(world)
        """The Numbers API of the project."""
        self.number_lookup: NumberLookup = NumberLookup(world)
        """The Number Lookup API of the project."""
        self.conversation: Conversation = Conversation(world)
        """The Conversation API of the project."""
        self.conversation_templates: ConversationTemplates = ConversationTemplates(world)
        """The templates of the project."""
        self.conversation_batch: ConversationBatch = ConversationBatch(world, self.conversation)
        """Conversation Batch of the project."""
        self.verification: Verification = Verification(world)
        """The Verification API of the application."""
        self.voice_v2: VoiceV2 = VoiceV2(world)
        """The Voice API v2 of the project."""
        self.voice_v1: VoiceV1 = VoiceV1(world)
        """Version 1 of the Voice API, for the application."""
        self._faults = Faults()
        products = [value for value in vars(self).values() if isinstance(value, Product)]
        self._products: dict[str, Product] = {product.name: product for product in products}
        mounts = {product.name: self._mount(product, *product.accepts) for product in products}
        for product in products:
            gate = mounts[product.name].gate
            mounts.update((name, Mount(product, gate, server)) for name, server in product.hosts.items())
        mounts["sms-service-plan"] = self._mount(self.sms, "plan")
        self._engine = Engine(world, mounts, self._faults, keep_requests, lenient, self._control)
        self._state: StateFile | None = None if state is None else self._kept_in(Path(state), world)
        self._server = Server(self._engine.respond, host, port)
        self.control_token: str | None = control_token
        """What the page and the control API ask for, if they do."""
        if control_token is None and not is_loopback(self._server.address[0]):
            self.control_token = secrets.token_urlsafe(24)
        if self._state is not None:
            self._start_keeping(self._state)

    def _kept_in(self, path: Path, world: World) -> StateFile:
        from sinch.testing.state_file import Kept, StateFile

        parts: dict[str, Kept] = {"clock": self.clock, "ids": world.ids, "inbox": self._journal, "mail": self._mail}
        parts |= {"faults": self._faults, "engine": self._engine, **self._products}
        return StateFile(path, parts, world.still, self._journal)

    def _start_keeping(self, state: StateFile) -> None:
        try:
            state.start()
        except OSError:
            self._server.close()
            raise

    def _mount(self, product: Product, *kinds: str) -> Mount:
        return Mount(product, Gate(self.auth, product, frozenset(kinds)))

    @cached_property
    def _control_service(self) -> ControlService:
        from sinch.testing.control.service import ControlService

        return ControlService(self)

    def _control(self, request: Request) -> Reply:
        return self._control_service.respond(request)

    # Pointing a client at it

    @property
    def url(self) -> str:
        """Its base URL. Every product has its own path below it; see `origins`."""
        host, port = self._server.address
        return f"http://{host}:{port}"

    @property
    def origins(self) -> dict[str, str]:
        """The origins of the products, as keywords of `SinchClient`."""
        origins = {f"{name.replace('-', '_')}_origin": f"{self.url}/{name}" for name in self._engine.mounts}
        origins["sms_origin_with_service_plan_id"] = origins.pop("sms_service_plan_origin")
        return origins

    def client(self, **options: Any) -> SinchClient:
        """Return a client of this simulator, with the access key of its project.

        Args:
            options: More keywords for `SinchClient`, or other values. `**simulator.credentials.service_plan` lets the
                client use SMS with a service plan's API token.
        """
        from sinch import SinchClient

        return SinchClient(**self._keywords(options))

    def async_client(self, **options: Any) -> AsyncSinchClient:
        """Return an asynchronous client of this simulator, with the access key of its project.

        Args:
            options: More keywords for `AsyncSinchClient`, or other values, as for `client`.
        """
        from sinch import AsyncSinchClient

        return AsyncSinchClient(**self._keywords(options))

    def _keywords(self, options: Mapping[str, Any]) -> dict[str, Any]:
        regions = {"sms_region": "us", "conversation_region": "us"}
        credentials = {**self.credentials.project, **self.credentials.application}
        return {**credentials, **regions, **self.origins, **options}

    # What was sent

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests received, oldest first, including those for tokens."""
        return list(self._engine.requests)

    @property
    def token_requests(self) -> list[RecordedRequest]:
        """The requests for access tokens."""
        return [request for request in self.requests if request.product == "auth"]

    @property
    def connections(self) -> int:
        """How many connections have been opened so far."""
        return self._server.opened

    @property
    def open_connections(self) -> int:
        """How many connections are open now."""
        return self._server.open_connections

    def sent_messages(self, to: str | None = None) -> list[SentMessage]:
        """Return the sent messages, one for each recipient, in the order of sending.

        Args:
            to: Only those to this recipient; phone numbers with and without a plus are equivalent.
        """
        sent = [message for product in self._products.values() for message in product.sent()]
        return sent if to is None else [message for message in sent if same_number(message.to, to)]

    def verification_code(self, number: str) -> str:
        """Return what the last verification of a number sent: the code, or the number that made a flash call.

        Args:
            number: The phone number.

        Raises:
            LookupError: Nothing was sent to the number.
        """
        return self.verification.code(number)

    @property
    def rented_numbers(self) -> list[RentedNumber]:
        """The rented numbers of the project, in numerical order."""
        return sorted(self.numbers.rented(), key=lambda each: each.index)

    @property
    def calls(self) -> list[RecordedCall]:
        """The calls of Voice, oldest first."""
        made = [call for phones in self._phones.values() for call in phones.recorded_calls()]
        return sorted(made, key=lambda call: call.index)

    @property
    def _phones(self) -> dict[str, Phones]:
        return {name: product for name, product in self._products.items() if isinstance(product, Phones)}

    # What was sent and received

    def messages(
        self,
        *,
        product: str | None = None,
        number: str | None = None,
        text: str | None = None,
        direction: str | None = None,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
    ) -> list[InboxMessage]:
        """Return messages of the inbox, sent and received, newest first. It holds the last 100,000.

        Args:
            product: Only those of this product, such as `sms`.
            number: Only those to or from this number or identity, with or without a plus.
            text: Only those whose text contains this, in any letter case.
            direction: Only those `sent`, or those `received`.
            before: Only those with a lower index: that of the last message of a page gives the next page.
            after: Only those with a higher index.
            limit: At most this many.
        """
        self.settle()
        return list(islice(self._journal.find(product, number, text, direction, before, after), limit))

    def wait_for_message(
        self,
        *,
        product: str | None = None,
        number: str | None = None,
        text: str | None = None,
        direction: str | None = None,
        after: int | None = None,
        timeout: float = 10,
    ) -> InboxMessage:
        """Wait until there is a message that matches, and return the first one.

        Args:
            product: Only one of this product, such as `sms`.
            number: Only one to or from this number or identity.
            text: Only one whose text contains this, in any letter case.
            direction: Only one `sent`, or one `received`.
            after: Only one with a higher index.
            timeout: How many seconds to wait.

        Raises:
            TimeoutError: There was none in time.
        """
        self.settle()
        criteria = {"product": product, "number": number, "text": text, "direction": direction, "after": after}
        found = self._journal.wait(timeout, **criteria)
        if found is None:
            wanted = ", ".join(f"{name} {value!r}" for name, value in criteria.items() if value is not None)
            raise TimeoutError(f"no message {wanted}".rstrip() + f" within {timeout:g} seconds")
        return found

    @property
    def message_count(self) -> int:
        """How many messages are in the inbox."""
        return self._journal.count

    def settle(self) -> None:
        """Do what is due by now, such as sending a scheduled batch; everything that reads does so by itself."""
        with self._engine.world.changing():
            pass

    def clear(self) -> None:
        """Forget everything that happened: state, requests, events, listeners and faults. Tokens stay valid."""
        for product in self._products.values():
            if product is not self.auth:
                product.clear()
        self._engine.requests.clear()
        self._engine.replies.clear()
        self._mail.clear()
        self._faults.clear()
        self._journal.clear()

    # What the other person of a message does

    def reply(self, message: int, text: str) -> InboxMessage:
        """Let the other person of a message in the inbox write, and send the event for it; return the new message.

        Args:
            message: The index of the message: one sent to them, or one that they wrote.
            text: What they write.

        Raises:
            LookupError: There is no such message.
            ValueError: Messages of its product cannot be replied to.
        """
        found = self._journal.message(message)
        return self._products[found.product].reply(found, text)

    def tap(self, message: int, choice: str) -> InboxMessage:
        """Let the recipient of a message tap one of its choices, and send the event for it; return the new message.

        Args:
            message: The index of the message.
            choice: The text of the choice, or its `postback_data`.

        Raises:
            LookupError: There is no such message.
            ValueError: It has no such choice.
        """
        found = self._journal.message(message)
        for each in found.choices:
            if choice in (each.text, each.postback_data):
                return self._products[found.product].tap(found, each.postback_data)
        raise ValueError(f"choice: {choice!r} is not one of {', '.join(repr(each.text) for each in found.choices)}")

    def set_status(self, message: int, status: str, reason: str | None = None) -> None:
        """Let a sent message reach a status, and send the event for it: what `deliver` and `deliver_message` do.

        Args:
            message: The index of the message.
            status: As its product names it: `Delivered` or `Failed` (SMS), `DELIVERED` or `READ` (Conversation), ...
            reason: Why: the code in the report (SMS), or the code of the reason (Conversation).

        Raises:
            LookupError: There is no such message, or it is not there any more.
            ValueError: The message was received, or its product does not know the status or reason.
        """
        found = self._journal.message(message)
        if found.direction != "sent":
            raise ValueError(f"message {message} was received, not sent")
        self._products[found.product].set_status(found, status, reason)

    # What the person on the phone does

    def receive_call(
        self, from_: str, to: str, *, product: str = "voice-v2", service_id: str | None = None
    ) -> RecordedCall:
        """Let somebody call one of your numbers; return the call when it waits for a person, or is over.

        Args:
            from_: The number of who calls.
            to: Your number.
            product: The version of Voice that the number belongs to, `voice-v1` or `voice-v2`.
            service_id: The service that the number belongs to, with `voice-v2`; the default service when left out.

        Raises:
            ValueError: The product has no calls, or no services.
        """
        if product not in self._phones:
            raise ValueError(f"product: {product!r} is not one of {', '.join(self._phones)}")
        made = self._phones[product].call_from(from_, to, service_id)
        return next(call for call in self._phones[product].recorded_calls() if call.id == made)

    def pick_up(self, call: int) -> RecordedCall:
        """Let the phone of a call that rings be taken; return the call when it waits for a person, or is over.

        Args:
            call: The index of the call.

        Raises:
            LookupError: There is no such call, or it does not ring.
            ValueError: Its product lets calls be taken at once.
        """
        return self._on_the_phone(call, lambda phones, which: phones.pick_up(which))

    def reject_call(self, call: int, result: str = "REJECTED") -> RecordedCall:
        """Let a call that rings come to nothing; return it.

        Args:
            call: The index of the call.
            result: What comes of it: `REJECTED`, `BUSY`, `NO_ANSWER` or `FAILED`.

        Raises:
            LookupError: There is no such call, or it does not ring.
            ValueError: The result is another one, or its product lets calls be taken at once.
        """
        return self._on_the_phone(call, lambda phones, which: phones.reject(which, result))

    def press(self, call: int, keys: str) -> RecordedCall:
        """Press keys on the phone of a call; return the call when it waits for a person again, or is over.

        Args:
            call: The index of the call.
            keys: `0` to `9`, `*` and `#`.

        Raises:
            LookupError: There is no such call, or it does not wait for keys.
        """
        return self._on_the_phone(call, lambda phones, which: phones.press(which, keys))

    def stay_silent(self, call: int) -> RecordedCall:
        """Press nothing for as long as the menu of a call waits; return the call when it waits again, or is over.

        Args:
            call: The index of the call.

        Raises:
            LookupError: There is no such call, or it is not in a menu.
        """
        return self._on_the_phone(call, lambda phones, which: phones.stay_silent(which))

    def hang_up(self, call: int) -> RecordedCall:
        """Let the person on the phone end a call; return it.

        Args:
            call: The index of the call.

        Raises:
            LookupError: There is no such call, or it is over, or rings.
        """
        return self._on_the_phone(call, lambda phones, which: phones.hang_up(which))

    def _on_the_phone(self, index: int, what: Callable[[Phones, str], object]) -> RecordedCall:
        for found in self.calls:
            if found.index == index:
                what(self._phones[found.product], found.id)
                return next(call for call in self.calls if call.index == index)
        raise LookupError(f"there is no call {index}")

    # What happens outside the API

    def deliver(
        self, batch_id: str, status: str = "Delivered", recipient: str | None = None, code: int | None = None
    ) -> None:
        """Let the messages of an SMS batch reach a status, and send the delivery reports that the batch requested.

        The reports have been delivered when this returns. Messages in a final state stay as they are.

        Args:
            batch_id: The batch. It must have been sent: one with a future `send_at` waits for the clock.
            status: `Delivered`, `Failed`, `Expired`, `Rejected`, `Aborted`, ...
            recipient: Only the message to this number.
            code: The status code in the reports; one that fits the status if left out.
        """
        self.sms.deliver(batch_id, status, recipient, code)

    def receive_sms(
        self,
        from_: str,
        to: str,
        body: str | bytes,
        *,
        udh: str = "",
        client_reference: str | None = None,
        operator_id: str | None = None,
    ) -> dict[str, Any]:
        """Let an SMS arrive at one of your numbers, and send the event for it; return the inbound message.

        Args:
            from_: Who sent it.
            to: Your number.
            body: The text, or bytes for a binary message.
            udh: The user data header of a binary message, in hexadecimal digits.
            client_reference: The reference of the message that it replies to.
            operator_id: The sender's operator: MCC and MNC.
        """
        fields: dict[str, Any] = {"client_reference": client_reference, "operator_id": operator_id}
        if isinstance(body, bytes):
            fields["udh"] = udh
        return self.sms.receive(from_, to, body, **fields)

    def receive_mms(
        self,
        from_: str,
        to: str,
        media: Mapping[str, str] | None = None,
        *,
        message: str | None = None,
        subject: str | None = None,
        client_reference: str | None = None,
    ) -> dict[str, Any]:
        """Let an MMS arrive at one of your numbers, and send the event for it; return the inbound message.

        Args:
            from_: Who sent it.
            to: Your number.
            media: The MIME types of the attachments, by download address.
            message: The text.
            subject: The subject.
            client_reference: The reference of the message that it replies to.
        """
        items = [
            {"url": url, "content_type": kind, "status": "Uploaded", "code": 0} for url, kind in (media or {}).items()
        ]
        body = {"subject": subject, "message": message, "media": items}
        given = {key: value for key, value in body.items() if value is not None}
        return self.sms.receive_media(from_, to, given, client_reference=client_reference)

    def provision(self, phone_number: str, status: str = "SUCCEEDED", failure_code: str | None = None) -> None:
        """Finish what is scheduled for a rented number, step by step, and send the events for it.

        The steps are service plan, campaign and voice, as far as they are scheduled.

        Args:
            phone_number: The number, with its plus.
            status: `SUCCEEDED` applies the scheduled configuration; `FAILED` leaves it scheduled for another try.
            failure_code: Why it failed, such as `CAMPAIGN_EXPIRED`. With it, the scheduled campaign fails, after the
                number was linked to its service plan.

        Raises:
            LookupError: The number is not rented.
            ValueError: Nothing is scheduled for it.
        """
        self.numbers.provision(phone_number, status, failure_code)

    def deliver_message(
        self,
        message_id: str,
        status: str = "DELIVERED",
        reason: str | None = None,
        *,
        description: str = "",
    ) -> None:
        """Let a sent Conversation message reach a status, and send the receipt (MESSAGE_DELIVERY) for it.

        Args:
            message_id: The message.
            status: `QUEUED_ON_CHANNEL`, `DELIVERED`, `READ`, `FAILED` or `SWITCHING_CHANNEL`.
            reason: The code of why it failed, such as `RECIPIENT_NOT_REACHABLE`.
            description: The explanation of the reason.

        Raises:
            LookupError: The message was not sent.
            ValueError: The API does not know the status or reason.
        """
        why = None if reason is None else {"code": reason, "description": description}
        self.conversation.deliver(message_id, status, why)

    def set_channel_state(
        self, channel: str, status: str = "ACTIVE", *, description: str = "", app_id: str = APP
    ) -> None:
        """Let a channel of a Conversation app reach a state; a new one is `PENDING` in the response, then `ACTIVE`.

        Args:
            channel: The channel.
            status: `PENDING`, `ACTIVE` or `FAILING`.
            description: Why it fails.
            app_id: Your app.

        Raises:
            LookupError: The app does not have the channel.
            ValueError: The API does not know the status.
        """
        self.conversation.set_channel_state(app_id, channel, status, description)

    def receive_message(
        self,
        from_: str,
        text: str | None = None,
        *,
        contact_message: Mapping[str, Any] | None = None,
        channel: str = "SMS",
        to: str = "",
        app_id: str = APP,
    ) -> dict[str, Any]:
        """Let a Conversation message arrive from a contact, and send the event (MESSAGE_INBOUND) for it; return it.

        Args:
            from_: The contact's identity on the channel, such as a phone number.
            text: The text of a text message.
            contact_message: Any other kind of message, as the API writes it: `{"media_message": {"url": ...}}`.
            channel: The channel.
            to: The number or id that the contact wrote to.
            app_id: Your app.
        """
        if (text is None) == (contact_message is None):
            raise ValueError("pass either text or contact_message")
        content = {"text_message": {"text": text}} if contact_message is None else dict(contact_message)
        return self.conversation.receive(from_, content, channel, app_id, to)

    def deliver_event(
        self, event_id: str, status: str = "DELIVERED", reason: str | None = None, *, description: str = ""
    ) -> None:
        """Let an event that a Conversation app sent reach a status, and send the receipt (EVENT_DELIVERY) for it.

        Args:
            event_id: The event.
            status: `QUEUED_ON_CHANNEL`, `DELIVERED`, `READ`, `FAILED` or `SWITCHING_CHANNEL`.
            reason: The code of why it failed, such as `CHANNEL_REJECT`.
            description: The explanation of the reason.

        Raises:
            LookupError: The event was not sent.
            ValueError: The API does not know the status or reason.
        """
        why = None if reason is None else {"code": reason, "description": description}
        self.conversation.deliver_event(event_id, status, why)

    def receive_event(
        self, from_: str, event: Mapping[str, Any], *, channel: str = "MESSENGER", app_id: str = APP
    ) -> dict[str, Any]:
        """Let a contact do something besides writing, and send the event (EVENT_INBOUND) for it; return it.

        Args:
            from_: The contact's identity on the channel.
            event: What happens, as the API writes it: `{"contact_event": {"composing_event": {}}}`.
            channel: The channel.
            app_id: Your app.
        """
        return self.conversation.receive_event(from_, dict(event), channel, app_id)

    def opt_out(
        self, identity: str, list_type: str = "OPT_OUT_ALL", *, channel: str = "WHATSAPP", app_id: str = APP
    ) -> None:
        """Let a channel report that somebody opts out of the messages of an app, and send the event (OPT_OUT) for it.

        Who writes STOP by SMS is put on the list too, but reported as an inbound message only.

        Args:
            identity: Who it is on the channel.
            list_type: `OPT_OUT_ALL`, `OPT_OUT_MARKETING` or `OPT_OUT_NOTIFICATION`.
            channel: The channel.
            app_id: Your app.
        """
        self.conversation.opt(identity, channel, app_id, list_type, out=True)

    def opt_in(
        self, identity: str, list_type: str = "OPT_OUT_ALL", *, channel: str = "WHATSAPP", app_id: str = APP
    ) -> None:
        """Let a channel report that somebody opts in again, and send the event (OPT_IN) for it.

        Args:
            identity: Who it is on the channel.
            list_type: The list that they leave.
            channel: The channel.
            app_id: Your app.
        """
        self.conversation.opt(identity, channel, app_id, list_type, out=False)

    def set_capability(
        self, identity: str, channel: str, status: str = "NO_CAPABILITY", capabilities: Iterable[str] = ()
    ) -> None:
        """Decide what later capability lookups find out about somebody on a channel; all is well without it.

        Args:
            identity: Who it is on the channel.
            channel: The channel.
            status: `CAPABILITY_FULL`, `CAPABILITY_PARTIAL`, `NO_CAPABILITY` or `CAPABILITY_UNKNOWN`.
            capabilities: What works, in the channel's own words.
        """
        self.conversation.set_capability(identity, channel, status, list(capabilities))
        self._journal.tell("settings")

    # Events

    def on_event(self, target: Listener | str, product: str = "sms") -> Callable[[], None]:
        """Deliver all later events of a product to `target`; call the result to stop that.

        Events also go to the callback URL of the resource they are about, if it is on this machine.

        Args:
            target: A callable that takes an `Event`, or a URL to post to.
            product: The name of its spec, such as `sms` or `numbers`.
        """
        if product not in self._products:
            raise ValueError(f"{product!r} is not one of {', '.join(self._products)}")
        return self._mail.listen(product, target)

    def on_request(self, watcher: Callable[[RecordedRequest], object]) -> Callable[[], None]:
        """Call a function with each request when its response is known; call the result to stop that.

        Args:
            watcher: It is called in the thread of the request, before the response is sent.
        """
        self._engine.watchers.append(watcher)

        def stop() -> None:
            if watcher in self._engine.watchers:
                self._engine.watchers.remove(watcher)

        return stop

    def notices(self, idle: float = 5) -> Iterator[Notice | None]:
        """Yield what happens from now on, and the index of what it happens to, until the simulator is closed.

        `message` and `status` have the index of a message, `event` and `delivery` that of an event, `call`, `request`
        and `fault` theirs; `settings` and `reset` have 0. `reset` also tells a reader that is too slow to look at
        everything again.

        Args:
            idle: After this many seconds without anything it yields `None`, as it does at first, when it has begun to
                watch.
        """
        return self._journal.notices(idle)

    @property
    def watchers(self) -> int:
        """How many read `notices` now."""
        return self._journal.subscribers

    @property
    def events(self) -> list[Event]:
        """The events sent, oldest first, with or without listeners."""
        return list(self._mail.events)

    def send_event(
        self,
        product: str,
        kind: str | None = None,
        *,
        changes: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        url: str | None = None,
    ) -> Event:
        """Send any event, signed, without anything having happened.

        Args:
            product: The name of its spec, such as `sms`.
            kind: The event as the spec names it, such as `MESSAGE_INBOUND`: an example of it is sent.
            changes: Top-level fields that differ from the example's.
            body: The whole event, instead of a kind.
            url: Where to post it, instead of to all listeners.

        Raises:
            ValueError: The product has no such event, or nothing may be posted to the URL.
        """
        from sinch.testing.examples import event_examples

        if product not in self._products or not (examples := event_examples(product)):
            raise ValueError(f"product: {product!r} has no events")
        if (kind is None) == (body is None):
            raise ValueError("kind, body: pass one of them")
        if kind is not None and kind not in examples:
            raise ValueError(f"kind: {kind!r} is not one of {', '.join(examples)}")
        example = examples[kind] if kind is not None else body or {}
        content = {**example, **(changes or {})}
        return self._send(self._products[product].event(content), url)

    def send_again(self, event: int, *, url: str | None = None) -> Event:
        """Send an event once more, as Sinch does when it got no response: the same headers and body.

        Args:
            event: The index of the event.
            url: Where to post it, instead of to where it went before and to all listeners.

        Raises:
            LookupError: There is no such event.
            ValueError: Nothing may be posted to the URL.
        """
        for found in self._mail.events:
            if found.index == event:
                return self._send(replace(found, statuses={}, deliveries=[], at=self.clock.time), url)
        raise LookupError(f"there is no event {event}")

    def _send(self, event: Event, url: str | None) -> Event:
        if url is None:
            return self._mail.deliver(event)
        if not self._mail.reachable(url):
            raise ValueError(f"url: {url} is not an address of this machine; see allow_remote_callbacks")
        event = self._mail.keep(event)
        self._mail.post(event, url, event.headers_at(url))
        return event

    @property
    def products(self) -> list[Product]:
        """The simulated products."""
        return list(self._products.values())

    def event_secret(self, product: str = "sms") -> str:
        """Return the secret that the events of a product are signed with."""
        return self._products[product].event_secret

    # Settings

    @property
    def settings(self) -> dict[str, Any]:
        """What `change_settings` changes."""
        targets = {name: self._mail.targets(name) for name in self._products}
        return {
            "lenient": self._engine.lenient,
            "sms_callback_url": self.sms.callback_url,
            "event_targets": {name: urls for name, urls in targets.items() if urls},
        }

    def change_settings(
        self,
        *,
        lenient: bool | None = None,
        sms_callback_url: str | None = None,
        event_targets: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Change settings; what is left out stays.

        Args:
            lenient: Whether to ignore what the API descriptions do not have, instead of rejecting it.
            sms_callback_url: The callback URL of the service plan; empty for none.
            event_targets: The URLs that listen to each product, such as `{"sms": ["http://127.0.0.1:8000/events"]}`,
                instead of those that did.

        Raises:
            ValueError: A product or URL cannot be.
        """
        for product in event_targets or {}:
            if product not in self._products:
                raise ValueError(f"event_targets: {product!r} is not one of {', '.join(self._products)}")
        for product, urls in (event_targets or {}).items():
            self._mail.set_targets(product, list(urls))
        if lenient is not None:
            self._engine.lenient = lenient
        if sms_callback_url is not None:
            self.sms.callback_url = sms_callback_url or None
        self._journal.tell("settings")

    # Failing

    @property
    def faults(self) -> list[Fault]:
        """The faults that will affect more requests."""
        return self._faults.active

    def expire_tokens(self) -> None:
        """Expire all access tokens issued so far; the APIs say so in their responses."""
        self.auth.expire()
        self._journal.tell("settings")

    def revoke_tokens(self) -> None:
        """Revoke all access tokens issued so far; the APIs do not say that they expired."""
        self.auth.revoke()
        self._journal.tell("settings")

    def fail(
        self,
        operation_id: str | None = None,
        *,
        times: int | None = 1,
        status: int | None = None,
        retry_after: float | datetime | None = None,
        delay: float = 0,
        reset: Reset | None = None,
        body: bytes | None = None,
        truncate: bool = False,
        drip: float = 0,
        headers: Mapping[str, str] | None = None,
        content_type: str | None = None,
    ) -> Fault:
        """Make the next requests fail. Faults are used up in the order in which they were added.

        Only `status` and `reset="before"` prevent a request from being carried out; everything else affects its
        response.

        Args:
            operation_id: Only requests to this operation, as the API descriptions name it (`SendSMS`). Without it, any
                request except those for tokens, which must be named (`getAccessToken`).
            times: How many requests; `None` for all from now on, until the result's `stop()` is called.
            status: Reject with this status, and with the product's error body unless `body` is given.
            retry_after: Seconds or a time for the header `Retry-After`; the status is 429 if not given.
            delay: Seconds to wait before responding.
            reset: Reset the connection `before` the request is carried out, `after` it, or in the middle of the
                response (`mid_response`).
            body: The body of the response.
            truncate: Close the connection after half of the response body.
            drip: Send the response byte by byte, with this many seconds between bytes.
            headers: Additional response headers.
            content_type: A different content type for the response.
        """
        fault = Fault(
            operation_id=operation_id,
            times=times,
            status=status,
            retry_after=retry_after,
            delay=delay,
            reset=reset,
            body=body,
            truncate=truncate,
            drip=drip,
            headers=dict(headers or {}),
            content_type=content_type,
        )
        known: Iterable[str] = (name for product in self._products.values() for name in product.spec.operations)
        if operation_id is not None and operation_id not in known:
            raise ValueError(f"the API descriptions do not have an operation {operation_id!r}")
        self._faults.add(fault)
        self._journal.tell("fault", fault.index)
        return fault

    def stop_fault(self, fault: int) -> None:
        """Let a fault affect no more requests, as its `stop` does.

        Args:
            fault: The index of the fault.

        Raises:
            LookupError: There is no such fault any more.
        """
        for each in self._faults.active:
            if each.index == fault:
                each.stop()
                self._journal.tell("fault", fault)
                return
        raise LookupError(f"there is no fault {fault}")

    # Ending

    def close(self) -> None:
        """Stop listening and close all connections."""
        self._journal.close()
        self._server.close()
        self._mail.close()
        if self._state is not None:
            self._state.close()

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Simulator({self.url})"

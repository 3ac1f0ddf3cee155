"""The simulator: an embedded Sinch for tests and experiments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sinch.testing.auth import Auth, Gate
from sinch.testing.clock import START, Clock
from sinch.testing.conversation import APP, Conversation
from sinch.testing.conversation.batch import ConversationBatch
from sinch.testing.conversation.templates import ConversationTemplates
from sinch.testing.engine import Engine, Mount
from sinch.testing.events import Event, Listener, Mail
from sinch.testing.faults import Fault, Faults, Reset
from sinch.testing.number_lookup import NumberLookup
from sinch.testing.numbers import Numbers
from sinch.testing.product import Credentials, Product, World
from sinch.testing.records import RecordedRequest, SentMessage
from sinch.testing.server import Server
from sinch.testing.sms import Sms

if TYPE_CHECKING:
    from types import TracebackType

    from sinch import AsyncSinchClient, SinchClient


class Simulator:
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
    ) -> None:
        self.clock: Clock = Clock(start)
        """The simulated time. It advances by a millisecond per event and otherwise stands still; `advance` moves it."""
        self.credentials: Credentials = Credentials()
        """The credentials that it accepts."""
        self._mail = Mail(allow_remote_callbacks)
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
        self._faults = Faults()
        products = [value for value in vars(self).values() if isinstance(value, Product)]
        self._products: dict[str, Product] = {product.name: product for product in products}
        mounts = {product.name: self._mount(product, *product.accepts) for product in products}
        for product in products:
            gate = mounts[product.name].gate
            mounts.update((name, Mount(product, gate, server)) for name, server in product.hosts.items())
        mounts["sms-service-plan"] = self._mount(self.sms, "plan")
        self._engine = Engine(world, mounts, self._faults, keep_requests, lenient)
        self._server = Server(self._engine.respond, host, port)

    def _mount(self, product: Product, *kinds: str) -> Mount:
        return Mount(product, Gate(self.auth, product, frozenset(kinds)))

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
        return {**self.credentials.project, **regions, **self.origins, **options}

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
        return sent if to is None else [message for message in sent if _same(message.to, to)]

    def assert_sent(
        self,
        to: str | None = None,
        *,
        containing: str | None = None,
        from_: str | None = None,
        times: int | None = None,
    ) -> list[SentMessage]:
        """Fail unless a matching message was sent; return those that match.

        Args:
            to: The recipient; phone numbers with and without a plus are equivalent.
            containing: What its text contains.
            from_: The sender.
            times: How many must match; at least one if left out.

        Raises:
            AssertionError: No message, or the wrong number of messages, matches. The text lists what was sent.
        """
        sent = self.sent_messages()
        found = [
            message
            for message in sent
            if (to is None or _same(message.to, to))
            and (from_ is None or (message.from_ is not None and _same(message.from_, from_)))
            and (containing is None or containing in message.text)
        ]
        if len(found) == times or (times is None and found):
            return found
        shown = sent if times != 0 else found
        wanted = {"to": to, "containing": containing, "from": from_}
        criteria = ", ".join(f"{name} {value!r}" for name, value in wanted.items() if value is not None)
        expected = {None: "a message", 0: "no message"}.get(times, f"{times} message(s)")
        lines = [f"expected {expected} {criteria}".rstrip() + f", but {len(found)} of {len(sent)} sent match:"]
        lines += [f"  to {m.to} from {m.from_ or '(no sender)'}: {m.text!r}" for m in shown[-20:]] or [
            "  nothing was sent"
        ]
        raise AssertionError("\n".join(lines))

    def assert_not_sent(
        self, to: str | None = None, *, containing: str | None = None, from_: str | None = None
    ) -> None:
        """Fail if a matching message was sent, or any message at all if nothing is given.

        Args:
            to: The recipient; phone numbers with and without a plus are equivalent.
            containing: What its text contains.
            from_: The sender.

        Raises:
            AssertionError: A message matches. The text lists what was sent.
        """
        self.assert_sent(to, containing=containing, from_=from_, times=0)

    def clear(self) -> None:
        """Forget everything that happened: state, requests, events, listeners and faults. Tokens stay valid."""
        for product in self._products.values():
            if product is not self.auth:
                product.clear()
        self._engine.requests.clear()
        self._mail.clear()
        self._faults.clear()

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

    @property
    def events(self) -> list[Event]:
        """The events sent, oldest first, with or without listeners."""
        return list(self._mail.events)

    def event_secret(self, product: str = "sms") -> str:
        """Return the secret that the events of a product are signed with."""
        return self._products[product].event_secret

    # Failing

    def expire_tokens(self) -> None:
        """Expire all access tokens issued so far; the APIs say so in their responses."""
        self.auth.expire()

    def revoke_tokens(self) -> None:
        """Revoke all access tokens issued so far; the APIs do not say that they expired."""
        self.auth.revoke()

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
        return self._faults.add(fault)

    # Ending

    def close(self) -> None:
        """Stop listening and close all connections."""
        self._server.close()
        self._mail.close()

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Simulator({self.url})"


def _same(one: str, other: str) -> bool:
    return one.removeprefix("+") == other.removeprefix("+")

"""A simulator in another process, used like one of this process: `connect`."""

from __future__ import annotations

import base64
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

import urllib3

from sinch.testing.assertions import Assertions, same_number
from sinch.testing.clock import format_time, parse_time
from sinch.testing.control import shapes
from sinch.testing.events import Event
from sinch.testing.faults import Fault
from sinch.testing.product import Credentials
from sinch.testing.records import InboxMessage, RecordedCall, RecordedRequest, RentedNumber, SentMessage
from sinch.testing.simulator import Simulator

if TYPE_CHECKING:
    from types import TracebackType

    from sinch import AsyncSinchClient, SinchClient

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_PAGE = 500
_READ: dict[str, Callable[[Any], Any]] = {
    "InboxMessage": shapes.message,
    "RecordedCall": shapes.call,
    "Event": shapes.event,
}


class ControlError(Exception):
    """Raised when a simulator in another process cannot be reached, or does not let this one control it."""


class RemoteFault(Fault):
    """A fault of a simulator in another process."""

    connection: Connection

    def stop(self) -> None:
        """Do not affect any more requests."""
        self.connection.stop_fault(self.index)


class RemoteClock:
    """The simulated time of a simulator in another process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def time(self) -> datetime:
        """The current time."""
        return parse_time(self._connection._about()["time"])

    def advance(self, seconds: float | timedelta) -> datetime:
        """Move the clock forward and return the new time."""
        step = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        return parse_time(self._connection._call("POST", "advance_clock", {"seconds": step}))


def _remote(
    method: Callable[Concatenate[Simulator, Arguments], Result],
) -> Callable[Concatenate[Connection, Arguments], Result]:
    """Return a method with the signature of one of `Simulator`, which the control API calls."""
    signature = inspect.signature(method)
    returned = str(signature.return_annotation)

    def call(self: Connection, /, *positional: Arguments.args, **keywords: Arguments.kwargs) -> Result:
        bound = signature.bind(self, *positional, **keywords).arguments
        given = {name.rstrip("_"): value for name, value in list(bound.items())[1:]}
        returns: Result = self._result(returned, self._call("POST", method.__name__, given))
        return returns

    return update_wrapper(call, method)


class Connection(Assertions):
    """A simulator in another process; made by `connect`. Its methods are those of `Simulator`."""

    def __init__(self, url: str, token: str | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url: {url!r} is not the address of a simulator")
        self.url: str = url.rstrip("/")
        """Its base URL."""
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=10, read=90))
        about = self._about()
        given = about["credentials"]
        self.credentials: Credentials = Credentials(**given)
        """The credentials that it accepts."""
        self.origins: dict[str, str] = {name: self.url + path for name, path in about["origins"].items()}
        """The origins of the products, as keywords of `SinchClient`."""
        self.clock: RemoteClock = RemoteClock(self)
        """Its simulated time."""

    # Calling it

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        url = f"{self.url}/_sinch/v1/{path}"
        try:
            if method == "POST":
                content = json.dumps(body, default=_plain).encode()
                headers = {**self._headers, "Content-Type": "application/json"}
                response = self._pool.request("POST", url, body=content, headers=headers)
            else:
                response = self._pool.request("GET", url, headers=self._headers)
        except urllib3.exceptions.HTTPError as error:
            raise ControlError(f"the simulator at {self.url} cannot be reached: {error}") from error
        if response.status == 204:
            return None
        try:
            value = json.loads(response.data)
            text = value["error"]["text"] if response.status >= 400 else ""
        except (ValueError, TypeError, KeyError):
            raise ControlError(f"{url} is not a simulator that can be controlled: {response.status}") from None
        if response.status < 400:
            return value
        raise {400: ValueError, 404: LookupError, 408: TimeoutError}.get(response.status, ControlError)(text)

    def _result(self, kind: str, value: Any) -> Any:
        if kind == "Fault":
            fault = RemoteFault(**{name: given for name, given in value.items() if name != "body"})
            fault.connection = self
            return fault
        return _READ[kind](value) if kind in _READ else value

    def _about(self) -> dict[str, Any]:
        about: dict[str, Any] = self._call("GET", "")
        return about

    def _list(self, path: str, query: Mapping[str, Any], limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Yield the items of all pages, newest first."""
        given = {name: value for name, value in query.items() if value is not None}
        left = limit
        while left is None or left > 0:
            size = _PAGE if left is None else min(_PAGE, left)
            page = self._call("GET", f"{path}?{urlencode({**given, 'limit': size})}")
            yield from page["items"]
            if page["next"] is None:
                return
            given["before"] = page["next"]
            left = None if left is None else left - size

    # Pointing a client at it

    def client(self, **options: Any) -> SinchClient:
        """Return a client of this simulator; see `Simulator.client`."""
        from sinch import SinchClient

        return SinchClient(**self._keywords(options))

    def async_client(self, **options: Any) -> AsyncSinchClient:
        """Return an asynchronous client of this simulator; see `Simulator.async_client`."""
        from sinch import AsyncSinchClient

        return AsyncSinchClient(**self._keywords(options))

    def _keywords(self, options: Mapping[str, Any]) -> dict[str, Any]:
        regions = {"sms_region": "us", "conversation_region": "us"}
        credentials = {**self.credentials.project, **self.credentials.application}
        return {**credentials, **regions, **self.origins, **options}

    # What happened

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
        """Return messages of the inbox, newest first; see `Simulator.messages`."""
        query = {"product": product, "number": number, "text": text, "direction": direction}
        query |= {"before": before, "after": after}  # type: ignore[dict-item]
        return [shapes.message(each) for each in self._list("messages", query, limit)]

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
        """Wait until there is a message that matches; see `Simulator.wait_for_message`. At most 60 seconds."""
        query = {"product": product, "number": number, "text": text, "direction": direction}
        given = {name: value for name, value in {**query, "after": after}.items() if value is not None}
        return shapes.message(self._call("GET", f"messages/wait?{urlencode({**given, 'timeout': timeout})}"))

    def sent_messages(self, to: str | None = None) -> list[SentMessage]:
        """Return the sent messages, one for each recipient, in the order of sending."""
        found = [shapes.message(each) for each in self._list("messages", {"direction": "sent"})][::-1]
        return [
            SentMessage(
                product=each.product,
                to=each.to,
                from_=each.from_,
                text=each.text,
                id=each.id,
                type=each.type,
                parts=each.parts,
                client_reference=each.client_reference,
                body=each.body,
            )
            for each in found
            if each.dispatched and (to is None or same_number(each.to, to))
        ]

    @property
    def rented_numbers(self) -> list[RentedNumber]:
        """The rented numbers of the project, in numerical order."""
        return [RentedNumber(**each) for each in self._list("numbers", {})][::-1]

    @property
    def calls(self) -> list[RecordedCall]:
        """The calls of Voice, oldest first."""
        return [shapes.call(each) for each in self._list("calls", {})][::-1]

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests received, oldest first."""
        return [shapes.request(each) for each in self._list("requests", {})][::-1]

    @property
    def events(self) -> list[Event]:
        """The events sent, oldest first."""
        return [shapes.event(each) for each in self._list("events", {})][::-1]

    @property
    def settings(self) -> dict[str, Any]:
        """What `change_settings` changes."""
        settings: dict[str, Any] = self._about()["settings"]
        return settings

    def event_secret(self, product: str = "sms") -> str:
        """Return the secret that the events of a product are signed with."""
        secret: str = self._about()["products"][product]["event_secret"]
        return secret

    # What `Simulator` has under the same names

    verification_code: Final = _remote(Simulator.verification_code)
    receive_call: Final = _remote(Simulator.receive_call)
    pick_up: Final = _remote(Simulator.pick_up)
    reject_call: Final = _remote(Simulator.reject_call)
    press: Final = _remote(Simulator.press)
    stay_silent: Final = _remote(Simulator.stay_silent)
    hang_up: Final = _remote(Simulator.hang_up)
    reply: Final = _remote(Simulator.reply)
    tap: Final = _remote(Simulator.tap)
    set_status: Final = _remote(Simulator.set_status)
    deliver: Final = _remote(Simulator.deliver)
    deliver_message: Final = _remote(Simulator.deliver_message)
    deliver_event: Final = _remote(Simulator.deliver_event)
    receive_sms: Final = _remote(Simulator.receive_sms)
    receive_mms: Final = _remote(Simulator.receive_mms)
    receive_message: Final = _remote(Simulator.receive_message)
    receive_event: Final = _remote(Simulator.receive_event)
    provision: Final = _remote(Simulator.provision)
    opt_out: Final = _remote(Simulator.opt_out)
    opt_in: Final = _remote(Simulator.opt_in)
    set_channel_state: Final = _remote(Simulator.set_channel_state)
    set_capability: Final = _remote(Simulator.set_capability)
    send_event: Final = _remote(Simulator.send_event)
    send_again: Final = _remote(Simulator.send_again)
    fail: Final = _remote(Simulator.fail)
    stop_fault: Final = _remote(Simulator.stop_fault)
    expire_tokens: Final = _remote(Simulator.expire_tokens)
    revoke_tokens: Final = _remote(Simulator.revoke_tokens)
    change_settings: Final = _remote(Simulator.change_settings)
    clear: Final = _remote(Simulator.clear)

    # Ending

    def close(self) -> None:
        """Close the connections; the simulator goes on."""
        self._pool.clear()

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Connection({self.url})"


def connect(url: str = "http://127.0.0.1:8200", token: str | None = None) -> Connection:
    """Use a simulator in another process, one that `python -m sinch.testing` runs, like one of this process::

        with connect("http://127.0.0.1:8200") as simulator:
            message = simulator.wait_for_message(number="+12025550123", text="code")
            simulator.reply(message.index, "STOP")

    Args:
        url: Its address.
        token: What it printed at the start, if it does not listen on an address of its own machine alone.

    Raises:
        ControlError: It cannot be reached, or does not let this process control it.
    """
    return Connection(url, token)


def _plain(value: Any) -> Any:
    """Return what JSON does not have as the control API reads it."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return format_time(value, "microseconds")
    return list(value)

"""What the simulated products have in common: state, handlers of operations, and errors in the product's own shape."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

from sinch.testing import openapi
from sinch.testing.clock import Clock, Ids
from sinch.testing.events import Event, EventReply, Mail, Signature
from sinch.testing.journal import Journal
from sinch.testing.records import InboxMessage, SentMessage
from sinch.testing.schemas import Problem


@dataclass(frozen=True)
class Credentials:
    """The invented credentials that a simulator accepts."""

    project_id: str = "5b1d9c2e-0000-4000-8000-000000000001"
    key_id: str = "7c3e0f4a-0000-4000-8000-000000000002"
    key_secret: str = field(default="simulated~key~secret", repr=False)
    service_plan_id: str = "0000000000000000000000000000plan"
    sms_api_token: str = field(default="0000000000000000000000000000sms1", repr=False)
    application_key: str = "9d5e1b6c-0000-4000-8000-000000000003"
    application_secret: str = field(default="c2ltdWxhdGVkLWFwcGxpY2F0aW9uLXNlY3JldA==", repr=False)

    @property
    def project(self) -> dict[str, str]:
        """The access key of the project, as keywords of `SinchClient`."""
        return {"project_id": self.project_id, "key_id": self.key_id, "key_secret": self.key_secret}

    @property
    def service_plan(self) -> dict[str, str]:
        """The SMS service plan and its token, as keywords of `SinchClient`."""
        return {"service_plan_id": self.service_plan_id, "sms_api_token": self.sms_api_token}

    @property
    def application(self) -> dict[str, str]:
        """The key and the secret of the application, as keywords of `SinchClient`."""
        return {"application_key": self.application_key, "application_secret": self.application_secret}


@dataclass(frozen=True)
class Call:
    """A valid request to an operation."""

    path: Mapping[str, Any]
    """Path parameters as the spec types them."""
    query: Mapping[str, Any]
    """Query parameters as the spec types them; an absent one is absent."""
    body: Any
    """The decoded body."""
    headers: Mapping[str, Any] = field(default_factory=dict)
    """Header parameters as the spec types them; an absent one is absent."""


@dataclass(frozen=True)
class Response:
    """A response whose status is not the operation's usual one."""

    status: int
    json: Any = None


class Rejected(Exception):
    """Raised for a request that a product rejects."""

    def __init__(
        self,
        status: int,
        text: str,
        *,
        code: str = "",
        problems: Iterable[Problem] = (),
        headers: Iterable[tuple[str, str]] = (),
        resource: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.code = code
        """The product's own word for the reason, if it has one."""
        self.problems: list[Problem] = list(problems)
        """What is wrong with which field."""
        self.headers: list[tuple[str, str]] = list(headers)
        self.resource = resource
        """Kind and name of what is missing, for a 404."""


def five_digits(rejected: Rejected) -> int:
    """Return the code of a rejection as the APIs of applications have it: its first three digits are the status."""
    if rejected.code:
        return int(rejected.code)
    missing = any(problem.kind == "required" for problem in rejected.problems)
    return rejected.status * 100 + (2 if missing else 1 if rejected.status == 400 else 0)


class World:
    """What the products of one simulator share."""

    def __init__(self, clock: Clock, seed: int, credentials: Credentials, mail: Mail) -> None:
        self.clock = clock
        self.ids: Ids = Ids(clock, seed)
        self.credentials = credentials
        self.mail = mail
        self.journal: Journal = mail.journal
        self._lock = threading.RLock()
        self._held = False
        self._due: list[Callable[[], None]] = []
        self._outbox: list[Event] = []

    def before_anything(self, work: Callable[[], None]) -> None:
        """Call `work` before anything else happens, or is looked at, to do what is due by then.

        Nothing watches the clock.
        """
        self._due.append(work)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock around all state; events that occur meanwhile are delivered after it is released."""
        with self._lock:
            outermost, self._held = not self._held, True
            try:
                for work in self._due if outermost else ():
                    work()
                yield
            finally:
                self._held = not outermost
                events, self._outbox = self._outbox, []
        for event in events:
            self.mail.deliver(event)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold the lock around all state, and do nothing that is due."""
        with self._lock:
            yield

    def post(self, event: Event) -> None:
        """Put an event into the outbox."""
        self._outbox.append(event)


Handler = TypeVar("Handler", bound=Callable[..., Any])


def handles(operation_id: str) -> Callable[[Handler], Handler]:
    """Register a method of a product as the handler of an operation.

    It takes a `Call` and returns the JSON of the usual response, or a `Response` with another status, or raises
    `Rejected`. What has to ask the application first returns a function that goes on: it is called without the lock.
    """

    def register(method: Handler) -> Handler:
        method.__dict__["operation_id"] = operation_id
        return method

    return register


class Product(ABC):
    """State and handlers of one product."""

    name: ClassVar[str]
    """The name of its spec."""
    accepts: ClassVar[tuple[str, ...]] = ("token", "key")
    """The ways to sign in, of those in its spec, that its host accepts: an access token, or the access key itself."""
    hosts: ClassVar[Mapping[str, str]] = {}
    """The hosts of single operations: the name of each below the simulator's address, and its address in the spec."""
    unchecked: ClassVar[frozenset[str]] = frozenset()
    """The operations whose bodies may be of any kind, since to judge them is what they are for."""
    statuses: ClassVar[tuple[str, ...]] = ()
    """What its sent messages can be made to reach: success first, then failure, then the others."""
    handlers: dict[str, Callable[[Any, Call], Any]]

    def __init_subclass__(cls) -> None:
        bases = [owner for owner in reversed(cls.__mro__) if issubclass(owner, Product)]
        values = [value for owner in bases for value in vars(owner).values()]
        methods = [value for value in values if callable(value) and "operation_id" in vars(value)]
        cls.handlers = {vars(method)["operation_id"]: method for method in methods}

    def __init__(self, world: World, spec: openapi.Spec | None = None) -> None:
        self.world = world
        self.spec: openapi.Spec = spec or openapi.load(self.name)
        others = set(vars(self))
        self.clear()
        self._kept = [name for name in vars(self) if name not in others]

    @abstractmethod
    def clear(self) -> None:
        """Reset to the initial state: give its first value to every attribute that changes later.

        These are what a state file has of the product, so their values are JSON, times, bytes, sets, tuples, or
        dataclasses of such: no functions, and nothing that runs.
        """

    def state(self) -> Any:
        """Return what is kept in a file: all that `clear` sets."""
        return {name: vars(self)[name] for name in self._kept}

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        if state.keys() != set(self._kept):
            raise ValueError(f"{self.name} has other attributes")
        vars(self).update(state)

    @abstractmethod
    def error(self, rejected: Rejected) -> Any:
        """Return the product's error body for a rejected request, or `None` for an empty one."""

    def sent(self) -> Iterable[SentMessage]:
        """Return the messages sent, in the order of sending."""
        return ()

    # What the recipient of a message in the inbox does; a product that adds messages to the journal has its own

    def set_status(self, message: InboxMessage, status: str, reason: str | None) -> None:
        """Let a sent message reach one of `statuses`; see `Simulator.set_status`."""
        raise ValueError(f"messages of {self.name} have no status")

    def reply(self, message: InboxMessage, text: str) -> InboxMessage:
        """Let the other person of a message write; see `Simulator.reply`."""
        raise ValueError(f"messages of {self.name} cannot be replied to")

    def tap(self, message: InboxMessage, postback_data: str) -> InboxMessage:
        """Let the recipient of a message tap one of its choices; see `Simulator.tap`."""
        raise ValueError(f"messages of {self.name} have no choices")

    @property
    def event_secret(self) -> str:
        """The secret that events are signed with."""
        return f"simulated-{self.name}-secret"

    def publish(
        self,
        schema: str,
        payload: dict[str, Any],
        callback_url: str | None = None,
        copies: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Sign an event that obeys the component `schema` and put it into the outbox.

        Args:
            schema: The name of the component.
            payload: The event.
            callback_url: The callback URL of the resource that it is about.
            copies: URLs that have their own secrets, each with its secret; it is not signed where that is empty.
        """
        event = self._checked(schema, payload)
        posted = tuple((url, self._signature(event.body, secret)("/")) for url, secret in copies)
        self.world.post(replace(event, callback_url=callback_url, copies=posted))

    def ask(self, schema: str, payload: dict[str, Any], limit: float, callback_url: str | None = None) -> EventReply:
        """Post an event that wants a reply, and return that.

        It waits for the application, so it must not be called while the state is locked.

        Args:
            schema: The name of the component.
            payload: The event.
            limit: Seconds after which a reply is too late.
            callback_url: The callback URL of the resource that it is about.
        """
        return self.world.mail.ask(replace(self._checked(schema, payload), callback_url=callback_url), limit)

    def _checked(self, schema: str, payload: dict[str, Any]) -> Event:
        problems = self.spec.checker(schema).problems(payload)
        if problems:
            raise AssertionError(f"simulator bug: event of {self.name} breaks its spec: {problems[0]}")
        return self.event(payload)

    def event(self, payload: Mapping[str, Any]) -> Event:
        """Return a signed event."""
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        signature = self._signature(body, self.event_secret)
        return Event(self.name, body, signature("/"), at=self.world.clock.time, headers_for=signature)

    def _signature(self, body: bytes, secret: str) -> Signature:
        nonce, now, key = self.world.ids.ulid(), self.world.clock.time, self.world.credentials.application_key
        return Signature(self.name, body, secret, nonce, now, key)

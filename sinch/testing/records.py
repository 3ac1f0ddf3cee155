"""What a simulator has received and sent, for tests to inspect."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_SPOKEN = ("say", "play", "playFiles", "park")


class Headers(Mapping[str, str]):
    """HTTP headers in the order of sending; names are case-insensitive, and repeated headers are joined by commas."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs
        self._values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            self._values[key] = f"{self._values[key]}, {value}" if key in self._values else value

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self.pairs!r})"


@dataclass(eq=False)
class RecordedRequest:
    """A request that the simulator received."""

    product: str
    """Named after its spec: `auth`, `sms`, `number-lookup`, ..."""
    operation_id: str | None
    """The operation as the spec names it; `None` if the spec has none for this method and path."""
    method: str
    path: str
    """Percent-decoded, without the prefix of the product and without the query."""
    raw_path: str
    """As sent, without the prefix of the product and without the query."""
    raw_query: str
    """As sent."""
    query: list[tuple[str, str]]
    """Decoded names and values in the order of sending."""
    headers: Headers
    body: bytes
    connection: int
    """The client's port: requests with the same value came over the same connection."""
    taken: bool = False
    """Whether it was carried out: false for rejected requests and for those that a fault prevented."""
    status: int | None = None
    """The status of the response; `None` if none was sent."""
    response: bytes = b""
    """The beginning of the body of the response, at most 4 KiB."""
    problems: list[str] = field(default_factory=list)
    """Why it was rejected."""
    warnings: list[str] = field(default_factory=list)
    """What a strict simulator would have rejected it for; a lenient one has ignored it."""
    full_path: str = ""
    """As sent, with the prefix of the product and without the query; what is signed, where requests are."""
    index: int = 0
    """Its number: the first request has 1."""
    at: datetime | None = None
    """The simulated time when it was received."""

    @property
    def json(self) -> Any:
        """The body read as JSON; `None` without a body."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class SentMessage:
    """A message sent to one recipient."""

    product: str
    """`sms`, `conversation` or `verification`."""
    to: str
    """The recipient as the API writes it: SMS recipients are digits without a plus."""
    from_: str | None
    text: str
    """What the recipient reads, parameters filled in; the text of a media message, the Base64 body of a binary one."""
    id: str
    """Identifies the batch (SMS), message (Conversation) or verification that it belongs to."""
    type: str
    """`mt_text`, `mt_binary`, `mt_media`, the kind of Conversation message, such as `text_message`, or the method of a
    verification."""
    parts: int = 1
    """The number of SMS that carry it."""
    client_reference: str | None = None
    body: Any = None
    """The body as it was requested."""


@dataclass(frozen=True)
class RentedNumber:
    """A rented number as the page of the simulator shows it."""

    index: int
    """Its digits."""
    phone_number: str
    waiting: bool
    """Whether something is scheduled for it, which `Simulator.provision` finishes."""
    body: Any
    """The number as the API returns it."""


@dataclass(frozen=True)
class CallStep:
    """Something that has happened in a call."""

    name: str
    """What it was: a word of SVAML, such as `say`, `play` or `connectPstn`; or `menu`, or `keys`."""
    text: str = ""
    """What was said, played, pressed or called."""


@dataclass(frozen=True)
class RecordedCall:
    """A call of Voice, as far as it has come."""

    index: int
    """Its number: the first call has 1."""
    product: str
    """`voice-v1` or `voice-v2`."""
    id: str
    """Identifies it in the API."""
    at: datetime
    """The simulated time when it began."""
    from_: str
    """Who calls; empty if nobody is shown."""
    to: str
    """Who is called."""
    state: str
    """`ringing`, `connected`, `menu`, `conference`, `parked` or `over`."""
    result: str
    """What came of it, in the words of the API."""
    reason: str | None
    """Why it ended, in the words of the API."""
    steps: list[CallStep]
    """What has happened, in order."""
    recordings: list[Any]
    """What was recorded: the options, without credentials, and whether it is `running`."""
    problems: list[str]
    """What was wrong with the replies of the application."""
    can: list[str]
    """What the person on the phone can do now: `pick_up`, `reject_call`, `press`, `stay_silent`, `hang_up`."""
    most_keys: int
    """How many keys are pressed together at most."""
    body: Any
    """The call as the API returns it."""

    @property
    def said(self) -> list[str]:
        """What was said and played, in order."""
        return [step.text for step in self.steps if step.name in _SPOKEN and step.text]


@dataclass(frozen=True)
class MessageState:
    """A status that a sent message has reached."""

    status: str
    at: datetime
    """The simulated time."""
    reason: str | None = None
    """The code of a report (SMS), or of the reason of a failure (Conversation)."""


@dataclass(frozen=True)
class Choice:
    """Something that the recipient of a message can tap."""

    text: str
    postback_data: str


@dataclass(eq=False)
class InboxMessage:
    """A message in the inbox of a simulator: sent to one recipient, or received from somebody."""

    index: int
    """Its number in the inbox: the first message has 1."""
    direction: str
    """`sent` or `received`."""
    at: datetime
    """The simulated time."""
    product: str
    """The product's name, such as `sms`."""
    to: str
    from_: str | None
    text: str
    """What is read, parameters filled in."""
    id: str
    """Identifies the batch (SMS), message (Conversation), verification or inbound message in the API."""
    type: str
    """The kind of message as the API names it, such as `mt_text` or `choice_message`."""
    channel: str = "SMS"
    app_id: str | None = None
    """The Conversation app."""
    parts: int = 1
    """The number of SMS that carry it."""
    encoding: str | None = None
    """How an SMS is encoded: `text` or `unicode`."""
    client_reference: str | None = None
    body: Any = None
    """As it was requested, or as the event about it has it."""
    parameters: Any = None
    """The values of placeholders in the text, by name and recipient."""
    choices: tuple[Choice, ...] = ()
    """What the recipient can tap."""
    code: str | None = None
    """The code that a verification sent, or the number that made a flash call."""
    dispatched: bool = True
    """False for an SMS that was not sent after all: a placeholder has no value, or it has too many parts."""
    states: list[MessageState] = field(default_factory=list)
    """The statuses that a sent message has reached, oldest first."""

    @property
    def status(self) -> str | None:
        """The last status of a sent message."""
        return self.states[-1].status if self.states else None

    @property
    def phone(self) -> str:
        """The other person: who received or wrote it."""
        return self.to if self.direction == "sent" else self.from_ or ""

    @property
    def account(self) -> str | None:
        """Your side: the sender of a sent message, the recipient of a received one."""
        return self.from_ if self.direction == "sent" else self.to

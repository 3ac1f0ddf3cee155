"""The journal of a simulator: every message sent or received, in order, and word of what happens to whoever waits."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from typing import Any

from sinch.testing.clock import Clock
from sinch.testing.records import InboxMessage, MessageState

_KEPT = 100_000
_BEHIND = 1_000
_FILED = 10_000
Notice = tuple[str, int]
"""What happened (`message`, `status`, `call`, `event`, `delivery`, `request`, `fault`, `settings` or `reset`), and
the index of what it happened to, or 0."""


class Journal:
    """The messages of all products, oldest first, and the subscribers to what happens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._calls = 0
        self._messages: dict[int, InboxMessage] = {}
        self._sent: dict[tuple[str, str, str], InboxMessage] = {}
        self._changed = threading.Condition()
        self._subscribers: list[queue.Queue[Notice | None]] = []
        self._closed = False

    # What the products write down

    def add(self, direction: str, **fields: Any) -> InboxMessage:
        """Add a message that was `sent` or `received`; the oldest is forgotten when there are too many."""
        with self._changed:
            self._last += 1
            message = InboxMessage(index=self._last, direction=direction, at=self._clock.time, **fields)
            self._keep(message)
            if len(self._messages) > _KEPT:
                oldest = self._messages.pop(next(iter(self._messages)))
                self._sent.pop((oldest.product, oldest.id, oldest.to), None)
            self._changed.notify_all()
        self.tell("message", message.index)
        return message

    def _keep(self, message: InboxMessage) -> None:
        self._messages[message.index] = message
        if message.direction == "sent":
            self._sent[message.product, message.id, message.to] = message

    def reached(self, product: str, message_id: str, to: str, status: str, reason: str | None = None) -> None:
        """Note that a sent message has reached a status."""
        message = self._sent.get((product, message_id, to))
        if message is not None:
            with self._changed:
                message.states.append(MessageState(status, self._clock.time, reason))
                self._changed.notify_all()
            self.tell("status", message.index)

    def number_call(self) -> int:
        """Return the number of a call that begins."""
        with self._changed:
            self._calls += 1
            return self._calls

    def clear(self) -> None:
        """Forget all messages."""
        with self._changed:
            self._messages.clear()
            self._sent.clear()
        self.tell("reset")

    # Between two processes

    def state(self) -> Any:
        """Return what is kept in a file: the newest messages."""
        with self._changed:
            return {"last": self._last, "calls": self._calls, "messages": list(self._messages.values())[-_FILED:]}

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        self._last, self._calls = state["last"], state["calls"]
        for message in state["messages"]:
            self._keep(message)

    # Reading it

    @property
    def count(self) -> int:
        """The number of messages."""
        return len(self._messages)

    def message(self, index: int) -> InboxMessage:
        """Return a message by its index."""
        if index not in self._messages:
            raise LookupError(f"there is no message {index}")
        return self._messages[index]

    def received(self, product: str, message_id: str) -> InboxMessage:
        """Return a received message by what identifies it in the API."""
        return next(each for each in self.find(product, direction="received") if each.id == message_id)

    def find(
        self,
        product: str | None = None,
        number: str | None = None,
        text: str | None = None,
        direction: str | None = None,
        before: int | None = None,
        after: int | None = None,
    ) -> Iterator[InboxMessage]:
        """Yield the messages that match, newest first; see `Simulator.messages`."""
        with self._changed:
            messages = list(self._messages.values())
        wanted = _bare(number)
        part = None if text is None else text.casefold()
        for message in reversed(messages):
            if (
                (before is None or message.index < before)
                and (after is None or message.index > after)
                and product in (None, message.product)
                and direction in (None, message.direction)
                and (number is None or wanted in (_bare(message.to), _bare(message.from_)))
                and (part is None or part in message.text.casefold())
            ):
                yield message

    def wait(self, timeout: float, **criteria: Any) -> InboxMessage | None:
        """Return the first message that matches, as soon as there is one; `None` if there is none in time."""
        end = time.monotonic() + timeout
        while True:
            with self._changed:
                seen = next(reversed(self._messages), 0)
            found = list(self.find(**criteria))
            if found:
                return found[-1]
            with self._changed:
                while next(reversed(self._messages), 0) == seen:
                    left = end - time.monotonic()
                    if left <= 0 or self._closed:
                        return None
                    self._changed.wait(left)

    # Whoever watches

    def tell(self, what: str, index: int = 0) -> None:
        """Tell the subscribers what happened."""
        for subscriber in list(self._subscribers):
            try:
                subscriber.put_nowait((what, index))
            except queue.Full:
                pass  # it reads too slowly; `notices` tells it to look at everything again

    @property
    def subscribers(self) -> int:
        """How many watch now."""
        return len(self._subscribers)

    def notices(self, idle: float) -> Iterator[Notice | None]:
        """Yield what happens until the simulator is closed, and `None` at first and after `idle` seconds of silence.

        The first shows that nothing is missed from then on.
        """
        subscriber: queue.Queue[Notice | None] = queue.Queue(_BEHIND)
        self._subscribers.append(subscriber)
        try:
            yield None
            while not self._closed:
                full = subscriber.full()
                try:
                    notice = subscriber.get(timeout=idle)
                except queue.Empty:
                    yield None
                    continue
                if full:
                    while not subscriber.empty():
                        subscriber.get_nowait()
                    notice = ("reset", 0)
                if notice is None:
                    return
                yield notice
        finally:
            self._subscribers.remove(subscriber)

    def close(self) -> None:
        """End every wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for subscriber in list(self._subscribers):
            try:
                subscriber.put_nowait(None)
            except queue.Full:
                pass  # it looks whether this is closed when it takes the next one


def _bare(number: str | None) -> str:
    return (number or "").removeprefix("+")

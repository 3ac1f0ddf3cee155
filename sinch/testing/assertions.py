"""What a test asserts about the messages that were sent."""

from __future__ import annotations

from abc import ABC, abstractmethod

from sinch.testing.records import SentMessage


class Assertions(ABC):
    """Assertions about the messages that were sent, here or in another process."""

    @abstractmethod
    def sent_messages(self, to: str | None = None) -> list[SentMessage]:
        """Return the sent messages, one for each recipient, in the order of sending."""

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
            if (to is None or same_number(message.to, to))
            and (from_ is None or (message.from_ is not None and same_number(message.from_, from_)))
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


def same_number(one: str, other: str) -> bool:
    """Return whether two texts are one phone number."""
    return one.removeprefix("+") == other.removeprefix("+")

"""Phones: what the products that make calls have in common for whoever plays the person on the phone."""

from __future__ import annotations

from abc import abstractmethod

from sinch.testing.product import Product
from sinch.testing.records import RecordedCall


class Phones(Product):
    """A product with calls. `which` is the id of one, or a number: then its last call is meant."""

    @abstractmethod
    def recorded_calls(self) -> list[RecordedCall]:
        """Return all calls, oldest first."""

    @property
    def services(self) -> dict[str, str]:
        """The names of its services by id, the newest first; empty where calls are of the application."""
        return {}

    @abstractmethod
    def call_from(self, from_: str, to: str, service_id: str | None) -> str:
        """Let somebody call, and return the id of the call; see `Simulator.receive_call`."""

    @abstractmethod
    def press(self, which: str, keys: str) -> object:
        """Press keys on the phone."""

    @abstractmethod
    def stay_silent(self, which: str) -> object:
        """Press nothing for as long as a menu waits."""

    @abstractmethod
    def hang_up(self, which: str) -> object:
        """Let the person on the phone end the call."""

    def pick_up(self, which: str) -> object:
        """Let a phone that rings be taken."""
        raise ValueError(f"calls of {self.name} are taken at once")

    def reject(self, which: str, result: str) -> object:
        """Let a phone that rings not be taken."""
        raise ValueError(f"calls of {self.name} are taken at once, but for those to its `lines`")

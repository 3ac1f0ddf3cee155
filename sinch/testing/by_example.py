"""Products that respond with the examples of their specs, until somebody has written handlers for their operations."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from sinch.testing import openapi
from sinch.testing.product import Call, Product, Rejected, World


class ByExample(Product):
    """A product without state: what its own handlers do not respond to, an example does.

    Requests are judged as those of any other product. It is where the simulator of a new product begins::

        class Parcels(ByExample):
            name = "parcels"
    """

    def __init__(self, world: World, spec: openapi.Spec | None = None) -> None:
        super().__init__(world, spec)
        written = self.handlers
        examples = {each.id: _responder(each) for each in self.spec.operations.values() if each.id not in written}
        self.handlers: dict[str, Callable[[Any, Call], Any]] = {**written, **examples}  # of this one's spec

    def clear(self) -> None:
        """Do nothing, since nothing is kept."""

    def error(self, rejected: Rejected) -> Any:
        """Return no body: what errors look like is up to the product."""
        return None


def _responder(operation: openapi.Operation) -> Callable[[Product, Call], Any]:
    return lambda product, call: copy.deepcopy(operation.example)

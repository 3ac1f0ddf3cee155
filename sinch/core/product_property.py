"""`product_property`: the attribute of a client that is one of its products."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    product_property = cached_property
else:

    class product_property(cached_property):
        """A property that makes a product on first use; of the class, it is the product without a client.

        Mocks and documentation tools look for methods there: `create_autospec(SinchClient)` has those of every product.
        """

        def __get__(self, client: Any, owner: Any = None) -> Any:
            return self.func(None) if client is None else super().__get__(client, owner)

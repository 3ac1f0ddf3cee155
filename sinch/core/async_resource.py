"""Bases of the asynchronous twins of the domains: what `sinch.core.resource` has, to be awaited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sinch.core.async_paging import AsyncList
from sinch.core.options import hidden
from sinch.core.resource import BaseProduct
from sinch.core.suggestions import Suggests

if TYPE_CHECKING:
    from sinch.core.async_session import AsyncSession
    from sinch.core.operation import PreparedCall
    from sinch.core.options import RequestOptions
    from sinch.core.resource import ComposedFlow
    from sinch.core.service import Configured

    class AsyncClient(Protocol):
        """What a product needs of a client."""

        @property
        def configuration(self) -> Configured:
            """Credentials, regions and hosts."""
            ...

        @property
        def session(self) -> AsyncSession:
            """Runs calls."""
            ...


T = TypeVar("T")


class AsyncResource(Suggests):
    """A group of methods. Subclasses do all their I/O through `_send`, `_page` and `_run`."""

    def __init__(self, product: AsyncProduct) -> None:
        self._product = product

    async def _send(self, call: PreparedCall[T], options: RequestOptions | None) -> T:
        if options:
            options = hidden(options)
        return await self._product.execute(call, options)

    def _page(self, call: PreparedCall[T], options: RequestOptions | None) -> AsyncList[Any, T]:
        return AsyncList(call, partial(self._product.execute, options=hidden(options)))

    async def _run(self, flow: ComposedFlow[T]) -> T:
        """Run a flow of several calls and pauses."""
        return await self._product.execute_flow(flow)


class AsyncProduct(BaseProduct, AsyncResource):
    """A product of the account of a client; it may have methods of its own beside its resources."""

    def __init__(self, client: AsyncClient) -> None:
        AsyncResource.__init__(self, self)
        self._client = client
        self._configured = {}

    async def execute(self, call: PreparedCall[T], options: RequestOptions | None = None) -> T:
        """Send a call of this product's low-level client and return its parsed response."""
        if options:
            options = hidden(options)
        session: AsyncSession = self._client.session
        return await session.execute(call, self._service_of(call.operation), options)

    async def execute_flow(self, flow: ComposedFlow[T]) -> T:
        """Run a flow that makes several calls of this product, and return what it returns."""
        session: AsyncSession = self._client.session
        result: T = await session.execute_flow(flow, self._service_of)
        return result

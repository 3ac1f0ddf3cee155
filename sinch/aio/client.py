"""`AsyncSinchClient`: the way in for programs on asyncio. What it has of each product is derived from `SinchClient`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sinch.aio.products import AsyncProducts

if TYPE_CHECKING:
    from typing_extensions import Self

    from sinch.core.async_session import AsyncSession
    from sinch.core.http import AsyncTransport
    from sinch.core.options import RequestOptions


class AsyncSinchClient(AsyncProducts):
    """A client of Sinch's APIs for asyncio. Share one between all tasks; it keeps its connections open.

    It has the products, resources and methods of `SinchClient` under the same names, and takes the same arguments, but
    for a `transport` of your own, which is a `sinch.core.http.AsyncTransport`. Methods with one result are awaited. A
    list is awaited for its first page, or iterated with `async for` for the items of all pages.

    Example:
        >>> async with AsyncSinchClient(project_id="...", key_id="...", key_secret="...", sms_region="eu") as client:
        ...     await client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hello")

    """

    async def request(
        self,
        method: str,
        path: str,
        *,
        product: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        options: RequestOptions | None = None,
    ) -> Any:
        """Call an endpoint without a method in the SDK, with the product's credentials, errors and logging.

        Only GET and HEAD are repeated when their outcome is unknown.

        Args:
            method: such as "GET".
            path: from the host on, percent-encoded; ids of the configuration may stand in braces as in the API
                reference.
            product: the name that it has on the client, such as "number_lookup"; for another of its hosts, the name
                of the package in `sinch_api`, such as "conversation_templates".
            query: further parameters; a list repeats the key.
            body: sent as JSON.
            options: of this call.

        Returns:
            The decoded response, objects as `Model`; None for an empty one.

        """
        owner, call, merged = self._raw_call(method, path, product, query, body, options)
        return await owner.execute(call, merged)

    async def aclose(self) -> None:
        """Close the connections. The client stays usable: the next call opens new ones."""
        transport: Any = self.configuration.transport
        if transport is not None:
            await transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    if not TYPE_CHECKING:  # checkers say by themselves that a plain `with` is wrong

        def __enter__(self) -> Any:
            raise TypeError("the client is asynchronous: use `async with`")

        def __exit__(self, *_: object) -> None:
            """Exist, since older versions of Python look for it first."""

    def _make_session(self) -> AsyncSession:
        from sinch.core.async_session import AsyncSession

        return AsyncSession(*self._session_arguments())

    def _make_transport(self) -> AsyncTransport:
        from sinch.core.asyncio_transport import AsyncioTransport

        transport: AsyncTransport = AsyncioTransport(**self._transport_options)
        return transport

"""Bases of the ergonomic layer: a `Resource` has methods that send calls, a `Product` is the root of an API."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from sinch.core.options import hidden
from sinch.core.suggestions import Suggests

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import TypeAlias

    from sinch.core.flow import Calls, Step
    from sinch.core.operation import Operation, PreparedCall
    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.service import Configured, Service, ServiceDefinition
    from sinch.core.session import Session

    ComposedFlow: TypeAlias = Callable[[Calls], Generator[Step, Any, T]]
    """A flow of several calls, which starts when it is given the way to make them."""

    class Client(Protocol):
        """What a product needs of a client."""

        @property
        def configuration(self) -> Configured:
            """Credentials, regions and hosts."""
            ...

        @property
        def session(self) -> Session:
            """Runs calls."""
            ...


class Resource(Suggests):
    """A group of methods. Subclasses do all their I/O through `_send`, `_page` and `_run`."""

    def __init__(self, product: Product) -> None:
        self._product = product

    def _send(self, call: PreparedCall[T], options: RequestOptions | None) -> T:
        if options:
            options = hidden(options)
        return self._product.execute(call, options)

    def _page(self, call: PreparedCall[T], options: RequestOptions | None) -> Page[Any, T]:
        from sinch.core.paging import Page

        fetch = partial(self._product.execute, options=hidden(options))
        options = None
        return Page(call, fetch(call), fetch)

    def _run(self, flow: ComposedFlow[T]) -> T:
        """Run a flow of several calls and pauses."""
        return self._product.execute_flow(flow)


class BaseProduct:
    """What a product of either colour knows: where it is and how to sign in, as the configuration has it."""

    definition: ClassVar[ServiceDefinition]
    """What never changes about it. Some of its operations may be elsewhere, which they know themselves."""
    _client: Any
    _configured: dict[ServiceDefinition, tuple[int, Service]]

    def _definition(self, configuration: Configured) -> ServiceDefinition:
        """Return where the product is, for one that can be reached in more than one way."""
        return self.definition

    @property
    def configured_values(self) -> Mapping[str, Any]:
        """Return the configuration of the client as it is now; nothing for a product without one."""
        configuration: Configured | None = getattr(self._client, "configuration", None)
        return {} if configuration is None else configuration.snapshot()

    @property
    def service(self) -> Service:
        """The product as the configuration has it now. Raises ConfigurationError for what is missing there."""
        return self._service_of(None)

    def _service_of(self, operation: Operation | None) -> Service:
        """Return where an operation is, as the configuration has it now, or where the product is.

        Raises ConfigurationError for what is missing there.
        """
        wanted = (operation and operation.service) or self.definition
        configuration: Configured = self._client.configuration
        version = configuration.version  # read before the values: a change in between only makes them old too soon
        known = self._configured.get(wanted)
        if known is None or known[0] != version:
            definition = self._definition(configuration) if wanted == self.definition else wanted
            known = self._configured[wanted] = version, definition.configured(configuration)
        return known[1]


class Product(BaseProduct, Resource):
    """A product of the account of a client; it may have methods of its own beside its resources."""

    def __init__(self, client: Client) -> None:
        Resource.__init__(self, self)
        self._client = client
        self._configured = {}

    def execute(self, call: PreparedCall[T], options: RequestOptions | None = None) -> T:
        """Send a call of this product's low-level client and return its parsed response."""
        if options:
            options = hidden(options)
        session: Session = self._client.session
        return session.execute(call, self._service_of(call.operation), options)

    def execute_flow(self, flow: ComposedFlow[T]) -> T:
        """Run a flow that makes several calls of this product, and return what it returns."""
        session: Session = self._client.session
        result: T = session.execute_flow(flow, self._service_of)
        return result

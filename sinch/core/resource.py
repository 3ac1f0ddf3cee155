"""Bases of the ergonomic layer: a `Resource` has methods that send operations, a `Product` is an API of an account."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sinch.core.exceptions import ArgumentError

if TYPE_CHECKING:
    from sinch.core.operation import Operation
    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.service import Service
    from sinch.core.session import Session

    class Client(Protocol):
        """What a product needs of a client."""

        @property
        def configuration(self) -> Any:
            """Credentials, regions and hosts."""
            ...

        @property
        def session(self) -> Session:
            """Runs operations."""
            ...


T = TypeVar("T")


class Resource:
    """A group of methods. Subclasses do all their I/O through `_send` and `_page`.

    `aliases` gives second names of arguments: a method that has the argument also accepts it under those.
    """

    def __init__(self, execute: Callable[..., Any]) -> None:
        self._execute = execute

    def __init_subclass__(cls, *, aliases: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not aliases:
            return
        for name, method in list(vars(cls).items()):
            code = getattr(method, "__code__", None)
            if code is not None and not name.startswith("_"):
                arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                own = {old: new for old, new in aliases.items() if new in arguments and old not in arguments}
                if own:
                    setattr(cls, name, _accepting(method, own))

    def _send(self, operation: Operation[T], options: RequestOptions | None) -> T:
        result: T = self._execute(operation, options)
        return result

    def _page(self, operation: Operation[Any], options: RequestOptions | None) -> Page[Any]:
        from sinch.core.paging import Page

        fetch = partial(self._execute, options=options)
        return Page(operation, fetch(operation), fetch)


def _accepting(method: Callable[..., Any], aliases: Mapping[str, str]) -> Callable[..., Any]:
    @wraps(method)
    def accept(*args: Any, **kwargs: Any) -> Any:
        for old, new in aliases.items():
            if old in kwargs:
                if new in kwargs:
                    raise ArgumentError(f"{old} and {new} are two names of one argument: pass {new}")
                kwargs[new] = kwargs.pop(old)
        return method(*args, **kwargs)

    return accept


class Product(ABC):
    """A product of the account of a client. Subclasses say in `_make_service` where it is and how to sign in."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: tuple[int, Service] | None = None

    @abstractmethod
    def _make_service(self, configuration: Any) -> Service:
        """Return the product as the configuration has it."""

    @property
    def service(self) -> Service:
        """The product as the configuration has it now. Raises ConfigurationError for what is missing there."""
        configuration = self._client.configuration
        known = self._known
        if known is None or known[0] != configuration.version:
            known = self._known = configuration.version, self._make_service(configuration)
        return known[1]

    def execute(self, operation: Operation[T], options: RequestOptions | None = None) -> T:
        """Send an operation of this product's low-level client and return its parsed answer."""
        return self._client.session.execute(operation, self.service, options)

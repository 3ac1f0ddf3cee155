"""`AsyncList`: what a list method returns. Await it for a page, or iterate it for every item of every page."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Generic

from sinch.core.paging import BasePage, R, T

if TYPE_CHECKING:
    from sinch.core.operation import PreparedCall


class AsyncPage(BasePage[T, R]):
    """One page of a list, and the way to the next.

    `async for` yields the items of this page and of all that follow, one page in memory at a time. A page never
    changes: `next_page()` returns another one, and a failed one can be asked for again.
    """

    __slots__ = ()

    async def next_page(self) -> AsyncPage[T, R] | None:
        """Fetch the page after this one; None when this is the last."""
        call = self._next()
        if call is None:
            return None
        page: AsyncPage[T, R] = AsyncPage(call, await self._fetch(call), self._fetch, self._page_size())
        return page

    async def pages(self) -> AsyncIterator[AsyncPage[T, R]]:
        """Yield this page and all that follow."""
        page: AsyncPage[T, R] | None = self
        while page is not None:
            yield page
            page = await page.next_page()

    async def iterator(self) -> AsyncIterator[T]:
        """Yield every item of this page and of all that follow."""
        async for page in self.pages():
            for item in page.content():
                yield item

    __aiter__ = iterator


class AsyncList(Generic[T, R]):
    """A list that has not been asked for yet.

    `await` it for its first page, or use `async for` on it for the items of all pages, or on `pages()`.
    """

    __slots__ = ("_call", "_fetch", "_used")

    def __init__(self, call: PreparedCall[R], fetch: Callable[[PreparedCall[R]], Awaitable[R]]) -> None:
        self._call = call
        self._fetch = fetch
        self._used = False

    async def _first(self) -> AsyncPage[T, R]:
        return AsyncPage(self._call, await self._fetch(self._call), self._fetch)

    def __await__(self) -> Generator[Any, Any, AsyncPage[T, R]]:
        self._used = True
        return self._first().__await__()

    async def pages(self) -> AsyncIterator[AsyncPage[T, R]]:
        """Yield all pages."""
        self._used = True
        async for page in (await self._first()).pages():
            yield page

    async def iterator(self) -> AsyncIterator[T]:
        """Yield every item of all pages."""
        async for page in self.pages():
            for item in page.content():
                yield item

    def __aiter__(self) -> AsyncIterator[T]:
        self._used = True
        return self.iterator()

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)  # which takes one type or two

        # checkers say by themselves that a plain `for` is wrong, and that this is not yet a list
        def __len__(self) -> int:
            raise TypeError("the list is asynchronous: write len((await ...).content()) for its first page")

        def __bool__(self) -> bool:
            return True

        def __getitem__(self, index: Any) -> Any:
            shown = index if isinstance(index, int) else "..."
            raise TypeError(f"the list is asynchronous: write (await ...).content()[{shown}], or use `async for`")

        def __iter__(self) -> Any:
            raise TypeError("the list is asynchronous: use `async for item in ...`, or `await` it for a page")

    def __del__(self) -> None:
        if not self._used:
            warnings.warn(
                f"the list of {self._call.operation.id} was neither awaited nor iterated, so it was not asked for",
                RuntimeWarning,
                stacklevel=2,
                source=self,
            )

    def __repr__(self) -> str:
        return f"AsyncList({self._call!r})"

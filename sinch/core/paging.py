"""`Page`: what a list method returns. Iterate it for every item of every page, fetched as the loop proceeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sinch.core.kinds import INTEGER
from sinch.core.operation import PageLink, PageNumber, PageToken
from sinch.core.suggestions import Suggests

if TYPE_CHECKING:
    from sinch.core.http import HTTPResponse
    from sinch.core.operation import PreparedCall
    from sinch.core.urls import QueryPairs

T = TypeVar("T")
if TYPE_CHECKING:
    from typing_extensions import TypeVar as TypeVarWithDefault

    R = TypeVarWithDefault("R", default=Any)
else:
    R = TypeVar("R")


class BasePage(Suggests, Generic[T, R]):
    """One page of a list, whichever way the next one is fetched: its items, and the call for what comes after it.

    Its types are those of an item and of the whole response; who writes `Page[Item]` says nothing of the second.
    """

    __slots__ = ("_call", "_fetch", "_size", "result")

    def __init__(
        self, call: PreparedCall[R], result: R, fetch: Callable[[PreparedCall[R]], Any], size: int | None = None
    ) -> None:
        self._call = call
        self._fetch = fetch
        self._size = size
        self.result: R = result
        """The whole response: totals and tokens beside the items."""

    @property
    def http_response(self) -> HTTPResponse | None:
        """Status, headers and request id of the response that this page is."""
        return getattr(self.result, "http_response", None)

    def content(self) -> list[T]:
        """Return the items of this page; an empty list if it has none."""
        paging: Any = self._call.operation.paging
        items = self.result if paging.items is None else getattr(self.result, paging.items, None)
        return items if isinstance(items, list) else []

    @property
    def has_next_page(self) -> bool:
        """Whether another page follows."""
        return self._next() is not None

    @property
    def next_page_token(self) -> str | None:
        """The token to resume the list with later, if the API pages by token; else None."""
        paging = self._call.operation.paging
        result: Any = self.result
        token = result.get(paging.next) if isinstance(paging, PageToken) and result is not None else None
        return token if isinstance(token, str) and token else None

    def _page_size(self) -> int | None:
        """Return the number of entries that a full page has: as asked for, else as the first page had."""
        paging = self._call.operation.paging
        if self._size is not None or not isinstance(paging, PageNumber):
            return self._size
        asked = self._call.value(paging.size)
        return int(asked) if asked else len(self.content())

    def _next(self) -> PreparedCall[R] | None:
        paging = self._call.operation.paging
        if isinstance(paging, PageToken):
            token = self.next_page_token
            if token is None or token == self._call.value(paging.token):
                return None
            return self._call.with_value(paging.token, token)
        if isinstance(paging, PageLink):
            query = _query_of(self.result, paging.link)
            return None if query is None or query == self._call.query else self._call.with_query(query)
        if isinstance(paging, PageNumber) and self.content():
            result: Any = self.result
            number, total = (INTEGER.load(result.get(name)) for name in (paging.page, paging.total))
            size = self._page_size()
            if isinstance(number, int) and isinstance(total, int) and size and (number + 1) * size < total:
                return self._call.with_value(paging.page, str(number + 1))
        return None

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)  # which takes one type or two

        # checkers say by themselves that a page is not a list
        def __len__(self) -> int:
            raise TypeError("a page has no length: write len(page.content()), or see page.result for the total")

        def __bool__(self) -> bool:
            return True

        def __getitem__(self, index: Any) -> Any:
            shown = index if isinstance(index, int) else "..."
            raise TypeError(f"a page is not a list: write page.content()[{shown}], or iterate over it")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from sinch.core.pydantic_schema import page_schema

        return page_schema(cls, source, handler)

    def _repr_html_(self) -> str:
        """Return the table that notebooks show."""
        from sinch.core.display import page_table

        return page_table(self)

    def __rich_repr__(self) -> Iterator[Any]:
        yield self.content()
        yield "has_next_page", self.has_next_page

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.content())} items, has_next_page={self.has_next_page})"


def _query_of(result: Any, link: tuple[str, ...]) -> QueryPairs | None:
    """Return the query of the address that stands in a response, if one does."""
    from urllib.parse import parse_qsl, urlsplit

    for key in link:
        result = result.get(key) if isinstance(result, dict) else None
    try:
        query = urlsplit(result).query if isinstance(result, str) else ""
    except ValueError:
        return None
    return tuple(parse_qsl(query, keep_blank_values=True)) or None


class Page(BasePage[T, R]):
    """One page of a list, and the way to the next.

    Iterating yields the items of this page and of all that follow, one page in memory at a time. A page never changes:
    `next_page()` returns a new one, and can be called again after a failure.
    """

    __slots__ = ()

    def next_page(self) -> Page[T, R] | None:
        """Fetch the next page; None if this is the last one."""
        call = self._next()
        if call is None:
            return None
        page: Page[T, R] = Page(call, self._fetch(call), self._fetch, self._page_size())
        return page

    def pages(self) -> Iterator[Page[T, R]]:
        """Yield this page and all that follow."""
        page: Page[T, R] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def iterator(self) -> Iterator[T]:
        """Yield every item of this page and of all that follow."""
        for page in self.pages():
            yield from page.content()

    __iter__ = iterator

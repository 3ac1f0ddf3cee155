"""How results and pages are shown: to `repr` and rich by their fields, in notebooks as tables. Secrets are masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sinch.core.model import Model
    from sinch.core.paging import BasePage

_MASKED = "***"
_MOST_ROWS = 100
_MOST_CHARACTERS = 200
"""Of a cell of a table."""


def shown_fields(model: Model) -> Iterator[tuple[str, Any]]:
    """Yield the name and the value of each item, by attribute where the API's name has one."""
    for key, value in model.items():
        item = model.field_of(key)
        if item is None:
            yield key, value
        elif item.secret and value:
            yield item.attr, _MASKED
        else:
            item.fget(model)  # type: ignore[misc]  # wraps nested objects, whose own repr masks their secrets
            yield item.attr, model[key]


def model_table(model: Model) -> str:
    """Return a result as a table in HTML, a row for each field."""
    rows = (f"<tr><th>{_text(name)}</th><td>{_text(value)}</td></tr>" for name, value in shown_fields(model))
    return f"<table><caption>{_text(type(model).__name__)}</caption>{''.join(rows)}</table>"


def page_table(page: BasePage[Any]) -> str:
    """Return a page as a table in HTML: a row for each item, a column for each field that any of them has."""
    items = page.content()
    rows = [dict(_cells(item)) for item in items[:_MOST_ROWS]]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    head = _row("th", columns)
    body = "".join(_row("td", [row.get(name, "") for name in columns]) for row in rows)
    number = f"{len(items)} item{'' if len(items) == 1 else 's'}"
    hidden = f", the first {len(rows)} shown" if len(rows) < len(items) else ""
    more = ", more pages follow" if page.has_next_page else ""
    caption = f"{type(page).__name__}: {number}{hidden}{more}"
    return f"<table><caption>{_text(caption)}</caption><thead>{head}</thead><tbody>{body}</tbody></table>"


def _cells(item: Any) -> Iterable[tuple[str, Any]]:
    return shown_fields(item) if hasattr(item, "field_of") else [("", item)]


def _row(cell: str, values: Iterable[Any]) -> str:
    return f"<tr>{''.join(f'<{cell}>{_text(value)}</{cell}>' for value in values)}</tr>"


def _text(value: Any) -> str:
    from html import escape

    text = value if isinstance(value, str) else repr(value)
    return escape(text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 3]}...")

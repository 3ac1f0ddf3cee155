"""Paging: what a product file says about a list, checked against the operation."""

from codegen.bundle import Json
from codegen.definitions import AliasDef, ModelDef
from codegen.products import OperationEntry
from codegen.sections import ProductError
from codegen.text import Code
from codegen.value_types import STRING, Definition, ListType, NamedType, Type


def paging(entry: OperationEntry, operation: Json, body: Type | None, result: Type | None, at: str) -> Code | None:
    """Return the expression for the paging of an operation.

    `{items: activeNumbers, token: pageToken, next: nextPageToken}` becomes `core.PageToken(items=
    'active_numbers', token='pageToken', next='nextPageToken')`: items are read as an attribute, everything else by its
    wire name. `link: links.next` has the keys that lead to the address of the next page.
    """
    if entry.paging is None:
        return None
    items = entry.paging["items"]
    while isinstance(result, NamedType) and isinstance(result.definition, AliasDef):
        result = result.definition.target
    page = result.definition if isinstance(result, NamedType) else None
    if items is None:
        if not isinstance(result, ListType) or len(entry.paging) > 1:
            raise ProductError(f"{at}: items may only be null if the response is an array")
        return Code("core.SinglePage(items=None)")
    sent = {item["name"] for item in operation["parameters"] if item["in"] == "query"}
    if isinstance(body, NamedType) and isinstance(body.definition, ModelDef) and "token" in entry.paging:
        sent |= {item.wire.value for item in body.definition.given_fields}
    received = {item.wire.value: item.name for item in page.fields} if isinstance(page, ModelDef) else {}
    link = entry.paging.get("link")
    if link is not None and not _leads_to_text(page, link.split(".")):
        raise ProductError(f"{at}: link {link!r} does not lead to a text in the response")
    for key, name in entry.paging.items():
        if key == "link":
            continue
        known = sent if key in ("page", "size", "token") else received
        if name not in known:
            there = f"known are {', '.join(sorted(map(str, known)))}" if known else "none are known"
            raise ProductError(f"{at}: unknown {key} {name!r}; {there}")
    values: dict[str, object] = {**entry.paging, "items": str(received[items])}
    if link is not None:
        values["link"] = tuple(link.split("."))
    styles = {"page": "PageNumber", "token": "PageToken", "link": "PageLink"}
    style = next((style for key, style in styles.items() if key in entry.paging), "SinglePage")
    return Code(f"core.{style}({', '.join(f'{key}={name!r}' for key, name in values.items())})")


def _leads_to_text(page: Definition | None, keys: list[str]) -> bool:
    """Return whether keys lead through objects to a text."""
    for key in keys:
        if not isinstance(page, ModelDef):
            return False
        found = next((item.type for item in page.fields if item.wire.value == key), None)
        if key == keys[-1]:
            return found is STRING
        page = found.definition if isinstance(found, NamedType) else None
    return False

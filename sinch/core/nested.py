"""Checks of nested dictionaries: every key and every limit of the spec is checked, and an error names the place.

Arguments are otherwise checked by themselves alone, and the server judges what is in them. This is for what is worth
more: a reply to an event is judged by nobody who would tell, and a mistake in what a call is to do ends that of a
person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError
from sinch.core.kinds import Later, ListOf, MapOf, wrong_kind
from sinch.core.model import Ref, Union
from sinch.core.unset import UNSET
from sinch.core.values import dump_any

if TYPE_CHECKING:
    from sinch.core.kinds import Kind


def check_nested(kind: Kind, name: str, value: Any) -> Any:
    """Like `kind.check`, but check what is in objects as well: kinds, limits, required keys, which variant it is.

    Raises:
        ArgumentError: something is wrong; the message begins with its place, such as `instructions[1].text`.

    """
    if isinstance(kind, Later):
        kind = kind.kind
    if isinstance(kind, Union):
        kind = _variant(kind, name, value)
    if isinstance(kind, Ref):
        return _object(kind, name, value)
    if isinstance(kind, ListOf):
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
            raise wrong_kind(name, "a list", value)
        given = [entry for entry in value if entry is not UNSET]
        return [check_nested(kind.item, f"{name}[{index}]", entry) for index, entry in enumerate(given)]
    if isinstance(kind, MapOf) and isinstance(value, Mapping):
        return {key: check_nested(kind.item, f"{name}.{key}", entry) for key, entry in value.items()}
    return kind.check(name, value)


def _variant(union: Union, name: str, value: Any) -> Ref:
    if not isinstance(value, Mapping):
        raise wrong_kind(name, "a dictionary", value)
    found = union.chosen(value)
    if isinstance(found, Union):
        return _variant(found, name, value)
    if found is not None:
        return found
    place = f"{name}.{union.key}" if name and union.key else name or union.key or "it"
    known = ", ".join(union.variants)
    given = None if union.key is None else value.get(union.key)
    if given is None:
        raise ArgumentError(f"{place} is required: one of {known}")
    raise ArgumentError(f"{place} must be one of {known}, not {given!r}")


def _object(kind: Ref, name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise wrong_kind(name or "it", f"a dictionary or a {kind.name}", value)
    prefix = f"{name}." if name else ""
    body: dict[str, Any] = {}
    for key, entry in value.items():
        item = kind.model.field_of(key)
        if entry is UNSET:
            continue
        if item is None:  # newer than this SDK
            body[key] = dump_any(entry)
            continue
        if entry is None and not item.nullable:
            continue
        if item.wire in body:
            raise ArgumentError(f"{prefix}{item.attr} is given twice, under two names")
        body[item.wire] = None if entry is None else check_nested(item.kind, f"{prefix}{key}", entry)
        if item.const is not None:
            body[item.wire] = _constant(item.const, f"{prefix}{key}", body[item.wire])
        if item.limits is not None:
            _check_limits(item.limits, f"{prefix}{key}", body[item.wire])
    for item in kind.model.model_fields.values():
        if item.wire in body:
            continue
        if item.const is not None:
            body[item.wire] = item.const
        elif item.required:
            raise ArgumentError(f"{prefix}{item.attr} is required")
    return body


def _constant(const: str, name: str, value: Any) -> str:
    """Return a constant in the spelling of the API."""
    if not isinstance(value, str) or value.lower() != const.lower():
        raise ArgumentError(f"{name} must be {const!r}, not {value!r}")
    return const


_SIZES = ((str, "Length", "characters"), (list, "Items", "items"), (dict, "Properties", "keys"))


def _check_limits(limits: Mapping[str, Any], name: str, value: Any) -> None:
    """Reject what is outside of the limits of its kind of value; those of other kinds do not count."""
    for shape, word, unit in _SIZES:
        if isinstance(value, shape):
            _check_range(limits, word, f"{name} must have", len(value), f" {unit}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        _check_range(limits, "imum", f"{name} must be", value, "")
    if "pattern" in limits and isinstance(value, str) and not re.search(limits["pattern"], value):
        raise ArgumentError(f"{name} must match {limits['pattern']}")
    if "enum" in limits and value is not None and value not in limits["enum"]:
        raise ArgumentError(f"{name} must be one of {', '.join(map(str, limits['enum']))}, not {value!r}")


def _check_range(limits: Mapping[str, Any], word: str, must: str, value: float, unit: str) -> None:
    least, most = limits.get(f"min{word}"), limits.get(f"max{word}")
    if (least is None or value >= least) and (most is None or value <= most):
        return
    if least and most is not None:
        raise ArgumentError(f"{must} {least} to {most}{unit}, not {value}")
    raise ArgumentError(f"{must} at {f'least {least}' if most is None else f'most {most}'}{unit}, not {value}")

"""Exceptions as programs of 2.x make them: of a message, a response, and whether it came from the server."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from sinch.core.call_sites import call_site

_ARGUMENTS = ("message", "response", "is_from_server")
"""Of every exception, in the order of 2.x."""


def state_of(where: str, values: Sequence[Any], keywords: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the message of an exception, and the attributes that the other arguments of 2.x stand for.

    Raises:
        TypeError: there are too many or others, or some were given twice.

    """
    given: dict[str, Any] = dict(zip(_ARGUMENTS, values, strict=False))
    others = [name for name in keywords if name not in _ARGUMENTS]
    if len(values) > len(_ARGUMENTS) or others:
        raise TypeError(f"{where} of sinch 2.x takes {', '.join(_ARGUMENTS)}, not {', '.join(others) or len(values)}")
    for name in given.keys() & keywords.keys():
        raise TypeError(f"{where} got multiple values for argument {name!r}")
    given.update(keywords)
    response = given.get("response")
    warnings.warn(
        f"response and is_from_server are of sinch 2.x: write {where}(message), and set its http_response",
        DeprecationWarning,
        stacklevel=call_site()[1],
    )
    from_server = bool(given.get("is_from_server", response is not None))
    return given.get("message", ""), {"http_response": response, "is_from_server": from_server}

"""The methods of `Simulator` that the control API calls: what they take as JSON follows from their signatures."""

from __future__ import annotations

import base64
import binascii
import collections.abc
import inspect
import types
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator

from sinch.testing.clock import Clock, parse_time
from sinch.testing.control.guard import Stopped
from sinch.testing.simulator import Simulator

NAMES = (
    "verification_code",
    "receive_call",
    "pick_up",
    "reject_call",
    "press",
    "stay_silent",
    "hang_up",
    "reply",
    "tap",
    "set_status",
    "deliver",
    "deliver_message",
    "deliver_event",
    "receive_sms",
    "receive_mms",
    "receive_message",
    "receive_event",
    "provision",
    "opt_out",
    "opt_in",
    "set_channel_state",
    "set_capability",
    "send_event",
    "send_again",
    "fail",
    "stop_fault",
    "expire_tokens",
    "revoke_tokens",
    "change_settings",
    "clear",
)
"""Each is a method of `Simulator`. A method that is added here is in the API, its description and `connect` at once."""

_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    bytes: {
        "type": "object",
        "required": ["base64"],
        "properties": {"base64": {"type": "string"}},
        "additionalProperties": False,
    },
    type(None): {"type": "null"},
    Any: {},
}


class Action:
    """A method, and how its arguments are read from JSON."""

    def __init__(self, name: str, function: Callable[..., Any], owner: Callable[[Simulator], Any]) -> None:
        self.name = name
        self.function = function
        self._owner = owner
        self._parameters = list(inspect.signature(function).parameters.values())[1:]

    @cached_property
    def _hints(self) -> dict[str, Any]:
        hints = get_type_hints(self.function)
        # a span of time is a number of seconds, which the same argument takes too
        return {name: float if hint == float | timedelta else hint for name, hint in hints.items()}

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The schema of its arguments."""
        properties = {each.name.rstrip("_"): _schema(self._hints[each.name]) for each in self._parameters}
        required = [each.name.rstrip("_") for each in self._parameters if each.default is each.empty]
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**schema, "required": required} if required else schema

    @cached_property
    def returns(self) -> Any:
        """The type of its result."""
        return self._hints["return"]

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator(self.schema)

    def run(self, simulator: Simulator, given: Any) -> Any:
        """Call the method with arguments from JSON."""
        for problem in self._validator.iter_errors(given):
            field = ".".join(str(part) for part in problem.absolute_path)
            raise Stopped(400, f"{field}: {problem.message}".removeprefix(": "), field or None)
        named = {each.name.rstrip("_"): each.name for each in self._parameters}
        arguments = {named[name]: _read(self._hints[named[name]], value, name) for name, value in given.items()}
        return self.function(self._owner(simulator), **arguments)


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(each) for each in inner]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (collections.abc.Mapping, dict):
        return {"type": "object", "additionalProperties": _schema(inner[1])}
    if origin in (collections.abc.Iterable, collections.abc.Sequence, list):
        return {"type": "array", "items": _schema(inner[0])}
    raise TypeError(f"{hint} has no JSON")


def _read(hint: Any, value: Any, field: str) -> Any:
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    try:
        if bytes in kinds and isinstance(value, dict):
            return base64.b64decode(value["base64"], validate=True)
        if datetime in kinds and isinstance(value, str):
            return parse_time(value)
    except (ValueError, binascii.Error) as error:
        raise Stopped(400, f"{field}: {error}", field) from error
    return value


def actions() -> Mapping[str, Action]:
    """Return all by name."""
    found = {name: Action(name, vars(Simulator)[name], lambda simulator: simulator) for name in NAMES}
    found["advance_clock"] = Action("advance_clock", Clock.advance, lambda simulator: simulator.clock)
    return found


ACTIONS = actions()

"""Kinds: how a value of the API is read from decoded JSON and written back to it.

A kind is what a spec calls a type. `getter` makes the function by which an attribute reads an item of its model, `dump`
turns what the user gave into JSON and lets through what it does not recognise, `check` does so for a top-level argument
and rejects a wrong kind by name. Reading never fails: a response that does not fit its spec stays the JSON it was.
Kinds of objects are in `sinch.core.model`; this module knows of no model.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from importlib import import_module
from operator import methodcaller
from typing import Any

from sinch.core.exceptions import ArgumentError
from sinch.core.redact import redact
from sinch.core.unset import UNSET
from sinch.core.values import JSON_SCALARS, check_datetime, dump_any, dump_datetime, dump_scalar, load_datetime, plain


class Kind:
    """Any JSON value: read as it is, written with date-times and enum members turned to JSON."""

    __slots__ = ()
    noun = "a JSON value"
    shape: type = object
    """What a decoded response of this kind must be; one of another shape is not a response to the operation."""
    converts: bool = False
    """Whether reading a value of this kind takes more than returning it."""
    parses: bool = False
    """Whether a value is parsed on each access, so that what is read never replaces the JSON."""

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make the function that reads the item `wire` of a model."""
        return methodcaller("get", wire)

    def load(self, value: Any) -> Any:
        """Return what the user sees for a JSON value that is not null."""
        return value

    def loader(self) -> Callable[[Any], Any]:
        """Return the fastest function that does the same as `load` for an object; for loops."""
        return self.load

    def dump(self, value: Any) -> Any:
        """Return the JSON to send for a value that is neither None nor UNSET."""
        return dump_any(value)

    def check(self, name: str, value: Any) -> Any:
        """Like `dump`, but reject a value of the wrong kind, naming the argument."""
        return self.dump(value)


def wrong_kind(name: str, noun: str, value: object) -> ArgumentError:
    """Make the exception for an argument of the wrong kind."""
    return ArgumentError(f"{name} must be {noun}, not {type(value).__name__}")


def _wrong_text(name: str, noun: str, text: object) -> ArgumentError:
    return ArgumentError(f"{name} must be {noun}, not the text {redact(repr(text))}")


class Scalar(Kind):
    """A string, number or boolean."""

    __slots__ = ("_types", "noun")

    def __init__(self, noun: str, *types: type) -> None:
        self.noun: str = noun
        self._types = types

    def dump(self, value: Any) -> Any:
        """Return the value itself, or its JSON form where it is an enum member, date-time or the like."""
        return value if type(value) in JSON_SCALARS else dump_scalar(value)

    def check(self, name: str, value: Any) -> Any:
        """Reject a value of another type; a subclass or an enum member of the right one passes."""
        if type(value) in self._types:
            return value
        member = plain(value)
        if isinstance(member, self._types) and not (isinstance(member, bool) and bool not in self._types):
            return member
        raise wrong_kind(name, self.noun, value)


class _Integer(Scalar):
    """An integer, which some servers write as text."""

    __slots__ = ()

    def getter(self, wire: str) -> Callable[[Any], Any]:
        load = self.load

        def get(model: Any) -> Any:
            value = model.get(wire)
            return load(value) if value.__class__ is str else value

        return get

    def load(self, value: Any) -> Any:
        try:
            return int(value) if isinstance(value, str) and value.isascii() and "_" not in value else value
        except ValueError:
            return value


class _Base64(Scalar):
    """Binary content, sent as base64 text. It is read unchanged."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return (
            b2a_base64(value, newline=False).decode() if isinstance(value, (bytes, bytearray)) else super().dump(value)
        )

    def check(self, name: str, value: Any) -> Any:
        return self.dump(value) if isinstance(value, (bytes, bytearray)) else super().check(name, value)


class Renamed(Scalar):
    """A string of which some values have names of the SDK's own; either is accepted, and results have those.

    Args:
        names: the value of the API by our name of it. A name that ends with a dot stands for the beginning of values.

    """

    __slots__ = ("names",)

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__("a string", str)
        self.names: Mapping[str, str] = names

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make a reader that gives values our names."""
        load = self.load
        return lambda model: load(model.get(wire))

    def load(self, value: Any) -> Any:
        """Return our name of a value of the API."""
        for name, there in self.names.items():
            if value == there or (there.endswith(".") and isinstance(value, str) and value.startswith(there)):
                return name + value[len(there) :]
        return value

    def dump(self, value: Any) -> Any:
        """Return what the API calls a value."""
        value = super().dump(value)
        for name, there in self.names.items():
            if value == name or (name.endswith(".") and isinstance(value, str) and value.startswith(name)):
                return there + value[len(name) :]
        return value

    def check(self, name: str, value: Any) -> Any:
        """Reject what is not a string, and return what the API calls it."""
        return self.dump(super().check(name, value))


class PhoneNumber(Scalar):
    """A phone number, or what an API takes in its place, such as a short code or the id of a group.

    Numbers are sent as they are given. Only what cannot be one is rejected, since it would reach nobody: spaces, dashes
    or brackets in what is otherwise all digits, and anything but E.164 where the API requires that.
    """

    __slots__ = ("_strict",)
    _E164 = r"\+[1-9][0-9]{1,14}"
    _GROUPED = r"[+0-9\s()\[\]{}\u2010-\u2015\u2212-]*"

    def __init__(self, strict: bool) -> None:
        super().__init__("a string", str)
        self._strict = strict

    def check(self, name: str, value: Any) -> Any:
        """Reject what cannot be a phone number, showing how to write it."""
        text = super().check(name, value)
        if self._strict:
            if not re.fullmatch(self._E164, text):
                raise ArgumentError(f"{name} must be a phone number in E.164 form{self._suggestion(text)}")
        elif not (text.isalnum() or text[1:].isalnum()) and text.strip() and re.fullmatch(self._GROUPED, text):
            raise ArgumentError(
                f"{name} must be a phone number without spaces, dashes and brackets, best in E.164 form"
                f"{self._suggestion(text)}"
            )
        return text

    def _suggestion(self, text: str) -> str:
        """Return the E.164 form of a number, if it can be known."""
        digits = "".join(character for character in text if character in "0123456789")
        international = "+" in text or digits.startswith("00")
        written = "+" + digits.removeprefix("00")
        if (international or self._strict) and re.fullmatch(self._GROUPED, text) and re.fullmatch(self._E164, written):
            return f": {written}" if international else f": {written}, if that begins with the country code"
        return ": + and the digits, country code first"


class _Parsed(Kind):
    """A value that is sent as text and parsed on each access."""

    __slots__ = ()
    converts = True
    parses = True

    def getter(self, wire: str) -> Callable[[Any], Any]:
        load = self.load

        def get(model: Any) -> Any:
            value = model.get(wire)
            return None if value is None else load(value)

        return get


class _DateTime(_Parsed):
    __slots__ = ()
    noun = "a datetime or ISO 8601 text such as 2026-03-01T12:00:00Z"

    def load(self, value: Any) -> Any:
        try:
            if isinstance(value, str):
                return load_datetime(value)
        except (ValueError, OverflowError):
            return None
        return value if isinstance(value, datetime) else None

    def dump(self, value: Any) -> Any:
        return dump_datetime(value) if isinstance(value, datetime) else value

    def check(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return dump_datetime(value, name)
        if isinstance(value, str):
            try:
                check_datetime(value, name)
            except (ValueError, OverflowError):
                raise _wrong_text(name, self.noun, value) from None
            return value
        raise wrong_kind(name, self.noun, value)


class _Date(_Parsed):
    __slots__ = ()
    noun = "a date or text such as 2026-03-01"

    def load(self, value: Any) -> Any:
        try:
            if isinstance(value, str):
                return date.fromisoformat(value[:10])
        except ValueError:
            return None
        return value if isinstance(value, date) else None

    def dump(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.date().isoformat()
        return value.isoformat() if isinstance(value, date) else value

    def check(self, name: str, value: Any) -> Any:
        if isinstance(value, date):
            return self.dump(value)
        if isinstance(value, str):
            try:
                date.fromisoformat(value)
            except ValueError:
                raise _wrong_text(name, self.noun, value) from None
            return value
        raise wrong_kind(name, self.noun, value)


class _Decimal(_Parsed):
    __slots__ = ()
    noun = "a Decimal, an int or decimal text"

    def load(self, value: Any) -> Any:
        from decimal import Decimal, InvalidOperation

        try:
            return value if isinstance(value, (bool, dict, list)) else Decimal(str(value))
        except InvalidOperation:
            return value

    def dump(self, value: Any) -> Any:
        return value if isinstance(value, str) else str(dump_any(value))

    def check(self, name: str, value: Any) -> Any:
        from decimal import Decimal, InvalidOperation

        if isinstance(value, (bool, float)) or not isinstance(value, (str, int, Decimal)):
            raise wrong_kind(name, self.noun, value)
        try:
            Decimal(value)
        except InvalidOperation:
            raise _wrong_text(name, self.noun, value) from None
        return str(value)


ANY = Kind()
STRING = Scalar("a string", str)
PHONE_NUMBER = PhoneNumber(strict=False)
E164 = PhoneNumber(strict=True)
INTEGER = _Integer("an integer", int)
NUMBER = Scalar("a number", int, float)
BOOLEAN = Scalar("True or False", bool)
BASE64 = _Base64("bytes or base64 text", str)
DATETIME = _DateTime()
DATE = _Date()
DECIMAL = _Decimal()


class Nested(Kind):
    """A value that holds objects; they replace the plain dictionaries when an attribute first touches them."""

    __slots__ = ()
    noun = "a dictionary"
    shape = dict
    converts = True

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make a reader that replaces the plain dictionary by what it has read."""
        load = self.load

        def get(model: Any) -> Any:
            value = model.get(wire)
            if type(value) is dict:
                value = model[wire] = load(value)
            return value

        return get


class ListOf(Kind):
    """An array of one kind."""

    __slots__ = ("converts", "item")
    noun = "a list"
    shape = list

    def __init__(self, item: Kind) -> None:
        self.item: Kind = item
        self.converts: bool = item.converts

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make a reader that wraps the objects of the list in place, or reads the list as it is."""
        if not self.converts:
            return methodcaller("get", wire)
        load = self.load

        def get(model: Any) -> Any:
            value = model.get(wire)
            return value if value is None else load(value)

        return get

    def load(self, value: Any) -> Any:
        """Return the list; objects in it are wrapped in place, parsed values come in a new list."""
        item = self.item
        if type(value) is not list or not self.converts:
            return value
        if item.parses:
            return [None if entry is None else item.load(entry) for entry in value]
        wrap = item.loader()
        for index, entry in enumerate(value):
            if type(entry) is dict:
                value[index] = wrap(entry)
            elif type(entry) is list:
                item.load(entry)
        return value

    def dump(self, value: Any) -> Any:
        """Return the JSON array for any iterable but a string or mapping."""
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
            return dump_any(value)
        dump = self.item.dump
        return [entry if entry is None else dump(entry) for entry in value if entry is not UNSET]

    def check(self, name: str, value: Any) -> Any:
        """Reject a bare string, what cannot be iterated, and entries of the wrong kind."""
        if isinstance(value, (str, bytes)):
            raise ArgumentError(f'{name} must be a list, not a single string: write {name}=["..."]')
        if isinstance(value, Mapping) or not isinstance(value, Iterable):
            raise wrong_kind(name, "a list", value)
        check = self.item.check
        return [check(f"{name}[{index}]", entry) for index, entry in enumerate(value) if entry is not UNSET]


class MapOf(Nested):
    """An object with free keys and values of one kind."""

    __slots__ = ("converts", "item")

    def __init__(self, item: Kind) -> None:
        self.item: Kind = item
        self.converts: bool = item.converts

    def load(self, value: Any) -> Any:
        """Return the dictionary; objects in it are wrapped in place, parsed values come in a new dictionary."""
        item = self.item
        if type(value) is not dict or not self.converts:
            return value
        load = item.load
        if item.parses:
            return {key: None if entry is None else load(entry) for key, entry in value.items()}
        for key, entry in value.items():
            if type(entry) is dict:
                value[key] = load(entry)
            elif type(entry) is list:
                load(entry)
        return value

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make a reader; parsed values are not stored back, so that the model stays the JSON."""
        if not self.converts:
            return methodcaller("get", wire)
        load = self.load
        return lambda model: load(model.get(wire))

    def dump(self, value: Any) -> Any:
        """Return the JSON object, each value in its kind."""
        if not isinstance(value, Mapping):
            return dump_any(value)
        dump = self.item.dump
        return {key: entry if entry is None else dump(entry) for key, entry in value.items() if entry is not UNSET}

    def check(self, name: str, value: Any) -> Any:
        """Reject what is not a mapping."""
        if not isinstance(value, Mapping):
            raise wrong_kind(name, "a dictionary", value)
        return self.dump(value)


class Later(Kind):
    """A kind that is looked up when it is first used, so that it can be a part of itself.

    Args:
        module: the name of the module that has it.
        name: what it is called there.

    """

    __slots__ = ("_kind", "module", "name")
    converts = True

    def __init__(self, module: str, name: str) -> None:
        self.module: str = module
        self.name: str = name
        self._kind: Kind | None = None

    @property
    def kind(self) -> Kind:
        """The kind itself."""
        if self._kind is None:
            kind: Kind = getattr(import_module(self.module), self.name)
            self._kind = kind
        return self._kind

    def load(self, value: Any) -> Any:
        """Read a value as the kind does."""
        return self.kind.load(value)

    def dump(self, value: Any) -> Any:
        """Write a value as the kind does."""
        return self.kind.dump(value)

    def check(self, name: str, value: Any) -> Any:
        """Check a value as the kind does."""
        return self.kind.check(name, value)

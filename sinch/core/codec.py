"""Kinds: how a value of the API is read from decoded JSON and written back to it.

A kind is what a spec calls a type. `getter` makes the function by which an attribute reads an item of its model, `dump`
turns what the user gave into JSON and lets through what it does not recognise, `check` does so for a top-level argument
and refuses a wrong kind by name. Reading never fails: an answer that does not fit its spec comes back as the JSON it
was.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timezone
from enum import Enum
from importlib import import_module
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError
from sinch.core.redact import redact
from sinch.core.unset import UNSET

if TYPE_CHECKING:
    from sinch.core.model import Model

_JSON_SCALARS = frozenset({str, int, float, bool, type(None)})


def dump_scalar(value: object) -> Any:
    """Return the JSON form of what `json` cannot write by itself: date-times, decimals, enum members, sets."""
    if isinstance(value, datetime):
        return dump_datetime(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if type(value).__name__ == "Decimal":  # by name: the decimal module is slow to import and seldom needed
        return str(value)
    if isinstance(value, (str, int, float)):
        return value
    raise ArgumentError(f"a value of type {type(value).__name__} cannot be sent as JSON")


def dump_any(value: Any) -> Any:
    """Return the JSON form of any value, leaving out what is UNSET."""
    if type(value) in _JSON_SCALARS:
        return value
    if isinstance(value, Mapping):
        return {key: dump_any(item) for key, item in value.items() if item is not UNSET}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [dump_any(item) for item in value]
    return dump_scalar(value)


def dump_datetime(value: datetime) -> str:
    """Write a date-time as RFC 3339 in UTC, which one without a zone is taken to be. Raises ArgumentError."""
    try:
        value = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    except OverflowError:
        raise ArgumentError(f"the date-time {value.isoformat()} does not exist in UTC") from None
    return f"{value.isoformat()[:-6]}Z"


def load_datetime(text: str) -> datetime:
    """Read an ISO 8601 date-time, always with a zone (UTC where the text has none). Raises ValueError."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = _load_unusual_datetime(text)
    return value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)


def _load_unusual_datetime(text: str) -> datetime:
    # Python 3.10 knows no "Z" and no version reads nanoseconds: both are common, and cheap to mend before dateutil.
    mended = text[:-1] + "+00:00" if text.endswith("Z") else text
    whole, dot, rest = mended.partition(".")
    if dot:
        digits = len(rest) - len(rest.lstrip("0123456789"))
        mended = f"{whole}.{rest[:digits][:6]:0<6}{rest[digits:]}"
    try:
        return datetime.fromisoformat(mended)
    except ValueError:
        from dateutil.parser import isoparse

        return isoparse(text)


class Kind:
    """Any JSON value: read as it is, written with date-times and enum members turned to JSON."""

    __slots__ = ()
    noun = "a JSON value"
    shape: type = object
    """What a decoded answer of this kind must be; one of another shape is no answer at all."""

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make the function that reads the item `wire` of a model."""
        return methodcaller("get", wire)

    def load(self, value: Any) -> Any:
        """Return what the user sees for a JSON value that is not null."""
        return value

    def dump(self, value: Any) -> Any:
        """Return the JSON to send for a value that is neither None nor UNSET."""
        return dump_any(value)

    def check(self, name: str, value: Any) -> Any:
        """Like `dump`, but refuse a value of a wrong kind, naming the argument."""
        return self.dump(value)


def _refuse(name: str, noun: str, value: object) -> ArgumentError:
    return ArgumentError(f"{name} must be {noun}, not {type(value).__name__}")


def _refuse_text(name: str, noun: str, text: object) -> ArgumentError:
    return ArgumentError(f"{name} must be {noun}, not the text {redact(repr(text))}")


class Scalar(Kind):
    """A string, number or boolean."""

    __slots__ = ("_types", "noun")

    def __init__(self, noun: str, *types: type) -> None:
        self.noun: str = noun
        self._types = types

    def dump(self, value: Any) -> Any:
        """Return the value itself, or its JSON form where it is an enum member, date-time or the like."""
        return value if type(value) in _JSON_SCALARS else dump_scalar(value)

    def check(self, name: str, value: Any) -> Any:
        """Refuse a value of another type; a subclass or an enum member of the right one passes."""
        if type(value) in self._types:
            return value
        plain = value.value if isinstance(value, Enum) else value
        if isinstance(plain, self._types) and not (isinstance(plain, bool) and bool not in self._types):
            return plain
        raise _refuse(name, self.noun, value)


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
    """Binary content, which travels as base64 text. It is read as it came."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return (
            b2a_base64(value, newline=False).decode() if isinstance(value, (bytes, bytearray)) else super().dump(value)
        )

    def check(self, name: str, value: Any) -> Any:
        return self.dump(value) if isinstance(value, (bytes, bytearray)) else super().check(name, value)


class _Parsed(Kind):
    """A value that travels as text and is parsed on each access."""

    __slots__ = ()

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
            return load_datetime(value) if isinstance(value, str) else value
        except (ValueError, OverflowError):
            return value

    def dump(self, value: Any) -> Any:
        return dump_datetime(value) if isinstance(value, datetime) else value

    def check(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return dump_datetime(value)
        if isinstance(value, str):
            try:
                load_datetime(value)
            except (ValueError, OverflowError):
                raise _refuse_text(name, self.noun, value) from None
            return value
        raise _refuse(name, self.noun, value)


class _Date(_Parsed):
    __slots__ = ()
    noun = "a date or text such as 2026-03-01"

    def load(self, value: Any) -> Any:
        try:
            return date.fromisoformat(value[:10]) if isinstance(value, str) else value
        except ValueError:
            return value

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
                raise _refuse_text(name, self.noun, value) from None
            return value
        raise _refuse(name, self.noun, value)


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
        return value if isinstance(value, str) else str(value)

    def check(self, name: str, value: Any) -> Any:
        from decimal import Decimal, InvalidOperation

        if isinstance(value, (bool, float)) or not isinstance(value, (str, int, Decimal)):
            raise _refuse(name, self.noun, value)
        try:
            Decimal(value)
        except InvalidOperation:
            raise _refuse_text(name, self.noun, value) from None
        return str(value)


ANY = Kind()
STRING = Scalar("a string", str)
INTEGER = _Integer("an integer", int)
NUMBER = Scalar("a number", int, float)
BOOLEAN = Scalar("True or False", bool)
BASE64 = _Base64("bytes or base64 text", str)
DATETIME = _DateTime()
DATE = _Date()
DECIMAL = _Decimal()


class _Nested(Kind):
    """A value that holds objects; they replace the plain dictionaries when an attribute first touches them."""

    __slots__ = ()
    shape = dict

    def getter(self, wire: str) -> Callable[[Any], Any]:
        load = self.load

        def get(model: Any) -> Any:
            value = model.get(wire)
            if type(value) is dict:
                value = model[wire] = load(value)
            return value

        return get


class Ref(_Nested):
    """An object described by a model class, named by module so that nothing is imported before it is needed."""

    __slots__ = ("_model", "module", "name")
    noun = "a dictionary"

    def __init__(self, module: str, name: str) -> None:
        self.module: str = module
        self.name: str = name
        self._model: type[Model] | None = None

    @property
    def model(self) -> type[Model]:
        """The model class."""
        if self._model is None:
            # not from sys.modules: only an import waits for another thread that is amid it
            model: type[Model] = getattr(import_module(self.module), self.name)
            self._model = model
        return self._model

    def load(self, value: Any) -> Any:
        """Wrap an object in its model."""
        return (self._model or self.model).wrap(value) if type(value) is dict else value

    def dump(self, value: Any) -> Any:
        """Return the JSON object for a mapping in either spelling."""
        return self.model.dump(value) if isinstance(value, Mapping) else dump_any(value)

    def check(self, name: str, value: Any) -> Any:
        """Refuse what is no mapping; its contents are the server's to judge."""
        if not isinstance(value, Mapping):
            raise _refuse(name, f"a dictionary or a {self.name}", value)
        return self.model.dump(value)

    def build(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Make the JSON object from attribute names and values, refusing wrong kinds by name."""
        return self.model.build(values)

    def has(self, name: str) -> bool:
        """Tell whether the object has an attribute or item of this name."""
        return self.model.has(name)

    def __repr__(self) -> str:
        return self.name


class Union(_Nested):
    """One of several objects, told apart by the value of `key`, or by the single key present when `key` is None."""

    __slots__ = ("_wraps", "default", "key", "variants")
    noun = "a dictionary"

    def __init__(self, key: str | None, variants: Mapping[str, Ref], default: Ref | None = None) -> None:
        self.key: str | None = key
        self.variants: Mapping[str, Ref] = variants
        self.default: Ref | None = default
        self._wraps: dict[str, Callable[[dict[str, Any]], Any]] = {}

    def load(self, value: Any) -> Any:
        """Wrap an object in the model of its variant; an unknown variant in a plain `Model`."""
        if type(value) is not dict:
            return value
        mark = self._single_key(value) if self.key is None else value.get(self.key)
        wrap = self._wraps.get(mark) if type(mark) is str else None
        return (wrap or self._wrap_of(mark))(value)

    def _single_key(self, value: Mapping[str, Any]) -> str | None:
        variants = self.variants
        for key, item in value.items():
            if key in variants and item is not None:
                return key
        return None

    def _wrap_of(self, mark: Any) -> Callable[[dict[str, Any]], Any]:
        from sinch.core.model import Model

        ref = self.default if mark is None else self.variants.get(mark) if isinstance(mark, str) else None
        if ref is None:
            return Model.wrap
        wrap = ref.model.wrap
        if mark is not None:
            self._wraps[mark] = wrap
        return wrap

    def dump(self, value: Any) -> Any:
        """Return the JSON object for a mapping in either spelling, discriminator included."""
        if not isinstance(value, Mapping):
            return dump_any(value)
        mark = self._mark(value)
        ref = self.default if mark is None else self.variants.get(mark) if isinstance(mark, str) else None
        if ref is None and self.key is not None:
            # a variant newer than this SDK: its fields are called like those of the others
            ref = self.default or next(iter(self.variants.values()))
        return dump_any(value) if ref is None else ref.model.dump(value)

    def _mark(self, value: Mapping[str, Any]) -> Any:
        if self.key is None:
            return self._single_key(value)
        mark = value.get(self.key)
        if mark is None:  # the discriminator may be spelled as its Python attribute
            for ref in self.variants.values():
                mark = value.get(ref.model.attribute_of(self.key))
                if mark is not None:
                    break
        return mark.value if isinstance(mark, Enum) else mark

    def check(self, name: str, value: Any) -> Any:
        """Refuse what is no mapping; its contents are the server's to judge."""
        if not isinstance(value, Mapping):
            raise _refuse(name, "a dictionary or a request object", value)
        return self.dump(value)


class ListOf(Kind):
    """An array of one kind."""

    __slots__ = ("item",)
    noun = "a list"
    shape = list

    def __init__(self, item: Kind) -> None:
        self.item: Kind = item

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make a reader that wraps the objects of the list in place, or reads the list as it is."""
        if not _converts(self.item):
            return methodcaller("get", wire)
        load = self.load

        def get(model: Any) -> Any:
            value = model.get(wire)
            return value if value is None else load(value)

        return get

    def load(self, value: Any) -> Any:
        """Return the list; objects in it are wrapped in place, parsed values come in a new list."""
        item = self.item
        if type(value) is not list or not _converts(item):
            return value
        if isinstance(item, _Parsed):
            return [None if entry is None else item.load(entry) for entry in value]
        wrap = item.model.wrap if isinstance(item, Ref) else item.load
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
        """Refuse a bare string, what cannot be iterated, and entries of a wrong kind."""
        if isinstance(value, (str, bytes)):
            raise ArgumentError(f'{name} must be a list, not a single string: write {name}=["..."]')
        if isinstance(value, Mapping) or not isinstance(value, Iterable):
            raise _refuse(name, "a list", value)
        check = self.item.check
        return [check(f"{name}[{index}]", entry) for index, entry in enumerate(value)]


class MapOf(_Nested):
    """An object with free keys and values of one kind."""

    __slots__ = ("item",)
    noun = "a dictionary"

    def __init__(self, item: Kind) -> None:
        self.item: Kind = item

    def load(self, value: Any) -> Any:
        """Return the dictionary; objects in it are wrapped in place, parsed values come in a new dictionary."""
        item = self.item
        if type(value) is not dict or not _converts(item):
            return value
        load = item.load
        if isinstance(item, _Parsed):
            return {key: None if entry is None else load(entry) for key, entry in value.items()}
        for key, entry in value.items():
            if type(entry) is dict:
                value[key] = load(entry)
            elif type(entry) is list:
                load(entry)
        return value

    def getter(self, wire: str) -> Callable[[Any], Any]:
        """Make a reader; parsed values are not stored back, so that the model stays the JSON."""
        if not _converts(self.item):
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
        """Refuse what is no mapping."""
        if not isinstance(value, Mapping):
            raise _refuse(name, "a dictionary", value)
        return self.dump(value)


def _converts(kind: Kind) -> bool:
    """Tell whether reading a value of this kind is more than taking it."""
    return isinstance(kind, (_Nested, _Parsed, ListOf)) and not (
        isinstance(kind, (ListOf, MapOf)) and not _converts(kind.item)
    )

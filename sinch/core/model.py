"""`Model`: a decoded JSON object that is a dictionary with the wire's names and also has typed Python attributes.

Reading a response costs what `json.loads` costs: nothing is converted before it is read. Nested objects are wrapped in
place when an attribute first touches them, date-times and decimals are parsed on each access, absent fields are None,
unknown fields and enum values stay unchanged. An empty model is falsy and `.copy()` or `|` give plain dictionaries,
as for any dictionary. `Ref` and `Union` are the kinds of fields that hold such objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from sinch.core.exceptions import ArgumentError
from sinch.core.kinds import ANY, DATETIME, Kind, Nested, wrong_kind
from sinch.core.unset import UNSET
from sinch.core.values import dump_any, dump_datetime, dump_scalar, plain

if TYPE_CHECKING:
    from typing import TypeVar

    from typing_extensions import Self, dataclass_transform

    from sinch.core.http import HTTPResponse

    M = TypeVar("M", bound="Model")
else:

    def dataclass_transform(**_: Any) -> Any:
        """Stand in for the typing construct, which only type checkers need."""
        return lambda cls: cls


class Field(property):
    """The attribute of a model for one item of its dictionary. A property, so that reading is fast."""

    __slots__ = ("attr", "const", "kind", "limits", "nullable", "required", "secret", "wire")

    def __init__(
        self,
        wire: str,
        kind: Kind,
        const: str | None,
        nullable: bool,
        secret: bool,
        required: bool,
        limits: Mapping[str, Any] | None,
    ) -> None:
        super().__init__(kind.getter(wire), None, None, "")  # else it takes over what the getter says of itself
        self.attr: str = ""  # its first name; a further one is an alias
        self.wire: str = wire
        self.kind: Kind = kind
        self.const: str | None = const
        self.nullable: bool = nullable
        self.secret: bool = secret
        self.required: bool = required
        self.limits: Mapping[str, Any] | None = limits

    def __set_name__(self, owner: type, name: str) -> None:
        self.attr = self.attr or name

    @property
    def alias(self) -> str:
        """What the API calls it."""
        return self.wire

    def __set__(self, model: Any, value: Any) -> None:
        if value is UNSET:
            model.pop(self.wire, None)
            return
        try:
            model[self.wire] = None if value is None else self.dump(self.attr, value)
        except ArgumentError as error:
            model = value = None  # no frame of the exception has them but the caller's own
            raise error.with_traceback(None) from None

    def dump(self, name: str, value: Any) -> Any:
        """Return the JSON to send for a value that was given under a name."""
        if self.kind is DATETIME and isinstance(value, datetime):
            return dump_datetime(value, name)
        return self.kind.dump(value)

    def __delete__(self, model: Any) -> None:
        model.pop(self.wire, None)


def field(
    wire: str,
    kind: Kind = ANY,
    *,
    default: Any = None,
    const: str | None = None,
    nullable: bool = False,
    secret: bool = False,
    required: bool = False,
    limits: Mapping[str, Any] | None = None,
) -> Any:
    """Declare an attribute.

    Args:
        wire: the name in JSON.
        kind: what it holds.
        default: only tells type checkers that the field may be left out; nothing is ever sent for it.
        const: the only value, filled in when the object is made.
        nullable: whether None is sent as null; else it is left out.
        secret: whether `repr` masks it.
        required: whether the object cannot be made without it.
        limits: what its values keep to, by the words of JSON Schema; for objects that are checked in every part.

    """
    return Field(wire, kind, const, nullable, secret, required, limits)


class _Fields:
    """Lets a class have its fields as `model_fields`, which are known when they are first needed."""

    def __get__(self, model: Model | None, owner: type[Model]) -> dict[str, Field]:
        return {item.attr: item for item in owner._names()[1]}


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class Model(dict[str, Any]):
    """A JSON object with typed attributes.

    Construct one with its attribute names as keywords; read it as an object or as a dictionary with the API's own
    names. A `Model` without declared fields (an unknown variant or event) offers every item as an attribute.
    """

    __slots__ = ("_http_response",)
    _http_response: HTTPResponse

    # made by `_names` when first needed
    _table: ClassVar[tuple[dict[str, Field], list[Field]] | None] = None

    if not TYPE_CHECKING:

        def __init__(self, items: Any = UNSET, /, **values: Any) -> None:
            """Make the JSON object from attribute names and values; or, as `dict` does, from its items."""
            if items is not UNSET:
                if values:
                    raise TypeError(f"{type(self).__name__} is made either of a mapping or of keywords, not of both")
                self.update(items)
                return
            try:
                body = type(self).to_wire(values)
            except (ArgumentError, TypeError) as error:
                values = {}  # no frame of the exception has the values but the caller's own
                raise error.with_traceback(None) from None
            self.update(body)

        def __getattr__(self, name: str) -> Any:
            """Read an undeclared item as an attribute."""
            if name.startswith("_"):  # of Python and of this class, never of the server
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            try:
                value = self[name]
            except KeyError:
                hint = f"; its items are {', '.join(self)}" if self else ""
                raise AttributeError(f"{type(self).__name__} has no field {name!r}{hint}") from None
            if type(value) is dict:
                value = self[name] = Model.wrap(value)
            return value

    @property
    def http_response(self) -> HTTPResponse | None:
        """Status, headers and request id of the response that this object is; None for nested and made objects."""
        try:
            return self._http_response
        except AttributeError:
            return None

    @classmethod
    def wrap(cls: type[M], data: dict[str, Any]) -> M:
        """Make a model of a decoded JSON object, without looking into it."""
        model: M = _new(cls)
        _update(model, data)
        return model

    @classmethod
    def _names(cls) -> tuple[dict[str, Field], list[Field]]:
        """Return the fields by attribute, alias and wire name, and the fields in order."""
        table = cls.__dict__.get("_table")
        if table is None:
            by_name = {
                name: item
                for owner in reversed(cls.__mro__)
                for name, item in list(vars(owner).items())  # another thread may be setting the table meanwhile
                if isinstance(item, Field)
            }
            ordered = list(dict.fromkeys(by_name.values()))
            for item in ordered:
                by_name[item.wire] = item  # the wire's spelling wins over an attribute of the same name
            table = cls._table = (by_name, ordered)
        return table

    @classmethod
    def attribute_of(cls, wire: str) -> str:
        """Return the Python attribute of a wire name."""
        found = cls._names()[0].get(wire)
        return found.attr if found is not None else wire

    @classmethod
    def has(cls, name: str) -> bool:
        """Return whether a field has this attribute name, alias or wire name."""
        return name in cls._names()[0]

    @classmethod
    def field_of(cls, name: str) -> Field | None:
        """Return the field that has this attribute name, alias or wire name."""
        return cls._names()[0].get(name)

    @classmethod
    def to_wire(cls, values: Mapping[str, Any], *, keep_none: bool = False) -> dict[str, Any]:
        """Return the JSON object for attribute names and values; reject unknown names, wrong kinds, missing fields.

        None is sent as null where the field is nullable, or everywhere with `keep_none`; else it is left out.
        """
        names, ordered = cls._names()
        body: dict[str, Any] = {}
        for name, value in values.items():
            item = names.get(name)
            if item is None:
                known = ", ".join(entry.attr for entry in ordered)
                raise TypeError(f"{cls.__name__} has no field {name!r}; it has {known}")
            if value is UNSET:
                continue
            if value is None:
                if item.required:
                    raise ArgumentError(f"{name} is required and must not be None")
                if item.nullable or keep_none:
                    body[item.wire] = None
                continue
            if item.wire in body:
                raise _given_twice(item)
            body[item.wire] = item.kind.check(name, value)
        for item in ordered:
            if item.wire not in body:
                if item.const is not None:
                    body[item.wire] = item.const
                elif item.required:
                    raise ArgumentError(f"{item.attr} is required: pass {item.attr}=...")
        return body

    @classmethod
    def dump(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return the JSON object to send for a mapping with wire names, attribute names, or both; unknown keys pass."""
        names = cls._names()[0]
        body: dict[str, Any] = {}
        for key, entry in value.items():
            if entry is UNSET:
                continue
            item = names.get(key)
            if item is None:
                body[key] = dump_any(entry)
            elif entry is not None or item.nullable:
                if item.wire in body:
                    raise _given_twice(item)
                body[item.wire] = None if entry is None else item.dump(key, entry)
        return body

    def model_dump(
        self,
        *,
        mode: str = "python",
        by_alias: bool = False,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
        exclude_none: bool = False,
        exclude_unset: bool = False,
    ) -> dict[str, Any]:
        """Return a plain dictionary of all fields, nested objects included.

        Args:
            mode: "python" for date-times and decimals as such, "json" for what JSON has.
            by_alias: whether keys are the API's names instead of attributes.
            include: attributes of this object to take; all by default.
            exclude: attributes of this object to leave out.
            exclude_none: whether to leave out what is None, in nested objects too.
            exclude_unset: whether to leave out what the object does not have, in nested objects too.

        """
        names, ordered = self._names()
        result: dict[str, Any] = {} if exclude_unset or exclude_none else {item.attr: None for item in ordered}
        options = {"by_alias": by_alias, "exclude_none": exclude_none, "exclude_unset": exclude_unset}
        for key, value in self.items():
            item = names.get(key)
            if value is None and exclude_none:
                continue
            if item is None:
                result[key] = value
            else:
                found = item.fget(self)  # type: ignore[misc]
                # what cannot be read as what it should be stays what it is
                result[item.attr] = value if found is None else _python(found, options)
        if include is not None:
            result = {name: result[name] for name in include if name in result}
        for name in exclude or ():
            result.pop(name, None)
        if by_alias:
            result = {names[name].wire if name in names else name: value for name, value in result.items()}
        if mode == "json":
            result = dump_any(result)
        return result

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """Return `model_dump()`, with its options, as JSON text."""
        import json

        return json.dumps(self.model_dump(**options), indent=indent, default=dump_scalar, ensure_ascii=False)

    @classmethod
    def model_validate(cls, obj: Mapping[str, Any]) -> Self:
        """Return an object of this class for a mapping with wire names, attribute names, or both; unknown keys pass."""
        if isinstance(obj, cls):
            return obj
        if not isinstance(obj, Mapping):
            raise wrong_kind("obj", f"a dictionary or a {cls.__name__}", obj)
        return cls.wrap(cls.dump(obj))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes) -> Self:
        """Return an object of this class for JSON text. Raises ValueError."""
        import json

        return cls.model_validate(json.loads(json_data))

    model_fields: ClassVar[Mapping[str, Field]] = _Fields()  # type: ignore[assignment]
    """The fields by attribute; what the API calls each is its `alias`."""

    def __repr__(self) -> str:
        from sinch.core.display import shown_fields

        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown_fields(self))})"

    __str__ = __repr__

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        from sinch.core.display import shown_fields

        return shown_fields(self)

    def _repr_html_(self) -> str:
        """Return the table that notebooks show."""
        from sinch.core.display import model_table

        return model_table(self)

    def __dir__(self) -> list[str]:
        fields = [item.attr for item in self._names()[1]] or [key for key in self if key.isidentifier()]
        return [*fields, *_PUBLIC]

    def __copy__(self) -> Self:
        return _restore(type(self), self, getattr(self, "_http_response", None))

    def __reduce__(self) -> Any:
        state = getattr(self, "_http_response", None)
        return _restore, (type(self), dict(self), state)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from sinch.core.pydantic_schema import model_schema

        return model_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        from sinch.core.pydantic_schema import model_json_schema

        return model_json_schema(cls, handler)


class Ref(Nested):
    """An object described by a model class, named by module so that nothing is imported before it is needed."""

    __slots__ = ("_model", "module", "name")

    def __init__(self, module: str, name: str) -> None:
        self.module: str = module
        self.name: str = name
        self._model: type[Model] | None = None

    @property
    def model(self) -> type[Model]:
        """The model class."""
        if self._model is None:
            # not from sys.modules: only an import waits for another thread that is still importing it
            model: type[Model] = getattr(import_module(self.module), self.name)
            self._model = model
        return self._model

    def load(self, value: Any) -> Any:
        """Wrap an object in its model."""
        return (self._model or self.model).wrap(value) if type(value) is dict else value

    def loader(self) -> Callable[[Any], Any]:
        """Return the model's own way to wrap an object."""
        return self.model.wrap

    def dump(self, value: Any) -> Any:
        """Return the JSON object for a mapping in either spelling."""
        return self.model.dump(value) if isinstance(value, Mapping) else dump_any(value)

    def check(self, name: str, value: Any) -> Any:
        """Reject what is not a mapping; checking its contents is left to the server."""
        if not isinstance(value, Mapping):
            raise wrong_kind(name, f"a dictionary or a {self.name}", value)
        return self.model.dump(value)

    def __repr__(self) -> str:
        return self.name


class Union(Nested):
    """One of several objects.

    They are told apart by a discriminator: the value of `key`, or the single key present where `key` is None. A variant
    may be a union itself.
    """

    __slots__ = ("_wraps", "default", "key", "variants")

    def __init__(
        self, key: str | None, variants: Mapping[str, Ref | Union], default: Ref | Union | None = None
    ) -> None:
        self.key: str | None = key
        self.variants: Mapping[str, Ref | Union] = variants
        self.default: Ref | Union | None = default
        self._wraps: dict[str, Callable[[dict[str, Any]], Any]] = {}

    def models(self) -> Iterator[type[Model]]:
        """Return the model classes of all variants."""
        for variant in self.variants.values():
            yield from variant.models() if isinstance(variant, Union) else (variant.model,)

    def load(self, value: Any) -> Any:
        """Wrap an object in the model of its variant; an unknown variant in a plain `Model`."""
        if type(value) is not dict:
            return value
        found = self._single_key(value) if self.key is None else value.get(self.key)
        wrap = self._wraps.get(found) if type(found) is str else None
        return (wrap or self._wrap_of(found))(value)

    def _single_key(self, value: Mapping[str, Any]) -> str | None:
        variants = self.variants
        for key, item in value.items():
            if key in variants and item is not None:
                return key
        return None

    def _wrap_of(self, discriminator: Any) -> Callable[[dict[str, Any]], Any]:
        ref = self._variant(discriminator)
        if ref is None:
            return Model.wrap
        wrap = ref.loader()
        if discriminator is not None:
            self._wraps[discriminator] = wrap
        return wrap

    def _variant(self, discriminator: Any) -> Ref | Union | None:
        if discriminator is None:
            return self.default
        if not isinstance(discriminator, str):
            return None
        found = self.variants.get(discriminator)
        if found is None and self.key is not None:  # some APIs write their own words in more than one way
            wanted = discriminator.lower()
            found = next((variant for value, variant in self.variants.items() if value.lower() == wanted), None)
        return found

    def dump(self, value: Any) -> Any:
        """Return the JSON object for a mapping in either spelling, discriminator included."""
        if not isinstance(value, Mapping):
            return dump_any(value)
        ref = self.chosen(value)
        if ref is None and self.key is not None:
            # a variant newer than this SDK: its fields are called like those of the others
            ref = self.default or next(iter(self.variants.values()))
        return dump_any(value) if ref is None else ref.dump(value)

    def chosen(self, value: Mapping[str, Any]) -> Ref | Union | None:
        """Return the variant that a mapping in either spelling is meant to be; None if it is not a known one."""
        return self._variant(self._discriminator(value))

    def _discriminator(self, value: Mapping[str, Any]) -> Any:
        if self.key is None:
            return self._single_key(value)
        found = value.get(self.key)
        if found is None:  # it may be spelled as its Python attribute
            names = (model.attribute_of(self.key) for model in self.models())
            found = next((value[name] for name in names if value.get(name) is not None), None)
        return plain(found)

    def check(self, name: str, value: Any) -> Any:
        """Reject what is not a mapping; checking its contents is left to the server."""
        if not isinstance(value, Mapping):
            raise wrong_kind(name, "a dictionary or a request object", value)
        return self.dump(value)


def _given_twice(item: Field) -> ArgumentError:
    return ArgumentError(f"{item.attr} is given twice, under two names")


def _restore(cls: type[M], data: dict[str, Any], response: HTTPResponse | None) -> M:
    model = cls.wrap(data)
    if response is not None:
        model._http_response = response
    return model


def _python(value: Any, options: Mapping[str, bool]) -> Any:
    if isinstance(value, Model):
        return value.model_dump(**options)  # type: ignore[arg-type]
    if isinstance(value, list):
        return [_python(entry, options) for entry in value]
    if type(value) is dict:
        return {key: _python(entry, options) for key, entry in value.items()}
    return value


_PUBLIC = [
    *dir(dict),
    "http_response",
    *("model_dump", "model_dump_json", "model_fields", "model_validate", "model_validate_json"),
]
"""What an object shows of its class beside its fields."""
_new: Any = dict.__new__
_update: Any = dict.update

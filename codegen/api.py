"""The API as the templates see it: models, enums, unions, aliases and operations, with their Python names and types.

Spec text is `Text`, which a template cannot print as it is; what may be printed is `Code`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.products import OperationEntry


class Code(str):
    """Python source that is safe to print: an identifier, a type, or what a filter has made of text."""

    __slots__ = ()


@dataclass(frozen=True)
class Text:
    """Text or another value of a spec: untrusted, and printed through a filter only."""

    value: object


class Type(ABC):
    """What a value is: its kind, its annotation where it is read, and its annotation where it is given."""

    read: Code
    write: Code

    @abstractmethod
    def kind(self, prefix: str = "kinds.") -> Code:
        """The expression that makes its kind, or that names it under a prefix."""

    def definitions(self) -> Iterator["Definition"]:
        """The named schemas that this type mentions."""
        return iter(())


@dataclass(frozen=True)
class Scalar(Type):
    """A value without parts, or with unknown ones."""

    name: str
    read: Code
    write: Code

    def kind(self, prefix: str = "kinds.") -> Code:
        return Code(self.name)


ANY = Scalar("ANY", Code("Any"), Code("Any"))
STRING = Scalar("STRING", Code("str"), Code("str"))
INTEGER = Scalar("INTEGER", Code("int"), Code("int"))
NUMBER = Scalar("NUMBER", Code("float"), Code("float"))
BOOLEAN = Scalar("BOOLEAN", Code("bool"), Code("bool"))
DATETIME = Scalar("DATETIME", Code("datetime"), Code("datetime | str"))
DATE = Scalar("DATE", Code("date"), Code("date | str"))
BASE64 = Scalar("BASE64", Code("str"), Code("str | bytes"))
DECIMAL = Scalar("DECIMAL", Code("Decimal"), Code("Decimal | int | str"))


@dataclass(frozen=True)
class ListOf(Type):
    """An array."""

    item: Type
    nullable: bool = False

    def kind(self, prefix: str = "kinds.") -> Code:
        return Code(f"ListOf({self.item.kind(prefix)})")

    @property
    def read(self) -> Code:  # type: ignore[override]
        return Code(f"list[{_or_none(self.item.read, self.nullable)}]")

    @property
    def write(self) -> Code:  # type: ignore[override]
        return Code(f"Sequence[{_or_none(self.item.write, self.nullable)}]")

    def definitions(self) -> Iterator["Definition"]:
        return self.item.definitions()


@dataclass(frozen=True)
class MapOf(Type):
    """An object with free keys."""

    item: Type
    nullable: bool = False

    def kind(self, prefix: str = "kinds.") -> Code:
        return Code(f"MapOf({self.item.kind(prefix)})")

    @property
    def read(self) -> Code:  # type: ignore[override]
        return Code(f"dict[str, {_or_none(self.item.read, self.nullable)}]")

    @property
    def write(self) -> Code:  # type: ignore[override]
        return Code(f"Mapping[str, {_or_none(self.item.write, self.nullable)}]")

    def definitions(self) -> Iterator["Definition"]:
        return self.item.definitions()


@dataclass(frozen=True)
class Named(Type):
    """A named schema."""

    definition: "Definition"

    def kind(self, prefix: str = "kinds.") -> Code:
        if isinstance(self.definition, Enum):
            return self.definition.base.kind()
        return Code(f"{prefix}{self.definition.name}")

    @property
    def read(self) -> Code:  # type: ignore[override]
        return self.definition.name

    @property
    def write(self) -> Code:  # type: ignore[override]
        if isinstance(self.definition, (Model, Union)):
            return Code(f"{self.definition.name}Dict | Mapping[str, Any]")
        return self.definition.target.write if isinstance(self.definition, Alias) else self.definition.name

    def definitions(self) -> Iterator["Definition"]:
        yield self.definition


@dataclass
class Definition:
    """A named schema. `name` is that of its class or alias."""

    schema: str
    name: Code
    description: Text


@dataclass
class Field:
    """A property of an object."""

    wire: Text
    name: Code
    type: Type
    const: Text | None
    """The only value it can have."""
    filled: bool
    """Whether the model fills in that value."""
    required: bool
    nullable: bool
    read_only: bool
    """Whether only the server sets it, so that no request has it."""
    secret: bool
    description: Text
    aliases: list[Code] = field(default_factory=list)

    @property
    def read(self) -> Code:
        return _or_none(self._literal or self.type.read, (not self.required or self.nullable) and self.type is not ANY)

    @property
    def write(self) -> Code:
        return self._literal or self.type.write

    @property
    def given(self) -> Code:
        """The annotation in a TypedDict."""
        return _or_none(self.write, self.nullable)

    def like(self, other: "Field") -> bool:
        """Whether the class would say the same of both."""
        return self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        shown = (self.wire.value, self.name, self.read, self.type.kind(), self.required, self.filled, self.nullable)
        return (*shown, self.secret, self.description.value, tuple(self.aliases))

    @property
    def _literal(self) -> Code | None:
        return None if self.const is None else Code(f"Literal[{self.const.value!r}]")


@dataclass
class Model(Definition):
    """An object schema, which becomes a class."""

    fields: list[Field] = field(default_factory=list)
    base: "Model | None" = None
    """The model whose fields it has, and some more."""

    @property
    def own_fields(self) -> list[Field]:
        inherited = {item.name for item in self.base.fields} if self.base else ()
        return [item for item in self.fields if item.name not in inherited]

    @property
    def given_fields(self) -> list[Field]:
        """The fields that a request may have."""
        return [item for item in self.fields if not item.read_only]

    def definitions(self) -> Iterator[Definition]:
        """The named schemas that a request with this one may hold."""
        for item in self.given_fields:
            yield from item.type.definitions()


@dataclass
class Enum(Definition):
    """A set of known values."""

    base: Scalar
    values: list[Text]

    @property
    def literal(self) -> Code:
        return Code(f"Literal[{', '.join(repr(value.value) for value in self.values)}]")

    def definitions(self) -> Iterator[Definition]:
        return iter(())


@dataclass
class Union(Definition):
    """One of several objects."""

    key: Text | None
    variants: list[tuple[Text, Model]] = field(default_factory=list)
    default: Model | None = None

    @property
    def members(self) -> list[Model]:
        return list({model.name: model for _, model in self.variants}.values())

    def definitions(self) -> Iterator[Definition]:
        yield from self.members


@dataclass
class Alias(Definition):
    """Another name of a type that is no object: an array, a map, a scalar, or a reference."""

    target: Type = ANY

    @property
    def needs_checker(self) -> bool:
        """Whether the alias mentions names that are only imported for type checkers."""
        text: str = self.target.read
        return any(name in text for name in ("Any", "date", "Decimal"))

    def definitions(self) -> Iterator[Definition]:
        return self.target.definitions()


@dataclass
class Parameter:
    """A path or query parameter."""

    wire: Text
    name: Code
    type: Type
    required: bool
    joined: bool
    description: Text


@dataclass
class Argument:
    """An argument of a generated function."""

    name: Code
    annotation: Code
    required: bool
    description: Text


@dataclass
class Function:
    """A function that makes an operation; a body that is a union gives one more per variant."""

    name: Code
    arguments: list[Argument]
    fields: list[Code] | None = None
    """Attributes of the body that are arguments."""
    whole: bool = False
    """Whether the body is one argument."""
    variant: Model | None = None
    mark: Text | None = None
    """The value of the discriminator that names the variant."""


@dataclass
class Operation:
    """An operation of the API."""

    id: Text
    name: Code
    tag: Text
    method: Text
    path: Text
    summary: Text
    description: Text
    deprecated: bool
    entry: OperationEntry
    path_parameters: list[Parameter]
    query_parameters: list[Parameter]
    body: Type | None
    body_required: bool
    result: Type | None
    errors: dict[int, Type]
    authenticated: bool
    paging: Code | None
    functions: list[Function]

    @property
    def constant(self) -> Code:
        return Code(self.name.upper())

    @property
    def retry(self) -> Code:
        return Code(f'"{self.entry.retry}"')

    def answer(self, function: Function) -> Code:
        """What the operation answers with: to a variant of the body, the variant of the answer with the same mark."""
        if self.result is None:
            return Code("None")
        definition = self.result.definition if isinstance(self.result, Named) else None
        if function.mark is not None and isinstance(definition, Union):
            for mark, model in definition.variants:
                if mark == function.mark:
                    return model.name
        return self.result.read


@dataclass
class Api:
    """Everything that is generated for a product."""

    models: list[Model]
    enums: list[Enum]
    unions: list[Union]
    aliases: list[Alias]
    params: list[Model | Union]
    """Models and unions that are given in request bodies."""
    operations: list[Operation]

    @property
    def named_kinds(self) -> list[Union | Alias]:
        """Unions and aliases, each after those that it is made of."""
        ordered: dict[str, Union | Alias] = {}

        def visit(definition: Definition, through: tuple[str, ...] = ()) -> None:
            if definition.schema in through:
                raise ValueError(f"schema {definition.schema} is an alias of itself")
            if not isinstance(definition, (Union, Alias)) or definition.schema in ordered:
                return
            for part in definition.definitions():
                visit(part, (*through, definition.schema))
            ordered[definition.schema] = definition

        for definition in [*self.unions, *self.aliases]:
            visit(definition)
        return list(ordered.values())


def _or_none(annotation: Code, optional: bool) -> Code:
    return Code(f"{annotation} | None") if optional else annotation

"""The API as the templates see it: models, enums, unions, aliases and operations, with their Python names and types."""

import keyword
from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.naming import pascal
from codegen.normalise.terms import JSON
from codegen.products import OperationEntry
from codegen.text import Code, Text, or_none
from codegen.value_types import (
    ANY,
    IN_KINDS,
    IN_MODELS,
    IN_PARAMS,
    OUTSIDE,
    Definition,
    NamedType,
    ScalarType,
    Scope,
    Type,
    literals,
)


@dataclass
class FieldDef:
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
    """Whether only the server sets it, so that it never occurs in requests."""
    secret: bool
    description: Text
    aliases: list[Code] = field(default_factory=list)
    limits: dict[str, object] = field(default_factory=dict)
    """What its values keep to, by the words of JSON Schema."""

    @property
    def kind(self) -> Code:
        """Its kind, in the module of models."""
        return self.type.kind(IN_MODELS)

    @property
    def read(self) -> Code:
        """The annotation of the attribute, in the module of models."""
        return or_none(self.type.read(IN_MODELS), (not self.required or self.nullable) and self.type is not ANY)

    @property
    def given(self) -> Code:
        """The annotation in a TypedDict."""
        given = or_none(self.type.write(IN_PARAMS), self.nullable)
        return Code(f"t.Required[{given}]") if self.required and not self.filled else given

    @property
    def given_otherwise(self) -> Code:
        """The same where the field has other names there, any of which may be given."""
        return or_none(self.type.write(IN_PARAMS), self.nullable)

    @property
    def key(self) -> Code | None:
        """The wire name where it can be an attribute of a class; else None."""
        name = str(self.wire.value)
        usable = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("__")
        return Code(name) if usable else None

    def like(self, other: "FieldDef") -> bool:
        """Whether both would be printed as the same attribute of a class."""
        return self.printed == other.printed

    @property
    def printed(self) -> tuple[object, ...]:
        shown = (self.wire.value, self.name, self.read, self.kind, self.required, self.filled, self.nullable)
        return (*shown, self.secret, self.description.value, tuple(self.aliases), self.limits)


@dataclass
class ModelDef(Definition):
    """An object schema, which becomes a class."""

    fields: list[FieldDef] = field(default_factory=list)
    base: "ModelDef | None" = None
    """The model whose fields it extends."""

    @property
    def own_fields(self) -> list[FieldDef]:
        inherited = {item.name for item in self.base.fields} if self.base else ()
        return [item for item in self.fields if item.name not in inherited]

    @property
    def given_fields(self) -> list[FieldDef]:
        """The fields that may occur in a request."""
        return [item for item in self.fields if not item.read_only]

    @property
    def fields_in_class(self) -> list[FieldDef]:
        """Those of a request whose wire names can be attributes of a class."""
        return [item for item in self.given_fields if item.key is not None]

    @property
    def fields_outside_class(self) -> list[FieldDef]:
        """Those of a request whose wire names cannot."""
        return [item for item in self.given_fields if item.key is None]

    @property
    def has_wire_spelling(self) -> bool:
        """Whether the wire spells a key of a request otherwise than Python does."""
        return any(item.name != item.wire.value for item in self.given_fields)

    def write(self, scope: Scope) -> Code:
        return _dictionary(self, self.has_wire_spelling, scope)

    def definitions(self) -> Iterator[Definition]:
        for item in self.given_fields:
            yield from item.type.definitions()


@dataclass
class EnumDef(Definition):
    """A set of known values."""

    base: ScalarType
    values: list[Text]
    extensible: bool
    """Whether the spec says that there may be other values."""

    @property
    def literal(self) -> Code:
        """What it is to type checkers."""
        return Code(f"{literals(self.values)} | {self.plain}") if self.extensible else literals(self.values)

    @property
    def plain(self) -> Code:
        """Its type at run time: values may occur that are not known yet."""
        return self.base.read(IN_MODELS)

    def kind(self, scope: Scope) -> Code:
        return self.base.kind(scope)

    def read(self, scope: Scope) -> Code:
        """Its annotation on a result: a server may know more values than the spec, whatever that says."""
        return Code(f"{self.write(scope)}{'' if self.extensible else f' | {self.plain}'}")

    def write(self, scope: Scope) -> Code:
        return Code(f"{scope.models}{self.name}")

    @property
    def is_text(self) -> bool:
        return self.base.is_text

    def definitions(self) -> Iterator[Definition]:
        return iter(())


@dataclass
class UnionDef(Definition):
    """One of several objects."""

    key: Text | None
    """The property that tells them apart; None if it is the single key that is present."""
    variants: list[tuple[Text, "ModelDef | UnionDef"]] = field(default_factory=list)
    default: "ModelDef | UnionDef | None" = None
    renamed: list[tuple[Text, "ModelDef | UnionDef"]] = field(default_factory=list)
    """The variants that have names of their own in Python, by these."""

    @property
    def members(self) -> list["ModelDef | UnionDef"]:
        return list({model.name: model for _, model in self.variants}.values())

    @property
    def members_with_wire_spelling(self) -> list["ModelDef | UnionDef"]:
        return [member for member in self.members if member.has_wire_spelling]

    @property
    def has_wire_spelling(self) -> bool:
        return bool(self.members_with_wire_spelling)

    def write(self, scope: Scope) -> Code:
        return _dictionary(self, self.has_wire_spelling, scope)

    def definitions(self) -> Iterator[Definition]:
        yield from self.members


@dataclass
class AliasDef(Definition):
    """Another name of a type other than an object: an array, a map, a scalar, or a reference."""

    target: Type = ANY
    recursive: bool = False
    """Whether it is a part of itself."""

    def kind(self, scope: Scope) -> Code:
        if self.recursive and scope is IN_KINDS:
            return Code(f'core.Later(__name__, "{self.name}")')
        return super().kind(scope)

    @property
    def target_kind(self) -> Code:
        """The kind that it names, in the module of kinds."""
        return self.target.kind(IN_KINDS)

    @property
    def target_read(self) -> Code:
        """The annotation that it names, in the module of models."""
        return self.target.read(IN_MODELS)

    @property
    def needs_checker(self) -> bool:
        """Whether it uses names that are only imported for type checkers, or its own."""
        return self.recursive or any(f"{module}." in self.target_read for module in ("decimal", "dt", "t"))

    def write(self, scope: Scope) -> Code:
        return self.read(scope) if self.recursive else self.target.write(scope)

    @property
    def is_text(self) -> bool:
        return self.target.is_text

    def definitions(self) -> Iterator[Definition]:
        return self.target.definitions()


def _dictionary(definition: Definition, has_wire_spelling: bool, scope: Scope) -> Code:
    """Return the annotation of an object in a request: a dictionary in either spelling, or a model."""
    dictionaries = [f"{scope.params}{definition.name}{suffix}" for suffix in ("Dict", "JSON")[: 1 + has_wire_spelling]]
    return Code(" | ".join([*dictionaries, definition.read(scope)]))


@dataclass
class ParameterDef:
    """A parameter in the path, the query or the headers."""

    wire: Text
    name: Code
    type: Type
    required: bool
    joined: bool
    deep: bool
    description: Text
    aliases: list[Code] = field(default_factory=list)

    @property
    def kind(self) -> Code:
        return self.type.kind(OUTSIDE)


@dataclass
class ArgumentDef:
    """An argument of a generated function."""

    name: Code
    type: Type
    required: bool
    description: Text
    aliases: list[Code] = field(default_factory=list)
    """Other names, which must not be other arguments of the function."""
    after_optional: bool = False
    """Whether a positional argument with a default comes before it, so that it needs one too."""

    @property
    def has_default(self) -> bool:
        """Whether it may be missing as far as Python is concerned: a required one may be given under another name."""
        return not self.required or bool(self.aliases) or self.after_optional

    @property
    def annotation(self) -> Code:
        """Its annotation in a signature, with the default."""
        written = self.type.write(OUTSIDE)
        return Code(f"core.Maybe[{written}] = core.UNSET") if self.has_default else written

    @property
    def alias_annotation(self) -> Code:
        """The annotation of its other names, in the module of params."""
        written = self.type.write(IN_PARAMS)
        return written if self.required else Code(f"core.Maybe[{written}]")


@dataclass
class FunctionDef:
    """A function that prepares calls of an operation; a body that is a union adds one per variant."""

    name: Code
    arguments: list[ArgumentDef]
    fields: dict[Code, Code] | None = None
    """Attributes of the body that are arguments, and the names of these."""
    whole: bool = False
    """Whether the body is one argument."""
    variant: ModelDef | None = None
    discriminator_value: Text | None = None
    """The value of the discriminator for the variant."""
    positional: int = 0
    """How many arguments may be positional."""

    @property
    def aliases(self) -> list[tuple[Code, ArgumentDef]]:
        """The other names of arguments, and the argument that each stands for."""
        return [(alias, argument) for argument in self.arguments for alias in argument.aliases]

    @property
    def aliases_class(self) -> Code:
        """The name of the dictionary of these, in the module of params."""
        return Code(f"{pascal(self.name)}Aliases")


@dataclass
class OperationDef:
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
    path_parameters: list[ParameterDef]
    query_parameters: list[ParameterDef]
    header_parameters: list[ParameterDef]
    body: Type | None
    body_required: bool
    media_type: Text
    """How the body is sent."""
    result: Type | None
    other_results: dict[int, Type | None]
    """By status, where the response is of another type than `result`."""
    errors: dict[int | None, Type]
    """By status; 4 and 5 stand for ranges, None for all others."""
    authenticated: bool
    servers: tuple[str, ...]
    """The addresses of its own servers; empty where it has those of the whole spec."""
    security: tuple[str, ...]
    """The security schemes that it asks for itself, of which one is enough."""
    paging: Code | None
    functions: list[FunctionDef]

    @property
    def constant(self) -> Code:
        return Code(self.name.upper())

    @property
    def retry(self) -> Code:
        return Code(f'"{self.entry.retry}"')

    @property
    def parameters(self) -> list[tuple[Code, Code, list[ParameterDef]]]:
        """The parameters, by the keyword arguments of the operation and of its calls that take them."""
        return [
            (Code("path_params"), Code("path"), self.path_parameters),
            (Code("query_params"), Code("query"), self.query_parameters),
            (Code("header_params"), Code("header"), self.header_parameters),
        ]

    @property
    def is_json(self) -> bool:
        return self.media_type.value == JSON

    @property
    def mask(self) -> Text | None:
        """The query parameter that names the fields to update."""
        return None if self.entry.mask is None else Text(self.entry.mask)

    @property
    def is_checked(self) -> bool:
        """Whether the body is checked in every part."""
        return self.entry.checked

    @property
    def idempotency(self) -> Text | None:
        """The header whose key lets the server recognise a repeated request."""
        return None if self.entry.idempotency is None else Text(self.entry.idempotency)

    @property
    def body_kind(self) -> Code | None:
        return None if self.body is None else self.body.kind(OUTSIDE)

    @property
    def result_kind(self) -> Code | None:
        return None if self.result is None else self.result.kind(OUTSIDE)

    @property
    def other_result_kinds(self) -> list[tuple[Text, Code]]:
        found = self.other_results.items()
        return [(Text(status), Code("None") if kind is None else kind.kind(OUTSIDE)) for status, kind in found]

    @property
    def error_kinds(self) -> list[tuple[Text, Code]]:
        return [(Text(status), kind.kind(OUTSIDE)) for status, kind in self.errors.items()]

    def response_type(self, function: FunctionDef) -> Code:
        """The annotation of the result; if both bodies are unions, a variant of the request returns its counterpart.

        `{type: mt_text, ...}` sent by `send_sms_mt_text` returns the variant of the response whose `type` is `mt_text`
        too.
        """
        read = [Code("None") if each is None else each.read(OUTSIDE) for each in self._results(function)]
        return Code(" | ".join(sorted(dict.fromkeys(read), key="None".__eq__)))

    def _results(self, function: FunctionDef) -> list[Type | Definition | None]:
        definition = self.result.definition if isinstance(self.result, NamedType) else None
        result: Type | Definition | None = self.result
        if function.discriminator_value is not None and isinstance(definition, UnionDef):
            for value, model in definition.variants:
                if value == function.discriminator_value:
                    result = model
        return [result, *self.other_results.values()]


@dataclass
class ApiDef:
    """Everything that is generated for a product."""

    models: list[ModelDef]
    enums: list[EnumDef]
    unions: list[UnionDef]
    aliases: list[AliasDef]
    params: list[ModelDef | UnionDef]
    """Models and unions that occur in request bodies."""
    operations: list[OperationDef]
    shared: list[Definition] = field(default_factory=list)
    """What another package defines."""
    shared_params: list[Code] = field(default_factory=list)
    """Those of them that occur in request bodies."""

    @property
    def union_params(self) -> list[UnionDef]:
        """The unions that occur in requests, each after those that it refers to."""
        given = {item.schema for item in self.params}
        return [item for item in self.named_kinds if isinstance(item, UnionDef) and item.schema in given]

    @property
    def functions(self) -> list[FunctionDef]:
        return [function for operation in self.operations for function in operation.functions]

    @property
    def named_kinds(self) -> list[UnionDef | AliasDef]:
        """Unions and aliases, each after those that it refers to."""
        ordered: dict[str, UnionDef | AliasDef] = {}

        def visit(definition: Definition, through: tuple[str, ...] = ()) -> None:
            if not isinstance(definition, (UnionDef, AliasDef)) or definition.schema in (*ordered, *through):
                return
            for part in definition.definitions():
                visit(part, (*through, definition.schema))
            ordered[definition.schema] = definition

        for definition in [*self.unions, *self.aliases]:
            visit(definition)
        return [definition for definition in ordered.values() if definition not in self.shared]

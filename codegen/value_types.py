"""Types of values: the kind of each, its annotation in results, and its annotation in requests."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from codegen.text import Code, Text, or_none


class Scope(NamedTuple):
    """The prefixes that a generated module puts before names of other modules; its own have none."""

    kinds: str = "kinds."
    models: str = "models."
    params: str = "params."


OUTSIDE = Scope()
IN_KINDS = Scope(kinds="")
IN_MODELS = Scope(models="")
IN_PARAMS = Scope(params="")


class Type(ABC):
    """The type of a value."""

    @abstractmethod
    def kind(self, scope: Scope) -> Code:
        """The expression for its kind."""

    @abstractmethod
    def read(self, scope: Scope) -> Code:
        """Its annotation on a result."""

    @abstractmethod
    def write(self, scope: Scope) -> Code:
        """Its annotation in a request."""

    @property
    def is_text(self) -> bool:
        """Whether text is a value of it, so that a single string would pass for a sequence of them."""
        return False

    def definitions(self) -> Iterator["Definition"]:
        """The named schemas that it refers to."""
        return iter(())


@dataclass
class Definition(ABC):
    """A named schema. `name` is the name of its class or alias."""

    schema: str
    name: Code
    description: Text

    def kind(self, scope: Scope) -> Code:
        """The expression for its kind."""
        return Code(f"{scope.kinds}{self.name}")

    def read(self, scope: Scope) -> Code:
        """Its annotation on a result."""
        return Code(f"{scope.models}{self.name}")

    @abstractmethod
    def write(self, scope: Scope) -> Code:
        """Its annotation in a request."""

    @property
    def is_text(self) -> bool:
        """Whether text is a value of it."""
        return False

    @abstractmethod
    def definitions(self) -> Iterator["Definition"]:
        """The named schemas that may occur in a request with this one."""


@dataclass(frozen=True)
class ScalarType(Type):
    """A value without parts, or with unknown parts."""

    name: str
    reads_as: str
    writes_as: str

    def kind(self, scope: Scope) -> Code:
        return Code(f"core.{self.name}")

    def read(self, scope: Scope) -> Code:
        return Code(self.reads_as)

    def write(self, scope: Scope) -> Code:
        return Code(self.writes_as)

    @property
    def is_text(self) -> bool:
        return not {"str", "t.Any"}.isdisjoint(self.writes_as.split(" | "))


ANY = ScalarType("ANY", "t.Any", "t.Any")
STRING = ScalarType("STRING", "str", "str")
PHONE_NUMBER = ScalarType("PHONE_NUMBER", "str", "str")
E164 = ScalarType("E164", "str", "str")
INTEGER = ScalarType("INTEGER", "int", "int")
NUMBER = ScalarType("NUMBER", "float", "float")
BOOLEAN = ScalarType("BOOLEAN", "bool", "bool")
DATETIME = ScalarType("DATETIME", "dt.datetime", "dt.datetime | str")
DATE = ScalarType("DATE", "dt.date", "dt.date | str")
BASE64 = ScalarType("BASE64", "str", "str | bytes")
DECIMAL = ScalarType("DECIMAL", "decimal.Decimal", "decimal.Decimal | int | str")


def literals(values: list[Text]) -> Code:
    """Return the annotation of a value that is one of these."""
    return Code(f"t.Literal[{', '.join(repr(value.value) for value in values)}]")


@dataclass(frozen=True)
class ConstType(Type):
    """A scalar with a single possible value."""

    base: ScalarType
    value: Text

    def kind(self, scope: Scope) -> Code:
        return self.base.kind(scope)

    def read(self, scope: Scope) -> Code:
        return literals([self.value])

    def write(self, scope: Scope) -> Code:
        return literals([self.value])

    @property
    def is_text(self) -> bool:
        return self.base.is_text


@dataclass(frozen=True)
class RenamedType(Type):
    """A string of which some values have names of their own in Python."""

    base: Type
    names: tuple[tuple[str, str], ...]
    """Each name, and the value that it stands for."""

    def kind(self, scope: Scope) -> Code:
        return Code(f"core.Renamed({dict(self.names)!r})")

    def read(self, scope: Scope) -> Code:
        if isinstance(self.base, ConstType):
            return literals([Text(name) for name, _ in self.names])
        return self.base.read(scope)

    def write(self, scope: Scope) -> Code:
        if isinstance(self.base, ConstType):
            return literals([Text(text) for names in self.names for text in names])
        return self.base.write(scope)

    @property
    def is_text(self) -> bool:
        return True

    def definitions(self) -> Iterator["Definition"]:
        return self.base.definitions()


@dataclass(frozen=True)
class ListType(Type):
    """An array."""

    item: Type
    nullable: bool = False

    def kind(self, scope: Scope) -> Code:
        return Code(f"core.ListOf({self.item.kind(scope)})")

    def read(self, scope: Scope) -> Code:
        return Code(f"list[{or_none(self.item.read(scope), self.nullable)}]")

    def write(self, scope: Scope) -> Code:
        sequence = "core.SequenceNotStr" if self.item.is_text else "abc.Sequence"
        return Code(f"{sequence}[{or_none(self.item.write(scope), self.nullable)}]")

    def definitions(self) -> Iterator[Definition]:
        return self.item.definitions()


@dataclass(frozen=True)
class MapType(Type):
    """An object with free keys."""

    item: Type
    nullable: bool = False

    def kind(self, scope: Scope) -> Code:
        return Code(f"core.MapOf({self.item.kind(scope)})")

    def read(self, scope: Scope) -> Code:
        return Code(f"dict[str, {or_none(self.item.read(scope), self.nullable)}]")

    def write(self, scope: Scope) -> Code:
        return Code(f"abc.Mapping[str, {or_none(self.item.write(scope), self.nullable)}]")

    def definitions(self) -> Iterator[Definition]:
        return self.item.definitions()


@dataclass(frozen=True)
class NamedType(Type):
    """A named schema."""

    definition: Definition

    def kind(self, scope: Scope) -> Code:
        return self.definition.kind(scope)

    def read(self, scope: Scope) -> Code:
        return self.definition.read(scope)

    def write(self, scope: Scope) -> Code:
        return self.definition.write(scope)

    @property
    def is_text(self) -> bool:
        return self.definition.is_text

    def definitions(self) -> Iterator[Definition]:
        yield self.definition

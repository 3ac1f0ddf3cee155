"""Sections: mappings of a product file, read strictly so that unknown keys are noticed."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Value = TypeVar("Value")


class ProductError(ValueError):
    """A product file that is invalid, or that no longer matches its spec."""


class Section:
    """A mapping in the file; every key must be read."""

    def __init__(self, where: str, data: Any, name: str = "") -> None:
        self.where = where
        self.name = name
        """Its key, where it is one of several that have one."""
        self._is_mapping = isinstance(data, dict)
        self._data = dict(data) if self._is_mapping else {}

    def check(self) -> None:
        """Raise an error unless it is a mapping: what reads it does so first."""
        if not self._is_mapping:
            raise ProductError(f"{self.where}: must be a mapping")

    def take(self, key: str) -> Any:
        return self._data.pop(key, None)

    def has(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if not value:
            raise ProductError(f"{self.where}: {key} is missing")
        return value

    def optional_text(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and not isinstance(value, str):
            raise ProductError(f"{self.where}: {key} must be text")
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value not in (None, True, False):
            raise ProductError(f"{self.where}: {key} must be true or false")
        return bool(value)

    def texts(self, key: str) -> list[str]:
        value = self.take(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ProductError(f"{self.where}: {key} must be a list of texts")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            raise ProductError(f"{self.where}: {key} must be a mapping")
        return value or {}

    def mapping_of_texts(self, key: str) -> dict[str, str]:
        value = self.mapping(key)
        if not all(isinstance(item, str) for item in value.values()):
            raise ProductError(f"{self.where}: {key} must map names to texts")
        return value

    def sections(self, key: str) -> list["Section"]:
        return [Section(f"{self.where}: {key}: {name}", item, name) for name, item in self.mapping(key).items()]

    def entries(self, key: str) -> list["Section"]:
        value = self.take(key) or []
        if not isinstance(value, list):
            raise ProductError(f"{self.where}: {key} must be a list")
        return [Section(f"{self.where}: {key}[{index}]", item) for index, item in enumerate(value)]

    def done(self) -> None:
        if self._data:
            raise ProductError("\n".join(f"{self.where}: unknown key {key!r}" for key in self._data))


class Findings:
    """Gathers what is wrong with a product file, so that it is told at once."""

    def __init__(self) -> None:
        self._found: dict[str, None] = {}

    def of(self, read: Callable[[], Value], otherwise: Value) -> Value:
        """Return what is read, or something else where that is wrong."""
        try:
            return read()
        except ProductError as error:
            self.add(str(error))
            return otherwise

    def add(self, text: str) -> None:
        """Gather what is wrong, one thing in each line."""
        self._found |= dict.fromkeys(text.splitlines())

    def each(self, read: Callable[[Section], Value], sections: Iterable[Section]) -> list[tuple[str, Value]]:
        """Return what is read of each section that is right, with the last word of where it is."""
        nothing: list[tuple[str, Value]] = []

        def named(section: Section) -> list[tuple[str, Value]]:
            section.check()
            return [(section.name, read(section))]

        return [found for section in sections for found in self.of(lambda section=section: named(section), nothing)]

    def finish(self) -> None:
        """Raise everything that was gathered."""
        if self._found:
            raise ProductError("\n".join(self._found))

"""Sections: mappings of a product file, read strictly so that unknown keys are noticed."""

from typing import Any


class ProductError(ValueError):
    """A product file that is invalid, or that no longer matches its spec."""


class Section:
    """A mapping in the file; every key must be read."""

    def __init__(self, where: str, data: Any) -> None:
        if not isinstance(data, dict):
            raise ProductError(f"{where}: must be a mapping")
        self.where = where
        self._data = dict(data)

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

    def sections(self, key: str) -> list[tuple[str, "Section"]]:
        value = self.take(key) or {}
        if not isinstance(value, dict):
            raise ProductError(f"{self.where}: {key} must be a mapping")
        return [(name, Section(f"{self.where}: {key}: {name}", item)) for name, item in value.items()]

    def entries(self, key: str) -> list["Section"]:
        value = self.take(key) or []
        if not isinstance(value, list):
            raise ProductError(f"{self.where}: {key} must be a list")
        return [Section(f"{self.where}: {key}[{index}]", item) for index, item in enumerate(value)]

    def done(self) -> None:
        if self._data:
            raise ProductError(f"{self.where}: unknown key {next(iter(self._data))!r}")

"""Names of a package that are imported when they are asked for (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def lazily(package: str, homes: Mapping[str, str], generated: ModuleType) -> Callable[[str], Any]:
    """Make the `__getattr__` of a product's package.

    Args:
        package: its name.
        homes: the modules of the names that are written by hand.
        generated: the package that offers all others.

    """

    def load(name: str) -> Any:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        if name in generated.__all__:
            return getattr(generated, name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return load

"""The finder of modules of 2.x, which is asked after all others; `sinch` puts it there."""

from __future__ import annotations

from collections.abc import Callable
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from sinch.compat import names


def find_spec(name: str) -> ModuleSpec | None:
    """Return how to load a module of 2.x; None for any other."""
    if name not in names.modules():
        return None
    is_package = any(other.startswith(f"{name}.") for other in names.modules())
    return ModuleSpec(name, _Loader(), is_package=is_package)


class _Loader(Loader):
    """Fills a module with names that are looked up when they are read."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to Python."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its names."""
        listed = names.modules()[module.__name__]
        module.__doc__ = f"A module of sinch {names.version_of(module.__name__)}; see {names.GUIDE}."
        module.__dict__.update(
            __all__=[name for name in listed if names.successor(module.__name__, name)],
            __getattr__=_getattr_of(module.__name__),
            __dir__=lambda: list(listed),
        )


def _getattr_of(module: str) -> Callable[[str], Any]:
    def load(name: str) -> Any:
        return names.find(module, name)

    return load

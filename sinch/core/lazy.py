"""What keeps imports cheap: names of a package that are imported on first use (PEP 562), and a cheaper `Generic`."""

from __future__ import annotations

TYPE_CHECKING = not __name__  # false; type checkers treat it as true, and tools for completion must not know
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any
    from typing import Generic as Generic
else:

    class Generic:
        """Stands in for `typing.Generic` at run time, where a class and one derived from it cost 0.2 ms with that."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls


fallback: Callable[[str, str], Any] | None = None
"""Asked for a name that a module does not have, before it says so: raises AttributeError where it has none either."""

former_arguments: Callable[[str, Sequence[Any], Mapping[str, Any]], tuple[str, dict[str, Any]]] | None = None
"""Asked what arguments that an exception does not take any more stand for: its message and attributes."""


def lazy_getattr(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the `__getattr__` of a package.

    Args:
        package: its `__name__`.
        modules: for each name that it offers, the full name of the module that has it, or of the module that it is.

    """

    def load(name: str) -> Any:
        import sys

        module = modules.get(name)
        if module is None:
            # `from package import name` looks for a name, then for a module, and then asks again
            looked_for = sys._getframe(1).f_code.co_name == "_handle_fromlist"
            if fallback is not None and not name.startswith("_") and not looked_for:
                return fallback(package, name)
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        found = import_module(module)
        value = sys.modules[package].__dict__[name] = found if module == f"{package}.{name}" else getattr(found, name)
        return value

    return load

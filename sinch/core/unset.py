"""`UNSET`: the default of every optional argument, meaning "not given", so that `None` stays free to mean null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typing import TypeAlias, TypeVar

    T = TypeVar("T")


class Unset:
    """The type of `UNSET`. Falsy, a singleton through copying and pickling."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"

    def __copy__(self) -> Unset:
        return self

    def __deepcopy__(self, memo: object) -> Unset:
        return self


UNSET: Final = Unset()

if TYPE_CHECKING:
    Maybe: TypeAlias = T | Unset | None
    """An optional argument: a value, `None` (null where the API knows null, else as if not given), or `UNSET`."""
else:
    Maybe: Any = {}  # only ever named in annotations, which are not evaluated

"""`UNSET`: the default of every optional argument, meaning "not given", so that `None` stays free to mean null."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from typing import TypeAlias, TypeVar

    T = TypeVar("T")


class Unset(Enum):
    """The type of `UNSET`. An enum of one member, so that `is not UNSET` narrows a type; falsy.

    Its value is a bare object that nothing can be made of: whoever unwraps enum members must look for `UNSET` first.
    """

    UNSET = object()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return getattr, (Unset, "UNSET")  # by name: the value is another object in every process


UNSET: Final[Literal[Unset.UNSET]] = Unset.UNSET

if TYPE_CHECKING:
    Maybe: TypeAlias = T | Literal[Unset.UNSET] | None
    """An optional argument: a value, `None` (null where the API knows null, else as if not given), or `UNSET`."""
else:
    Maybe: Any = {}  # only ever named in annotations, which are not evaluated

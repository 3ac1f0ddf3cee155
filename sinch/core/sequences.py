"""`SequenceNotStr`: the type of a list that is given as an argument. A `str` is a sequence too, but does not fit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol, SupportsIndex, TypeVar, overload

    T_co = TypeVar("T_co", covariant=True)

    class SequenceNotStr(Protocol[T_co]):
        """A list, tuple or other sequence, but not a single string."""

        @overload
        def __getitem__(self, index: SupportsIndex, /) -> T_co: ...
        @overload
        def __getitem__(self, index: slice, /) -> Sequence[T_co]: ...
        def __contains__(self, value: object, /) -> bool:
            """Tell whether it has a value. The same method of a `str` takes nothing but a `str`."""
            ...

        def __len__(self) -> int: ...
        def __iter__(self) -> Iterator[T_co]: ...
        def __reversed__(self) -> Iterator[T_co]: ...

else:
    from collections.abc import Sequence as SequenceNotStr

__all__ = ["SequenceNotStr"]

"""Problems: everything that is wrong with a spec or its products file is gathered, so that it is reported at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from codegen.normalise.terms import Problem, SpecError
from codegen.sections import ProductError


class Problems:
    """Gathers problems while work on the other parts of a spec goes on."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Gather what is raised inside; what it would have made is then missing, so that `finish` must be called."""
        try:
            yield
        except (SpecError, ProductError) as error:
            self.extend(error.problems if isinstance(error, SpecError) else [Problem(str(error), "")])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Gather these."""
        self._found += problems

    def finish(self) -> None:
        """Raise everything that was gathered."""
        if any(problem.remedy for problem in self._found):
            raise SpecError.of(self._found)
        if self._found:
            raise ProductError("\n".join(dict.fromkeys(problem.text for problem in self._found)))

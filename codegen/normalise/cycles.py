"""Cycles: schemas that are nothing but other names of each other have no meaning."""

from codegen.bundle import join
from codegen.normalise.terms import Schema, SpecError, target
from codegen.problems import Problems


def reject_cycles(schemas: dict[str, Schema], problems: Problems) -> None:
    """Gather the schemas, in normal form, that refer to themselves, perhaps by way of others."""
    for name in schemas:
        seen = {name}
        following = target(schemas[name])
        while following in schemas and following not in seen:
            seen.add(str(following))
            following = target(schemas[str(following)])
        if following == name:  # what only leads to a cycle is rejected where that begins
            with problems.gathering():
                raise SpecError(f"{join('/components/schemas', name)}: consists of nothing but itself")

"""Sharing: the definitions that a package takes from another one, since they are the same in both.

The APIs of one product describe many objects alike. Each of these is one class, so that a program may pass it to any.
"""

from collections.abc import Iterator
from dataclasses import replace

from codegen.definitions import AliasDef, ApiDef, EnumDef, ModelDef, UnionDef
from codegen.text import Code
from codegen.value_types import Definition


def sharing(api: ApiDef, other: ApiDef) -> ApiDef:
    """Return an API without what it can take from another: definitions that are the same with all they refer to."""
    theirs = {definition.name: definition for definition in _definitions(other)}
    given = {definition.name for definition in other.params}
    asked = {definition.name for definition in api.params}
    same = {
        definition.name: definition
        for definition in _definitions(api)
        if definition.name in theirs
        and _printed(definition) == _printed(theirs[definition.name])
        and (definition.name not in asked or definition.name in given)
    }
    while True:
        left = [name for name, each in same.items() if any(part.name not in same for part in _references(each))]
        if not left:
            break
        for name in left:
            del same[name]
    return replace(
        api,
        models=[item for item in api.models if item.name not in same],
        enums=[item for item in api.enums if item.name not in same],
        unions=[item for item in api.unions if item.name not in same],
        aliases=[item for item in api.aliases if item.name not in same],
        params=[item for item in api.params if item.name not in same],
        shared=sorted(same.values(), key=lambda definition: definition.name),
        shared_params=sorted(same.keys() & asked),
    )


def dictionaries(api: ApiDef) -> list[Code]:
    """Return the names of the dictionaries for requests that an API takes from another."""
    names = []
    for definition in api.shared:
        if definition.name in api.shared_params:
            names.append(Code(f"{definition.name}Dict"))
            spelled = isinstance(definition, ModelDef) and definition.has_wire_spelling
            if spelled or (isinstance(definition, UnionDef) and definition.members_with_wire_spelling):
                names.append(Code(f"{definition.name}JSON"))
    return names


def _definitions(api: ApiDef) -> list[Definition]:
    return [*api.models, *api.enums, *api.unions, *api.aliases]


def _references(definition: Definition) -> Iterator[Definition]:
    """Yield the definitions that one refers to."""
    if isinstance(definition, ModelDef):
        if definition.base is not None:
            yield definition.base
        for item in definition.fields:
            yield from item.type.definitions()
    elif isinstance(definition, UnionDef):
        yield from definition.members
    elif isinstance(definition, AliasDef):
        yield from definition.target.definitions()


def _printed(definition: Definition) -> tuple[object, ...]:
    """Return everything that a definition is printed from, what it refers to by name."""
    shown: tuple[object, ...] = (type(definition), definition.name, definition.description.value)
    if isinstance(definition, ModelDef):
        fields = [
            (item.printed, item.given, item.const and item.const.value, item.read_only) for item in definition.fields
        ]
        return (*shown, definition.base and definition.base.name, fields)
    if isinstance(definition, EnumDef):
        return (*shown, definition.base.name, [value.value for value in definition.values], definition.extensible)
    if isinstance(definition, UnionDef):
        variants = [(value.value, model.name) for value, model in definition.variants]
        return (
            *shown,
            definition.key and definition.key.value,
            variants,
            definition.default and definition.default.name,
        )
    if isinstance(definition, AliasDef):
        return (*shown, definition.target_kind, definition.target_read)
    raise TypeError(f"unknown definition {definition!r}")

"""Functions: the ways to call an operation, and the arguments of each."""

from dataclasses import replace

from codegen import naming
from codegen.building.checks import reject_repeated
from codegen.bundle import join
from codegen.definitions import ArgumentDef, FunctionDef, ModelDef, OperationDef, UnionDef
from codegen.text import Code, Text
from codegen.value_types import NamedType


def functions(operation: OperationDef) -> list[FunctionDef]:
    """Return the functions of an operation.

    The fields of a body that is an object become arguments. A body that is a union is a single argument, `body`, and
    each variant has one more function with its fields: `send_sms(body=...)`, `send_sms_mt_text(to=..., body=...)`,
    `send_sms_mt_binary(...)`. Path parameters come first, then what is required, then the rest. A field called like a
    parameter becomes the argument `body_<name>`.
    """
    placed = [(place, item) for _, place, items in operation.parameters for item in items]
    parameters = [
        ArgumentDef(item.name, item.type, item.required, item.description, item.aliases) for _, item in placed
    ]
    body = operation.body.definition if isinstance(operation.body, NamedType) else None
    found: list[FunctionDef] = []
    if isinstance(body, ModelDef):
        found.append(_with_fields(operation.name, parameters, body, discriminator=None))
    elif operation.body is not None:
        description = body.description if body and body.description.value else Text("The body of the request.")
        whole = ArgumentDef(Code("body"), operation.body, operation.body_required, description)
        found.append(FunctionDef(operation.name, [*parameters, whole], whole=True))
    else:
        found.append(FunctionDef(operation.name, parameters))
    if isinstance(body, UnionDef) and body.key is not None:
        for value, variant in body.variants:
            model = _leaf(variant, body.key, value)
            if model is None:
                continue
            name = Code(f"{operation.name}_{naming.snake(str(value.value))}")
            function = _with_fields(name, parameters, model, discriminator=body.key.value)
            function.variant, function.discriminator_value = model, value
            found.append(function)
    in_path = len(operation.path_parameters)
    for function in found:
        function.positional = in_path
        function.arguments[in_path:] = sorted(function.arguments[in_path:], key=lambda item: not item.required)
        sources = {id(item): f"a {place} parameter" for item, (place, _) in zip(parameters, placed, strict=True)}
        names = ((item.name, sources.get(id(item), "a field of the body")) for item in function.arguments)
        at = join("/paths", str(operation.path.value), str(operation.method.value).lower())
        reject_repeated(at, names, f"operations: {operation.id.value}: names, another name for one of them")
        function.arguments = _without_clashes(function)
    return found


def _leaf(variant: ModelDef | UnionDef, key: Text, value: Text) -> ModelDef | None:
    """Return the model of a variant; of one that is a union by the same key, that of its own variant."""
    while isinstance(variant, UnionDef):
        inner = [model for known, model in variant.variants if variant.key == key and known == value]
        if not inner:
            return None
        variant = inner[0]
    return variant


def _without_clashes(function: FunctionDef) -> list[ArgumentDef]:
    """Return the arguments of a function, without alternative names that are other arguments' names.

    If `recipient` may be called `recipient_number` and vice versa, a function that has both has no other name for
    either.
    """
    names = {str(argument.name) for argument in function.arguments}
    result: list[ArgumentDef] = []
    for position, argument in enumerate(function.arguments):
        aliases = [alias for alias in argument.aliases if alias not in names]
        names.update(aliases)
        after_optional = position < function.positional and any(before.has_default for before in result)
        result.append(replace(argument, aliases=aliases, after_optional=after_optional))
    return result


def _with_fields(name: Code, parameters: list[ArgumentDef], model: ModelDef, discriminator: object) -> FunctionDef:
    fields = [
        item for item in model.given_fields if not (item.filled and (item.required or item.wire.value == discriminator))
    ]
    taken = {item.name for item in parameters}
    names = {item.name: Code(f"body_{item.name}") if item.name in taken else item.name for item in fields}
    arguments = [
        ArgumentDef(names[item.name], item.type, item.required, item.description, item.aliases) for item in fields
    ]
    return FunctionDef(name, [*parameters, *arguments], fields=names)

"""Checks: no duplicate names, and no stale entries in a product file."""

from collections.abc import Iterable, Mapping

from codegen import naming
from codegen.bundle import Json, join
from codegen.definitions import ModelDef, OperationDef, UnionDef
from codegen.losses import Loss, accepts
from codegen.normalise.terms import Problem, SpecError
from codegen.problems import Problems
from codegen.products import ProductFile
from codegen.sections import ProductError
from codegen.value_types import Definition

# Names in the module of operations that a function or constant of an operation would hide.
_TAKEN = frozenset({*naming.MODULES, "OPERATIONS", "TYPE_CHECKING"})


def reject_repeated(where: str, names: Iterable[tuple[str, object]], remedy: str) -> None:
    """Raise an error if two things, each given with its name, would have the same name."""
    seen: dict[str, object] = {}
    for name, what in names:
        if name in seen:
            raise SpecError(f"{where}: {seen[name]} and {what} would both be called {name}", remedy)
        seen[name] = what


def check_operations(product: ProductFile, form: Json) -> None:
    """Raise an error that lists operations of one name, those without an entry, and entries without an operation."""
    problems = Problems()
    places = {
        operation["operationId"]: join("/paths", path, method)
        for path, item in form["paths"].items()
        for method, operation in item.items()
    }
    problems.extend(
        Problem(
            f"{at}: operation {operation_id} is missing from the products file",
            f"operations: {operation_id}, with at least a retry class; `make scaffold` proposes it",
        )
        for operation_id, at in places.items()
        if operation_id not in product.operations
    )
    names: dict[str, str] = {}
    for operation_id, at in places.items():
        other = names.setdefault(naming.snake(operation_id), operation_id)
        if other != operation_id:
            with problems.gathering():
                raise SpecError(f"{at}: operations {other} and {operation_id} would have the same name")
    for operation_id in product.operations:
        if operation_id not in places:
            with problems.gathering():
                raise ProductError(f"{product.where}: unknown operation {operation_id}")
    problems.finish()


def check_accepted(product: ProductFile, lost: Iterable[Loss]) -> None:
    """Raise an error that lists the places where nothing is lost, although the products file accepts that."""
    places = [loss.at for loss in lost]
    problems = [
        f"{product.where}: accepted: nothing is lost at {pattern}"
        for kind, pattern in product.accepted
        if kind == "at" and not any(accepts(pattern, at) for at in places)
    ]
    if problems:
        raise ProductError("\n".join(problems))


def check_product_file(
    product: ProductFile, definitions: Mapping[str, Definition], operations: list[OperationDef]
) -> None:
    """Raise an error that lists every entry of a product file that does not match anything in the API."""
    where = product.where
    problems = product.names.unused()
    for schema, entry in product.schemas.items():
        if schema not in definitions:
            problems.append(f"{where}: unknown schema {schema}")
        problems += entry.names.unused() + entry.aliases.unused()
    for operation in product.operations.values():
        problems += operation.names.unused()
    problems += _unknown_variants(product, operations)
    problems += product.aliases.unused()
    problems += product.phone_numbers.unused()
    paths = [str(operation.path.value) for operation in operations]
    problems += [
        f"{where}: bound: no path contains {{{name}}}"
        for name in product.bound
        if not any(f"{{{name}}}" in path for path in paths)
    ]
    if product.event is not None and not isinstance(definitions.get(product.event), (UnionDef, ModelDef)):
        problems.append(f"{where}: event: {product.event} is neither an object nor a union")
    if problems:
        raise ProductError("\n".join(problems))


def _unknown_variants(product: ProductFile, operations: list[OperationDef]) -> list[str]:
    """Return the entries of methods that take the fields of a variant that the body does not have."""
    return [
        f"{product.where}: operation {operation.id.value}: variants: {method}: the body has no variant {value!r}"
        for operation in operations
        for method, value in operation.entry.variants.items()
        if all(
            function.discriminator_value is None or function.discriminator_value.value != value
            for function in operation.functions
        )
    ]


def check_names(product: ProductFile, operations: list[OperationDef]) -> None:
    """Raise an error if functions, constants or classes of the low-level client would share a name."""
    taken = [(name, "a name in the module") for name in sorted(_TAKEN)]
    constants = [(operation.constant, operation.id.value) for operation in operations]
    functions = [(function.name, operation.id.value) for operation in operations for function in operation.functions]
    tags = dict.fromkeys(str(operation.tag.value) for operation in operations)
    classes = [(product.client, "the client"), *((naming.pascal(tag), f"tag {tag}") for tag in tags)]
    corrected = "corrections: an entry that changes"
    reject_repeated("/paths", [*taken, *constants, *functions], f"{corrected} the operationId of one of them")
    reject_repeated("/paths", classes, f"client, another name for the class; or {corrected} the tag")
    dictionaries = [(function.aliases_class, function.name) for each in operations for function in each.functions]
    reject_repeated("/paths", dictionaries, f"{corrected} the operationId of one of them")

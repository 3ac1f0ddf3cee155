"""Report what changes in specs mean: what was added, removed or changed, and what breaks programs.

Both sides are compared in normal form, so that rewording, reordering and moving parts does not count.
"""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from codegen import bundle, products, signature
from codegen.bundle import BundleError, Json
from codegen.generate import ROOT, SPECS
from codegen.normalise import normalise
from codegen.normalise.terms import METHODS, Schema, SpecError, target
from codegen.products import ProductFile
from codegen.sections import ProductError

Change = tuple[bool, str]  # whether it breaks programs, and a description

_IGNORED = (
    "description",
    "properties",
    "required",
    "enum",
    "x-union",
    "x-nullable",
    "allOf",
    "items",
    "additionalProperties",
)


def describe(base: str) -> str:
    """Return what has changed in specs/ since a git revision, as text."""
    done = subprocess.run(["git", "-C", str(ROOT), "archive", base, "specs"], capture_output=True, check=False)
    if done.returncode:
        raise SpecError(f"git has no specs at {base}: {done.stderr.decode().strip()}")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
        return compare(Path(folder) / "specs", SPECS, _products())


def compare(before: Path, after: Path, by_spec: dict[str, ProductFile]) -> str:
    """Return the differences between two folders of specs, as text."""
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.yaml")})
    sections = [
        section for name in names if (section := _section(name, before / name, after / name, by_spec.get(name)))
    ]
    return "\n\n".join(sections) or "The meaning of the specs has not changed."


def changes(before: Json, after: Json) -> list[Change]:
    """Return the differences between two documents in normal form."""
    return [*_operations(before, after), *_schemas(before, after)]


def _products() -> dict[str, ProductFile]:
    loaded = [products.load(path) for path in sorted(products.PRODUCTS.glob("*.yaml"))]
    return {product.spec: product for product in loaded}


def _section(name: str, before: Path, after: Path, product: ProductFile | None) -> str:
    if not before.exists():
        return f"{name}: new spec"
    if not after.exists():
        return f"{name}: removed [breaking]"
    if product is None:
        same = bundle.load(before) == bundle.load(after)
        return "" if same else f"{name}: changed; nothing is generated from it"
    notes: list[str] = []
    try:
        documents = [_document(path, product, notes) for path in (before, after)]
        (old, old_form), (new, new_form) = documents
    except (BundleError, SpecError) as error:
        return f"{name}: cannot be compared: {error}"
    found = changes(old_form, new_form)
    if old.get(signature.KEY) != new.get(signature.KEY):
        found.append((True, "the signature of webhooks changed"))
    lines = [
        f"  {'[breaking] ' if breaking else ''}{text}" for breaking, text in sorted(found, key=lambda item: not item[0])
    ]
    lines += [f"  {note}" for note in dict.fromkeys([*notes, *_without_method(new_form, product)])]
    return (
        "\n".join([f"{name}: {len(found)} changes, {sum(breaking for breaking, _ in found)} of them breaking", *lines])
        if lines
        else ""
    )


def _document(path: Path, product: ProductFile, notes: list[str]) -> tuple[Json, Json]:
    document = bundle.load(path)
    try:
        document = product.correct(document)
    except ProductError as error:
        notes.append(str(error))
    return document, normalise(document)


def _without_method(form: Json, product: ProductFile) -> Iterator[str]:
    for operation_id in _by_id(form):
        if operation_id not in product.operations:
            yield f"operation {operation_id} has no entry in {product.file}, and so no method"
        elif product.operations[operation_id].unwrapped:
            yield f"operation {operation_id} has no method: {product.operations[operation_id].unwrapped}"
    for operation_id in product.operations:
        if operation_id not in _by_id(form):
            yield f"{product.file} names operation {operation_id}, which no longer exists"


def _by_id(form: Json) -> dict[str, tuple[str, Json]]:
    """Return the address and the description of each operation, by id."""
    return {
        item[method]["operationId"]: (f"{method.upper()} {path}", item[method])
        for path, item in form["paths"].items()
        for method in METHODS
        if method in item
    }


def _operations(before: Json, after: Json) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    for operation_id in sorted(new.keys() - old.keys()):
        yield False, f"operation {operation_id}: new, {new[operation_id][0]}"
    for operation_id in sorted(old.keys() - new.keys()):
        yield True, f"operation {operation_id}: removed"
    for operation_id in sorted(old.keys() & new.keys()):
        for breaking, text in _operation(old[operation_id], new[operation_id]):
            yield breaking, f"operation {operation_id}: {text}"


def _operation(old: tuple[str, Json], new: tuple[str, Json]) -> Iterator[Change]:
    (old_address, before), (new_address, after) = old, new
    if old_address != new_address:
        yield True, f"moved from {old_address} to {new_address}"
    if after.get("deprecated") and not before.get("deprecated"):
        yield False, "deprecated"
    if before.get("tags") != after.get("tags"):
        yield True, f"tags changed from {before.get('tags')} to {after.get('tags')}"
    if before["x-authenticated"] != after["x-authenticated"]:
        yield (
            True,
            "authentication is now required" if after["x-authenticated"] else "authentication is no longer required",
        )
    yield from _parameters(before["parameters"], after["parameters"])
    bodies = [_type(_body(side)) for side in (before, after)]
    if bodies[0] != bodies[1]:
        yield True, f"request body changed from {bodies[0]} to {bodies[1]}"
    elif (required := _needs_body(after)) != _needs_body(before):
        yield required, f"request body: {'required' if required else 'optional'} now"
    statuses = before["responses"].keys() | after["responses"].keys()
    for status in sorted(statuses):
        kinds = [_type(_body({"requestBody": side["responses"].get(status, {})})) for side in (before, after)]
        if status not in before["responses"]:
            yield status.startswith("2"), f"response {status}: new, {kinds[1]}"
        elif status not in after["responses"]:
            yield status.startswith("2"), f"response {status}: removed"
        elif kinds[0] != kinds[1]:
            yield True, f"response {status}: changed from {kinds[0]} to {kinds[1]}"


def _body(operation: Json) -> Schema | None:
    schema: Schema | None = (
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    )
    return schema


def _needs_body(operation: Json) -> bool:
    return bool(operation.get("requestBody", {}).get("required"))


def _parameters(before: list[Json], after: list[Json]) -> Iterator[Change]:
    old = {(item["in"], item["name"]): item for item in before}
    new = {(item["in"], item["name"]): item for item in after}
    for key, item in new.items():
        if key not in old:
            yield item["required"], f"parameter {key[1]}: new{', required' if item['required'] else ''}"
            continue
        at = f"parameter {key[1]}"
        if item["required"] != old[key]["required"]:
            yield item["required"], f"{at}: {'required' if item['required'] else 'optional'} now"
        if item["explode"] != old[key]["explode"]:
            yield True, f"{at}: {'repeated' if item['explode'] else 'joined by commas'} now"
        yield from ((breaking, f"{at}: {text}") for breaking, text in _values(old[key]["schema"], item["schema"]))
    for key in sorted(old.keys() - new.keys()):
        yield True, f"parameter {key[1]}: removed"


def _schemas(before: Json, after: Json) -> Iterator[Change]:
    old, new = before["components"]["schemas"], after["components"]["schemas"]
    sent = _sent(after)
    for name in sorted(new.keys() - old.keys()):
        yield False, f"schema {name}: new"
    for name in sorted(old.keys() - new.keys()):
        yield True, f"schema {name}: removed"
    for name in sorted(old.keys() & new.keys()):
        for breaking, text in _schema(old[name], new[name], name in sent):
            yield breaking, f"schema {name}: {text}"


def _schema(before: Schema, after: Schema, sent: bool) -> Iterator[Change]:
    if _form(before) != _form(after):
        yield True, f"was {_form(before)}, is {_form(after)} now"
        return
    if "enum" in after:
        yield from _listed("value", before["enum"], after["enum"])
    elif "x-union" in after:
        old, new = before["x-union"], after["x-union"]
        if old["key"] != new["key"] or old["default"] != new["default"]:
            yield True, "its variants are told apart differently"
        yield from _listed("variant", old["variants"], new["variants"])
        for value in sorted(old["variants"].keys() & new["variants"].keys()):
            if old["variants"][value] != new["variants"][value]:
                yield True, f"variant {value}: changed from {old['variants'][value]} to {new['variants'][value]}"
    elif "properties" in after:
        yield from _fields(before, after, sent)
    else:
        yield from _values(before, after)


def _form(schema: Schema) -> str:
    return (
        "an enum"
        if "enum" in schema
        else "a union"
        if "x-union" in schema
        else "an object"
        if "properties" in schema
        else "a plain type"
    )


def _listed(what: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[Change]:
    old, new = list(before), list(after)
    yield from ((False, f"{what} {value}: new") for value in new if value not in old)
    yield from ((True, f"{what} {value}: removed") for value in old if value not in new)


def _fields(before: Schema, after: Schema, sent: bool) -> Iterator[Change]:
    old, new = before["properties"], after["properties"]
    for name, schema in new.items():
        required, was_required = (name in side.get("required", []) for side in (after, before))
        sent_here = sent and not schema.get("readOnly")
        if sent and schema.get("readOnly") and name in old and not old[name].get("readOnly"):
            yield True, f"field {name}: can no longer be sent"
        if name not in old:
            yield sent_here and required, f"field {name}: new{', required' if required else ''}"
            continue
        if required != was_required:
            yield (sent_here if required else True), f"field {name}: {'required' if required else 'optional'} now"
        yield from ((breaking, f"field {name}: {text}") for breaking, text in _values(old[name], schema))
    for name in sorted(old.keys() - new.keys()):
        yield True, f"field {name}: removed"


def _values(before: Schema, after: Schema) -> Iterator[Change]:
    """Compare the schemas of two values."""
    if _type(before) != _type(after):
        yield True, f"changed from {_type(before)} to {_type(after)}"
    if bool(before.get("x-nullable")) != bool(after.get("x-nullable")):
        yield not after.get("x-nullable"), f"{'may' if after.get('x-nullable') else 'may not'} be null now"
    for key in sorted((before.keys() | after.keys()) - {*_IGNORED, "type", "format", "x-format", "$ref"}):
        if before.get(key) != after.get(key):
            yield key == "const", f"{key.removeprefix('x-')} changed from {before.get(key)!r} to {after.get(key)!r}"


def _type(schema: Schema | None) -> str:
    if schema is None:
        return "nothing"
    name = target(schema)
    if name is not None:
        return name
    if "items" in schema:
        return f"array of {_type(schema['items'])}"
    if "additionalProperties" in schema:
        return f"map of {_type(schema['additionalProperties'])}"
    form = schema.get("x-format")
    return f"{schema.get('type', 'anything')}{f' ({form})' if form else ''}"


def _sent(form: Json) -> set[str]:
    """Return the schemas that occur in request bodies."""
    schemas = form["components"]["schemas"]
    found: set[str] = set()

    def visit(schema: Schema | None) -> None:
        if schema is None:
            return
        name = target(schema)
        if name is not None and name not in found:
            found.add(name)
            visit(schemas[name])
        for part in (schema.get("items"), schema.get("additionalProperties"), *schema.get("properties", {}).values()):
            visit(part)
        for variant in schema.get("x-union", {}).get("variants", {}).values():
            visit({"$ref": f"#/components/schemas/{variant}"})

    for _, operation in _by_id(form).values():
        visit(_body(operation))
    return found

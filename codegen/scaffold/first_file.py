"""The first products file of a spec: everything in it that was guessed is marked with `# check:`."""

import builtins
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from codegen import naming
from codegen.bundle import Json
from codegen.losses import Loss, losses, without
from codegen.normalise.operations import essence_of, is_json
from codegen.normalise.terms import METHODS
from codegen.places import places, webhooks
from codegen.printable import plain
from codegen.products import ProductFile, place_of
from codegen.scaffold.guesses import Spec, retry
from codegen.scaffold.layout import product_class
from codegen.scaffold.method_names import method_names
from codegen.signature import KEY, REQUEST_KEY

CONFIGURED = ("project_id", "service_plan_id")
"""Values of the configuration that stand in paths."""

_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def first_products_file(
    document: Json, spec: str, package: str, others: Iterable[ProductFile] = (), domain: str | None = None
) -> str:
    """Return the text of a products file.

    Args:
        document: the spec, bundled.
        spec: its file in specs/.
        package: what is generated from it.
        others: the products files that there are, for renames that all products share.
        domain: what the product is called on the client, if not like the package.

    """
    lost = losses(document)
    document = without(document, lost)
    read = Spec(document)
    others = list(others)
    domain = domain or package
    place = place_of(package, domain)
    title = _title(document, package, place)
    lines = [
        f"# What specs/{spec} cannot say about the Python made from it.",
        f"spec: {scalar(spec)}",
        *_published(document),
        f"package: {package}",
        *([] if domain == package else [f"domain: {domain}"]),
        f"title: {scalar(title)}",
        f"client: {naming.pascal(package)}Api",
        *_exceptions(package, place, [other for other in others if other.domain == domain != package]),
        *_bound(document),
        *_event(read),
        *_services(document, package),
        *_names(read, others),
        *_schemas(document, title, package),
        "",
        "operations:",
    ]
    entries = operation_entries(document, place)
    for entry in entries.values():
        lines += entry
    return "\n".join([*lines, *_accepted(document, lost)]) + "\n"


def _published(document: Json) -> Iterator[str]:
    """Yield that somebody else published a spec, where it lacks what those of the project must have."""
    bodies = [place.node for place in places(document) if place.kind in ("request body", "response")]
    media = [media for body in bodies for name, media in body.get("content", {}).items() if is_json(essence_of(name))]
    if str(document.get("openapi")).startswith("3.0") or not all(
        "example" in each or each.get("examples") for each in media
    ):
        yield "published: true  # check: it is OpenAPI 3.0 or lacks examples, unlike the specs of this project"


def _exceptions(package: str, place: str, siblings: list[ProductFile]) -> Iterator[str]:
    """Yield the exception of a package: the one that the other packages of its product have already.

    The versions of a product have one exception, that of the product.
    """
    if not siblings:
        domain, _, version = place.partition(".")
        yield f"exception: {naming.pascal(domain if version else package)}Exception"
        return
    first = siblings[0]
    yield f"exception: {first.exception}"
    if first.shares != package:
        yield f"shares: {first.shares or first.package}"


def operation_entries(document: Json, place: str) -> dict[str, list[str]]:
    """Return the lines of the entry of each operation; `place` is where the methods are on the client."""
    read = Spec(document)
    paging = {
        operation["operationId"]: read.paging(path, method, operation) for path, method, operation in read.operations()
    }
    tagged = [
        (operation["operationId"], (operation.get("tags") or ["default"])[0]) for _, _, operation in read.operations()
    ]
    names = method_names(place, [(name, str(tag), paging[name] is not None) for name, tag in tagged])
    found: dict[str, list[str]] = {}
    for path, method, operation in read.operations():
        operation_id, kind = operation["operationId"], retry(method)
        full, variants = names[operation_id], _variants(read, operation)
        methods = [full, *(f"{full}_{naming.snake(value)}" for value in variants)]
        lines = [
            f"  {scalar(operation_id)}:",
            f"    retry: {kind}  # check: guessed from {method.upper()}",
            f"    methods: [{', '.join(methods)}]  # check: named by rule",
        ]
        if variants:
            given = zip(methods[1:], variants, strict=True)
            lines.append(f"    variants: {{{', '.join(f'{name}: {scalar(value)}' for name, value in given)}}}")
        mask = read.mask(path, operation)
        if mask is not None:
            lines.append(f"    mask: {scalar(mask)}  # check: guessed from its name")
        key = read.idempotency(path, operation)
        if key is not None:
            lines.append(f"    idempotency: {scalar(key)}  # check: guessed from its name")
        if paging[operation_id] is not None:
            given_paging = ", ".join(f"{key}: {scalar(value)}" for key, value in (paging[operation_id] or {}).items())
            lines.append(f"    paging: {{{given_paging}}}  # check: guessed from names")
        found[operation_id] = lines
    return found


def scalar(value: Any) -> str:
    """Return a value as YAML reads it back; text of a spec may hold anything."""
    plain_text = isinstance(value, str) and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*", value)
    return value if plain_text and value.lower() not in _NOT_TEXT else json.dumps(value)


def _title(document: Json, package: str, place: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", str(document.get("info", {}).get("title", "")))
    kept = [word for word in words if word.lower() not in ("sinch", "api", "apis")]
    title = " ".join(kept) or " ".join(word.capitalize() for word in package.split("_"))
    version = place.partition(".")[2]
    return title if title.lower().endswith(version) else f"{title} {version}"


def _bound(document: Json) -> Iterator[str]:
    names = dict.fromkeys(name for path in document.get("paths", {}) for name in re.findall(r"\{([^{}]*)\}", path))
    found = {name: naming.snake(name) for name in names if naming.snake(name) in CONFIGURED}
    if found:
        given = ", ".join(f"{scalar(name)}: {value}" for name, value in found.items())
        yield f"bound: {{{given}}}  # check: the configuration has values of these names"


def _event(read: Spec) -> Iterator[str]:
    """Yield the schema of everything that is posted: the only one there is, or the union that has them all."""
    if KEY not in read.document:
        return
    posted: dict[str, None] = {}
    for item in webhooks(read.document).values():
        body = read.followed(read.followed(item).get("post", {}).get("requestBody", {}))
        for media in body.get("content", {}).values():
            schema = media.get("schema", {})
            posted.update(dict.fromkeys(_references([schema, *schema.get("oneOf", [])])))
    schemas = read.document.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        if posted and name not in posted and set(posted) <= set(_references(schema.get("oneOf", []))):
            yield f"event: {scalar(name)}"
            return
    if posted:
        note = "" if len(posted) == 1 else f"  # check: it must be the schema of all of {', '.join(map(plain, posted))}"
        yield f"event: {scalar(next(iter(posted)))}{note}"


def _references(schemas: Iterable[Json]) -> list[str]:
    return [str(schema["$ref"]).rsplit("/", 1)[-1] for schema in schemas if "$ref" in schema]


def _names(read: Spec, others: Iterable[ProductFile]) -> Iterator[str]:
    """Yield the renames that at least two products have, where this one has something of that name on the wire."""
    wires = set(_wire_names(read.document))
    shared: dict[tuple[str, str], set[str]] = {}
    further: dict[str, set[str]] = {}
    for other in others:
        for wire, name in other.names.given.items():
            shared.setdefault((naming.snake(wire), name), set()).add(other.package)
            further.setdefault(name, set()).update(other.aliases.given.get(name, ()))
    found = {
        wire: name
        for wire in sorted(wires)
        for (snake, name), products in shared.items()
        if snake == naming.snake(wire) and len(products) > 1
    }
    if not found:
        return
    yield ""
    yield "names:  # check: as in other products"
    for wire, name in found.items():
        yield f"  {scalar(wire)}: {name}"
    with_aliases = {name: further[name] for name in dict.fromkeys(found.values()) if further[name]}
    if with_aliases:
        yield ""
        yield "aliases:  # check: as in other products"
        for name, aliases in with_aliases.items():
            yield f"  {name}: [{', '.join(sorted(aliases))}]"


def _wire_names(node: Any) -> Iterator[str]:
    """Yield the names of all properties and query parameters."""
    if isinstance(node, list):
        for entry in node:
            yield from _wire_names(entry)
    elif isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        if node.get("in") == "query" and isinstance(node.get("name"), str):
            yield node["name"]
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from _wire_names(value)


def _schemas(document: Json, title: str, package: str) -> Iterator[str]:
    """Yield other names for classes that the product, the handler of events, Python or another schema have taken."""
    taken = {product_class(title), f"{naming.pascal(package)}SinchEvent", *dir(builtins)}
    found = []
    for name in document.get("components", {}).get("schemas", {}):
        if naming.pascal(name) in taken:
            found.append(name)
        taken.add(naming.pascal(name))
    if found:
        yield ""
        yield "schemas:"
        for name in found:
            yield f"  {scalar(name)}: {{class: {naming.pascal(name)}Details}}  # check: the name itself is taken"


def _schemes(document: Json) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the security schemes that the SDK signs in with, each with its kind, and the names of the others."""
    usable: list[tuple[str, str]] = []
    rest = []
    for name, scheme in document.get("components", {}).get("securitySchemes", {}).items():
        if scheme.get("type") == "oauth2" and "clientCredentials" in scheme.get("flows", {}):
            usable.insert(0, (name, "project"))
        elif scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "bearer":
            usable.append((name, "token"))
        elif REQUEST_KEY in scheme:
            usable.append((name, "signed"))
        else:
            rest.append(name)
    return usable, rest


def _services(document: Json, package: str) -> Iterator[str]:
    """Yield the services: one for each scheme that the SDK can sign in with, the servers dealt out in their order.

    A further one for each server that only single paths or operations have.
    """
    usable, _ = _schemes(document)
    servers = _servers(document)
    own = _own_servers(document)
    if not usable or not servers or (len(servers) == 1 and [kind for _, kind in usable] == ["project"] and not own):
        return
    yield ""
    yield "services:  # check: which server has which way to sign in, and the names in the configuration"
    for index, (name, kind) in enumerate(usable):
        yield f"  {'SERVICE' if index == 0 else f'{naming.snake(name).upper()}_SERVICE'}:"
        yield f"    server: {scalar(servers[min(index, len(servers) - 1)])}"
        yield f"    security: {scalar(name)}"
        if index:
            yield f"    origin: {package}_origin_with_{naming.snake(name)}"
        yield from _token(kind, package)
    name, kind = usable[0]
    for word, url in own.items():
        yield f"  {word.upper()}_SERVICE:"
        yield f"    server: {scalar(url)}"
        yield f"    security: {scalar(name)}"
        yield f"    origin: {package}_{word}_origin"
        yield from _token(kind, package)


def _token(kind: str, package: str) -> Iterator[str]:
    if kind == "token":
        yield f"    token: {package}_api_token  # check: the configuration must have it"


def _own_servers(document: Json) -> dict[str, str]:
    """Return a server for each path and operation that has its own, unless one that is there fits, by a word for it."""
    found: dict[str, str] = {}
    for path, item in document.get("paths", {}).items():
        for holder in (item, *(item[method] for method in METHODS if method in item)):
            urls = [server["url"] for server in holder.get("servers", ())]
            if urls and not {*urls} & {*found.values(), *_servers(document)}:
                named = re.findall(r"[a-z0-9-]+", re.sub(r"^\w+://|\{[^{}]*\}", "", urls[0].lower()))
                word = naming.snake(named[0]) if named else naming.snake(path)
                found[word if word not in found else f"{word}_{len(found)}"] = urls[0]
    return found


def _accepted(document: Json, lost: list[Loss]) -> Iterator[str]:
    usable, rest = _schemes(document)
    leftover = _servers(document)[max(len(usable), 1) :]
    unused = [*(("server", url) for url in leftover), *(("security", name) for name in rest)] if usable else []
    if not unused and not lost:
        return
    yield ""
    yield "accepted:"
    for kind, name in unused:
        yield f"  - {kind}: {scalar(name)}"
        yield f"    because: the SDK does not use this {kind}  # check: say why that does not matter"
    for at, what in lost:
        yield f"  - at: {scalar(at)}"
        yield f"    because: {scalar(what)}  # check: say why that does not matter"


def _servers(document: Json) -> list[str]:
    return [server["url"] for server in document.get("servers", [])]


def _variants(read: Spec, operation: Json) -> list[str]:
    """Return the discriminator's values of a body that is one of several objects."""
    body = read.followed(operation.get("requestBody", {}))
    media: Json = next(iter(body.get("content", {}).values()), {})
    schema = read.followed(media.get("schema", {}))
    if "discriminator" not in schema:
        return []
    key = schema["discriminator"].get("propertyName")
    return [value for value, variant in _by_value(read, schema).items() if _is_object(read, variant, key, value)]


def _by_value(read: Spec, union: Json) -> dict[str, Json]:
    """Return the variants of a union by the discriminator's values; one that is a union has those of its own."""
    schemas = read.document.get("components", {}).get("schemas", {})
    discriminator = union["discriminator"]
    mapping = discriminator.get("mapping")
    if mapping:
        return {value: schemas.get(str(name).rsplit("/", 1)[-1], {}) for value, name in mapping.items()}
    found: dict[str, Json] = {}
    for name in _references(_union_of(union)):
        variant = read.followed(schemas.get(name, {}))
        own = variant.get("discriminator", {})
        nested = own.get("propertyName") == discriminator.get("propertyName")
        values = own.get("mapping") or _references(_union_of(variant)) if nested else ()
        found |= dict.fromkeys(values or [name], variant)
    return found


def _is_object(read: Spec, variant: Json, key: str, value: str) -> bool:
    """Return whether a value of a discriminator tells of an object, perhaps through unions told apart by the same."""
    seen: list[Json] = []
    variant = read.followed(variant)
    while _union_of(variant) and not variant.get("properties"):
        same = variant.get("discriminator", {}).get("propertyName") == key
        inner = _by_value(read, variant) if same else {}
        if value not in inner or any(variant is other for other in seen):
            return False
        seen.append(variant)
        variant = read.followed(inner[value])
    return True


def _union_of(schema: Json) -> list[Json]:
    return schema.get("oneOf") or schema.get("anyOf") or []

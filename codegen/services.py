"""Services: the server and the authentication of a product, from the spec and the product file together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from codegen.bundle import Json, join
from codegen.normalise.terms import SpecError
from codegen.products import ProductFile, ServiceEntry
from codegen.sections import ProductError
from codegen.text import Code, Text


@dataclass(frozen=True)
class ServiceDef:
    """A server of a product, with its authentication."""

    constant: Code
    origin: Text
    """The name of its address in the configuration."""
    url: Text
    region: Text | None
    """The name of its region in the configuration."""
    regions: tuple[str, ...]
    """The known regions."""
    bound: Text
    auth: Text
    token: Text | None
    """The name of a token that does not expire in the configuration."""


def services(document: Json, product: ProductFile) -> list[ServiceDef]:
    """Return the services of a product.

    A spec with one server, whose security has a flow of client credentials, needs no entry in the product file:
    `https://{region}.conversation.api.sinch.com` becomes the service SERVICE with the origin `conversation_origin` and
    the region `conversation_region`, with the project's access key as credentials. Everything else must be listed under
    `services`. Unused servers and security schemes must be accepted, with a reason.
    """
    servers = {server["url"]: server for server in document.get("servers", ())}
    schemes = _schemes(document)
    entries = product.services or {"SERVICE": _derived(servers, schemes, product)}
    found = [_service(Code(name), entry, servers, schemes, product) for name, entry in entries.items()]
    used = {("server", entry.server) for entry in entries.values()} | {
        ("security", entry.security) for entry in entries.values()
    }
    _check_leftovers(servers, schemes, used, product)
    return found


def _schemes(document: Json) -> dict[str, Json]:
    """Return the security schemes of the spec by name."""
    schemes: dict[str, Json] = document.get("components", {}).get("securitySchemes", {})
    for requirement in document.get("security", ()):
        for name in requirement:
            if name not in schemes:
                raise SpecError(f"/security: unknown security scheme {name}")
    return schemes


def _derived(servers: dict[str, Json], schemes: dict[str, Json], product: ProductFile) -> ServiceEntry:
    """Return the entry of a product that does not describe its services."""
    accepted = {name for kind, name in product.accepted if kind == "security"}
    projects = [name for name, scheme in schemes.items() if _auth(scheme) == "project"]
    others = [name for name, scheme in schemes.items() if name not in accepted and _auth(scheme) == "token"]
    if len(servers) != 1 or len(projects) != 1 or others:
        raise ProductError(
            f"{product.file}: services is missing: {product.spec} has {_listed('server', servers)} and "
            f"{_listed('security scheme', schemes)}; name the server and the security of each service"
        )
    return ServiceEntry(server=next(iter(servers)), security=projects[0])


def _listed(what: str, names: dict[str, Json]) -> str:
    return f"the {what}s {', '.join(names)}" if names else f"no {what}"


def _auth(scheme: Json) -> str | None:
    """Return how to authenticate with a scheme: with the project's access key, or with a token that does not expire."""
    if scheme.get("type") == "oauth2" and "clientCredentials" in scheme.get("flows", {}):
        return "project"
    if scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "bearer":
        return "token"
    return None


def _service(
    constant: Code,
    entry: ServiceEntry,
    servers: dict[str, Json],
    schemes: dict[str, Json],
    product: ProductFile,
) -> ServiceDef:
    at = f"{product.file}: services: {constant}"
    if entry.server not in servers:
        raise ProductError(f"{at}: {product.spec} has no server {entry.server}; it has {', '.join(servers)}")
    if entry.security not in schemes:
        raise ProductError(f"{at}: {product.spec} has no security {entry.security}; it has {', '.join(schemes)}")
    auth = _auth(schemes[entry.security])
    if auth is None:
        raise ProductError(
            f"{at}: security {entry.security} is neither OAuth 2.0 client credentials nor a bearer token"
        )
    if (entry.token is not None) != (auth == "token"):
        needs = "needs token, the name of the token in the configuration" if auth == "token" else "does not use a token"
        raise ProductError(f"{at}: security {entry.security} {needs}")
    bound = product.bound if entry.bound is None else entry.bound
    if bound.keys() != product.bound.keys():
        raise ProductError(f"{at}: bound must have {', '.join(product.bound) or 'nothing'}, like that of the product")
    region, regions = _region(entry, servers[entry.server], product, at)
    return ServiceDef(
        constant=constant,
        origin=Text(entry.origin or f"{product.package}_origin"),
        url=Text(entry.server),
        region=region,
        regions=regions,
        bound=Text(bound),
        auth=Text(auth),
        token=None if entry.token is None else Text(entry.token),
    )


def _region(entry: ServiceEntry, server: Json, product: ProductFile, at: str) -> tuple[Text | None, tuple[str, ...]]:
    """Return the name of a server's region in the configuration, and the known regions."""
    variables: dict[str, Any] = server.get("variables", {})
    for name in re.findall(r"\{([^{}]*)\}", server["url"]):
        if name != "region":
            raise SpecError(f"/servers: {server['url']}: the variable {name} is not supported; only region is")
        if name not in variables:
            raise SpecError(f"/servers: {server['url']}: the variable {name} is not described")
    if "{region}" not in server["url"]:
        if entry.region is not None:
            raise ProductError(f"{at}: {server['url']} has no region")
        return None, ()
    known = variables["region"].get("enum") or variables["region"].get("x-extensible-enum") or ()
    return Text(entry.region or f"{product.package}_region"), tuple(map(str, known))


def _check_leftovers(
    servers: dict[str, Json], schemes: dict[str, Json], used: set[tuple[str, str | None]], product: ProductFile
) -> None:
    """Raise an error that lists what no service uses, and what is accepted needlessly."""
    there = {("server", url): join("/servers", url) for url in servers}
    there |= {("security", name): join("/components/securitySchemes", name) for name in schemes}
    problems = [
        f"{product.spec}: {pointer}: no service uses it; accept that in {product.file}, with the reason"
        for key, pointer in there.items()
        if key not in used and key not in product.accepted
    ]
    problems += [
        f"{product.file}: accepted: {product.spec} has no {kind} {name}"
        if (kind, name) not in there
        else f"{product.file}: accepted: a service uses the {kind} {name}"
        for kind, name in product.accepted
        if (kind, name) not in there or (kind, name) in used
    ]
    if problems:
        raise ProductError("\n".join(problems))


def origins(
    fixed: dict[str, str], found: Iterable[tuple[str, ServiceDef]]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the addresses of all services and their known regions, both by their names in the configuration.

    Args:
        fixed: addresses of services that are not products.
        found: each service with the file that describes it.

    """
    urls = dict(fixed)
    regions: dict[str, dict[str, None]] = {}
    for file, service in found:
        origin, url = str(service.origin.value), str(service.url.value)
        if urls.setdefault(origin, url) != url:
            raise ProductError(f"{file}: the origin {origin} is already {urls[origin]} and cannot also be {url}")
        if service.region is not None:
            regions.setdefault(str(service.region.value), {}).update(dict.fromkeys(service.regions))
    return dict(sorted(urls.items())), {name: tuple(values) for name, values in sorted(regions.items())}

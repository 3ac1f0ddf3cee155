"""Services: the server and the authentication of a product, from the spec and the product file together."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.bundle import Json, join
from codegen.definitions import OperationDef
from codegen.losses import Loss
from codegen.normalise.terms import METHODS, Problem, SpecError
from codegen.problems import Problems
from codegen.products import ProductFile, ServiceEntry
from codegen.sections import ProductError
from codegen.signature import REQUEST_KEY
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
    signature: list[tuple[Code, Text]] = field(default_factory=list)
    """How requests are signed, as keywords; empty where they are not."""
    never_repeated: tuple[str, ...] = ()
    """Codes of errors that are not repeated, although others with their status are."""
    security: str = ""
    """The security scheme."""
    everywhere: bool = True
    """Whether its server is one of the whole spec."""
    spellings: Text = field(default_factory=lambda: Text({}))
    """What the configuration may say instead of regions."""
    worldwide: bool = False
    """Whether there is a server that serves all of them."""


def services(document: Json, product: ProductFile) -> list[ServiceDef]:
    """Return the services of a product.

    A spec with one server, whose security has a flow of client credentials, needs no entry in the product file:
    `https://{region}.conversation.api.sinch.com` becomes the service SERVICE with the origin `conversation_origin` and
    the region `conversation_region`, with the project's access key as credentials. Everything else must be listed under
    `services`. Unused servers and security schemes must be accepted, with a reason.
    """
    servers = {server["url"]: server for server in document.get("servers", ())}
    own = {at: {server["url"]: server for server in found} for at, found in _own_servers(document)}
    known = {url: server for found in own.values() for url, server in found.items()} | servers
    schemes = _schemes(document)
    problems = Problems()
    entries = dict(product.services)
    if not entries:
        with problems.gathering():
            entries["SERVICE"] = _derived(servers, schemes, product)
    found = []
    for name, entry in entries.items():
        with problems.gathering():
            service = _service(Code(name), entry, known, schemes, product)
            found.append(replace(service, everywhere=entry.server in servers))
    problems.finish()
    used = {
        use
        for entry in entries.values()
        for use in (("server", entry.server), ("server", entry.worldwide), ("security", entry.security))
    }
    with problems.gathering():
        _check_leftovers(servers, schemes, used, product)
    with problems.gathering():
        _check_own_servers(own, servers, found, product)
    problems.finish()
    return found


def service_of(operation: OperationDef, found: list[ServiceDef]) -> Code:
    """Return the service of an operation: the first, unless it has servers or security of its own."""
    there = _at(operation.servers, found)
    fitting = [service for service in there if service.security in operation.security]
    return (fitting or there)[0].constant


def unserved(document: Json, found: list[ServiceDef]) -> Iterator[Loss]:
    """Return the security of single operations that no service has."""
    for path, item in document.get("paths", {}).items():
        for method in (method for method in METHODS if method in item):
            asked = [way for way in item[method].get("security", ()) if len(way) < 2]  # the others are lost anyhow
            servers = [server["url"] for server in item[method].get("servers") or item.get("servers") or ()]
            known = {service.security for service in _at(servers, found)}
            if asked and not any(not way or known & way.keys() for way in asked):
                names = " or ".join(name for way in asked for name in way)
                at = join("/paths", path, method, "security")
                yield Loss(at, f"no service signs in with {names}: services can have one, or it signs in like the rest")


def _at(servers: Collection[str], found: list[ServiceDef]) -> list[ServiceDef]:
    """Return the services at these servers, or where there are none, at those of the whole spec."""
    return [each for each in found if (each.url.value in servers if servers else each.everywhere)]


def _own_servers(document: Json) -> Iterator[tuple[str, list[Json]]]:
    """Return the servers of single paths and operations, with their places in the spec."""
    for path, item in document.get("paths", {}).items():
        holders = {join("/paths", path): item}
        holders |= {join("/paths", path, method): item[method] for method in METHODS if method in item}
        yield from ((join(at, "servers"), holder["servers"]) for at, holder in holders.items() if holder.get("servers"))


def _check_own_servers(
    own: dict[str, dict[str, Json]], servers: dict[str, Json], found: list[ServiceDef], product: ProductFile
) -> None:
    """Raise an error unless there is a service for whatever has servers of its own, and one for the rest."""
    urls = [service.url.value for service in found]
    problems = [
        f"specs/{product.spec}: {at}: no service has the server {' or '.join(there)}; "
        f"add one under services in {product.where}"
        for at, there in own.items()
        if not any(url in there for url in urls)
    ]
    if urls[0] not in servers:
        problems.append(f"{product.where}: services: the first must have a server of the whole spec, not {urls[0]}")
    if problems:
        raise ProductError("\n".join(problems))


def _schemes(document: Json) -> dict[str, Json]:
    """Return the security schemes of the spec by name."""
    schemes: dict[str, Json] = document.get("components", {}).get("securitySchemes", {})
    unknown = [name for way in document.get("security", ()) for name in way if name not in schemes]
    if unknown:
        raise SpecError.of(Problem(f"/security: unknown security scheme {name}", SpecError.CORRECT) for name in unknown)
    return schemes


def _derived(servers: dict[str, Json], schemes: dict[str, Json], product: ProductFile) -> ServiceEntry:
    """Return the entry of a product that does not describe its services."""
    accepted = {name for kind, name in product.accepted if kind == "security"}
    projects = [name for name, scheme in schemes.items() if _auth(scheme, schemes) == "project"]
    others = [name for name, scheme in schemes.items() if name not in accepted and _auth(scheme, schemes) == "token"]
    if len(servers) != 1 or len(projects) != 1 or others:
        raise ProductError(
            f"{product.where}: services is missing: {product.spec} has {_listed('server', servers)} and "
            f"{_listed('security scheme', schemes)}; name the server and the security of each service"
        )
    return ServiceEntry(server=next(iter(servers)), security=projects[0])


def _listed(what: str, names: dict[str, Json]) -> str:
    return f"the {what}s {', '.join(names)}" if names else f"no {what}"


def _auth(scheme: Json, schemes: dict[str, Json]) -> str | None:
    """Return how to authenticate with a scheme: as a project, as an application, or with a token without end."""
    if scheme.get("type") == "oauth2" and "clientCredentials" in scheme.get("flows", {}):
        return "project"
    if scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "bearer":
        return "token"
    if REQUEST_KEY in scheme:
        return "signed"
    if scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "basic":
        # of an application, where requests can also be signed as one; that of an access key is not used
        return "basic" if any(REQUEST_KEY in other for other in schemes.values()) else None
    return None


def _service(
    constant: Code,
    entry: ServiceEntry,
    servers: dict[str, Json],
    schemes: dict[str, Json],
    product: ProductFile,
) -> ServiceDef:
    at = f"{product.where}: services: {constant}"
    problems = list(_mistakes(entry, servers, schemes, product))
    if problems:
        raise ProductError("\n".join(f"{at}: {problem}" for problem in problems))
    auth = _auth(schemes[str(entry.security)], schemes)
    bound = product.bound if entry.bound is None else entry.bound
    region, regions = _region(entry, servers[str(entry.server)], product, at)
    signature: Json = schemes[str(entry.security)].get(REQUEST_KEY, {})
    return ServiceDef(
        constant=constant,
        origin=Text(entry.origin or f"{product.package}_origin"),
        url=Text(entry.server),
        region=region,
        regions=regions,
        spellings=Text(entry.spellings),
        worldwide=entry.worldwide is not None,
        bound=Text(bound),
        auth=Text(auth),
        token=None if entry.token is None else Text(entry.token),
        signature=[(Code(key), Text(value)) for key, value in sorted(signature.items())],
        never_repeated=entry.never_repeated,
        security=str(entry.security),
    )


def _mistakes(
    entry: ServiceEntry, servers: dict[str, Json], schemes: dict[str, Json], product: ProductFile
) -> Iterator[str]:
    """Yield what is wrong with an entry by itself."""
    if entry.server not in servers:
        yield f"{product.spec} has no server {entry.server}; it has {', '.join(servers)}"
    elif not re.match(r"https?://[^/]", str(entry.server)):
        yield f"the server {entry.server} has no host: a correction of the spec can give it one"
    if entry.security not in schemes:
        yield f"{product.spec} has no security {entry.security}; it has {', '.join(schemes)}"
    else:
        auth = _auth(schemes[entry.security], schemes)
        if auth is None:
            yield (
                f"security {entry.security} is neither OAuth 2.0 client credentials nor a bearer token, "
                f"nor has it {REQUEST_KEY}"
            )
        elif auth == "token" and entry.token is None:
            yield f"security {entry.security} needs token, the name of the token in the configuration"
        elif auth != "token" and entry.token is not None:
            yield f"security {entry.security} does not use a token"
    if entry.bound is not None and entry.bound.keys() != product.bound.keys():
        yield f"bound must have {', '.join(product.bound) or 'nothing'}, like that of the product"


def _region(entry: ServiceEntry, server: Json, product: ProductFile, at: str) -> tuple[Text | None, tuple[str, ...]]:
    """Return the name of a server's region in the configuration, and the known regions."""
    variables: dict[str, Any] = server.get("variables", {})
    for name in re.findall(r"\{([^{}]*)\}", server["url"]):
        if name != "region":
            raise SpecError(f"/servers: {server['url']}: the variable {name} is not supported; only region is")
        if name not in variables:
            raise SpecError(f"/servers: {server['url']}: the variable {name} is not described")
    if "{region}" not in server["url"]:
        if entry.region is not None or entry.spellings or entry.worldwide is not None:
            raise ProductError(f"{at}: {server['url']} has no region")
        return None, ()
    if entry.worldwide is not None and entry.worldwide != without_region(server["url"]):
        raise ProductError(f"{at}: worldwide must be {without_region(server['url'])}, not {entry.worldwide}")
    known = variables["region"].get("enum") or variables["region"].get("x-extensible-enum") or ()
    for region in entry.spellings.values():
        if region not in known:
            raise ProductError(f"{at}: spellings: {region} is not a region; known are {', '.join(map(str, known))}")
    return Text(entry.region or f"{product.package}_region"), tuple(map(str, known))


def without_region(url: str) -> str:
    """Return the address of a server without its region, and without what sets that apart."""
    return url.replace("-{region}", "").replace("{region}.", "")


def _check_leftovers(
    servers: dict[str, Json], schemes: dict[str, Json], used: set[tuple[str, str | None]], product: ProductFile
) -> None:
    """Raise an error that lists what no service uses, and what is accepted needlessly."""
    there = {("server", url): join("/servers", url) for url in servers}
    there |= {("security", name): join("/components/securitySchemes", name) for name in schemes}
    problems = [
        f"specs/{product.spec}: {pointer}: no service uses it; accept that in {product.where}, with the reason"
        for key, pointer in there.items()
        if key not in used and key not in product.accepted
    ]
    problems += [
        f"{product.where}: accepted: {product.spec} has no {kind} {name}"
        if (kind, name) not in there
        else f"{product.where}: accepted: a service uses the {kind} {name}"
        for kind, name in product.accepted
        if kind != "at" and ((kind, name) not in there or (kind, name) in used)
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
            regions.setdefault(str(service.region.value), {}).update(
                dict.fromkeys([*service.regions, *service.spellings.value])  # type: ignore[misc]
            )
    return dict(sorted(urls.items())), {name: tuple(values) for name, values in sorted(regions.items())}

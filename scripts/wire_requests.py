"""Calls every public method with a transport that records the requests, and lists what would have been sent."""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import yaml

import sinch_api.sms
from scripts import wire_values
from sinch import SinchClient
from sinch.core.events import BaseEventHandler
from sinch.core.exceptions import SinchException
from sinch.core.http import Headers, HTTPResponse, Request

ROOT = Path(__file__).parent.parent
HEAD = "# Requests of every public method. Written by `make snapshot`; the reason of each change is in CHANGES.md."

Method = Callable[..., Any]
Arguments = dict[str, Any]


class Recorder:
    """A transport that records the requests, and returns the same response to all of them."""

    name = "snapshot"

    def __init__(self) -> None:
        self.tokens: list[Request] = []
        self.requests: list[Request] = []
        self.content = b"{}"

    def send(self, request: Request) -> HTTPResponse:
        headers = Headers([("Content-Type", "application/json")])
        if request.target == "/oauth2/token":
            self.tokens.append(request)
            return HTTPResponse(200, headers, b'{"access_token": "example-token", "expires_in": 3600}')
        self.requests.append(request)
        return HTTPResponse(200, headers, self.content)

    def close(self) -> None:
        pass


class Case(NamedTuple):
    """One call of a method."""

    title: str
    arguments: Arguments


def render() -> str:
    """Return the whole list."""
    with no_settings():
        recorder = Recorder()
        client = SinchClient(**wire_values.ACCOUNT, transport=recorder)
        sections = [section for name in sorted(methods(client)) for section in method_sections(client, recorder, name)]
        plan = Recorder()
        with_plan = SinchClient(**wire_values.SERVICE_PLAN, transport=plan)
        listing = outcome(plan, "sms.groups.list", with_plan.sms.groups.list, {})
        sections.append(section("sms.groups.list: with a service plan", listing))
    tokens = [section("a token", shown(request)) for request in (*recorder.tokens, *plan.tokens)]
    return "\n\n".join([HEAD, *tokens, *sections]) + "\n"


@contextmanager
def no_settings() -> Iterator[None]:
    """Remove the settings of the SDK from the environment for a while."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("SINCH_")}
    for name in kept:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(kept)


# Methods


def methods(owner: object, path: str = "") -> dict[str, Method]:
    """Return every method of the products and resources of a client, by its path from there."""
    found: dict[str, Method] = {}
    for name, part in parts(owner).items():
        for method in dir(part):
            function = getattr(type(part), method, None)
            if not method.startswith("_") and inspect.isfunction(function) and of_a_domain(function):
                found[f"{path}{name}.{method}"] = getattr(part, method)
        found |= methods(part, f"{path}{name}.")
    return found


def parts(owner: object) -> dict[str, object]:
    """Return the products of a client, or the resources of a product, except handlers of events, which send nothing.

    A property that is not kept is another name of one that is.
    """
    names = [name for name in dir(owner) if not isinstance(getattr(type(owner), name, None), property)]
    values = {name: getattr(owner, name) for name in names if not name.startswith("_")}
    return {
        name: value
        for name, value in values.items()
        if not inspect.isroutine(value) and of_a_domain(type(value)) and not isinstance(value, BaseEventHandler)
    }


def of_a_domain(thing: Any) -> bool:
    return str(thing.__module__).startswith("sinch.domains.")


def parameters(method: Method) -> dict[str, inspect.Parameter]:
    """Return the named parameters of a method."""
    return {
        name: parameter
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.kind is not parameter.VAR_KEYWORD
    }


# Cases


def method_sections(client: SinchClient, recorder: Recorder, name: str) -> Iterator[str]:
    """Yield everything listed for a method; calls that send the same are listed once."""
    method: Method = attrgetter(name)(client)
    titles: dict[str, str] = {}
    for case in cases(client, recorder, name):
        text = outcome(recorder, name, method, case.arguments)
        title = titles.setdefault(text, case.title)
        yield section(f"{name}: {case.title}", text if title == case.title else f"the same as: {title}")
    lines = list(alias_lines(recorder, name, method))
    if lines:
        yield section(f"{name}: second names of arguments", *lines)


def cases(client: SinchClient, recorder: Recorder, name: str) -> Iterator[Case]:
    """Yield the calls of a method: with every argument, with the required ones, with None for all others."""
    method: Method = attrgetter(name)(client)
    named = parameters(method)
    every = list(cases_with_every_argument(client, name))
    missing = named.keys() - {argument for case in every for argument in case.arguments} - {"options"}
    if missing:
        raise LookupError(f"no case of {name} has the argument {', '.join(sorted(missing))}")
    for title, arguments in every:
        has_body = any(request.body is not None for request in requests(recorder, name, method, arguments))
        options = wire_values.BODY_OPTIONS if has_body else wire_values.OPTIONS
        yield Case(title, {**arguments, "options": options})
    required = {each: value(name, named, each) for each in named if named[each].default is named[each].empty}
    yield Case("required arguments", required)
    least = least_arguments(name, named)
    if least != required:
        yield Case(f"with {' and '.join(needed(name, named))}", least)
    yield Case("None for all that is optional", {**{each: None for each in named if each != "request"}, **least})


def least_arguments(name: str, named: Mapping[str, inspect.Parameter]) -> Arguments:
    """Return the arguments that a method needs in order to send anything."""
    required = [each for each, parameter in named.items() if parameter.default is parameter.empty]
    return {each: value(name, named, each) for each in (*required, *needed(name, named))}


def needed(name: str, named: Mapping[str, inspect.Parameter]) -> tuple[str, ...]:
    """Return the arguments that a method requires, although its signature has defaults for them."""
    return wire_values.NEEDED.get(name, tuple(choices(named)[:1]))


def choices(named: Mapping[str, inspect.Parameter]) -> list[str]:
    found = [name for name in wire_values.ALTERNATIVES if name in named]
    return found if "app_id" in named and "recipient_identities" in named else []


def value(method: str, named: Mapping[str, inspect.Parameter], name: str) -> Any:
    return wire_values.value(method, name, str(named[name].annotation))


def cases_with_every_argument(client: SinchClient, name: str) -> Iterator[Case]:
    """Yield calls of a method that together pass each of its arguments once; their options come later."""
    named = parameters(attrgetter(name)(client))
    if name in wire_values.WHOLE:
        yield from cases_of_whole_batches(client, name, list(named))
        return
    arguments = {each: value(name, named, each) for each in named if each != "options"}
    if not choices(named):
        yield Case("every argument", arguments)
    for choice in choices(named):
        others = set(choices(named)) - {choice}
        yield Case(
            f"every argument, with {choice}", {each: given for each, given in arguments.items() if each not in others}
        )


def cases_of_whole_batches(client: SinchClient, name: str, named: list[str]) -> Iterator[Case]:
    """Yield the calls of a method for batches of any kind: by fields, and by a whole request."""
    wire_types = {"sms": "mt_text", "mms": "mt_media", "binary": "mt_binary"}
    for kind in wire_values.WHOLE[name]:
        one = f"{name}_{kind}"
        own = parameters(attrgetter(one)(client))
        fields = {each: value(one, own, each) for each in named if each in own and each != "options"}
        yield Case(f"every argument, {kind}", {**fields, "type_": wire_types[kind]})
        if kind != "sms":
            yield Case(f"its type told from the rest, {kind}", fields)
    own = parameters(attrgetter(f"{name}_sms")(client))
    beside = {"batch_id", "per_recipient", "number_of_recipients"}
    around = {each: value(name, own, each) for each in named if each in beside}
    request = {each: value(name, own, each) for each in own if each not in beside and each != "options"}
    yield Case("request as a dictionary", {**around, "request": request})
    model = getattr(sinch_api.sms, wire_values.REQUEST_CLASSES.get(name.rpartition(".")[2], "TextRequest"))
    yield Case("request as an object", {**around, "request": model(**request)})
    yield Case("request with names of the API", {**around, "request": {**model(**request)}})


# Calls


def requests(recorder: Recorder, name: str, method: Method, arguments: Arguments) -> list[Request]:
    """Return what is sent when a method is called."""
    recorder.content = wire_values.CONTENT.get(name, b"{}")
    recorder.requests = []
    method(**arguments)
    return recorder.requests


def outcome(recorder: Recorder, name: str, method: Method, arguments: Arguments) -> str:
    """Return the requests of a call as text, and the class of its exception."""
    try:
        return "\n".join(map(shown, requests(recorder, name, method, arguments)))
    except (SinchException, TypeError) as error:
        return "\n".join([*map(shown, recorder.requests), f"raises {type(error).__name__}"])


def section(title: str, *lines: str) -> str:
    return "\n".join([f"## {title}", *lines])


def alias_lines(recorder: Recorder, name: str, method: Method) -> Iterator[str]:
    """Yield a line for each other name of an argument: whether it sends the same as the first name."""
    named = parameters(method)
    least = least_arguments(name, named)
    for first, second in aliases(name.partition(".")[0]):
        if first in named and second not in named:
            given = value(name, named, first)
            others = {each: kept for each, kept in least.items() if each != first}
            expected = outcome(recorder, name, method, {**others, first: given})
            found = outcome(recorder, name, method, {**others, second: given})
            yield f"{second}: as {first}" if found == expected else f"{second}:\n{found}"


@cache
def aliases(product: str) -> list[tuple[str, str]]:
    """Return the names of arguments and their other names in the products files."""
    files = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in (ROOT / "codegen/products").glob("*.yaml")
    ]
    found = [file.get("aliases") or {} for file in files if file.get("domain", file["package"]) == product]
    if not found:
        raise LookupError(f"codegen/products has no file of {product}")
    return sorted({(first, second) for pairs in found for first, further in pairs.items() for second in further})


# Requests


def shown(request: Request) -> str:
    """Return a request as text: query and body in full, of the credentials only their scheme, and no time."""
    address, _, query = request.url.partition("?")
    lines = [f"{request.method} {address}"]
    lines += [f"  ? {pair}" + (f"  ({unquote(pair)})" if "%" in pair else "") for pair in query.split("&") if pair]
    for name, text in sorted(request.headers.items()):
        if name not in ("User-Agent", "x-timestamp"):  # the versions of everything, and the present
            if name == "Idempotency-Key" and re.fullmatch("[0-9a-f]{32}", text):
                text = "a new one"
            lines.append(f"{name}: {text.split()[0] if name == 'Authorization' else text}")
    if request.body is not None:
        lines.append(body_text(request.body))
    return "\n".join(lines)


def body_text(body: bytes) -> str:
    try:
        decoded = json.loads(body)
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
    return json.dumps(decoded, indent=1, sort_keys=True, ensure_ascii=False)

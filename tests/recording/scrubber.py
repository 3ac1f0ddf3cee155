"""Scrubs recordings: cassettes contain the real hosts, a stand-in account, no secrets and no real phone numbers."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from codegen import products
from sinch import SinchClient
from sinch.core.service import ServiceDefinition
from sinch_api.origins import ORIGINS
from tests.recording.stages import STAND_IN, Stage, stand_in_client

SECRET = "stand-in-secret-0000000000000000"
"""For every token and signing secret."""
AUTHORIZATIONS = {
    "Basic": base64.b64encode(f"{STAND_IN.key_id}:{STAND_IN.key_secret}".encode()).decode(),
    "Bearer": SECRET,
    "Application": f"{STAND_IN.application_key}:{SECRET}",
}
"""The possible values of an Authorization header in a cassette, by scheme."""


def hosts(client: SinchClient) -> list[str]:
    """Return the host that a client calls for each origin of the configuration, in order."""
    configuration = client.configuration
    found = []
    for name in ORIGINS:
        origin, service = getattr(configuration, name), _services().get(name)
        if service is not None and service.region is not None:
            origin = service.address(origin, getattr(configuration, service.region))
        found.append(origin)
    return found


@cache
def _services() -> dict[str, ServiceDefinition]:
    """Return the service of each origin in the configuration."""
    modules = [import_module(f"sinch_api.{file.package}.service") for file in products.load_all()]
    services = [each for module in modules for each in vars(module).values() if isinstance(each, ServiceDefinition)]
    return {service.origin: service for service in services}


SPECS = Path(__file__).parents[2] / "specs"
_REQUEST_HEADERS = ("Accept", "Authorization", "Content-Type")
_RESPONSE_HEADERS = ("Content-Type",)
_PHONE_NUMBER = re.compile(r"(?:(?<![\w.-])|(?<=%2B))\d{9,15}(?![\w.-])")


class Scrubber:
    """Turns recorded traffic into what an ordinary client of `STAND_IN` would exchange with the real hosts."""

    def __init__(self, stage: Stage) -> None:
        pairs: dict[str, str] = {}
        for here, there in zip(hosts(stage.client), hosts(stand_in_client()), strict=True):
            pairs.setdefault(here, there)
        for name, value in asdict(stage.account).items():  # phone numbers are found with and without their plus
            pairs[value.removeprefix("+")] = getattr(STAND_IN, name).removeprefix("+")
        self._pairs = sorted(pairs.items(), key=lambda pair: len(pair[0]), reverse=True)
        self._invented: dict[str, str] = {}

    def text(self, text: str) -> str:
        """Replace everything that belongs to the account or its hosts, and all phone numbers that could be real."""
        for here, there in self._pairs:
            text = text.replace(here, there)
        return _PHONE_NUMBER.sub(lambda found: self._number(found[0]), text)

    def _number(self, number: str) -> str:
        if number.startswith("120255501"):  # reserved for examples
            return number
        return self._invented.setdefault(number, f"1202555{160 + len(self._invented):04}")

    def exchange(self, request: Any, response: Any) -> tuple[Any, Any]:
        """Reduce an exchange to what the API specifies, without secrets."""
        request.uri = self.text(request.uri)
        request.headers = {name: request.headers[name] for name in _REQUEST_HEADERS if name in request.headers}
        if "Authorization" in request.headers:
            scheme, _, _ = request.headers["Authorization"].partition(" ")
            request.headers["Authorization"] = f"{scheme} {AUTHORIZATIONS[scheme]}"
        request.body = self._body(request.body)
        response["headers"] = {
            name: values for name, values in response["headers"].items() if name.title() in _RESPONSE_HEADERS
        }
        response["body"]["string"] = self._body(response["body"]["string"], secrets=True) or b""
        return request, response

    def _body(self, body: bytes | None, *, secrets: bool = False) -> bytes | None:
        if not body:
            return body
        text = self.text(body.decode())
        if text[0] in "[{":  # formatted in lines, so that differences between recordings are readable
            value = json.loads(text)
            text = json.dumps(_without_secrets(value) if secrets else value, indent=2) + "\n"
        return text.encode()


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: SECRET if key in _secret_fields() else _without_secrets(entry) for key, entry in value.items()}
    return [_without_secrets(entry) for entry in value] if isinstance(value, list) else value


@cache
def _secret_fields() -> frozenset[str]:
    """Return the names of all fields that a spec calls a password."""
    return frozenset(
        name
        for path in SPECS.rglob("*.yaml")
        for name in _passwords(yaml.load(path.read_text(), Loader=yaml.CSafeLoader))
    )


def _passwords(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, schema in node.items():
            if isinstance(schema, dict) and schema.get("format") == "password":
                yield name
            yield from _passwords(schema)
    elif isinstance(node, list):
        for entry in node:
            yield from _passwords(entry)

"""`sinch doctor`: what is configured, from where, and whether it works; each problem with its remedy."""

from __future__ import annotations

import os
import platform
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.markup import escape

from sinch import ConfigurationError, Exchange, NotFoundError, SinchException
from sinch._version import __version__
from sinch.cli.shell import FAILED, Shell, one_line, with_json
from sinch.core.proxies import environment_proxy
from sinch_api.origins import ORIGINS, REGIONS

if TYPE_CHECKING:
    from sinch import SinchClient

OK, NOTE, PROBLEM = "ok", "note", "problem"
_MARKS = {OK: "[green]ok[/]", NOTE: "[yellow]note[/]", PROBLEM: "[red]problem[/]"}
_SECRETS = ("key_secret", "sms_api_token", "application_secret")
_SETTINGS = (
    *("project_id", "key_id", "key_secret", "service_plan_id", "sms_api_token"),
    *("application_key", "application_secret", *REGIONS),
)
_LARGEST_SKEW = 60
"""Seconds between the clock of this machine and a server's, beyond which signatures and tokens may be rejected."""


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    what: str
    status: str
    details: str
    remedy: str = ""


@click.command()
@click.option("--offline", is_flag=True, help="Look at the settings alone, and connect to nothing.")
@with_json
@click.pass_obj
def doctor(shell: Shell, offline: bool) -> None:
    """Say what is configured and whether it works. Nothing is sent or billed, and no secret is shown."""
    findings: list[Finding] = []
    console = shell.console
    for finding in _examine(shell, offline):
        findings.append(finding)
        if not shell.as_json:
            _print(console, finding)
    problems = [finding for finding in findings if finding.status == PROBLEM]
    if shell.as_json:
        shell.document({"findings": [asdict(finding) for finding in findings], "problems": len(problems)})
    else:
        console.print("Everything works." if not problems else f"Problems: {len(problems)}.")
    sys.exit(FAILED if problems else 0)


def _print(console: Console, finding: Finding) -> None:
    console.print(f"{_MARKS[finding.status]:>16}  [bold]{finding.what}[/]  {escape(finding.details)}")
    if finding.remedy:
        console.print(f"{'':>9}-> {escape(finding.remedy)}")


def _examine(shell: Shell, offline: bool) -> Iterator[Finding]:
    yield Finding("versions", OK, _versions())
    exchanges: list[Exchange] = []
    try:
        client = shell.client(observers=[exchanges.append], timeout=20, max_retries=0)
    except ConfigurationError as error:
        yield Finding("settings", PROBLEM, str(error), "correct this variable of the environment")
        return
    with client:
        yield from _settings(client)
        yield from _surroundings(client)
        if offline:
            return
        yield from _names(client)
        called = [_call(client, title, ask) for title, ask in _CALLS.items()]
        yield from called
        if all(finding.status == NOTE for finding in called):
            yield Finding("products", PROBLEM, "none is configured", "set the variables of one of them: see above")
        yield Finding("number lookup", NOTE, "not called, since each lookup is billed")
        yield from _clock(exchanges)


def _versions() -> str:
    def of(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return "missing"

    parts = [f"sinch {__version__}", f"Python {platform.python_version()}", f"urllib3 {of('urllib3')}"]
    parts += [f"httptools {of('httptools')} (for asyncio)", platform.platform(terse=True)]
    return ", ".join(parts)


# Settings


def _settings(client: SinchClient) -> Iterator[Finding]:
    values = client.configuration.snapshot()
    for name in _SETTINGS:
        value = values[name]
        variable = f"SINCH_{name.upper()}"
        if value is None:
            yield Finding(name, NOTE, "not set", f"set {variable}, if you need it")
        elif name in REGIONS:
            known = value in REGIONS[name]
            remedy = "" if known else f"known regions are {', '.join(REGIONS[name])}"
            yield Finding(name, OK if known else NOTE, f"{value}, from {variable}", remedy)
        else:
            shown = _masked(value) if name not in _SECRETS else "set"
            yield Finding(name, OK, f"{shown}, from {variable}")
    for name, default in ORIGINS.items():
        if values[name] != default:
            yield Finding(name, NOTE, f"{_origin(values[name])} instead of {default}, from SINCH_{name.upper()}")


def _masked(value: str) -> str:
    return f"{value[:4]}***" if len(value) > 8 else "***"


def _origin(address: str) -> str:
    """Return an address without the credentials that may stand in it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _surroundings(client: SinchClient) -> Iterator[Finding]:
    proxy = environment_proxy("https", "auth.sinch.com")
    if proxy is not None:
        yield Finding("proxy", NOTE, f"{_origin(proxy)}, from the environment", "NO_PROXY names hosts without a proxy")
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        path = os.environ.get(variable)
        if path is not None:
            there = os.path.exists(path)
            yield Finding(
                "certificates",
                OK if there else PROBLEM,
                f"{path}, from {variable}",
                "" if there else "there is no such file: correct or unset the variable",
            )


# The network


def _names(client: SinchClient) -> Iterator[Finding]:
    values = client.configuration.snapshot()
    regions = {"sms_origin": "sms_region", "sms_origin_with_service_plan_id": "sms_region"}
    for name, address in ((name, values[name]) for name in ORIGINS):
        region = values.get(regions.get(name, name.replace("_origin", "_region")))
        if "{region}" in address and not region:
            continue
        parts = urlsplit(address.replace("{region}", region or ""))
        host = parts.hostname or ""
        if environment_proxy(parts.scheme, host) is not None:
            continue  # which the proxy looks up
        try:
            socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
        except OSError as error:
            remedy = "look at the region and at the network" if region else "look at the network"
            yield Finding(f"name of {name}", PROBLEM, f"{host}: {one_line(error.strerror or error)}", remedy)
        else:
            yield Finding(f"name of {name}", OK, host)


_CALLS: dict[str, Callable[[Any], object]] = {
    "numbers": lambda client: client.numbers.regions.list(),
    "sms": lambda client: client.sms.batches.list(page_size=1),
    "conversation": lambda client: client.conversation.messages.list(page_size=1),
    "verification": lambda client: _unless_missing(client.verification.verification_status.get_by_reference),
    "voice v1": lambda client: _unless_missing(client.voice.v1.calls.get),
    "voice v2": lambda client: client.voice.v2.services.list(page_size=1),
}
"""A call of each product that reads, and costs nothing."""


def _unless_missing(ask: Callable[[str], object]) -> None:
    try:
        ask("sinch-doctor")
    except NotFoundError:
        pass  # there is no such verification or call, which only accepted credentials are told


def _call(client: SinchClient, title: str, ask: Callable[[Any], object]) -> Finding:
    started = time.monotonic()
    try:
        ask(client)
    except ConfigurationError as error:
        return Finding(title, NOTE, f"not configured: {one_line(error)}")
    except SinchException as error:
        return Finding(title, PROBLEM, one_line(error), _remedy(error))
    return Finding(title, OK, f"responds, in {(time.monotonic() - started) * 1000:.0f} ms")


def _remedy(error: SinchException) -> str:
    status = error.response_status_code
    if error.operation_id == "getAccessToken" and status in (400, 401):
        return "SINCH_KEY_ID and SINCH_KEY_SECRET do not fit together: make a new access key in the Sinch dashboard"
    if status == 401 and error.operation_id in ("VerificationStatusByReference", "Calling_GetCallResult"):
        return "SINCH_APPLICATION_KEY and SINCH_APPLICATION_SECRET do not fit together, or the clock is wrong"
    if status == 401:
        return "these credentials are not accepted there: look at SINCH_SMS_API_TOKEN and at the region"
    if status in (403, 404):
        return "this project, plan or region is not yours, or lacks the product: look at the Sinch dashboard"
    if status == 429:
        return "too many requests: wait, and try again"
    if status is not None:
        return "the API has a problem: look at Sinch's status page, and try again later"
    return "the host was not reached: look at network, proxy and firewall"


def _clock(exchanges: list[Exchange]) -> Iterator[Finding]:
    for exchange in exchanges:
        date = exchange.headers.get("date")
        try:
            theirs = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            continue
        skew = exchange.started + exchange.seconds - theirs
        if abs(skew) <= _LARGEST_SKEW:
            yield Finding("clock", OK, f"within {max(1, round(abs(skew)))} s of the server's")
        else:
            direction = "ahead of" if skew > 0 else "behind"
            details = f"{abs(skew):.0f} s {direction} the server's"
            yield Finding("clock", PROBLEM, details, "set the clock of this machine, best by a time service (NTP)")
        return

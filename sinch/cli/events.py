"""`sinch events`: receive events, verify and show them; or send one of any kind to a program of one's own."""

from __future__ import annotations

import binascii
import http.server
import json
import os
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from click.core import ParameterSource
from rich.markup import escape

from sinch import EventError, SignatureError, domains
from sinch.cli.posting import NotReachedError, post
from sinch.cli.shell import FAILED, Group, Shell, one_line, pairs, with_json
from sinch.core.application_events import ApplicationEventHandler, KeyedEventHandler
from sinch.core.http import Headers, HTTPResponse

if TYPE_CHECKING:
    from sinch.core.events import BaseEventHandler

_MAX_BODY = 1024 * 1024
_DOMAINS = Path(domains.__file__).parent
PRODUCTS: dict[str, str] = {
    "-".join(package.relative_to(_DOMAINS).parts).replace("_", "-"): ".".join(package.relative_to(_DOMAINS).parts)
    for package in (found.parent.parent for found in sorted(_DOMAINS.rglob("sinch_events/__init__.py")))
}
"""The products with events: the domain of each, such as `voice.v1`, by the name of its spec."""
_GOING_ON: dict[str, Any] = {
    "VerificationRequestEvent": {"action": "allow"},
    "IceEvent": {"action": {"name": "hangup"}},
    "AceEvent": {"action": {"name": "continue"}},
    "PieEvent": {"action": {"name": "continue"}},
    "VoiceEvent": {"commands": []},
}
"""The replies to events that want one: all goes on, but for calls that come in to an app of Voice v1, which end."""
_with_product = click.option(
    "--product", type=click.Choice(list(PRODUCTS)), default="sms", show_default=True, help="Whose events they are."
)
_with_secret = click.option(
    "--secret",
    envvar="SINCH_EVENT_SECRET",
    show_envvar=True,
    help="The secret that events are signed with, for Voice v2 that of the service; for Verification and Voice v1, "
    "SINCH_APPLICATION_SECRET unless given. On the command line others may see it; the variable hides it.",
)


@click.group(cls=Group)
def events() -> None:
    """Events that Sinch posts to your server (webhooks)."""


def _handler(product: str) -> type[BaseEventHandler[Any]]:
    """Return the class that handles the events of a product, which its package exports alone."""
    package = import_module(f"sinch.domains.{PRODUCTS[product]}.sinch_events")
    (name,) = package.__all__
    found: type[BaseEventHandler[Any]] = getattr(package, name)
    return found


def _secret(product: str, secret: str | None) -> str | None:
    """Return the secret of the events of a product: that of the application, where it signs them.

    The variable may have that of another product, so it counts less than the application's own.
    """
    source = click.get_current_context().get_parameter_source("secret")
    of_application = issubclass(_handler(product), ApplicationEventHandler)
    if of_application and source is not ParameterSource.COMMANDLINE:
        return os.environ.get("SINCH_APPLICATION_SECRET") or secret
    return secret


def _key(event: dict[str, Any]) -> str:
    """Return the key that the signature of an event names: that of a call's service, or of the application."""
    service: str | None = event.get("call", {}).get("serviceId")
    return service or os.environ.get("SINCH_APPLICATION_KEY", "")


def _address(_: click.Context, parameter: click.Parameter, url: str | None) -> str | None:
    if url is not None and not url.startswith(("http://", "https://")):
        raise click.BadParameter(f"must be an address such as http://127.0.0.1:8000/events, not {url!r}")
    return url


@events.command()
@_with_product
@_with_secret
@click.option("--port", type=click.IntRange(0, 65535), default=8300, show_default=True, help="0 picks a free one.")
@click.option(
    "--forward", metavar="URL", callback=_address, help="Post each event on to this address, exactly as it came."
)
@click.option("--count", type=click.IntRange(min=1), help="End after so many events.")
@with_json
@click.pass_obj
def listen(shell: Shell, product: str, secret: str | None, port: int, forward: str | None, count: int | None) -> None:
    """Receive events on this machine, verify and show them, and forward them to your program.

    Sinch reaches this machine through a tunnel of your choice; the simulator reaches it as it is. What your program
    responds goes back to Sinch. If it is not forwarded, an event that wants a reply gets one that lets things go on;
    only calls that come in to an app of Voice v1 are ended.
    """
    secret = _secret(product, secret)
    listener = Listener(shell, product, secret, forward, count)
    with Server(("127.0.0.1", port), listener.receiver()) as server:
        click.echo(f"events of {product} are received on http://127.0.0.1:{server.server_port}/", err=True)
        if not secret:
            click.echo("without a secret they are shown, and not verified", err=True)
        listener.server = server
        server.serve_forever(poll_interval=0.1)


class Server(http.server.ThreadingHTTPServer):
    """Ends when every request has its response."""

    daemon_threads = False


class Listener:
    """Shows the events that arrive."""

    def __init__(self, shell: Shell, product: str, secret: str | None, forward: str | None, count: int | None) -> None:
        self.server: http.server.ThreadingHTTPServer | None = None
        self._shell = shell
        self._product = product
        self._verified = bool(secret)
        self._handler: Any = _handler(product)(secret)
        self._forward = forward
        self._left = count
        self._lock = threading.Lock()

    def receive(self, headers: dict[str, str], body: bytes, path: str) -> HTTPResponse:
        """Take one event, and return the response: that of the program it was forwarded to."""
        kind, problem, reply = "", None, b""
        try:
            event = self._parsed(headers, body, path)
            kind = type(event).__name__
            reply = json.dumps(_GOING_ON[kind]).encode() if kind in _GOING_ON else b""
            kind = str(event["event"]) if kind == "VoiceEvent" else kind
        except EventError as error:
            problem = error
        status = 401 if isinstance(problem, SignatureError) else 400 if problem else 200
        response = HTTPResponse(status, Headers([("Content-Type", "application/json")] if reply else []), reply)
        forwarded = None
        if problem is None and self._forward is not None:
            forwarded, response = self._pass_on(self._forward, headers, body)
        with self._lock:
            self._tell(kind, problem, body, forwarded)
            if self._left is not None:
                self._left -= 1
                if self._left <= 0 and self.server is not None:
                    threading.Thread(target=self.server.shutdown).start()
        return response

    def _parsed(self, headers: dict[str, str], body: bytes, path: str) -> Any:
        if not self._verified:
            return self._handler.parse_event(body, headers)
        if isinstance(self._handler, KeyedEventHandler):
            return self._handler.verify_and_parse(headers, body, path=path)
        return self._handler.verify_and_parse(headers, body)

    def _pass_on(self, url: str, headers: dict[str, str], body: bytes) -> tuple[str, HTTPResponse]:
        try:
            response = post(url, headers, body)
        except NotReachedError as error:
            return str(error), HTTPResponse(502, Headers([]), b"")
        return f"{url} responded {response.status_code}", response

    def _tell(self, kind: str, problem: EventError | None, body: bytes, forwarded: str | None) -> None:
        try:
            content = json.loads(body)
        except ValueError:
            content = None
        verdict = "rejected" if problem else "verified" if self._verified else "not verified"
        if self._shell.as_json:
            reason = None if problem is None else str(problem)
            told = {"product": self._product, "kind": kind, "verdict": verdict, "reason": reason}
            self._shell.document({**told, "forwarded": forwarded, "event": content})
            return
        console = self._shell.console
        console.print(f"{time.strftime('%H:%M:%S')}  [bold]{escape(kind or 'event')}[/]  {verdict}")
        for line in (None if problem is None else one_line(problem), forwarded):
            if line is not None:
                console.print(f"          {escape(line)}")
        if content is not None:
            console.print_json(json.dumps(content))

    def receiver(self) -> type[http.server.BaseHTTPRequestHandler]:
        """Return the class that handles the requests of a server."""
        receive = self.receive

        class Receiver(http.server.BaseHTTPRequestHandler):
            timeout = 30

            def do_POST(self) -> None:
                length = self.headers.get("Content-Length", "")
                if not length.isascii() or not length.isdigit() or int(length) > _MAX_BODY:
                    self.send_error(413 if length.isdigit() else 411)
                    return
                body = self.rfile.read(int(length))
                response = receive(dict(self.headers.items()), body, self.path)
                self.send_response(response.status_code)
                if "content-type" in response.headers:
                    self.send_header("Content-Type", response.headers["content-type"])
                self.send_header("Content-Length", str(len(response.content)))
                self.end_headers()
                self.wfile.write(response.content)

            def log_message(self, format: str, *args: Any) -> None:
                """Leave the screen to the events."""

        return Receiver


@events.command()
@click.argument("kind", required=False)
@_with_product
@click.option("--to", metavar="URL", callback=_address, help="Where to post it.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change a field of the example.")
@click.option(
    "--key",
    help="What the signature names: the application's key (SINCH_APPLICATION_KEY unless given), or "
    "the id of the service of Voice v2 (that of the example unless given).",
)
@_with_secret
@with_json
@click.pass_obj
def trigger(
    shell: Shell,
    kind: str | None,
    product: str,
    to: str | None,
    changes: tuple[str, ...],
    key: str | None,
    secret: str | None,
) -> None:
    """Post an example of an event of this KIND, signed, to your program. Without a KIND, list those there are."""
    from sinch.testing import sign
    from sinch.testing.examples import event_examples

    examples = event_examples(product)
    if kind is None:
        shell.show(list(examples), shell.table(("kind",), [(name,) for name in examples], "none"))
        return
    if kind not in examples:
        raise click.UsageError(f"{product} has no event {kind!r}; it has {', '.join(examples)}")
    event = {**examples[kind], **_values(changes)}
    body = json.dumps(event, ensure_ascii=False).encode()
    secret = _secret(product, secret)
    signed_for = {"path": urlsplit(to or "").path or "/", "key": key or _key(event)}
    try:
        signature = sign(body, secret, product, **signed_for) if secret else {}
    except binascii.Error:
        raise click.UsageError(f"the secret of {product} must be Base64: copy it as it is shown") from None
    headers = {"Content-Type": "application/json", **signature}
    if to is None:
        shell.show(event, lambda console: console.print_json(body.decode()))
        return
    try:
        response = post(to, headers, body)
    except NotReachedError as error:
        shell.stop(str(error), FAILED)
    signed = "signed" if secret else "not signed: there is no secret"
    status, reply = response.status_code, response.body
    result = {"kind": kind, "signed": bool(secret), "status": status, "reply": reply}
    told = f"posted, {signed}; {to} responded {status}" + (f": {one_line(json.dumps(reply))}" if reply else "")
    shell.show(result, lambda console: console.print(escape(told)))
    if status >= 300:
        shell.stop(f"{to} responded {status}", FAILED)


def _values(changes: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in pairs(changes, "--set").items():
        try:
            found[name] = json.loads(text)
        except ValueError:
            found[name] = text
    return found

"""Run a simulated Sinch until it is interrupted: `python -m sinch.testing`, or `sinch simulate`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import datetime, timezone

from sinch.testing.clock import parse_time
from sinch.testing.records import RecordedRequest
from sinch.testing.simulator import Simulator

_FORMATS = {"shell": "export {name}={value}", "dotenv": "{name}={value}", "compose": '      {name}: "{value}"'}


def main(arguments: list[str] | None = None, program: str = "python -m sinch.testing") -> None:
    """Run a simulator. Print the settings that point a program at it, and then a line for each request."""
    parser = argparse.ArgumentParser(prog=program, description="Run a simulated Sinch on this machine.")
    parser.add_argument(
        "--port", type=int, default=8200, help="port to listen on; 0 picks a free one (default: %(default)s)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--url", help="address that programs use for it, such as http://simulator:8200 in a container")
    parser.add_argument(
        "--settings",
        choices=list(_FORMATS),
        default="shell",
        help="form of the settings: for a shell, a .env file, or the environment of docker compose (default: shell)",
    )
    parser.add_argument("--seed", type=int, default=0, help="for other identifiers (default: %(default)s)")
    parser.add_argument("--clock", type=parse_time, help="initial time, such as 2026-03-02T10:00:00Z (default: now)")
    parser.add_argument(
        "--lenient", action="store_true", help="ignore what the API descriptions do not know instead of rejecting it"
    )
    parser.add_argument(
        "--events",
        metavar="URL",
        help="post all events there, too: those of each product to URL/PRODUCT if it ends with a slash",
    )
    parser.add_argument(
        "--token",
        default=os.environ.get("SINCH_SIMULATOR_TOKEN"),
        help="what the page and the control API ask for (default: SINCH_SIMULATOR_TOKEN, else one made at random, "
        "or none where only this machine can reach it)",
    )
    parser.add_argument(
        "--state",
        metavar="FILE",
        help="keep everything there, so that the next simulator with this file goes on where this one was",
    )
    parser.add_argument(
        "--allow-remote-events",
        action="store_true",
        help="post events to other machines, such as other containers; without it nothing leaves this one",
    )
    parser.add_argument("--quiet", action="store_true", help="log no requests")
    options = parser.parse_args(arguments)
    start = options.clock or datetime.now(timezone.utc)
    try:
        made = Simulator(
            port=options.port,
            host=options.host,
            seed=options.seed,
            start=start,
            lenient=options.lenient,
            allow_remote_callbacks=options.allow_remote_events,
            post_later=True,
            control_token=options.token,
            state=options.state,
        )
    except (OSError, ValueError) as error:
        sys.exit(f"{program}: {error}")
    with made as simulator:
        if options.clock is None:
            simulator.clock.run()
        if options.events is not None:
            urls = {
                product.name: [options.events + product.name if options.events.endswith("/") else options.events]
                for product in simulator.products
            }
            simulator.change_settings(event_targets=urls)
        if not options.quiet:
            simulator.on_request(_log)
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())  # as containers are stopped
        print(_introduction(simulator, options.url, _FORMATS[options.settings]), flush=True)
        try:
            stopped.wait()
        except KeyboardInterrupt:
            pass
        print("\nStopped.", file=sys.stderr)


def _introduction(simulator: Simulator, url: str | None, form: str) -> str:
    credentials = simulator.credentials
    regions = {"sms_region": "us", "conversation_region": "us"}
    secrets = {
        product.name: product.event_secret for product in simulator.products if product.spec.document.get("webhooks")
    }
    event_secret = {"event_secret": secrets.pop("sms")}
    settings = {**credentials.project, **credentials.application, **regions, **event_secret, **simulator.origins}
    page = f"{(url or simulator.url).rstrip('/')}/"
    if simulator.control_token is not None:
        page += f"?token={simulator.control_token}"
    lines = [
        f"# A simulated Sinch listens on {simulator.url} until Ctrl-C.",
        f"# See and do everything at {page}",
        "#",
        "# For a program with SinchClient():",
        "#",
    ]
    lines += _lines(settings, simulator.url, url, form)
    lines += ["#", "# SINCH_EVENT_SECRET is what events of SMS are signed with. Those of other products:", "#"]
    lines += [f"#   {product}: {secret}" for product, secret in secrets.items()]
    lines += ["#", "# SMS with a service plan, which goes before the project's access key if it is set:", "#"]
    lines += [f"# {line}" for line in _lines(credentials.service_plan, simulator.url, url, form)]
    return "\n".join(lines)


def _lines(settings: dict[str, str], own: str, url: str | None, form: str) -> list[str]:
    if url is not None:
        settings = {name: value.replace(own, url.rstrip("/"), 1) for name, value in settings.items()}
    return [form.format(name=f"SINCH_{name.upper()}", value=value) for name, value in settings.items()]


def _log(request: RecordedRequest) -> None:
    """Write a line for a request, and one for each reason to reject it."""
    what = request.operation_id or f"{request.method} {request.path}"
    status = "no response" if request.status is None else str(request.status)
    if sys.stderr.isatty():
        colour = 32 if request.status is not None and request.status < 400 else 31
        status = f"\x1b[{colour}m{status}\x1b[0m"
    lines = [f"{datetime.now():%H:%M:%S}  {request.product:<14} {_printable(what):<32} {status}"]
    lines += [f"{'':>10}{_printable(problem)}" for problem in (*request.problems, *request.warnings)]
    print("\n".join(lines), file=sys.stderr, flush=True)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


if __name__ == "__main__":
    main()

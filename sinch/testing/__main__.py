"""Run a simulated Sinch until it is interrupted: `python -m sinch.testing [--port N]`."""

from __future__ import annotations

import argparse
import threading
from datetime import datetime, timezone

from sinch.testing.simulator import Simulator


def main(arguments: list[str] | None = None, program: str = "python -m sinch.testing") -> None:
    """Run a simulator and print how to use it."""
    parser = argparse.ArgumentParser(prog=program, description="Run a simulated Sinch on this machine.")
    parser.add_argument(
        "--port", type=int, default=8200, help="port to listen on; 0 picks a free one (default: %(default)s)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--lenient", action="store_true", help="ignore what the API descriptions do not know instead of rejecting it"
    )
    options = parser.parse_args(arguments)
    now = datetime.now(timezone.utc)
    with Simulator(port=options.port, host=options.host, start=now, lenient=options.lenient) as simulator:
        print(_introduction(simulator), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("\nStopped.")


def _introduction(simulator: Simulator) -> str:
    credentials = simulator.credentials
    keywords = {**credentials.project, "sms_region": "us", "conversation_region": "us", **simulator.origins}
    environment = {
        "SINCH_PROJECT_ID": credentials.project_id,
        "SINCH_KEY_ID": credentials.key_id,
        "SINCH_KEY_SECRET": credentials.key_secret,
        "SINCH_SMS_REGION": "us",
        "SINCH_CONVERSATION_REGION": "us",
    }
    lines = [
        f"A simulated Sinch listens on {simulator.url} until Ctrl-C. A client of it:",
        "",
        "sinch_client = SinchClient(",
    ]
    lines += [f'    {name}="{value}",' for name, value in keywords.items()]
    lines += [")", "", "SMS with a service plan's API token:", ""]
    lines += [f'    {name}="{value}",' for name, value in credentials.service_plan.items()]
    lines += ["", "Credentials for the environment (origins are set in code):", ""]
    lines += [f"export {name}={value}" for name, value in environment.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

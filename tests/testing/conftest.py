"""Fixtures of the simulator's own tests, which use plain HTTP."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3

from sinch.testing import Simulator


class Caller:
    """Calls the SMS API of a simulator with the API token of its service plan."""

    def __init__(self, simulator: Simulator, pool: urllib3.PoolManager) -> None:
        self.simulator = simulator
        self.pool = pool
        plan = simulator.credentials
        self.base = f"{simulator.origins['sms_origin_with_service_plan_id']}/xms/v1/{plan.service_plan_id}"
        self.headers = {"Authorization": f"Bearer {plan.sms_api_token}"}

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> urllib3.BaseHTTPResponse:
        url = self.base + path + (f"?{urlencode(query)}" if query else "")
        if body is None:
            return self.pool.request(method, url, headers=self.headers, retries=False)
        return self.pool.request(method, url, headers=self.headers, json=body, retries=False)

    def send(self, to: Any = ("+12025550123",), body: str = "Hi", **fields: Any) -> dict[str, Any]:
        response = self("POST", "/batches", {"to": list(to), "from": "+12025550199", "body": body, **fields})
        assert response.status == 201, response.data
        batch: dict[str, Any] = response.json()
        return batch


@pytest.fixture
def simulator(sinch_simulator: Simulator) -> Simulator:
    return sinch_simulator


@pytest.fixture
def pool() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(timeout=60) as manager:
        yield manager


@pytest.fixture
def sms(simulator: Simulator, pool: urllib3.PoolManager) -> Caller:
    return Caller(simulator, pool)


@pytest.fixture
def token(simulator: Simulator, pool: urllib3.PoolManager) -> Callable[[], str]:
    """Fetch an access token with the project's access key."""

    def fetch() -> str:
        keys = simulator.credentials
        response = pool.request(
            "POST",
            f"{simulator.origins['auth_origin']}/oauth2/token",
            headers={
                **urllib3.make_headers(basic_auth=f"{keys.key_id}:{keys.key_secret}"),
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body="grant_type=client_credentials",
        )
        assert response.status == 200, response.data
        text: str = response.json()["access_token"]
        return text

    return fetch


class Webhook:
    """A web server that receives events, and responds with thanks."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.received = threading.Event()
        webhook = self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                webhook.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self._thank()
                webhook.received.set()

            def do_GET(self) -> None:
                self._thank()

            def _thank(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "6")
                self.end_headers()
                self.wfile.write(b"thanks")

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    webhook = Webhook()
    thread = threading.Thread(target=webhook.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield webhook
    webhook.server.shutdown()
    thread.join()
    webhook.server.server_close()

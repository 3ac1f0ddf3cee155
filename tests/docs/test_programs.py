"""Runs the programs of the guides and the examples that need a framework or another library, as it would run them."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import importlib
import io
import json
import logging
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sinch import OutcomeUnknownError, PermissionDeniedError
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.testing import Event, Simulator
from tests.docs.test_snippets import PAGES, ROOT, snippets

PROGRAMS = {snippet.file: snippet for page in PAGES for snippet in snippets(page) if snippet.file is not None}
Load = Callable[[str], ModuleType]


def needed(package: str, program: str) -> Any:
    return pytest.importorskip(package, reason=f"{program} needs {package}, which is not installed")


@pytest.fixture
def load(simulated_account: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Return a function that imports a program of a page, by its file."""
    monkeypatch.syspath_prepend(tmp_path)
    loaded = []

    def load(file: str) -> ModuleType:
        snippet = PROGRAMS[file]
        if snippet.package is not None:
            needed(snippet.package, file)
        (tmp_path / file).write_text(snippet.code, encoding="utf-8")
        loaded.append(file.removesuffix(".py"))
        return importlib.import_module(loaded[-1])

    yield load
    for name in loaded:
        sys.modules.pop(name, None)


def test_every_program_is_run() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    programs = [file for file, snippet in PROGRAMS.items() if snippet.package is not None]
    assert programs
    assert [file for file in programs if f'load("{file}")' not in text] == []


def test_an_application_decides_about_verifications(load: Load, simulated_account: Simulator) -> None:
    browser = load("verification_app.py").app.test_client()

    def post(event: Event) -> Any:
        assert event.headers_for is not None
        headers = dict(event.headers_for("/hooks/verification").pairs)
        response = browser.post("/hooks/verification", data=event.body, headers=headers)
        assert response.status_code == 200
        return response.get_json(silent=True)

    simulated_account.on_event(post, "verification")
    with simulated_account.client() as client:
        started = client.verification.verifications.start_sms("+12025550123")
        assert client.verification.verifications.report_sms_by_id(started.id, "no").status == "FAIL"
        with pytest.raises(PermissionDeniedError):
            client.verification.verifications.start_sms("+447700900123")


Post = Callable[[bytes, dict[str, str]], "tuple[int, Any]"]
"""Posts an event to an application, and returns the status and the JSON of its response."""


def check_menu(post: Post, simulator: Simulator) -> None:
    """Let somebody call an application with a menu, and somebody else forge an event; it is mounted under /shop."""

    def receive(event: Event) -> Any:
        status, reply = post(event.body, dict(event.headers_at("/shop/hooks/voice").pairs))
        assert status == 200
        return reply

    simulator.on_event(receive, "voice-v1")
    call = simulator.voice_v1.receive_call("+12025550123", "+12025550100")
    simulator.voice_v1.press(call.id, "1")
    assert (call.state, call.number, call.problems) == ("connected", "+12025550126", [])
    simulator.voice_v1.hang_up(call.id)
    event = simulator.events[-1]
    assert event.json["event"] == "dice"
    assert post(event.body + b" ", dict(event.headers_at("/shop/hooks/voice").pairs))[0] == 401


def test_flask_takes_calls(load: Load, simulated_account: Simulator) -> None:
    load("restaurant.py")
    browser = load("voice_flask.py").app.test_client()

    def post(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        response = browser.post("/hooks/voice", base_url="http://localhost/shop", data=body, headers=headers)
        return response.status_code, response.get_json(silent=True)

    check_menu(post, simulated_account)


def test_fastapi_takes_calls(load: Load, simulated_account: Simulator) -> None:
    load("restaurant.py")
    program = load("voice_fastapi.py")
    from starlette.applications import Starlette
    from starlette.routing import Mount

    app = Starlette(routes=[Mount("/shop", program.app)])

    async def visit() -> None:
        async with running(app) as browser:
            loop = asyncio.get_running_loop()

            def post(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
                sent = browser.post("/shop/hooks/voice", content=body, headers=headers)
                response = asyncio.run_coroutine_threadsafe(sent, loop).result(30)
                return response.status_code, json.loads(response.content or b"null")

            await asyncio.to_thread(check_menu, post, simulated_account)

    asyncio.run(visit())


def test_django_takes_calls(load: Load, simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", load("shop_settings.py").__name__)
    from django.test import RequestFactory

    load("restaurant.py")
    receive = load("voice_django.py").receive

    def post(body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        mounted = RequestFactory(SCRIPT_NAME="/shop")
        request = mounted.post("/hooks/voice", body, content_type="application/json", headers=headers)
        response = receive(request)
        return response.status_code, json.loads(response.content or b"null")

    check_menu(post, simulated_account)


def test_flask_takes_calls_of_version_2(load: Load, simulated_account: Simulator) -> None:
    with simulated_account.client() as client:
        behavior = CallBehavior.event_destination("https://shop.example.com/hooks/voice")
        client.voice.v2.services.update(os.environ["VOICE_SERVICE_ID"], call_behavior=behavior)
    browser = load("voice_v2_flask.py").app.test_client()

    def receive(event: Event) -> Any:
        headers = dict(event.headers_at("/shop/hooks/voice").pairs)
        given: Any = {"base_url": "http://localhost/shop", "headers": headers}
        assert browser.post("/hooks/voice", data=event.body + b" ", **given).status_code == 401
        return browser.post("/hooks/voice", data=event.body, **given).get_json()

    simulated_account.on_event(receive, "voice-v2")
    call = simulated_account.receive_call("+12025550123", "+12025550100")
    simulated_account.press(call.index, "1")
    simulated_account.pick_up(2)
    simulated_account.hang_up(2)
    assert [each.state for each in simulated_account.calls] == ["over", "over"]
    call = simulated_account.receive_call("+12025550123", "+12025550100")
    assert simulated_account.press(call.index, "2").said[-1] == "We are open from nine to five."
    assert simulated_account.voice_v2.problems == []


def check_codes(asgi_app: Any, simulator: Simulator) -> None:
    """Ask a server for codes, two at once."""

    async def ask() -> list[Any]:
        async with running(asgi_app) as browser:
            return list(await asyncio.gather(*[browser.post(f"/codes/+1202555012{n}") for n in range(2)]))

    responses = asyncio.run(ask())
    assert [response.status_code for response in responses] == [200, 200]
    sent = [simulator.assert_sent(to=f"+1202555012{n}", containing="Your code is", times=1)[0].id for n in range(2)]
    assert [response.json()["batch"] for response in responses] == sent


@contextlib.asynccontextmanager
async def running(app: Any) -> Any:
    """Start an ASGI server of an application, and yield a client of httpx that reaches it."""
    httpx = needed("httpx", "the test of an ASGI server")
    to_app: asyncio.Queue[Any] = asyncio.Queue()
    from_app: asyncio.Queue[Any] = asyncio.Queue()
    state: dict[str, Any] = {}
    lifespan = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": state}
    server = asyncio.ensure_future(app(lifespan, to_app.get, from_app.put))

    async def with_state(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    await to_app.put({"type": "lifespan.startup"})
    assert (await from_app.get())["type"] == "lifespan.startup.complete"
    transport = httpx.ASGITransport(with_state)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.example.com") as browser:
        yield browser
    await to_app.put({"type": "lifespan.shutdown"})
    assert (await from_app.get())["type"] == "lifespan.shutdown.complete"
    await server


def check_events(asgi_app: Any, simulator: Simulator) -> None:
    """Let a customer write to a server, and somebody else forge a message."""

    async def receive() -> tuple[int, int]:
        async with running(asgi_app) as browser:
            event = simulator.events[-1]
            genuine = await browser.post("/sinch-events", content=event.body, headers=dict(event.headers))
            forged = await browser.post("/sinch-events", content=event.body + b" ", headers=dict(event.headers))
            return genuine.status_code, forged.status_code

    simulator.receive_sms(from_="+12025550126", to="+12025550199", body="Hello shop")
    assert asyncio.run(receive()) == (200, 401)
    simulator.assert_sent(to="+12025550126", containing="Thank you", times=1)


def test_fastapi(load: Load, simulated_account: Simulator) -> None:
    check_codes(load("fastapi_shop.py").app, simulated_account)


def test_starlette(load: Load, simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_EVENT_SECRET", simulated_account.event_secret("sms"))
    app = load("starlette_shop.py").app
    check_codes(app, simulated_account)
    check_events(app, simulated_account)


def test_aiohttp(load: Load, simulated_account: Simulator) -> None:
    program = load("aiohttp_shop.py")
    from aiohttp.test_utils import TestClient, TestServer

    async def ask() -> Any:
        async with TestClient(TestServer(program.app)) as browser:
            response = await browser.post("/codes/+12025550123")
            return response.status, await response.json()

    status, content = asyncio.run(ask())
    (message,) = simulated_account.assert_sent(to="+12025550123", containing="4711", times=1)
    assert (status, content) == (200, {"batch": message.id})


def test_models_in_fastapi(load: Load, simulated_account: Simulator) -> None:
    app = load("fastapi_batches.py").app

    async def ask() -> tuple[Any, Any]:
        async with running(app) as browser:
            request = {"to": ["+12025550123"], "from": "+12025550199", "body": "Hello"}
            return await browser.post("/batches", json=request), await browser.get("/groups")

    sent, groups = asyncio.run(ask())
    (message,) = simulated_account.assert_sent(to="+12025550123", containing="Hello", times=1)
    assert sent.json()["id"] == message.id
    assert groups.json() == []


def test_tables(load: Load, simulated_account: Simulator) -> None:
    with simulated_account.client() as client:
        client.sms.groups.create(name="staff", auto_update={"to": "443456789012", "add": {"first_word": "JOIN"}})
    tables = load("groups_frame.py")
    assert list(tables.frame["name"]) == ["staff"]
    assert tables.typed["created_at"][0].year >= 2026
    assert "auto_update.add.first_word" in tables.flat.columns


Post = Callable[[str, bytes, dict[str, str]], tuple[int, bytes]]
"""Posts a body with headers to a path, and returns status and content of the response."""


def check_reminders(post: Post, simulator: Simulator) -> None:
    """Let a shop send a reminder, well and badly; let a customer write to it, and somebody else forge that."""
    secret = simulator.event_secret("sms")
    assert os.environ["SINCH_EVENT_SECRET"] == secret
    status, content = post("/reminders/+12025550123", b"", {})
    (message,) = simulator.assert_sent(to="+12025550123", containing="See you tomorrow", times=1)
    assert (status, json.loads(content)) == (201, {"batch": message.id})

    simulator.fail("SendSMS", reset="after")
    status, content = post("/reminders/+12025550124", b"", {})
    assert (status, json.loads(content)["may_have_been_sent"]) == (504, True)
    simulator.fail("SendSMS", status=403)
    status, content = post("/reminders/+12025550125", b"", {})
    assert (status, json.loads(content)["may_have_been_sent"]) == (502, False)

    simulator.receive_sms(from_="+12025550126", to="+12025550199", body="Hello shop")
    event = simulator.events[-1]
    assert post("/sinch-events", event.body + b" ", dict(event.headers))[0] == 401
    simulator.assert_not_sent(to="+12025550126")
    assert post("/sinch-events", event.body, dict(event.headers))[0] == 200
    simulator.assert_sent(to="+12025550126", containing="Thank you", times=1)


@pytest.fixture
def sms_secret(simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_EVENT_SECRET", simulated_account.event_secret("sms"))


@pytest.mark.usefixtures("sms_secret")
def test_flask(load: Load, simulated_account: Simulator) -> None:
    browser = load("flask_shop.py").app.test_client()

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        response = browser.post(path, data=body, headers=headers)
        return response.status_code, response.data

    check_reminders(post, simulated_account)


@pytest.mark.usefixtures("sms_secret")
def test_fastapi_with_a_dependency(load: Load, simulated_account: Simulator) -> None:
    app = load("fastapi_reminders.py").app

    async def visit() -> None:
        async with running(app) as browser:

            async def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
                response = await browser.post(path, content=body, headers=headers)
                return response.status_code, response.content

            loop = asyncio.get_running_loop()

            def from_thread(*request: Any) -> tuple[int, bytes]:
                return asyncio.run_coroutine_threadsafe(post(*request), loop).result(30)

            await asyncio.to_thread(check_reminders, from_thread, simulated_account)

    asyncio.run(visit())


@pytest.mark.usefixtures("sms_secret")
def test_django(load: Load, simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load("shop_settings.py")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", settings.__name__)
    import django
    from django.test import Client

    load("shop_sinch.py")
    load("shop_views.py")
    load("shop_urls.py")
    django.setup()
    browser = Client(enforce_csrf_checks=True)

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        content_type = headers.get("Content-Type", "application/json")
        response = browser.post(path, body, content_type=content_type, headers=headers)
        return response.status_code, response.content

    check_reminders(post, simulated_account)


def test_celery(load: Load, simulated_account: Simulator) -> None:
    program = load("shop_tasks.py")
    program.app.conf.task_always_eager = True
    batches = []
    for order, fault in enumerate([{"reset": "after"}, {"reset": "before"}, {"status": 503}, None]):
        if fault is not None:
            simulated_account.fail("SendSMS", **fault)
        batches.append(program.announce.delay(f"+1202555012{order}", str(order)).get())
    sent = [simulated_account.assert_sent(to=f"+1202555012{n}", times=1)[0].id for n in range(4)]
    assert batches == sent

    simulated_account.fail("SendSMS", status=403)
    with pytest.raises(PermissionDeniedError):
        program.announce.delay("+12025550130", "rejected").get()
    looked = len([each for each in simulated_account.requests if each.operation_id == "ListBatches"])
    assert looked == 3  # only where the task ran for a second time


class Invocation:
    """What AWS Lambda tells a handler about its invocation."""

    def get_remaining_time_in_millis(self) -> int:
        return 9000


@pytest.mark.usefixtures("sms_secret")
def test_aws_lambda(load: Load, simulated_account: Simulator) -> None:
    function = load("lambda_function.py")
    batch = function.remind({"number": "+12025550123"}, Invocation())["batch"]
    assert simulated_account.assert_sent(to="+12025550123", times=1)[0].id == batch

    simulated_account.receive_sms(from_="+12025550126", to="+12025550199", body="Hej, vad kostar det? \N{EURO SIGN}")
    event = simulated_account.events[-1]
    headers = {name.lower(): value for name, value in dict(event.headers).items()}
    plain = {"headers": headers, "body": event.body.decode(), "isBase64Encoded": False}
    encoded = {"headers": headers, "body": base64.b64encode(event.body).decode(), "isBase64Encoded": True}
    forged = {**plain, "body": event.body.decode() + " "}
    assert [function.receive(each, Invocation())["statusCode"] for each in (forged, plain, encoded)] == [401, 200, 200]
    simulated_account.assert_sent(to="+12025550126", containing="Thank you", times=2)
    assert function.receive({"headers": headers}, Invocation())["statusCode"] == 401


def test_gunicorn(load: Load, simulated_account: Simulator, tmp_path: Path) -> None:
    load("wsgi_shop.py").client.close()
    load("gunicorn_settings.py")
    variables = {f"SINCH_{name.upper()}": origin for name, origin in simulated_account.origins.items()}
    command = [sys.executable, "-W", "error", "-m", "gunicorn", "-c", "gunicorn_settings.py", "-b", "127.0.0.1:0"]
    with subprocess.Popen(
        [*command, "wsgi_shop:app"], cwd=tmp_path, env={**os.environ, **variables}, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            address = next(filter(None, (re.search(r"http://127\.0\.0\.1:\d+", line) for line in server.stderr)))[0]
            batches = []
            for number in range(120, 126):
                request = urllib.request.Request(f"{address}/reminders/+12025550{number}", method="POST", data=b"")
                with urllib.request.urlopen(request, timeout=30) as response:
                    batches.append(json.load(response)["batch"])
        finally:
            server.terminate()
            log = server.communicate(timeout=30)[1]
    assert [message.id for message in simulated_account.sent_messages()] == batches
    assert "Error" not in log
    assert "Exception" not in log


def test_pandas(load: Load, simulated_account: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with simulated_account.client() as client:
        for number in ("+12025550123", "+12025550124"):
            batch = client.sms.batches.send_sms(
                to=[number], from_="+12025550199", body="Hello", delivery_report="summary", client_reference=number
            )
        simulated_account.deliver(batch.id)
    monkeypatch.chdir(tmp_path)
    program = load("deliveries_frame.py")
    table = program.table.set_index("reference")
    assert table.loc["+12025550124", "status"] == "Delivered"
    assert program.by_day["Delivered"].sum() == 1
    assert (tmp_path / "deliveries.csv").read_text(encoding="utf-8").count("\n") == len(table) + 1


def test_prometheus(load: Load, simulated_account: Simulator) -> None:
    program = load("prometheus_metrics.py")
    from prometheus_client import REGISTRY

    program.client.sms.batches.list()
    simulated_account.fail("SendSMS", reset="after")
    with pytest.raises(OutcomeUnknownError):
        program.client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hello")
    listed = {"operation": "ListBatches", "status": "200"}
    assert REGISTRY.get_sample_value("sinch_attempt_seconds_count", listed) == 1
    lost = {"operation": "SendSMS", "status": "none"}
    assert REGISTRY.get_sample_value("sinch_attempt_seconds_count", lost) == 1
    assert REGISTRY.get_sample_value("sinch_outcome_unknown_total", {"operation": "SendSMS"}) == 1


def test_structured_logs(load: Load, simulated_account: Simulator) -> None:
    program = load("structured_logs.py")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(program.JSONFormatter())
    program.logger.addHandler(handler)
    program.logger.setLevel(logging.INFO)
    simulated_account.fail("SendSMS", reset="after")
    with pytest.raises(OutcomeUnknownError):
        program.client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Your code is 4711")
    program.client.sms.batches.list()
    program.logger.removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    told = [(line["operation"], line["level"], line["status"], line["outcome_unknown"]) for line in lines]
    assert told[1:] == [("SendSMS", "ERROR", None, True), ("ListBatches", "INFO", 200, False)]
    assert lines[0]["status"] == 200  # the token
    assert "4711" not in stream.getvalue()
    assert "2025550123" not in stream.getvalue()


EXAMPLE = ROOT / "examples" / "fastapi_app.py"


def test_the_example_with_fastapi(simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    needed("fastapi", EXAMPLE.name)
    monkeypatch.syspath_prepend(EXAMPLE.parent)
    monkeypatch.setenv("SINCH_EVENT_SECRET", simulated_account.event_secret("sms"))
    sys.modules.pop(EXAMPLE.stem, None)
    app = importlib.import_module(EXAMPLE.stem).app
    sys.modules.pop(EXAMPLE.stem)
    check_codes(app, simulated_account)
    check_events(app, simulated_account)

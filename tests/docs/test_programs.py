"""Runs the programs of the guides and the examples that need a web framework, each as its server would."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sinch import PermissionDeniedError
from sinch.testing import Event, Simulator
from tests.docs.test_snippets import PAGES, ROOT, snippets

PROGRAMS = {snippet.file: snippet for page in PAGES for snippet in snippets(page) if snippet.package is not None}
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
        assert snippet.package is not None
        needed(snippet.package, file)
        (tmp_path / file).write_text(snippet.code, encoding="utf-8")
        loaded.append(file.removesuffix(".py"))
        return importlib.import_module(loaded[-1])

    yield load
    for name in loaded:
        sys.modules.pop(name, None)


def test_every_program_is_run() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert PROGRAMS
    assert [file for file in PROGRAMS if f'load("{file}")' not in text] == []


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

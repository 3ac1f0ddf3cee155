"""The examples in the docstrings of the asynchronous client: they are those of the synchronous one, and they run."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import doctest
import inspect
import io
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from sinch import AsyncSinchClient
from sinch.core.http import HTTPResponse, Request
from sinch.core.urllib3_transport import Urllib3Transport
from sinch.testing import Simulator
from tests.meta.test_coverage import Stage, docstrings

EXAMPLES = docstrings(asynchronous=True)
ORIGINALS = docstrings()
DERIVED = [place for place in EXAMPLES if place.split(".")[2] != "client"]


class ThreadTransport:
    """Sends in threads what the synchronous transport can send."""

    name = "threads"

    def __init__(self) -> None:
        self._transport = Urllib3Transport()

    async def send(self, request: Request) -> HTTPResponse:
        return await asyncio.to_thread(self._transport.send, request)

    async def aclose(self) -> None:
        self._transport.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Simulator(start=datetime.now(timezone.utc)) as simulator:
        stage = Stage(simulator)
        with stage.client:
            yield stage


def original(place: str) -> str:
    """Return the place of the original of a twin."""
    return re.sub(r"\.Async(?=[A-Z])", ".", place.replace("sinch.aio", "sinch.domains", 1))


def examples(text: str) -> list[str]:
    return [example.source for example in doctest.DocTestParser().get_examples(text)]


def test_no_example_is_lost() -> None:
    beside = (".sinch_events.", ".helpers.")  # what no client is needed for has no twin
    written = {place for place in ORIGINALS if place.startswith("sinch.domains.")}
    expected = {place for place in written if not any(part in place for part in beside)}
    assert {original(place) for place in DERIVED} == expected
    assert all(len(examples(EXAMPLES[place])) == len(examples(ORIGINALS[original(place)])) > 0 for place in DERIVED)


@pytest.mark.parametrize("place", DERIVED)
def test_an_example_is_the_original_one_awaited(place: str) -> None:
    for mine, other in zip(examples(EXAMPLES[place]), examples(ORIGINALS[original(place)]), strict=True):
        text = re.sub(r"(?s)\[\s*item async for item in (.*?)\s*\]\n", r"list(\1)\n", mine)
        tree = _Synchronous().visit(ast.parse(text))
        assert ast.unparse(tree) == ast.unparse(ast.parse(other))
        assert "await " in mine or "async for " in mine or "client." not in mine


class _Synchronous(ast.NodeTransformer):
    def visit_Await(self, node: ast.Await) -> Any:
        return self.visit(node.value)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> Any:
        self.generic_visit(node)
        return ast.copy_location(ast.For(node.target, node.iter, node.body, node.orelse), node)

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        self.generic_visit(node)
        node.is_async = 0
        return node


@pytest.mark.parametrize("place", EXAMPLES)
def test_an_example_runs(place: str, stage: Stage) -> None:
    ids = stage.ids(original(place))

    async def main() -> None:
        credentials = stage.simulator.credentials
        regions = {"sms_region": "us", "conversation_region": "us"}
        given: dict[str, Any] = {**credentials.project, **credentials.application}
        given |= {**regions, **stage.simulator.origins}
        async with AsyncSinchClient(**given, transport=ThreadTransport()) as client:
            names: dict[str, Any] = {"client": client, "AsyncSinchClient": lambda **_: client}
            for example in examples(EXAMPLES[place]):
                source = re.sub(r"01JEXAMPLE[0-9A-Z]+", lambda found: ids[found[0]], example)
                code = compile(source, place, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
                with contextlib.redirect_stdout(io.StringIO()):
                    result = eval(code, names)
                    if inspect.iscoroutine(result):
                        await result

    before = len(stage.simulator.requests)
    asyncio.run(main())
    assert len(stage.simulator.requests) > before

"""The trial product: a product of the tests' own, from its spec to a simulator, for what no real product needs yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import sinch_api
from codegen import generate, products
from sinch import AsyncSinchClient, SinchClient
from sinch.core.async_resource import AsyncProduct
from sinch.core.resource import Product
from sinch.testing.auth import Auth, Gate
from sinch.testing.clock import START, Clock
from sinch.testing.engine import Engine, Mount
from sinch.testing.events import Mail
from sinch.testing.faults import Faults
from sinch.testing.journal import Journal
from sinch.testing.openapi import Spec
from sinch.testing.product import Call, Credentials, Rejected, Response, World
from sinch.testing.product import Product as SimulatedProduct
from sinch.testing.server import Server
from sinch.testing.spec_files import read
from tests.both_colours import Blocking, Loop

FOLDER = Path(__file__).parent / "trial-product"
FILES = "https://files.example.com/v2"


class Trial(NamedTuple):
    """The trial product, running."""

    operations: Any
    """Its generated operations."""
    simulated: SimulatedProduct
    engine: Engine
    origin: str
    """Where the simulator is."""

    @contextmanager
    def connected(self, colour: str) -> Iterator[Any]:
        """Open the product of a client of a colour."""
        credentials = self.simulated.world.credentials.project
        origins = {"auth_origin": "auth", "numbers_origin": "trial", "sms_origin": "files"}
        options: dict[str, Any] = {name: f"{self.origin}/{mount}" for name, mount in origins.items()}
        definition = import_module("sinch_api.trial.service").SERVICE
        if colour == "synchronous":
            with SinchClient(**credentials, **options) as client:
                yield type("Trial", (Product,), {"definition": definition})(client)
        else:
            made = AsyncSinchClient(**credentials, **options)
            loop = Loop()
            yield Blocking(type("AsyncTrial", (AsyncProduct,), {"definition": definition})(made), loop)
            Blocking(made, loop).close()


@contextmanager
def trial(folder: Path) -> Iterator[Trial]:
    """Generate the product into a folder, and run its simulator, whose responses show the call as it was understood."""
    target = folder / "trial"
    target.mkdir()
    for name, text in generate.package(products.load(FOLDER / "products.yaml"), FOLDER).items():
        (target / name).write_text(text, encoding="utf-8")
    sinch_api.__path__.append(str(folder))
    clock = Clock(START)
    world = World(clock, 0, Credentials(), Mail(Journal(clock), False))
    auth = Auth(world)
    simulated = _simulated(world)
    gate = Gate(auth, simulated, frozenset({"token"}))
    mounts = {
        "auth": Mount(auth, Gate(auth, auth, frozenset({"key"}))),
        "trial": Mount(simulated, gate),
        "files": Mount(simulated, gate, FILES),
    }
    engine = Engine(world, mounts, Faults(), None, lenient=False)
    server = Server(engine.respond, "127.0.0.1", 0)
    try:
        operations = import_module("sinch_api.trial.operations")
        yield Trial(operations, simulated, engine, "http://{}:{}".format(*server.address))
    finally:
        server.close()
        sinch_api.__path__.remove(str(folder))


def _simulated(world: World) -> SimulatedProduct:
    spec = Spec(read(FOLDER / "trial.yaml"))

    class Simulated(SimulatedProduct):
        name = "trial"
        hosts: ClassVar[dict[str, str]] = {"files": FILES}

        def clear(self) -> None:
            """Nothing is kept."""

        def error(self, rejected: Rejected) -> Any:
            if rejected.status >= 500:
                return {"cause": rejected.text}
            return {"text": rejected.text, "problems": [str(problem) for problem in rejected.problems]}

        def echo(self, call: Call) -> Any:
            return {
                "path": dict(call.path),
                "query": dict(call.query),
                "headers": dict(call.headers),
                "body": call.body,
            }

        def same(self, call: Call) -> Any:
            return call.body

        def job(self, call: Call) -> Any:
            status = call.query["status"]
            if status >= 400:
                raise Rejected(status, "not now")
            body = {200: self.echo(call), 202: {"job": "j1"}, 204: None}[status]
            return Response(status, body)

        def jobs(self, call: Call) -> Any:
            pages = {None: {"jobs": ["a"], "next": "2"}, "2": None}
            page = pages[call.query.get("pageToken")]
            return Response(204) if page is None else page

    Simulated.handlers = {
        **dict.fromkeys(spec.operations, Simulated.echo),
        "PutJob": Simulated.job,
        "PostShape": Simulated.same,
        "PutTree": Simulated.same,
        "ListJobs": Simulated.jobs,
    }
    return Simulated(world, spec)

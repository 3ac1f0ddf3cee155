"""What is measured: every row of the budget table, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.environments import Environment
from bench.harness import Server, Subject, Values, Worker, take_turns
from bench.rows import PUBLISHED, SDK, Row

_MB = 1e6
_SIZE, _SIZE_OF_A_PACKAGE = 2.0, 0.3
"""MB that may be installed, in all and for each generated package: 3.2 with four of them, 6.5 with fifteen."""


def measure(subjects: list[Subject], server: Server, ca_certs: Path) -> Iterator[Row]:
    """Yield the rows as they are measured."""
    origin = server.origins["http"]
    yield from _starting(subjects, origin)
    yield from _working(subjects, origin)
    yield from _keeping(subjects, origin)
    yield from _together(subjects, origin)
    yield from _connecting(subjects, server, ca_certs)


def installed(sdk: Environment, published: Environment | None) -> Iterator[Row]:
    """Yield the rows about the installation."""
    environments = {SDK: sdk, **({PUBLISHED: published} if published else {})}
    packages: Values = {name: [float(len(entry.packages()))] for name, entry in environments.items()}
    sizes = {name: [(entry.size() - entry.size("sinch/testing")) / _MB] for name, entry in environments.items()}
    yield Row("installed packages, dependencies included", "packages", packages, 5)
    allowed = _SIZE + _SIZE_OF_A_PACKAGE * sdk.count("sinch_api/*/service.py")
    yield Row("installed size, without the simulator", "MB", sizes, allowed)
    yield Row("installed size of the simulator", "MB", {SDK: [sdk.size("sinch/testing") / _MB]}, 1.2)


def _starting(subjects: list[Subject], origin: str) -> Iterator[Row]:
    modules: Values = {}
    memory: Values = {}

    def cpu(what: str, rounds: int = 11) -> Values:
        results: dict[str, list[dict[str, float]]] = {subject.name: [] for subject in subjects}

        def once(subject: Subject) -> float:
            result = subject.fresh(what, origin)
            results[subject.name].append(result)
            return result["cpu"] * 1e3

        take_turns(subjects, 1, lambda subject: subject.fresh(what, origin)["cpu"])  # fills the file cache
        values = take_turns(subjects, rounds, once)
        modules.update({name: [entry["modules"] for entry in done] for name, done in results.items()})
        memory.update({name: [entry["peak"] / _MB for entry in done] for name, done in results.items()})
        return values

    yield Row("`import sinch`, CPU", "ms", cpu("import"), 0.4)
    yield Row("`import sinch`, modules loaded", "modules", dict(modules), 0.5)
    yield Row("`import sinch`, peak memory", "MB", dict(memory))
    yield Row("`SinchClient(...)` and every product touched, CPU", "ms", cpu("construct"), 0.5)
    yield Row("`SinchClient(...)` and every product touched, modules loaded", "modules", dict(modules))
    yield Row("`SinchClient(...)` and every product touched, peak memory", "MB", dict(memory))
    yield Row("start of the process to first SMS sent, CPU", "ms", cpu("first_call", rounds=25), 1.15)
    yield Row("start of the process to first SMS sent, peak memory", "MB", dict(memory), 1.15)


@dataclass(frozen=True)
class _Burst:
    """Work that warm processes do many times, measured in CPU time."""

    what: str
    work: str
    times: int
    budget: float
    items: int = 0
    """The length of the lists."""
    per: int = 1
    """The number of parts that the time of one piece is divided by."""

    def microseconds(self, worker: Worker) -> float:
        return worker.seconds(self.work, self.times, items=self.items) * 1e6 / (self.times * self.per)


_THREADS = (1, 4, 16, 64)

_BURSTS = (
    _Burst("send an SMS, CPU per call", "send_sms", 150, 1.0),
    _Burst("send a text message, CPU per call", "send_text_message", 150, 1.0),
    _Burst("look up a number, CPU per call", "lookup", 150, 1.0),
    _Burst("get a batch, CPU per call", "get_batch", 150, 1.0),
    _Burst("search numbers, 10 found, CPU per call", "search_numbers", 150, 1.15),
    _Burst("list a page of 100 SMS batches, CPU per page", "page_of_batches", 40, 1.15, items=100),
    _Burst("list a page of 100 numbers, CPU per page", "page_of_numbers", 40, 1.25, items=100),
    _Burst("list a page of 100 messages, CPU per page", "page_of_messages", 40, 1.25, items=100),
    _Burst("iterate SMS batches, three fields touched, CPU per item", "touch_batches", 2, 1.3, items=3000, per=3000),
    _Burst("iterate numbers, three fields touched, CPU per item", "touch_numbers", 2, 1.3, items=3000, per=3000),
    _Burst("iterate messages, three fields touched, CPU per item", "touch_messages", 2, 1.3, items=3000, per=3000),
    _Burst("verify and parse an SMS event, CPU", "sms_event", 2000, 1.35),
    _Burst("verify and parse a Conversation event, CPU", "conversation_event", 2000, 1.35),
)


def _working(subjects: list[Subject], origin: str) -> Iterator[Row]:
    # the memory layout of a process changes its speed by some percent, so several processes take part
    rows = [Row(burst.what, "µs", {subject.name: [] for subject in subjects}, burst.budget) for burst in _BURSTS]
    for _ in range(8):
        with _workers(subjects, origin) as workers:
            for burst, row in zip(_BURSTS, rows, strict=True):
                for name, values in _burst(subjects, workers, burst, rounds=3).items():
                    row.values[name] += values
    yield from rows


def _burst(subjects: list[Subject], workers: dict[str, Worker], burst: _Burst, rounds: int) -> Values:
    def once(subject: Subject) -> float:
        return burst.microseconds(workers[subject.name])

    take_turns(subjects, 1, once)  # opens connections, fetches tokens, fills caches
    return take_turns(subjects, rounds, once)


@contextmanager
def _workers(subjects: list[Subject], origin: str, ca_certs: Path | None = None) -> Iterator[dict[str, Worker]]:
    with ExitStack() as stack:
        yield {subject.name: stack.enter_context(subject.worker(origin, ca_certs)) for subject in subjects}


def _keeping(subjects: list[Subject], origin: str) -> Iterator[Row]:
    for what, work in (("SMS batch", "batches"), ("number", "numbers"), ("message", "messages")):
        values = take_turns(subjects, 1, lambda subject, w=work: subject.fresh("keep", origin, "5000", w)["bytes"])
        yield Row(f"memory per {what} kept", "bytes", values, 1.0, digits=1)
    memory: Values = {subject.name: [] for subject in subjects}

    def iterate(subject: Subject) -> float:
        result = subject.fresh("iterate", origin, "100000", "touch_batches")
        memory[subject.name].append(result["peak"] / _MB)
        return result["cpu"] * 1e6 / 100_000

    cpu = take_turns(subjects, 3, iterate)
    yield Row("iterate 100,000 SMS batches, three fields touched, CPU per item", "µs", cpu, 1.3)
    yield Row("iterate 100,000 SMS batches, peak memory", "MB", memory, 1.15)


def _together(subjects: list[Subject], origin: str) -> Iterator[Row]:
    calls = 640
    values: dict[int, Values] = {threads: {subject.name: [] for subject in subjects} for threads in _THREADS}
    for _ in range(3):
        with _workers(subjects, origin) as workers:
            for threads in _THREADS:

                def once(subject: Subject, workers: dict[str, Worker] = workers, threads: int = threads) -> float:
                    return calls / workers[subject.name].seconds("get_batch", calls, threads=threads)

                take_turns(subjects, 1, once)
                for name, found in take_turns(subjects, 6, once).items():
                    values[threads][name] += found
    for threads in _THREADS:
        what = f"calls per second, {_threads(threads)} on one client"
        yield Row(what, "calls/s", values[threads], 0.9, more_is_better=True)


def _connecting(subjects: list[Subject], server: Server, ca_certs: Path) -> Iterator[Row]:
    tokens: dict[int, Values] = {threads: {subject.name: [] for subject in subjects} for threads in _THREADS}

    def connections(subject: Subject, threads: int) -> float:
        server.counts()
        subject.fresh("bursts", server.origins["http"], str(threads))
        counts = server.counts()
        tokens[threads][subject.name].append(counts["tokens"])
        return counts["connections"]

    # not for the floor: how many it opens depends on how it is written
    sdks = [subject for subject in subjects if subject.name in (SDK, PUBLISHED)]
    for threads in _THREADS:
        values = take_turns(sdks, 3, lambda subject, threads=threads: connections(subject, threads))
        yield Row(f"connections opened, {_threads(threads)} in 6 bursts", "connections", values, threads)
    most = {subject.name: tokens[_THREADS[-1]][subject.name] for subject in sdks}
    yield Row(f"token requests, {_threads(_THREADS[-1])} starting at once", "requests", most, 1)
    burst = _Burst("get a batch on a new TLS connection, CPU per call", "get_batch_on_new_connection", 10, 1.1)
    with _workers(subjects, server.origins["https"], ca_certs) as workers:
        yield Row(burst.what, "µs", _burst(subjects, workers, burst, rounds=9), burst.budget)


def _threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"

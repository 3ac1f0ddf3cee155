"""What is measured: every row of the budget table, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.environments import Environment
from bench.harness import Server, Subject, Values, Worker, take_turns
from bench.rows import PUBLISHED, SDK, Row, measure_rows

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


_STARTS = (
    ("import", "`import sinch`", 11, {"cpu": 0.4, "modules": 0.5, "peak": None}),
    ("construct", "`SinchClient(...)` and every product touched", 11, {"cpu": 0.5, "modules": None, "peak": None}),
    ("first_call", "start of the process to first SMS sent", 25, {"cpu": 1.15, "peak": 1.15}),
)
"""What a new process does, its name, the rounds, and the budgets of what is looked at."""
_LOOKED_AT = {
    "cpu": ("CPU", "ms", 1e-3),
    "modules": ("modules loaded", "modules", 1),
    "peak": ("peak memory", "MB", _MB),
}


def _starting(subjects: list[Subject], origin: str) -> Iterator[Row]:
    for what, name, rounds, budgets in _STARTS:
        rows = {key: Row(f"{name}, {_LOOKED_AT[key][0]}", _LOOKED_AT[key][1], budget=budgets[key]) for key in budgets}

        def measure(_: object, what: str = what, rounds: int = rounds, rows: dict[str, Row] = rows) -> None:
            found: dict[str, Values] = {key: {subject.name: [] for subject in subjects} for key in rows}

            def once(subject: Subject) -> float:
                result = subject.fresh(what, origin)
                for key, values in found.items():
                    values[subject.name].append(result[key] / _LOOKED_AT[key][2])
                return result["cpu"]

            take_turns(subjects, rounds, once)
            for key, row in rows.items():
                row.add(found[key])

        take_turns(subjects, 1, lambda subject, what=what: subject.fresh(what, origin)["cpu"])  # fills the file cache
        measure_rows(list(rows.values()), 1, measure)
        yield from rows.values()


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
    bursts = {burst.what: burst for burst in _BURSTS}
    rows = [Row(burst.what, "µs", budget=burst.budget) for burst in _BURSTS]

    def measure(rows: Sequence[Row]) -> None:
        # the memory layout of a process changes its speed by some percent, so several processes take part
        with _workers(subjects, origin) as workers:
            for row in rows:
                row.add(_burst(subjects, workers, bursts[row.what], rounds=3))

    measure_rows(rows, 8, measure)
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
    cpu = Row("iterate 100,000 SMS batches, three fields touched, CPU per item", "µs", budget=1.3)
    memory = Row("iterate 100,000 SMS batches, peak memory", "MB", budget=1.15)

    def iterate(subject: Subject) -> float:
        result = subject.fresh("iterate", origin, "100000", "touch_batches")
        memory.add({subject.name: [result["peak"] / _MB]})
        return result["cpu"] * 1e6 / 100_000

    measure_rows([cpu, memory], 1, lambda _: cpu.add(take_turns(subjects, 3, iterate)))
    yield from (cpu, memory)


def _together(subjects: list[Subject], origin: str) -> Iterator[Row]:
    calls = 640
    rows = {
        threads: Row(f"calls per second, {_threads(threads)} on one client", "calls/s", budget=0.9, more_is_better=True)
        for threads in _THREADS
    }

    def measure(chosen: Sequence[Row]) -> None:
        with _workers(subjects, origin) as workers:
            for threads, row in rows.items():
                if row not in chosen:
                    continue

                def once(subject: Subject, threads: int = threads) -> float:
                    return calls / workers[subject.name].seconds("get_batch", calls, threads=threads)

                take_turns(subjects, 1, once)
                row.add(take_turns(subjects, 6, once))

    measure_rows(list(rows.values()), 3, measure)
    yield from rows.values()


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

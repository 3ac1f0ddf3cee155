"""What is measured: every row of the budget table, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.environments import Environment
from bench.harness import Server, Subject, Values, Worker, take_turns
from bench.rows import PUBLISHED, SDK, Row

_MB = 1e6
_PER_PAGE = 100


def measure(subjects: list[Subject], server: Server, ca_certs: Path) -> Iterator[Row]:
    """Yield the rows as they are measured."""
    origin = server.origins["http"]
    yield from _starting(subjects, origin)
    with ExitStack() as stack:
        workers = {subject.name: stack.enter_context(subject.worker(origin)) for subject in subjects}
        yield from _calling(subjects, workers)
        yield from _listing(subjects, workers)
        yield from _keeping(subjects, origin)
        yield from _receiving(subjects, workers)
        yield from _together(subjects, workers)
    yield from _connecting(subjects, server, ca_certs)


def installed(sdk: Environment, published: Environment | None) -> Iterator[Row]:
    """Yield what an installation consists of."""
    environments = {SDK: sdk, **({PUBLISHED: published} if published else {})}
    packages: Values = {name: [float(len(entry.packages()))] for name, entry in environments.items()}
    sizes = {name: [entry.size() / _MB] for name, entry in environments.items()}
    yield Row("installed packages, dependencies included", "packages", packages, 5)
    yield Row("installed size", "MB", sizes, 3)


def _starting(subjects: list[Subject], origin: str) -> Iterator[Row]:
    rounds = 15
    modules: Values = {}
    memory: Values = {}

    def cpu(what: str) -> Values:
        results: dict[str, list[dict[str, float]]] = {subject.name: [] for subject in subjects}

        def once(subject: Subject) -> float:
            result = subject.fresh(what, origin)
            results[subject.name].append(result)
            return result["cpu"] * 1e3

        once_warm = {subject.name: subject.fresh(what, origin) for subject in subjects}  # fills the file cache
        assert once_warm
        values = take_turns(subjects, rounds, once)
        modules.update({name: [entry["modules"] for entry in done] for name, done in results.items()})
        memory.update({name: [entry["peak"] / _MB for entry in done] for name, done in results.items()})
        return values

    yield Row("`import sinch`, CPU", "ms", cpu("import"), 0.4)
    yield Row("`import sinch`, modules loaded", "modules", dict(modules), 0.5)
    yield Row("`import sinch`, peak memory", "MB", dict(memory))
    yield Row("`SinchClient(...)` and every product touched, CPU", "ms", cpu("construct"), 0.5)
    yield Row("start of the process to first SMS sent, CPU", "ms", cpu("first_call"), 1.15)
    yield Row("start of the process to first SMS sent, peak memory", "MB", dict(memory), 1.15)


def _bursts(
    subjects: list[Subject],
    workers: dict[str, Worker],
    work: str,
    times: int,
    rounds: int,
    per: int = 1,
    items: int = 0,
) -> Values:
    """Let warm processes work by turns; return microseconds of CPU per piece."""

    def once(subject: Subject) -> float:
        return workers[subject.name].seconds(work, times, items=items) * 1e6 / (times * per)

    take_turns(subjects, 1, once)  # opens connections, fetches tokens, fills caches
    return take_turns(subjects, rounds, once)


def _calling(subjects: list[Subject], workers: dict[str, Worker]) -> Iterator[Row]:
    for what, work, budget in (
        ("send an SMS", "send_sms", 1.0),
        ("send a text message", "send_text_message", 1.0),
        ("look up a number", "lookup", 1.0),
        ("get a batch", "get_batch", 1.0),
        ("search numbers, 10 found", "search_numbers", 1.15),
    ):
        values = _bursts(subjects, workers, work, times=150, rounds=21)
        yield Row(f"{what}, CPU per call", "µs", values, budget)


def _listing(subjects: list[Subject], workers: dict[str, Worker]) -> Iterator[Row]:
    for what, work, budget in (
        ("SMS batches", "page_of_batches", 1.15),
        ("numbers", "page_of_numbers", 1.25),
        ("messages", "page_of_messages", 1.25),
    ):
        values = _bursts(subjects, workers, work, times=20, rounds=21, items=_PER_PAGE)
        yield Row(f"list a page of 100 {what}, CPU per page", "µs", values, budget)
    for what, work in (("SMS batches", "batches"), ("numbers", "numbers"), ("messages", "messages")):
        values = _bursts(subjects, workers, f"touch_{work}", times=1, rounds=15, per=3000, items=3000)
        yield Row(f"iterate {what}, three fields touched, CPU per item", "µs", values, 1.3)


def _keeping(subjects: list[Subject], origin: str) -> Iterator[Row]:
    for what, work in (("SMS batch", "batches"), ("number", "numbers"), ("message", "messages")):
        values = take_turns(subjects, 1, lambda subject, w=work: subject.fresh("keep", origin, "5000", w)["bytes"])
        yield Row(f"memory per {what} kept", "bytes", values, 1.0)
    values = take_turns(
        subjects, 3, lambda subject: subject.fresh("iterate", origin, "100000", "touch_batches")["peak"] / _MB
    )
    yield Row("iterate 100,000 SMS batches, peak memory", "MB", values, 1.15)


def _receiving(subjects: list[Subject], workers: dict[str, Worker]) -> Iterator[Row]:
    for what, work in (("an SMS", "sms_event"), ("a Conversation", "conversation_event")):
        values = _bursts(subjects, workers, work, times=2000, rounds=21)
        yield Row(f"verify and parse {what} event, CPU", "µs", values, 1.35)


def _together(subjects: list[Subject], workers: dict[str, Worker]) -> Iterator[Row]:
    for threads in (1, 4, 16, 64):
        calls = 1280

        def once(subject: Subject, threads: int = threads, calls: int = calls) -> float:
            return calls / workers[subject.name].seconds("get_batch", calls, threads=threads)

        take_turns(subjects, 1, once)
        values = take_turns(subjects, 7, once)
        noun = "thread" if threads == 1 else "threads"
        yield Row(f"calls per second, {threads} {noun} on one client", "calls/s", values, 0.9, more_is_better=True)


def _connecting(subjects: list[Subject], server: Server, ca_certs: Path) -> Iterator[Row]:
    tokens: Values = {subject.name: [] for subject in subjects}

    def connections(subject: Subject) -> float:
        server.counts()
        subject.fresh("bursts", server.origins["http"])
        counts = server.counts()
        tokens[subject.name].append(counts["tokens"])
        return counts["connections"]

    # the floor is not asked: what it opens is a matter of how it is written
    sdks = [subject for subject in subjects if subject.name in (SDK, PUBLISHED)]
    values = take_turns(sdks, 3, connections)
    yield Row("connections opened, 64 threads in 6 bursts", "connections", values, 64)
    yield Row("token requests, 64 threads starting at once", "requests", {name: tokens[name] for name in values}, 1)
    with ExitStack() as stack:
        workers = {
            subject.name: stack.enter_context(subject.worker(server.origins["https"], ca_certs)) for subject in subjects
        }
        values = _bursts(subjects, workers, "get_batch_on_new_connection", times=10, rounds=9)
        yield Row("get a batch on a new TLS connection, CPU per call", "µs", values, 1.1)

"""The rows of what is asynchronous: calls beside those of HTTP libraries, the start, and the bulk helper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from bench.environments import asynchronous_floor, this_sdk_asynchronous
from bench.harness import Server, Subject, Values, take_turns
from bench.rows import FLOOR, HTTPX, HTTPX_ON_AIOHTTP, SDK, Row

BESIDE = (HTTPX, HTTPX_ON_AIOHTTP)
_TASKS = (1, 16, 64)
_CALLS = 320
_PROCESSES, _ROUNDS = 6, 3
_ROUNDS_OF_MANY = 9
_MESSAGES, _FEW_MESSAGES = 20_000, 1_000


def measure(server: Server, versions: dict[str, dict[str, str] | str]) -> Iterator[Row]:
    """Install what is compared, note its versions, and yield the rows as they are measured."""
    floor, sdk = asynchronous_floor(), this_sdk_asynchronous()
    versions |= {"asynchronous floor and those beside it": floor.packages(), "asynchronous SDK": sdk.packages()}
    subjects = [
        Subject(FLOOR, "async_floor", floor.python),
        Subject(SDK, "async_sdk", sdk.python),
        Subject(HTTPX, "async_httpx", floor.python),
        Subject(HTTPX_ON_AIOHTTP, "async_httpx_on_aiohttp", floor.python),
    ]
    origin = server.origins["http"]
    yield from _starting(subjects, origin)
    yield from _calling(subjects, origin)
    yield from _sending_many(Subject("", "async_sdk", sdk.python), origin)


def _starting(subjects: list[Subject], origin: str) -> Iterator[Row]:
    def milliseconds(what: str, subjects: list[Subject]) -> Values:
        def once(subject: Subject) -> float:
            return subject.fresh(what, origin)["cpu"] * 1e3

        take_turns(subjects, 1, once)  # fills the file cache
        return take_turns(subjects, 11, once)

    what = "`from sinch import AsyncSinchClient; AsyncSinchClient()`, CPU (floor: `import asyncio, json`)"
    yield Row(what, "ms", milliseconds("async_import", subjects[:2]), 1.5)
    what = "start of the process to first SMS sent, asynchronous, CPU"
    yield Row(what, "ms", milliseconds("async_first_call", subjects))


def _calling(subjects: list[Subject], origin: str) -> Iterator[Row]:
    values: dict[int, Values] = {tasks: {subject.name: [] for subject in subjects} for tasks in _TASKS}
    for _ in range(_PROCESSES):
        with ExitStack() as stack:
            workers = {subject.name: stack.enter_context(subject.worker(origin)) for subject in subjects}
            for tasks in _TASKS:

                def once(subject: Subject, tasks: int = tasks) -> float:
                    return workers[subject.name].seconds("send_sms", _CALLS, tasks=tasks) * 1e6 / _CALLS  # noqa: B023

                take_turns(subjects, 1, once)
                for name, found in take_turns(subjects, _ROUNDS, once).items():
                    values[tasks][name] += found
    for tasks in _TASKS:
        of = "1 task" if tasks == 1 else f"{tasks} tasks"
        yield Row(f"send an SMS, asynchronous, {of}, CPU per call", "µs", values[tasks], 1.0)


def _sending_many(sdk: Subject, origin: str) -> Iterator[Row]:
    cpu: Values = {FLOOR: [], SDK: []}
    memory: Values = {FLOOR: [], SDK: []}
    for _ in range(_ROUNDS_OF_MANY):
        few = sdk.fresh("async_many", origin, str(_FEW_MESSAGES), "by_bulk")
        by_hand = sdk.fresh("async_many", origin, str(_MESSAGES), "by_hand")
        by_bulk = sdk.fresh("async_many", origin, str(_MESSAGES), "by_bulk")
        cpu[FLOOR].append(by_hand["cpu"] * 1e6 / _MESSAGES)
        cpu[SDK].append(by_bulk["cpu"] * 1e6 / _MESSAGES)
        memory[FLOOR].append(few["peak"] / 1e6)
        memory[SDK].append(by_bulk["peak"] / 1e6)
    what = f"send {_MESSAGES:,} SMS by `sinch.bulk`"
    yield Row(f"{what}, CPU per message (floor: the same calls from 32 tasks)", "µs", cpu, 1.1)
    yield Row(f"{what}, peak memory (floor: {_FEW_MESSAGES:,} SMS)", "MB", memory, 1.05)

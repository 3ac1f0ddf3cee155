"""The rows of what is asynchronous: calls beside those of HTTP libraries, the start, and the bulk helper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from bench.environments import asynchronous_floor, this_sdk_asynchronous
from bench.harness import Server, Subject, Values, take_turns
from bench.rows import FLOOR, HTTPX, HTTPX_ON_AIOHTTP, SDK, Row, measure_rows

BESIDE = (HTTPX, HTTPX_ON_AIOHTTP)
_TASKS = (1, 16, 64)
_CALLS = 320
_PROCESSES, _ROUNDS = 6, 3
_TIMES_MANY = 5
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
    def row(tasks: int) -> Row:
        of = "1 task" if tasks == 1 else f"{tasks} tasks"
        return Row(f"send an SMS, asynchronous, {of}, CPU per call", "µs", budget=1.0)

    rows = {tasks: row(tasks) for tasks in _TASKS}

    def measure(chosen: Sequence[Row]) -> None:
        with ExitStack() as stack:
            workers = {subject.name: stack.enter_context(subject.worker(origin)) for subject in subjects}
            for tasks, row in rows.items():
                if row not in chosen:
                    continue

                def once(subject: Subject, tasks: int = tasks) -> float:
                    return workers[subject.name].seconds("send_sms", _CALLS, tasks=tasks) * 1e6 / _CALLS

                take_turns(subjects, 1, once)
                row.add(take_turns(subjects, _ROUNDS, once))

    measure_rows(list(rows.values()), _PROCESSES, measure)
    yield from rows.values()


def _sending_many(sdk: Subject, origin: str) -> Iterator[Row]:
    what = f"send {_MESSAGES:,} SMS by `sinch.bulk`"
    cpu = Row(f"{what}, CPU per message (floor: the same calls from 32 tasks)", "µs", budget=1.1)
    memory = Row(f"{what}, peak memory (floor: {_FEW_MESSAGES:,} SMS)", "MB", budget=1.05)

    def measure(_: object) -> None:
        few = sdk.fresh("async_many", origin, str(_FEW_MESSAGES), "by_bulk")
        by_hand = sdk.fresh("async_many", origin, str(_MESSAGES), "by_hand")
        by_bulk = sdk.fresh("async_many", origin, str(_MESSAGES), "by_bulk")
        cpu.add({FLOOR: [by_hand["cpu"] * 1e6 / _MESSAGES], SDK: [by_bulk["cpu"] * 1e6 / _MESSAGES]})
        memory.add({FLOOR: [few["peak"] / 1e6], SDK: [by_bulk["peak"] / 1e6]})

    measure_rows([cpu, memory], _TIMES_MANY, measure)
    yield from (cpu, memory)

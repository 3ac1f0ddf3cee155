"""A process that keeps one client warm and does bursts of work on request: JSON lines in, JSON lines out.

    steady.py SUBJECT ORIGIN [CA_CERTS]

`{"work": "send_sms", "times": 100}` returns the CPU seconds that it took; `"threads"` spreads the work over
that many threads of one client and returns the wall seconds. `"tasks"` spreads the work of an asynchronous
client over that many tasks of one event loop, and returns CPU seconds. `"items"` says how long the lists are.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from functools import cache
from importlib import import_module
from typing import Any

import inputs


def main() -> None:
    subject, *where = sys.argv[1:]
    module = import_module(subject)

    clients: list[Any] = []

    @cache
    def client(items: int) -> Any:
        clients.append(module.Subject(where[0], f"items-{items}" if items else inputs.PROJECT, *where[1:]))
        return clients[-1]

    loop = asyncio.new_event_loop()
    for line in sys.stdin:
        order = json.loads(line)
        try:
            work = getattr(client(order.get("items", 0)), order["work"])
            if "tasks" in order:
                response = {"seconds": loop.run_until_complete(_in_tasks(work, order["times"], order["tasks"]))}
            else:
                response = {"seconds": _measure(work, order["times"], order.get("threads", 0))}
        except Exception as error:
            response = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(response), flush=True)
    for each in clients:
        if hasattr(each, "aclose"):
            loop.run_until_complete(each.aclose())
    loop.close()


def _measure(work: Any, times: int, threads: int) -> float:
    if threads:
        return _in_threads(work, times // threads, threads)
    started = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - started


async def _in_tasks(work: Any, times: int, tasks: int) -> float:
    async def run() -> None:
        for _ in range(times // tasks):
            await work()

    started = time.process_time()
    await asyncio.gather(*[run() for _ in range(tasks)])
    return time.process_time() - started


def _in_threads(work: Any, times: int, threads: int) -> float:
    barrier = threading.Barrier(threads + 1)
    failures: list[Exception] = []

    def run() -> None:
        barrier.wait()
        try:
            for _ in range(times):
                work()
        except Exception as error:
            failures.append(error)

    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    barrier.wait()
    started = time.perf_counter()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""A process that keeps one client warm and does bursts of work on request: JSON lines in, JSON lines out.

    steady.py SUBJECT ORIGIN [CA_CERTS]

`{"work": "send_sms", "times": 100}` returns the CPU seconds that it took; `"threads"` spreads the work over that many
threads of one client and returns the wall seconds. `"items"` is the length of the lists.
"""

from __future__ import annotations

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

    @cache
    def client(items: int) -> Any:
        return module.Subject(where[0], f"items-{items}" if items else inputs.PROJECT, *where[1:])

    for line in sys.stdin:
        order = json.loads(line)
        try:
            work = getattr(client(order.get("items", 0)), order["work"])
            response = {"seconds": _measure(work, order["times"], order.get("threads", 0))}
        except Exception as error:
            response = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(response), flush=True)


def _measure(work: Any, times: int, threads: int) -> float:
    if threads:
        return _in_threads(work, times // threads, threads)
    started = time.process_time()
    for _ in range(times):
        work()
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

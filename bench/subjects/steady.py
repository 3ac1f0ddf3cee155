"""A process that keeps one client warm and does bursts of work as it is told: JSON lines in, JSON lines out.

    steady.py SUBJECT ORIGIN [CA_CERTS]

`{"work": "send_sms", "times": 100}` is answered with the CPU seconds that it took; `"threads"` spreads the work over
that many threads of one client and is answered with the wall seconds. `"items"` says how long the lists are.
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
            answer = {"seconds": _measure(work, order["times"], order.get("threads", 0))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


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

"""How long a simulator takes to show an inbox of 50,000 messages: the time from request to response."""

from __future__ import annotations

import time
from statistics import median

import urllib3

from bench.rows import SDK, Row
from sinch.testing import Simulator

MESSAGES = 50_000
BUDGET = 200
ROUNDS = 7
READS = {
    "the newest page": "messages",
    "a page in the middle": "messages?before=25000",
    "a text that is in none": "messages?text=nothing",
    "a number": "messages?number=%2B12025550123",
    "one message": "messages/7",
}


def main() -> int:
    """Print the time of each way to read it."""
    for what, taken in _read().items():
        verdict = "met" if median(taken) <= BUDGET else "MISSED"
        print(f"  {what}, of {MESSAGES:,}: {median(taken):.0f} ms (budget {BUDGET}, {verdict})", flush=True)
    return 0


def measure() -> Row:
    """Return the row of the result: the slowest way to read it."""
    slowest = max(_read().values(), key=median)
    what = f"read the simulator's inbox of {MESSAGES:,} messages, the slowest of {len(READS)} ways"
    return Row(what, "ms", {SDK: slowest}, BUDGET)


def _read() -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    with Simulator() as simulator:
        for index in range(MESSAGES):
            simulator.receive_sms(f"+1202555{index % 10_000:04}", "+12025550199", f"Message {index}")
        with urllib3.PoolManager() as pool:
            for what, path in READS.items():
                taken = []
                for _ in range(ROUNDS):
                    started = time.perf_counter()
                    assert pool.request("GET", f"{simulator.url}/_sinch/v1/{path}").status == 200
                    taken.append((time.perf_counter() - started) * 1000)
                found[what] = taken
    return found

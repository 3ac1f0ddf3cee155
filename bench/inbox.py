"""How long the simulator takes to show an inbox of 50,000 messages; the budget is 200 ms of server time."""

from __future__ import annotations

import time
from statistics import median

import urllib3

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
                verdict = "met" if median(taken) <= BUDGET else "MISSED"
                print(f"  {what}, of {MESSAGES:,}: {median(taken):.0f} ms (budget {BUDGET}, {verdict})", flush=True)
    return 0

"""The long run, `make soak`: mixed faults at 64 threads with every message accounted for, then fuzzing of the parsers.

It takes SOAK_SECONDS, 600 by default. The simulator runs in its own process, on the loopback interface. It ends by
itself, prints its tally, and exits with 1 if something does not add up.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sinch
from sinch import SinchClient
from sinch.testing import Simulator

THREADS = 64
SENT, REFUSED, UNKNOWN = 1, 2, 3
FAULTS: list[dict[str, Any]] = [
    {"status": 429},
    {"status": 429, "retry_after": 0},
    {"status": 500},
    {"status": 503},
    {"reset": "before"},
    {"reset": "after"},
    {"reset": "mid_response"},
    {"truncate": True},
    {"body": b"not json"},
    {"delay": 0.05},
]


def serve(pipe: Connection) -> None:
    """Run a simulator that fails now and then; at the end, report how often each text was accepted."""
    chance = random.Random(7)
    with Simulator(keep_requests=100) as simulator:
        pipe.send({**simulator.credentials.project, **simulator.origins})
        while not pipe.poll(0.01):
            simulator.fail(chance.choice(["SendSMS", "GetBatchMessage", "ListGroups"]), **chance.choice(FAULTS))
            if chance.random() < 0.01:
                simulator.expire_tokens()
        pipe.recv()
        pipe.send(Counter(message.text for message in simulator.sent_messages()))


class Worker(threading.Thread):
    """Sends and reads until the time is up, and notes the fate of every message."""

    def __init__(self, number: int, client: SinchClient, end: float) -> None:
        super().__init__()
        self.number = number
        self.client = client
        self.end = end
        self.fates = bytearray()
        self.outcomes: Counter[str] = Counter()
        self.foreign: list[BaseException] = []

    def run(self) -> None:
        """Make calls of all kinds until the time is up."""
        chance = random.Random(self.number)
        batch_id = "01JEXAMPLE0000000000NONE01"
        while time.monotonic() < self.end:
            kind = chance.choice(["send", "get", "list"])
            fate, name = SENT, "ok"
            try:
                if kind == "send":
                    text = f"{self.number}-{len(self.fates)}"
                    batch_id = str(self.client.sms.batches.send_sms(to=["+12025550123"], body=text).id)
                elif kind == "get":
                    self.client.sms.batches.get(batch_id)
                else:
                    self.client.sms.groups.list()
            except sinch.SinchException as error:
                fate, name = (UNKNOWN if error.outcome_unknown else REFUSED), type(error).__name__
            except BaseException as error:
                self.foreign.append(error)
            if kind == "send":
                self.fates.append(fate)
            self.outcomes[f"{kind}: {name}"] += 1


SEEDS = [
    '{"type":"mo_text","id":"x","from":"1","to":"2","body":"Hi","received_at":"2026-03-02T10:21:00.000Z"}',
    '{"type":"delivery_report_sms","batch_id":"b","statuses":[{"code":0,"status":"Delivered","recipients":["1"]}]}',
    '{"app_id":"a","project_id":"p","message":{"contact_message":{"text_message":{"text":"x"}}}}',
    '{"app_id":"a","message_delivery_report":{"status":"FAILED","reason":{"code":"BAD_REQUEST"}},"event_time":"x"}',
    '{"eventId":"e","timestamp":"2026-03-02T10:05:00.123456789","resourceType":"ACTIVE_NUMBER"}',
]


def fuzz(seconds: float) -> tuple[str, bool]:
    """Fuzz the event parsers, guided by coverage; return the fuzzer's last line, and whether it found nothing."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS):
            (Path(corpus) / str(number)).write_text(seed, encoding="utf-8")
        limit = f"-max_total_time={max(1, int(seconds))}"
        script = Path(__file__).with_name("fuzz_events.py")
        done = subprocess.run(
            [sys.executable, str(script), limit, "-timeout=10", corpus], capture_output=True, text=True, cwd=corpus
        )
    return "\n".join(done.stderr.strip().splitlines()[-1 if done.returncode == 0 else -30 :]), done.returncode == 0


def megabytes() -> float:
    """Return the memory in use."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Run everything and print the tally."""
    seconds = float(os.environ.get("SOAK_SECONDS", "600"))
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    client = SinchClient(**here.recv(), sms_region="us", timeout=20, read_timeout=5)
    start = time.monotonic()
    workers = [Worker(number, client, start + seconds * 0.8) for number in range(THREADS)]
    for worker in workers:
        worker.start()
    memory = []
    for quarter in range(1, 5):
        time.sleep(max(0.0, start + seconds * 0.2 * quarter - 0.05 * seconds - time.monotonic()))
        memory.append(megabytes())
    for worker in workers:
        worker.join()
    here.send("end")
    taken: Counter[str] = here.recv()
    client.close()
    server.join()
    fuzzer, clean = fuzz(seconds * 0.2)

    outcomes: Counter[str] = sum((worker.outcomes for worker in workers), Counter())
    problems = [f"a foreign exception: {error!r}" for worker in workers for error in worker.foreign]
    tally: Counter[str] = Counter()
    for worker in workers:
        for index, fate in enumerate(worker.fates):
            times = taken.pop(f"{worker.number}-{index}", 0)
            tally[f"{('', 'sent', 'rejected', 'unknown')[fate]}, accepted {times} times"] += 1
            if times > 1 or (fate == SENT and times != 1) or (fate == REFUSED and times != 0):
                problems.append(f"message {worker.number}-{index}: {fate=}, accepted {times} times")
    if taken:
        problems.append(f"{len(taken)} messages were accepted that nobody sent")
    if not clean:
        problems.append("the fuzzer found something")
    if memory[-1] > memory[0] * 1.1 + 5:
        problems.append("memory grew")

    print(f"calls from {THREADS} threads: {sum(outcomes.values())}")
    for name, count in sorted([*outcomes.items(), *tally.items()]):
        print(f"  {name:40} {count:8}")
    print(f"memory by quarters, MB: {', '.join(f'{value:.0f}' for value in memory)}")
    print(f"fuzzing of event bodies: {fuzzer}")
    print("\n".join(problems[:20]) or "every message is accounted for")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

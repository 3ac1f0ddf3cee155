"""The long run, `make soak`: mixed faults at 64 threads with every message accounted for, then fuzzing of the parsers.

SOAK_SECONDS says how long it takes, 600 by default. The simulator runs in a process of its own, on the loopback
interface. It ends by itself, prints its tally, and exits with 1 when something does not add up.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import threading
import time
from collections import Counter
from multiprocessing.connection import Connection
from typing import Any

import sinch
from sinch import SinchClient
from sinch.core.model import Model
from sinch.domains.conversation import ConversationSinchEvent
from sinch.domains.numbers import NumbersSinchEvents
from sinch.domains.sms import SmsSinchEvent
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
    """Run a simulator that fails now and then; when told to end, say how often each text was taken."""
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
    """Sends and reads until the time is over, and notes the fate of every message."""

    def __init__(self, number: int, client: SinchClient, end: float) -> None:
        super().__init__()
        self.number = number
        self.client = client
        self.end = end
        self.fates = bytearray()
        self.outcomes: Counter[str] = Counter()
        self.foreign: list[BaseException] = []

    def run(self) -> None:
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


def fuzz(seconds: float) -> int:
    """Throw broken bodies at the event parsers; return how many were tried."""
    chance = random.Random(11)
    seeds = [
        b'{"type":"mo_text","id":"x","from":"1","to":"2","body":"Hi","received_at":"2026-03-02T10:21:00.000Z"}',
        b'{"app_id":"a","project_id":"p","message":{"contact_message":{"text_message":{"text":"x"}}}}',
        b'{"eventId":"e","timestamp":"2026-03-02T10:05:00.123456789","resourceType":"ACTIVE_NUMBER"}',
    ]
    pieces = [b"{", b"[", b"null", b'"', b"\\ud800", b"1e999", b"-", b"\xff", b"9" * 5000]
    handlers: list[Any] = [SmsSinchEvent("s"), ConversationSinchEvent("s"), NumbersSinchEvents("s")]
    tried = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        body = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(8)):
            at = chance.randrange(len(body))
            change = chance.randrange(3)
            if change == 0:
                body[at] = chance.randrange(256)
            elif change == 1 and len(body) > 20:
                del body[at : at + chance.randrange(1, 9)]
            else:
                body[at:at] = chance.choice(pieces)
        for handler in handlers:
            tried += 1
            if handler.validate_authentication_header({"x": "y"}, bytes(body)):
                raise AssertionError(f"an unsigned body passed: {bytes(body)!r}")
            try:
                event = handler.parse_event(bytes(body))
            except sinch.EventError:
                continue
            if not isinstance(event, Model):
                raise AssertionError(f"no event came of {bytes(body)!r}")
            repr(event)
            json.dumps(event.model_dump(), default=str)
    return tried


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
    tried = fuzz(seconds * 0.2)

    outcomes: Counter[str] = sum((worker.outcomes for worker in workers), Counter())
    problems = [f"a foreign exception: {error!r}" for worker in workers for error in worker.foreign]
    tally: Counter[str] = Counter()
    for worker in workers:
        for index, fate in enumerate(worker.fates):
            times = taken.pop(f"{worker.number}-{index}", 0)
            tally[f"{('', 'sent', 'refused', 'unknown')[fate]}, taken {times} times"] += 1
            if times > 1 or (fate == SENT and times != 1) or (fate == REFUSED and times != 0):
                problems.append(f"message {worker.number}-{index}: {fate=}, taken {times} times")
    if taken:
        problems.append(f"{len(taken)} messages were taken that nobody sent")
    if memory[-1] > memory[0] * 1.1 + 5:
        problems.append("memory grew")

    print(f"calls from {THREADS} threads: {sum(outcomes.values())}")
    for name, count in sorted([*outcomes.items(), *tally.items()]):
        print(f"  {name:40} {count:8}")
    print(f"memory by quarters, MB: {', '.join(f'{value:.0f}' for value in memory)}")
    print(f"event bodies tried: {tried}")
    print("\n".join(problems[:20]) or "every message is accounted for")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

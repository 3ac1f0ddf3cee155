"""The long run, `make soak`: faults of all kinds with every message accounted for, then fuzzing of the parsers.

64 threads send and read: against a simulator that fails now and then, and against one behind TLS, with and without a
proxy, whose idle connections end at the moment of their reuse. Meanwhile exceptions are raised in half of the threads
from outside, the process forks, names are found slowly, and the logger raises.

SOAK_SECONDS says how long it takes, 600 by default. It ends by itself, prints its tally, and exits with 1 when
something does not add up: a message taken twice, or not as its sender was told; a foreign exception; a call longer than
its timeout; descriptors or memory that grow; more unknown outcomes of messages that were not taken than faults explain.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import sinch
from scripts.soak_servers import serve
from sinch import SinchClient

THREADS = 64
TIMEOUT = 20.0
MARGIN = 10.0
"""Seconds by which a call may outlast its timeout where 64 threads share two cores."""
SENT, REJECTED, UNKNOWN, LOST = 1, 2, 3, 4
"""What the sender of a message was told; LOST where an exception from outside ended the call."""
FATES = ("", "sent", "rejected", "unknown", "lost")


class OutsideError(BaseException):
    """What is raised in threads from outside."""


class Worker(threading.Thread):
    """Sends and reads until the time is up, and notes the fate of every message."""

    def __init__(self, number: int, client: SinchClient, kind: str, end: float) -> None:
        super().__init__()
        self.number = number
        self.client = client
        self.kind = kind
        self.end = end
        self.fates: list[int] = []
        self.outcomes: Counter[str] = Counter()
        self.foreign: list[BaseException] = []
        self.longest = 0.0
        self.batch_id = "01JEXAMPLE0000000000NONE01"

    def run(self) -> None:
        """Make calls of all kinds until the time is up."""
        chance = random.Random(self.number)
        while time.monotonic() < self.end:
            try:
                self.work(chance)
            except OutsideError:
                self.outcomes[f"{self.kind}: ended from outside"] += 1

    def work(self, chance: random.Random) -> None:
        """Make calls until the time is over, or an exception comes."""
        while time.monotonic() < self.end:
            if self.kind != "faulty":
                time.sleep(chance.choice([0.002, 0.01, 0.02, 0.05]) + chance.random() * 0.001)
            method = chance.choice(["send", "get", "list"])
            fate, name, started = SENT, "ok", time.monotonic()
            if method == "send":
                self.fates.append(LOST)
            try:
                self.call(method)
            except sinch.SinchException as error:
                fate, name = (UNKNOWN if error.outcome_unknown else REJECTED), type(error).__name__
            except Exception as error:
                self.foreign.append(error)
            if method == "send":
                self.fates[-1] = fate
            self.longest = max(self.longest, time.monotonic() - started)
            self.outcomes[f"{self.kind}: {method}: {name}"] += 1

    def call(self, method: str) -> None:
        """Make one call."""
        if method == "send":
            text = f"{self.number}-{len(self.fates) - 1}"
            self.batch_id = str(self.client.sms.batches.send_sms(to=["+12025550123"], body=text).id)
        elif method == "get":
            self.client.sms.batches.get(self.batch_id)
        else:
            self.client.sms.groups.list()


class RaisingLogger(logging.Logger):
    """A logger whose handlers raise now and then."""

    def handle(self, record: logging.LogRecord) -> None:
        """Raise, one time in ten."""
        record.getMessage()
        if random.random() < 0.1:
            raise KeyError("a handler of the program")


def slow_names() -> None:
    """Let names be found slowly, and some now and then beyond the time given to connect."""
    genuine = socket.getaddrinfo

    def look_up(host: Any, *args: Any) -> Any:
        if host == "localhost" and args[-1] != socket.AI_NUMERICHOST:
            time.sleep(random.choice([0.0, 0.01, 0.1, 3.0 if random.random() < 0.05 else 0.0]))
            host = "127.0.0.1"
        return genuine(host, *args)

    socket.getaddrinfo = look_up


def disturb(workers: list[Worker], end: float) -> int:
    """Raise exceptions in half of the workers until the time is over; return how many."""
    chance, count = random.Random(9), 0
    while time.monotonic() < end:
        victim = chance.choice(workers[::2])
        if victim.is_alive():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(victim.ident or 0), ctypes.py_object(OutsideError)
            )
            count += 1
        time.sleep(0.05)
    return count


def fork(client: SinchClient, end: float, fates: dict[str, int]) -> None:
    """Send a message from a forked child every other second, and note its fate."""
    number = 0
    while time.monotonic() < end:
        text = f"fork-{number}"
        number += 1
        child = os.fork()
        if child == 0:
            signal.alarm(int(TIMEOUT + MARGIN))
            fate = SENT
            try:
                client.sms.batches.send_sms(to=["+12025550123"], body=text)
            except sinch.SinchException as error:
                fate = UNKNOWN if error.outcome_unknown else REJECTED
            except BaseException:
                fate = 99
            os._exit(fate)
        status = os.waitpid(child, 0)[1]
        fates[text] = os.waitstatus_to_exitcode(status)
        time.sleep(2)


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


def descriptors() -> int:
    """Return how many files and sockets are open."""
    return len(os.listdir("/proc/self/fd"))


def main() -> int:
    """Run everything and print the tally."""
    seconds = float(os.environ.get("SOAK_SECONDS", "600"))
    here, there = multiprocessing.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(there, folder), daemon=True)
        server.start()
        told = here.recv()
        options: dict[str, Any] = {
            "sms_region": "us",
            "timeout": TIMEOUT,
            "read_timeout": 5,
            "connect_timeout": 2,
            "ca_certs": str(Path(folder) / "ca.pem"),
            "logger": RaisingLogger("soak", logging.DEBUG),
        }
        clients = {
            "faulty": SinchClient(**told["faulty"], **options),
            "tls": SinchClient(**told["secured"], **options),
            "proxy": SinchClient(**told["secured"], **options, proxy=told["proxy"]),
        }
        for client in clients.values():
            client.sms.batches.list()  # so that all modules are there when exceptions come
            client.close()
        slow_names()
        logging.raiseExceptions = False  # which says so on standard error, each time
        gc.collect()
        before = descriptors()
        start = time.monotonic()
        end = start + seconds * 0.8
        kinds = ["faulty", "faulty", "tls", "tls", "faulty", "faulty", "proxy", "proxy"] * (THREADS // 8)
        workers = [Worker(number, clients[kind], kind, end) for number, kind in enumerate(kinds)]
        for worker in workers:
            worker.start()
        forked: dict[str, int] = {}
        forking = threading.Thread(target=fork, args=(clients["faulty"], end - 2, forked))
        forking.start()
        raised: list[int] = []
        disturbing = threading.Thread(target=lambda: raised.append(disturb(workers, end - 2)))
        disturbing.start()
        memory, files = [], []
        for quarter in range(1, 5):
            time.sleep(max(0.0, start + seconds * 0.2 * quarter - 0.05 * seconds - time.monotonic()))
            memory.append(megabytes())
            files.append(descriptors())
        stuck = []
        for thread in (*workers, forking, disturbing):
            thread.join(max(0.0, end + TIMEOUT + MARGIN - time.monotonic()))
            if thread.is_alive():
                stuck.append(thread.name)
        here.send("end")
        taken, faults, ended = here.recv()
        for client in clients.values():
            client.close()
        server.join()
        time.sleep(1)  # names that were given up are still looked up
        gc.collect()
        after = descriptors()
    fuzzer, clean = fuzz(seconds * 0.2)

    outcomes: Counter[str] = sum((worker.outcomes for worker in workers), Counter())
    problems = [f"a foreign exception: {error!r}" for worker in workers for error in worker.foreign]
    tally: Counter[str] = Counter()
    told_fates = [(f"{w.number}-{index}", fate, w.kind) for w in workers for index, fate in enumerate(w.fates)]
    told_fates += [(text, fate, "fork") for text, fate in forked.items()]
    for text, fate, kind in told_fates:
        times = taken.pop(text, 0)
        expected = {SENT: {1}, REJECTED: {0}, UNKNOWN: {0, 1}, LOST: {0, 1}}.get(fate, set())
        tally[f"{kind}: {FATES[fate] if fate in range(1, 5) else fate}, taken {times} times"] += 1
        if times not in expected:
            problems.append(f"message {text}: {fate=}, accepted {times} times")
    if taken:
        problems.append(f"{len(taken)} messages were accepted that nobody sent")
    false_unknowns = {kind: tally[f"{kind}: unknown, taken 0 times"] for kind in ("faulty", "tls", "proxy", "fork")}
    if false_unknowns["faulty"] + false_unknowns["fork"] > faults:
        problems.append("more outcomes are unknown of messages not taken than there were faults")
    if false_unknowns["tls"] + false_unknowns["proxy"] > ended / 4 + 5:
        problems.append("idle connections that ended leave too many outcomes unknown")
    longest = max(worker.longest for worker in workers)
    if longest > TIMEOUT + MARGIN:
        problems.append(f"a call took {longest:.1f} s")
    if stuck:
        problems.append(f"threads that hang: {', '.join(stuck)}")
    if max(files) > before + 3 * THREADS or after > before:
        problems.append("descriptors stay open")
    if not clean:
        problems.append("the fuzzer found something")
    if memory[-1] > memory[0] * 1.1 + 5:
        problems.append("memory grew")

    print(f"calls from {THREADS} threads: {sum(outcomes.values())}, the longest {longest:.1f} s of {TIMEOUT:g}")
    for name, count in sorted([*outcomes.items(), *tally.items()]):
        print(f"  {name:48} {count:8}")
    print(f"faults of sends: {faults}; idle connections ended: {ended}; raised from outside: {sum(raised)}")
    print(f"forks: {len(forked)}")
    print(f"memory by quarters, MB: {', '.join(f'{value:.0f}' for value in memory)}")
    print(f"descriptors before, by quarters, after: {before}; {', '.join(map(str, files))}; {after}")
    print(f"fuzzing of event bodies: {fuzzer}")
    print("\n".join(problems[:20]) or "every message is accounted for")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

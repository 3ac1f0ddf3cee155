"""Where the time of a call goes: the profiler's shares by part of the program, applied to the CPU time of a call.

    where.py ORIGIN

The profiler makes small Python functions look more expensive than they are: read the shares as a guide.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

import floor
import sdk

_PARTS = (
    ("/sinch/domains/", "the method itself"),
    ("/sinch_api/", "the method itself"),
    ("/sinch/core/operation", "preparing the call"),
    ("/sinch/core/kinds", "preparing the call"),
    ("/sinch/core/values", "preparing the call"),
    ("/sinch/core/urls", "preparing the call"),
    ("/sinch/core/model", "preparing the call"),
    ("/urllib/parse", "preparing the call"),
    ("/sinch/core/urllib3_transport/", "transport and connection"),
    ("/sinch/core/content", "transport and connection"),
    ("/sinch/core/http.py", "transport and connection"),
    ("/sinch/", "flow: sign in, retry, deadline, log"),
    ("/bench/subjects/", "the program itself"),
    ("/urllib3/", "urllib3"),
    ("/http/client", "http.client"),
    ("/email/", "response headers (email)"),
    ("/json/", "JSON"),
    ("socket", "socket"),
)
_BUILTINS = (
    ("_socket.socket", "socket"),
    ("_json", "JSON"),
)
_CALLS = 2000
_ROUNDS = 20


def main() -> None:
    origin = sys.argv[1]
    subjects = {"floor": floor.Subject(origin, "bench"), "this SDK": sdk.Subject(origin, "bench")}
    for work in ("get_batch", "send_sms"):
        calls = {name: getattr(subject, work) for name, subject in subjects.items()}
        rounds = [{name: _microseconds(call) for name, call in calls.items()} for _ in range(_ROUNDS)]
        columns = {name: _shares(call, median(found[name] for found in rounds[1:])) for name, call in calls.items()}
        print(f"\n| {work}, µs of CPU | floor | this SDK |\n|---|--:|--:|")
        parts = dict.fromkeys(part for column in columns.values() for part, _ in column.most_common())
        for part in parts:
            print(f"| {part} | {columns['floor'][part]:.0f} | {columns['this SDK'][part]:.0f} |")
        print(f"| **sum** | {sum(columns['floor'].values()):.0f} | {sum(columns['this SDK'].values()):.0f} |")


def _microseconds(call: Callable[[], Any]) -> float:
    started = time.process_time()
    for _ in range(_CALLS // _ROUNDS):
        call()
    return (time.process_time() - started) / (_CALLS // _ROUNDS) * 1e6


def _shares(call: Callable[[], Any], microseconds: float) -> Counter[str]:
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for _ in range(_CALLS):
        call()
    profiler.disable()
    spent: Counter[str] = Counter()
    for function, (_, _, own, _, callers) in pstats.Stats(profiler).stats.items():
        if function[0] != "~" or (part := _match(function[2], _BUILTINS)):
            spent[part if function[0] == "~" else _match(function[0], _PARTS) or "other"] += own
            continue
        for caller, (*_, share, _) in callers.items():  # functions in C count for their caller
            spent[_match(caller[0], _PARTS) or "other"] += share
    whole = sum(spent.values())
    return Counter({part: seconds / whole * microseconds for part, seconds in spent.items()})


def _match(text: str, parts: tuple[tuple[str, str], ...]) -> str | None:
    return next((part for pattern, part in parts if pattern in text), None)


if __name__ == "__main__":
    main()

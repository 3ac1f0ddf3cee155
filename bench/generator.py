"""What generating costs: all products, and invented ones of many schemas, each in a new process."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import synthetic
from codegen import generate

SIZES = (100, 1_000, 5_000)
"""Schemas of an invented product; each refers to ten others."""

_MEASURED = "from bench import generator; generator.measure({})"


def table() -> str:
    """Return what it costs, as a table."""
    lines = ["| what | CPU | time | peak memory of a process |", "|---|--:|--:|--:|"]
    for title, size in (
        ("all products", 0),
        *((f"one product of {size:,} schemas", size) for size in SIZES),
    ):
        print(f"Generating {title} ...", flush=True)
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED.format(size)],
            cwd=generate.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout)
        lines.append(f"| {title} | {found['cpu']:.1f} s | {found['time']:.1f} s | {found['peak'] / 1e6:.0f} MB |")
    return "\n".join(lines)


def measure(schemas: int) -> None:
    """Generate a product of that many schemas, or all of ours for 0, and print what it cost as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        if schemas:
            product = synthetic.write(Path(folder), schemas, "synthetic_00")
        before, start = _cpu(), time.perf_counter()
        if schemas:
            generate.package(product, Path(folder))
        else:
            generate.generate([], Path(folder) / "sinch_api")
        cost = {"cpu": _cpu() - before, "time": time.perf_counter() - start}
    whole = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({**cost, "peak": max(each.ru_maxrss for each in whole) * unit}))


def _cpu() -> float:
    whole = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in whole)

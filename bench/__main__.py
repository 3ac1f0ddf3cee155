"""Command line of the benchmark.

python -m bench          compare with the floors and the published SDK; writes RESULTS.md
python -m bench async    the asynchronous rows alone; prints them
python -m bench scale    show how cost grows; writes SCALE.md
python -m bench inbox    read a simulator's inbox of 50,000 messages
python -m bench where    show where the time of a call goes
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import certifi
import trustme

from bench import asynchronous, inbox, measurements, report, scale
from bench.environments import PUBLISHED as PUBLISHED_REQUIREMENT
from bench.environments import Environment, clean_variables, published_sdk, this_sdk
from bench.harness import Server, Subject
from bench.rows import FLOOR, PUBLISHED, SDK, Row

RESULTS = Path(__file__).parent / "RESULTS.md"

_TEXT = """# Benchmark

Written by `make bench`; `make bench-scale` shows the same at other sizes.

{facts}

How many times the floor's cost: less is better, except for calls per second. The floor is the same work written by hand
with `urllib3.PoolManager.request` and `json`. Rows without a floor show amounts. Every round measures all subjects one
after the other against a local server in another process; a ratio is the median of the rounds, each compared within
itself. A row that misses its budget is measured twice as often again, and all rounds count. CPU is user and system time
of the client's process.

{ratios}

{missed}

## Asynchronous

The floor of a call is the same work written by hand with `aiohttp.ClientSession.post` and `json`.

{asynchronous_ratios}

{asynchronous_missed}

## Medians

Lowest and highest round in brackets.

{medians}

{asynchronous_medians}
"""


def compare() -> int:
    started = time.monotonic()
    print("Installing this SDK and the published one into .cache/bench ...", flush=True)
    sdk, published = this_sdk(), published_sdk()
    subjects = [Subject(FLOOR, "floor", sdk.python), Subject(SDK, "sdk", sdk.python)]
    if isinstance(published, Environment):
        subjects.append(Subject(PUBLISHED, "sdk", published.python))
    rows: list[Row] = []
    asynchronous_rows: list[Row] = []
    versions: dict[str, dict[str, str] | str] = {
        "this SDK and the floor": sdk.packages(),
        f"published SDK, {PUBLISHED_REQUIREMENT}": published if isinstance(published, str) else published.packages(),
    }
    with tempfile.TemporaryDirectory() as folder:
        certificate, trusted = _certificates(Path(folder))
        server = Server(certificate)
        try:
            for row in measurements.measure(subjects, server, trusted):
                _tell(row)
                rows.append(row)
            for row in asynchronous.measure(server, versions):
                _tell(row)
                asynchronous_rows.append(row)
        finally:
            server.close()
    rows.append(inbox.measure())
    rows.extend(measurements.installed(sdk, published if isinstance(published, Environment) else None))
    text = _TEXT.format(
        facts=report.facts(versions, time.monotonic() - started),
        ratios=report.ratios(rows),
        missed=_missed(rows),
        medians=report.medians(rows),
        asynchronous_ratios=report.ratios(asynchronous_rows, asynchronous.BESIDE),
        asynchronous_missed=_missed(asynchronous_rows),
        asynchronous_medians=report.medians(asynchronous_rows, asynchronous.BESIDE),
    )
    RESULTS.write_text(text, encoding="utf-8")
    print(f"\n{text}")
    return 0


def compare_asynchronous() -> int:
    server = Server()
    rows: list[Row] = []
    versions: dict[str, dict[str, str] | str] = {}
    started = time.monotonic()
    try:
        for row in asynchronous.measure(server, versions):
            _tell(row)
            rows.append(row)
    finally:
        server.close()
    print(f"\n{report.facts(versions, time.monotonic() - started)}\n")
    print(f"{report.ratios(rows, asynchronous.BESIDE)}\n\n{_missed(rows)}\n")
    print(report.medians(rows, asynchronous.BESIDE))
    return 0


def _tell(row: Row) -> None:
    print(f"  {row.what}: {row.compared(SDK) or float('nan'):.2f}", flush=True)


def _missed(rows: list[Row]) -> str:
    missed = [row.what for row in rows if row.met is False]
    return "**Missed:** " + "; ".join(missed) + "." if missed else "Every budget is met."


def where() -> int:
    sdk = this_sdk()
    server = Server()
    try:
        script = Path(__file__).parent / "subjects" / "where.py"
        done = subprocess.run(
            [str(sdk.python), str(script), server.origins["http"]], env=clean_variables(), check=False
        )
    finally:
        server.close()
    return done.returncode


def _certificates(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for the server, and a file of authorities as long as those that real programs load."""
    authority = trustme.CA()
    certificate, trusted = folder / "server.pem", folder / "trusted.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
    trusted.write_bytes(Path(certifi.where()).read_bytes() + authority.cert_pem.bytes())
    return certificate, trusted


if __name__ == "__main__":
    commands = {
        "compare": compare,
        "async": compare_asynchronous,
        "scale": scale.main,
        "where": where,
        "inbox": inbox.main,
    }
    command = sys.argv[1] if len(sys.argv) > 1 else "compare"
    if command not in commands:
        sys.exit(f"unknown command {command}; known are {', '.join(commands)}")
    sys.exit(commands[command]())

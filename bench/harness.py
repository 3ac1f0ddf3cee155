"""Runs subjects: starts the server and the processes that are measured, and lets the subjects take turns."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.environments import ROOT, clean_variables

_SCRIPTS = Path(__file__).parent / "subjects"


class MeasurementError(Exception):
    """A subject failed at its task."""


class Server:
    """The local server."""

    def __init__(self, certificate: Path | None = None) -> None:
        command = [sys.executable, "-m", "bench.server", *([str(certificate)] if certificate else [])]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.origins: dict[str, str] = json.loads(self._process.stdout.readline())

    def counts(self) -> dict[str, int]:
        """Return the counts since the last call."""
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"{self.origins['http']}/counts"
        ) as response:
            counts: dict[str, int] = json.load(response)
        return counts

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Worker:
    """A warm process of one subject."""

    def __init__(self, python: Path, *arguments: str) -> None:
        command = [str(python), str(_SCRIPTS / "steady.py"), *arguments]
        self._process = subprocess.Popen(
            command, env=clean_variables(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seconds(self, work: str, times: int, **order: Any) -> float:
        """Let it work and return how long it took: seconds of CPU, or of wall time with `threads`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"work": work, "times": times, **order}), file=self._process.stdin, flush=True)
        response = json.loads(self._process.stdout.readline() or '{"error": "the process ended"}')
        if "error" in response:
            raise MeasurementError(response["error"])
        return float(response["seconds"])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Subject:
    """One of the subjects that are compared."""

    def __init__(self, name: str, module: str, python: Path) -> None:
        self.name = name
        self._module = module
        self._python = python

    def fresh(self, what: str, origin: str, *arguments: str, path: Path | None = None) -> dict[str, float]:
        """Measure something in a new process, with a folder that takes precedence over what is installed."""
        done = subprocess.run(
            [str(self._python), str(_SCRIPTS / "fresh.py"), self._module, what, origin, *arguments],
            env={**clean_variables(), **({"PYTHONPATH": str(path)} if path else {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise MeasurementError(done.stderr.strip().splitlines()[-1])
        result: dict[str, float] = json.loads(done.stdout)
        return result

    @contextmanager
    def worker(self, origin: str, ca_certs: Path | None = None) -> Iterator[Worker]:
        """Keep a warm process."""
        worker = Worker(self._python, self._module, origin, *([str(ca_certs)] if ca_certs else []))
        try:
            yield worker
        finally:
            worker.close()


Values = dict[str, list[float]]
"""One value per round, by the subject's name."""


def take_turns(subjects: list[Subject], rounds: int, measure: Callable[[Subject], float]) -> Values:
    """Measure every subject once per round, in rotating order; a subject that fails is left out."""
    values: Values = {subject.name: [] for subject in subjects}
    standing = list(subjects)
    for _ in range(rounds):
        for subject in list(standing):
            try:
                values[subject.name].append(measure(subject))
            except MeasurementError as error:
                print(f"{subject.name} failed: {error}", file=sys.stderr)
                values[subject.name] = []
                standing.remove(subject)
        standing = standing[1:] + standing[:1]
    return values

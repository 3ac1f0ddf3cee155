"""The image of the simulator: what can be known of it without a container engine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.cli.helpers import clean
from tests.faults.servers import PATIENCE, closed_port

ROOT = Path(__file__).resolve().parents[2]
LINES = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text(encoding="utf-8")).splitlines()


def command(instruction: str) -> list[str]:
    """Return the arguments of an instruction that runs something when the container does."""
    (line,) = (line for line in LINES if line.startswith(instruction + " "))
    found: list[str] = json.loads(line[line.index("[") :])
    return found


def test_everything_that_it_copies_is_here_and_passes_the_ignore_file():
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [name for line in LINES if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in allowed, name


def test_it_runs_without_rights_at_a_place_that_it_may_write_to():
    assert "USER 10001" in LINES
    assert any("install --directory --owner simulator /state" in line for line in LINES)
    assert "VOLUME /state" in LINES


def test_its_commands_run_and_know_whether_it_responds(tmp_path):
    with closed_port() as port:
        pass
    local = {"python": sys.executable, "8200": str(port), "/state/simulator.json": str(tmp_path / "simulator.json")}
    serve = [local.get(word, word) for word in [*command("ENTRYPOINT"), *command("CMD")]]
    check = [local.get(word, word.replace(" 8200,", f" {port},")) for word in command("HEALTHCHECK")]
    assert str(port) in check[-1]

    def healthy() -> bool:
        return subprocess.run(check, env=clean(), stderr=subprocess.DEVNULL, check=False).returncode == 0

    environment = {**clean(), "SINCH_SIMULATOR_TOKEN": "local-only"}
    with subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        printed = [running.stdout.readline() for _ in range(6)]
        assert "http://simulator:8200/?token=local-only" in "".join(printed)
        assert healthy()
        running.terminate()
        running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert not healthy()
    assert (tmp_path / "simulator.json").exists()

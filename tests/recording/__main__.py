"""Records cassettes again: `python -m tests.recording [METHOD ...]`, where `sms` and `sms.batches` mean all below.

The real API is recorded when an access key is set in the environment (see `real_stage`), else the simulator. Recording
the real API sends messages to the test phone, and rents and releases numbers: it costs money.
"""

from __future__ import annotations

import os
import sys

from tests.recording.recorder import CASSETTES, Scenario, record
from tests.recording.scenarios import SCENARIOS
from tests.recording.stages import real_stage, simulated_stage


def main(chosen: list[str]) -> None:
    """Record the scenarios of the methods chosen, or all."""
    stages = real_stage if os.environ.get("SINCH_KEY_ID") else simulated_stage
    scenarios = [each for each in SCENARIOS.values() if not chosen or any(_covers(name, each) for name in chosen)]
    if not scenarios:
        raise SystemExit(f"unknown scenario {' or '.join(chosen)}")
    failures = 0
    for each in scenarios:
        with stages() as stage:
            try:
                record(each, stage)
            except Exception as error:  # the others can still be recorded
                failures += 1
                print(f"{each.method}: {type(error).__name__}: {error}", file=sys.stderr)
    if not chosen:
        kept = {each.cassette for each in SCENARIOS.values()}
        for stale in set(CASSETTES.rglob("*.yaml")) - kept:
            stale.unlink()
    print(f"Recorded {len(scenarios) - failures} cassettes from the {stage.source}.")
    if failures:
        raise SystemExit(f"{failures} scenarios failed; their cassettes are unchanged.")


def _covers(name: str, each: Scenario) -> bool:
    return each.method == name or each.method.startswith(f"{name}.")


if __name__ == "__main__":
    main(sys.argv[1:])

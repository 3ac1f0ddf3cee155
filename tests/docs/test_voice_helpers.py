"""Holds the table of helpers in docs/voice.md: each is there, and its example makes what the API takes."""

from __future__ import annotations

import inspect
import re

from sinch.domains.voice.helpers.v2 import destinations, services, svaml
from sinch.testing import Simulator
from tests.docs.test_snippets import ROOT

NAMES = {name: getattr(module, name) for module in (destinations, services, svaml) for name in module.__all__}
TEXT = (ROOT / "docs/voice.md").read_text(encoding="utf-8").partition("\n## The helpers\n")[2]
EXAMPLES = re.findall(r"^\| `(\w+\b.*?)` \| ", TEXT.partition("\n## ")[0], re.MULTILINE)


def test_every_helper_has_an_example() -> None:
    helpers = {
        f"{name}.{member}"
        for name, value in NAMES.items()
        for member, kind in vars(value).items()
        if isinstance(kind, staticmethod)
    }
    shown = {re.match(r"\w+\.?\w*", example)[0] for example in EXAMPLES}  # type: ignore[index]
    assert shown == {*helpers, "CommandsSequenceCreator"}
    assert all(inspect.isclass(value) for value in NAMES.values())


def test_the_examples_make_what_the_api_takes(sinch_simulator: Simulator) -> None:
    with sinch_simulator.client() as client:
        for example in EXAMPLES:
            made = eval(example, dict(NAMES))
            if example.startswith("CallBehavior"):
                client.voice.v2.services.create(example[:60], call_behavior=made)
                continue
            if example.startswith("Destination"):
                made = svaml.Calls.dial(made) if "from" not in example else svaml.Calls.dial("+12025550123", from_=made)
            elif example.startswith("Recording.options"):
                made = svaml.Recording.start(made)
            elif example.startswith(("Messages.text", "Messages.ssml", "Messages.play")):
                made = svaml.Messages.start(made)
            elif example.startswith("Menu.prompt"):
                made = svaml.Menu.create("main", svaml.Menu.item("main", prompt=made))
            elif example.startswith("Menu.item"):
                made = svaml.Menu.create("pin", made)
            checked = client.voice.v2.svaml.validate(made, validation_type="STRICT")
            assert checked.is_valid, (example, checked.errors)

"""Coverage-guided fuzzing of the event parsers: what `make soak` runs for a fifth of its time.

Only the documented exception may escape, and everything parsed can be read, shown and written again.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import atheris

with atheris.instrument_imports(include=["sinch", "sinch_api"]):
    from sinch import EventError
    from sinch.core.model import Model
    from sinch.domains.conversation import ConversationSinchEvent
    from sinch.domains.numbers import NumbersSinchEvents
    from sinch.domains.sms import SmsSinchEvent

HANDLERS: list[Any] = [SmsSinchEvent("s"), ConversationSinchEvent("s"), NumbersSinchEvents("s")]


def one_input(data: bytes) -> None:
    """Verify and parse one body with every handler; anything raised here is a finding."""
    header = data[:20].decode("latin-1")
    for handler in HANDLERS:
        names = handler.scheme.headers.values()
        if handler.validate_authentication_header(dict.fromkeys(names, header), data, tolerance=300):
            raise AssertionError("an unsigned body passed")
        try:
            event = handler.parse_event(data)
        except EventError:
            continue
        read(event, 0)
        json.dumps(event)
        json.dumps(event.model_dump(), default=str)


def read(model: Model, depth: int) -> None:
    """Read every attribute, including nested ones."""
    repr(model)
    for name in dir(type(model)):
        if not name.startswith("_") and isinstance(getattr(type(model), name), property):
            value = getattr(model, name)
            if isinstance(value, Model) and depth < 8:
                read(value, depth + 1)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()

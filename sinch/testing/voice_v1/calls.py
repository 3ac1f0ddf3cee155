"""Calls as facts: what was said, pressed, recorded, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class PhoneCall:
    """A call, as far as it has come."""

    index: int
    """Its number among the calls of all products."""
    id: str
    purpose: str
    """`tts`, `conference` or `custom` for a callout, `incoming` for a call that somebody has made."""
    cli: str
    """The number that calls."""
    to: Json
    """Who is called now: `{"type": "number", "endpoint": "+12025550123"}`."""
    started: datetime
    custom: str | None = None
    state: str = "ringing"
    """`ringing`, `connected`, `menu`, `conference`, `parked` or `over`."""
    steps: list[Json] = field(default_factory=list)
    """What it has done: the instructions and actions of SVAML as they were carried out, menus, and keys."""
    problems: list[str] = field(default_factory=list)
    """What was wrong with the replies of the application."""
    recordings: list[Json] = field(default_factory=list)
    """The recordings, as their options say; the one that is running is the last, and has `running`."""
    cookies: dict[str, str] = field(default_factory=dict)
    """What `setCookie` has kept."""
    own: Json = field(default_factory=dict)
    """SVAML or addresses that came with a custom callout, by event."""
    wanted: list[str] = field(default_factory=list)
    """The events that are posted for it, of `ace`, `dice` and `pie`."""
    request: Json = field(default_factory=dict)
    """The callout as it was requested."""
    menus: Json = field(default_factory=dict)
    """The action `runMenu` that it is in."""
    menu: str = ""
    """The id of the menu that it is in."""
    keys: str = ""
    """What was pressed of what is being collected."""
    repeated: int = 0
    """How often the prompt of the menu was repeated."""
    conference: str | None = None
    """The id of the conference that it is in."""
    taken: datetime | None = None
    """When it was taken."""
    ended: datetime | None = None
    result: str = "N/A"
    reason: str = "N/A"

    @property
    def number(self) -> str:
        """The number, user or address that is called now."""
        endpoint: str = self.to["endpoint"]
        return endpoint

    @property
    def said(self) -> list[str]:
        """The texts and prompts that were played, in order."""
        found: list[str] = []
        for step in self.steps:
            found += [step[key] for key in ("text", "prompt", "introPrompt", "greeting") if key in step]
            found += step.get("ids", ())
        return found

    @property
    def done(self) -> list[str]:
        """The names of its steps, in order."""
        return [step["name"] for step in self.steps]

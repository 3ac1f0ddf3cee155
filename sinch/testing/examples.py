"""Examples of events, from the specs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sinch.testing import openapi


def event_examples(product: str) -> dict[str, dict[str, Any]]:
    """Return an example of every event of a product by the event's name in the spec, such as `MESSAGE_INBOUND`.

    Where there are several of one event, each is there as `MESSAGE_INBOUND.choice` too.
    """
    return dict(_examples(openapi.load(product).document.get("webhooks", {})))


def _examples(webhooks: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, webhook in webhooks.items():
        media = webhook["post"]["requestBody"]["content"]["application/json"]
        examples = {title: entry["value"] for title, entry in media.get("examples", {}).items()}
        yield name, media["example"] if "example" in media else next(iter(examples.values()))
        if len(examples) > 1:
            yield from ((f"{name}.{title.replace(' ', '-')}", value) for title, value in examples.items())

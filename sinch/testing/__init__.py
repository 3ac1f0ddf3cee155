"""Testing without the API: a simulated Sinch, signed events, and fixtures for pytest.

Needs the extra `sinch[testing]`. Importing this package loads nothing; its names load when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sinch.testing.clock import Clock
    from sinch.testing.connection import Connection, ControlError, connect
    from sinch.testing.events import Delivery, Event, sign
    from sinch.testing.faults import Fault
    from sinch.testing.product import Credentials
    from sinch.testing.records import (
        CallStep,
        Choice,
        Headers,
        InboxMessage,
        MessageState,
        RecordedCall,
        RecordedRequest,
        RentedNumber,
        SentMessage,
    )
    from sinch.testing.simulator import Simulator

__all__ = [
    "CallStep",
    "Choice",
    "Clock",
    "Connection",
    "ControlError",
    "Credentials",
    "Delivery",
    "Event",
    "Fault",
    "Headers",
    "InboxMessage",
    "MessageState",
    "RecordedCall",
    "RecordedRequest",
    "RentedNumber",
    "SentMessage",
    "Simulator",
    "connect",
    "sign",
]

_LAZY_IMPORTS = {
    "CallStep": "records",
    "Choice": "records",
    "Clock": "clock",
    "Connection": "connection",
    "ControlError": "connection",
    "Credentials": "product",
    "Delivery": "events",
    "Event": "events",
    "Fault": "faults",
    "Headers": "records",
    "InboxMessage": "records",
    "MessageState": "records",
    "RecordedCall": "records",
    "RecordedRequest": "records",
    "RentedNumber": "records",
    "SentMessage": "records",
    "Simulator": "simulator",
    "connect": "connection",
    "sign": "events",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY_IMPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LAZY_IMPORTS[name]}"), name)


def __dir__() -> list[str]:
    return __all__

"""The SMS API: `client.sms`, or `SMS(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import sms as generated

if TYPE_CHECKING:
    from sinch.domains.sms.sinch_events import SmsSinchEvent as SmsSinchEvent
    from sinch.domains.sms.sms import SMS as SMS
    from sinch_api.sms import *  # noqa: F403

_LAZY_IMPORTS = {
    "SMS": "sinch.domains.sms.sms",
    "SmsSinchEvent": "sinch.domains.sms.sinch_events",
}
__all__ = ["SMS", "SmsSinchEvent"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__

"""The Verification API: `client.verification`, or `Verification(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import verification as generated

if TYPE_CHECKING:
    from sinch.domains.verification.sinch_events import VerificationSinchEvent as VerificationSinchEvent
    from sinch.domains.verification.verification import Verification as Verification
    from sinch_api.verification import *  # noqa: F403

_LAZY_IMPORTS = {
    "Verification": "sinch.domains.verification.verification",
    "VerificationSinchEvent": "sinch.domains.verification.sinch_events",
}
__all__ = ["Verification", "VerificationSinchEvent"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__

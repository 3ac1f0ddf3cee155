"""Voices by their names, in 2.3: `voices.txt` has them by language. Today they are strings; `VoiceName` lists them."""

from __future__ import annotations

import pkgutil
from enum import Enum
from typing import Any


def _enum(name: str, voices: list[str]) -> Any:
    make: Any = Enum  # type checkers want a name that is written there
    return make(name, {voice.upper(): voice for voice in voices}, module=__name__, type=str)


_BY_LANGUAGE = {
    language: voices.split()
    for language, _, voices in (
        line.partition(":") for line in (pkgutil.get_data("sinch.compat", "voices.txt") or b"").decode().splitlines()
    )
}
VoiceNameEnum: Any = _enum("VoiceNameEnum", [voice for voices in _BY_LANGUAGE.values() for voice in voices])


class VoiceNameByLanguageEnum:
    """An enum of the voices of each language, such as `VoiceNameByLanguageEnum.SPANISH_SPAIN.ABRIL`."""


for _language, _voices in _BY_LANGUAGE.items():
    setattr(VoiceNameByLanguageEnum, _language, _enum(_language, _voices))

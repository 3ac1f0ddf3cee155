"""Destination: makes the dictionaries that say who calls, or who is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import given

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sinch.core.unset import Maybe
    from sinch_api.voice_v2 import CallHeader, SipCallHeader, SipTransport, StreamOptions, VoiceName
    from sinch_api.voice_v2.params import (
        CallHeaderDict,
        PhoneDict,
        SipCallHeaderDict,
        SipDict,
        SipFromDict,
        StreamDict,
        StreamOptionsDict,
        StreamOptionsJSON,
        VoiceRelayDict,
    )


class Destination:
    """Makes who calls (`from_`) and who is called (`to`), of `Calls.dial` and of dictionaries."""

    @staticmethod
    def of(value: str) -> Any:
        """Return what a text stands for; nothing is checked.

        Args:
            value: a number; or an address that begins with `sip:` or `sips:`; or `phone:` before a number, `stream:`
                before the address of a server.

        """
        if value.startswith(("sip:", "sips:")):
            return Destination.sip(value)
        if value.startswith("stream:"):
            return Destination.stream(value.removeprefix("stream:"))
        return Destination.phone(value.removeprefix("phone:"))

    @staticmethod
    def phone(number: str) -> PhoneDict:
        """Return a phone.

        Args:
            number: in E.164; in a batch, also @ and the name of a parameter.

        """
        return {"type": "PHONE", "phone": {"number": number}}

    @staticmethod
    def sip(
        endpoint: str,
        *,
        transport: Maybe[SipTransport] = UNSET,
        call_headers: Maybe[Sequence[SipCallHeaderDict | SipCallHeader]] = UNSET,
    ) -> SipDict:
        """Return a SIP endpoint that is called.

        Args:
            endpoint: its address, beginning with `sip:` or `sips:`, up to 256 characters.
            transport: "UDP", the default for `sip:`, "TCP", or "TLS", the default for `sips:`.
            call_headers: at most 16, each `{"key": ..., "value": ...}`.

        """
        return {"type": "SIP", "sip": given(endpoint=endpoint, transport=transport, call_headers=call_headers)}

    @staticmethod
    def sip_from(endpoint: str, *, display_name: Maybe[str] = UNSET) -> SipFromDict:
        """Return a SIP endpoint that calls.

        Args:
            endpoint: its address, beginning with `sip:` or `sips:`, up to 192 characters.
            display_name: the name that is shown, up to 64 characters.

        """
        return {"type": "SIP", "sip": given(endpoint=endpoint, display_name=display_name)}

    @staticmethod
    def stream(
        endpoint: str,
        *,
        stream_options: Maybe[StreamOptionsDict | StreamOptionsJSON | StreamOptions] = UNSET,
        call_headers: Maybe[Sequence[CallHeaderDict | CallHeader]] = UNSET,
    ) -> StreamDict:
        """Return a server that gets the audio.

        Args:
            endpoint: the address of a WebSocket server, beginning with `ws:` or `wss:`.
            stream_options: `version`, `codec` ("PCM") and `sample_rate` in Hz.
            call_headers: at most 16, each `{"key": ..., "value": ...}`.

        """
        options = given(endpoint=endpoint, stream_options=stream_options, call_headers=call_headers)
        return {"type": "STREAM", "stream": options}

    @staticmethod
    def voice_relay(
        endpoint: str,
        tts_voice: VoiceName,
        stt_language: str,
        *,
        enable_interruptions: Maybe[bool] = UNSET,
        call_headers: Maybe[Sequence[CallHeaderDict | CallHeader]] = UNSET,
    ) -> VoiceRelayDict:
        """Return a server that gets what is said as text, and whose text is spoken.

        Args:
            endpoint: the address of a WebSocket server.
            tts_voice: who speaks, such as "Emma".
            stt_language: the language to recognise, such as "en-US".
            enable_interruptions: whether the person can interrupt the voice; True by default.
            call_headers: at most 16, each `{"key": ..., "value": ...}`.

        """
        details = given(
            endpoint=endpoint,
            tts_voice=tts_voice,
            stt_language=stt_language,
            enable_interruptions=enable_interruptions,
            call_headers=call_headers,
        )
        return {"type": "VOICE_RELAY", "voice_relay": details}

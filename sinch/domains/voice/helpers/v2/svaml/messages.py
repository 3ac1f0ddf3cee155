"""Messages: makes what is said and played, and the commands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import events, given

if TYPE_CHECKING:
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import Message, VoiceName
    from sinch_api.voice_v2.params import (
        MessageDict,
        MessagesCommandDict,
        PlayMessageDict,
        SayMessageDict,
        StopMessagesCommandDict,
    )


class Messages:
    """Makes what is said and played, and the commands that start and stop it."""

    @staticmethod
    def text(text: str, voice_name: VoiceName) -> SayMessageDict:
        """Return text that is spoken.

        Args:
            text: up to 600 characters.
            voice_name: who speaks, such as "Emma".

        """
        return {"type": "SAY", "say": {"text": text, "voice_name": voice_name}}

    @staticmethod
    def ssml(ssml: str, voice_name: VoiceName) -> SayMessageDict:
        """Return SSML that is spoken.

        Args:
            ssml: up to 600 characters.
            voice_name: who speaks, such as "Emma".

        """
        return {"type": "SAY", "say": {"text": ssml, "voice_name": voice_name, "format": "SSML"}}

    @staticmethod
    def play(url: str) -> PlayMessageDict:
        """Return a file that is played.

        Args:
            url: its address.

        """
        return {"type": "PLAY", "play": {"url": url}}

    @staticmethod
    def start(
        message: MessageDict | Message,
        *messages: MessageDict | Message,
        name: Maybe[str] = UNSET,
        on_finish: Maybe[Commands] = UNSET,
    ) -> MessagesCommandDict:
        """Return the command that says and plays messages. With a handler, no event is posted.

        Args:
            message: the first of at most 10 messages.
            messages: the others, in order.
            name: to stop them by, 1 to 32 characters without spaces, unique in the session.
            on_finish: commands for when all were heard.

        """
        command: MessagesCommandDict = given(
            command="messages",
            messages_name=name,
            messages=[message, *messages],
            events=events(on_finish=on_finish),
        )
        return command

    @staticmethod
    def stop(name: str) -> StopMessagesCommandDict:
        """Return the command that stops messages; later ones of the same name are not heard either.

        Args:
            name: what their command has called them.

        """
        return {"command": "stopMessages", "messages_name": name}

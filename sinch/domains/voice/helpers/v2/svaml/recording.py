"""Recording: makes the commands that start and stop recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import events, given

if TYPE_CHECKING:
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import (
        RecordingDestination,
        RecordingFormat,
        RecordingOptions,
        RecordingType,
        TranscriptionOptions,
    )
    from sinch_api.voice_v2.params import (
        RecordingOptionsDict,
        RecordingOptionsJSON,
        StartRecordingCommandDict,
        StopRecordingCommandDict,
        TranscriptionOptionsDict,
        TranscriptionOptionsJSON,
    )


class Recording:
    """Makes the commands that start and stop recordings."""

    @staticmethod
    def options(
        destination: RecordingDestination,
        url: str,
        credentials: str,
        *,
        format: Maybe[RecordingFormat] = UNSET,
        recording_type: Maybe[RecordingType] = UNSET,
        transcription_options: Maybe[
            TranscriptionOptionsDict | TranscriptionOptionsJSON | TranscriptionOptions
        ] = UNSET,
    ) -> RecordingOptionsDict:
        """Return what is recorded, and where it is stored.

        Args:
            destination: the storage: "AWS", "GCP" or "AZURE".
            url: where in the storage: an address that begins with `s3:`, `gs:` or `azure:`.
            credentials: those of the storage; for AWS, `key:secret:region`.
            format: "MP3", the default, or "WAV".
            recording_type: "COMBINED", all voices, which is the default, "INBOUND" or "OUTBOUND".
            transcription_options: `{"is_enabled": True, "locale": "en-US"}` also writes it down.

        """
        options: RecordingOptionsDict = given(
            destination=destination,
            destination_url=url,
            credentials=credentials,
            format=format,
            recording_type=recording_type,
            transcription_options=transcription_options,
        )
        return options

    @staticmethod
    def start(
        options: RecordingOptionsDict | RecordingOptionsJSON | RecordingOptions,
        *,
        name: Maybe[str] = UNSET,
        on_finish: Maybe[Commands] = UNSET,
        on_failure: Maybe[Commands] = UNSET,
    ) -> StartRecordingCommandDict:
        """Return the command that starts a recording. With any handler, no events are posted.

        Args:
            options: what `Recording.options` makes.
            name: to stop it by, 1 to 32 characters without spaces; without one it goes on until the call ends.
            on_finish: commands for when it has stopped; the file may not be stored yet.
            on_failure: commands for when it could not start.

        """
        command: StartRecordingCommandDict = given(
            command="startRecording",
            recording_name=name,
            recording_options=options,
            events=events(on_finish=on_finish, on_failure=on_failure),
        )
        return command

    @staticmethod
    def stop(name: str) -> StopRecordingCommandDict:
        """Return the command that stops a recording.

        Args:
            name: what its command has called it.

        """
        return {"command": "stopRecording", "recording_name": name}

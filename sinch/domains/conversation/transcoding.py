"""Transcoding: messages as channels will show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation import AppMessage, ConversationChannel, TranscodeMessageResponse
    from sinch_api.conversation.params import AppMessageDict


class Transcoding(Resource):
    """`client.conversation.transcoding`: see what a message becomes on channels, without sending it."""

    def transcode_message(
        self,
        app_id: str,
        app_message: AppMessageDict | AppMessage,
        channels: SequenceNotStr[ConversationChannel],
        *,
        from_: Maybe[str] = UNSET,
        to: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> TranscodeMessageResponse:
        """Write a message as channels would be sent it.

        `POST /v1/projects/{project_id}/messages:transcode` (Transcoding_TranscodeMessage)

        Nothing is sent, so it is retried like a GET.

        Args:
            app_id: id of the app.
            app_message: the message, as for `messages.send`: `{"text_message": {"text": ...}}`.
            channels: the channels to write it for, at least one: `["SMS", "WHATSAPP"]`.
            from_: the sender to put in.
            to: the recipient to put in; `{{to}}` stands there without it.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            By channel what it would be sent, mostly JSON text, in `transcoded_message`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.transcoding.transcode_message(
            ...     "01JEXAMPLE000000000000APP1",
            ...     {"text_message": {"text": "Your mug is ready."}},
            ...     ["SMS", "WHATSAPP"],
            ...     to="12025550123",
            ... ).transcoded_message["WHATSAPP"]

        """
        return self._send(
            operations.transcoding_transcode_message(
                app_id=app_id, app_message=app_message, channels=channels, from_=from_, to=to
            ),
            options,
        )

"""Sessions: the calls that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch_api.voice_v2 import operations

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch_api.voice_v2 import Session


class Sessions(Resource):
    """`client.voice.v2.sessions`: the calls that belong together."""

    def get(self, session_id: str, *, options: RequestOptions | None = None) -> Session:
        """Read a session, with all its calls.

        `GET /v2/projects/{project_id}/sessions/{session_id}` (getSessionById)

        Args:
            session_id: the id that starting a call has returned, or that a call has.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The session: its `state` and its `calls`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.sessions.get("01JEXAMPLE000000000SESSION").state

        """
        return self._send(operations.get_session_by_id(session_id), options)

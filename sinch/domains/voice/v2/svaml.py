"""SVAML: checking commands, and putting them into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.voice.v2.commands import in_order
from sinch_api.voice_v2 import operations

if TYPE_CHECKING:
    from typing import Any

    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import DescribeSvamlResponse, ValidateSvamlResponse, ValidationType


class Svaml(Resource):
    """`client.voice.v2.svaml`: what commands mean, and whether they are valid. Neither runs them."""

    def describe(
        self,
        commands: Commands,
        *,
        call_name: Maybe[str] = UNSET,
        on_hangup: Maybe[Commands] = UNSET,
        options: RequestOptions | None = None,
    ) -> DescribeSvamlResponse:
        """Put commands into words.

        `POST /v2/projects/{project_id}/svaml/describe` (describeSvaml)

        Args:
            commands: one command, or several in order.
            call_name: a name for the incoming call, 1 to 32 characters without spaces.
            on_hangup: commands for when the incoming call ends.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The `description`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.svaml.describe({"command": "answer"}).description

        """
        return self._send(operations.describe_svaml(svaml=document(commands, call_name, on_hangup)), options)

    def validate(
        self,
        commands: Commands,
        *,
        call_name: Maybe[str] = UNSET,
        on_hangup: Maybe[Commands] = UNSET,
        validation_type: Maybe[ValidationType] = UNSET,
        options: RequestOptions | None = None,
    ) -> ValidateSvamlResponse:
        """Check commands.

        `POST /v2/projects/{project_id}/svaml/validate` (validateSvaml)

        Args:
            commands: one command, or several in order.
            call_name: a name for the incoming call, 1 to 32 characters without spaces.
            on_hangup: commands for when the incoming call ends.
            validation_type: "NORMAL", the default, or "STRICT", which also reports unknown and misplaced properties.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Whether they are valid, `is_valid`, and the `errors` if not. Invalid ones are a result, not an exception.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.svaml.validate({"command": "answer"}, validation_type="STRICT").is_valid

        """
        return self._send(
            operations.validate_svaml(svaml=document(commands, call_name, on_hangup), validation_type=validation_type),
            options,
        )


def document(commands: Any, call_name: Any, on_hangup: Any) -> Any:
    """Return commands with what belongs to the incoming call."""
    events = UNSET if on_hangup is UNSET else {"on_hangup": in_order(on_hangup)}
    return {"commands": in_order(commands), "call_name": call_name, "events": events}

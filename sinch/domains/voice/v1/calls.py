"""Calls: look at them, and change their course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.voice_v1 import operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.voice_v1 import CallInformation, CallLeg, PatchAction, SvamlInstruction
    from sinch_api.voice_v1.params import PatchActionDict, PatchActionJSON, SvamlInstructionDict


class Calls(Resource):
    """`client.voice.v1.calls`: look at calls, and change their course."""

    def get(
        self,
        call_id: str,
        *,
        options: RequestOptions | None = None,
    ) -> CallInformation:
        """Read what is known of a call, while it lasts and afterwards.

        `GET /calling/v1/calls/id/{callId}` (Calling_GetCallResult)

        Calls that end at a phone number or over SIP.

        Args:
            call_id: the id of the call.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call: its `status` is "ONGOING" or "FINAL"; `result` and `reason` say what came of it.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.calls.get("01JEXAMPLE000000000000CALL").status

        """
        return self._send(operations.calling_get_call_result(call_id), options)

    def update(
        self,
        call_id: str,
        *,
        instructions: Maybe[Sequence[SvamlInstructionDict | SvamlInstruction]] = UNSET,
        action: Maybe[PatchActionDict | PatchActionJSON | PatchAction] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Change the course of a call that is connected.

        `PATCH /calling/v1/calls/id/{callId}` (Calling_UpdateCall)

        For calls that start or end at a phone number or over SIP.

        Args:
            call_id: the id of the call.
            instructions: what is done, one after the other, such as `[svaml.say("Please hold")]`.
            action: how the call goes on: `svaml.hangup()`, `svaml.continue_()` or `svaml.park()`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind, or there is a mistake in the SVAML, whose
                place is named; nothing was sent.
            OutcomeUnknownError: it may have been done, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> from sinch.domains.voice import svaml
            >>> client.voice.v1.calls.update("01JEXAMPLE000000000000CALL", action=svaml.hangup())

        """
        return self._send(
            operations.calling_update_call(
                call_id,
                instructions=instructions,
                action=action,
            ),
            options,
        )

    def manage_with_call_leg(
        self,
        call_id: str,
        call_leg: CallLeg,
        *,
        instructions: Maybe[Sequence[SvamlInstructionDict | SvamlInstruction]] = UNSET,
        action: Maybe[PatchActionDict | PatchActionJSON | PatchAction] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Play something to one side of a call.

        `PATCH /calling/v1/calls/id/{callId}/leg/{callLeg}` (Calling_ManageCallWithCallLeg)

        Args:
            call_id: the id of the call.
            call_leg: who is to hear it: "caller", "callee" or "both"; of no effect for conferences and callouts.
            instructions: what is played, made with `svaml.say` and `svaml.play_files`; others have no effect.
            action: mostly `svaml.continue_()`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind, or there is a mistake in the SVAML, whose
                place is named; nothing was sent.
            OutcomeUnknownError: it may have been done, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> from sinch.domains.voice import svaml
            >>> client.voice.v1.calls.manage_with_call_leg(
            ...     "01JEXAMPLE000000000000CALL", "caller", instructions=[svaml.say("One minute left")]
            ... )

        """
        return self._send(
            operations.calling_manage_call_with_call_leg(
                call_id,
                call_leg,
                instructions=instructions,
                action=action,
            ),
            options,
        )

"""Calls: starting them, reading them, and running commands on those in progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.voice.v2.commands import in_order
from sinch_api.voice_v2 import operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import (
        BatchOptions,
        Call,
        CallList,
        CallReason,
        CallResult,
        CallType,
        StartCallResponse,
    )
    from sinch_api.voice_v2.params import BatchOptionsDict, BatchOptionsJSON


class Calls(Resource):
    """`client.voice.v2.calls`: start calls, read them, and run commands on those in progress.

    `sinch.domains.voice.helpers.v2.svaml` has functions that make commands.
    """

    def start(
        self,
        commands: Commands,
        *,
        parameters: Maybe[Sequence[Mapping[str, str]]] = UNSET,
        batch_options: Maybe[BatchOptionsDict | BatchOptionsJSON | BatchOptions] = UNSET,
        service_id: Maybe[str] = UNSET,
        idempotency_key: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartCallResponse:
        """Start a session, which usually dials.

        `POST /v2/projects/{project_id}/calls` (createCall)

        It dials and bills.

        Args:
            commands: one command, or several in order.
            parameters: makes it a batch: the values of each session, by the names that stand behind @ in the commands;
                1 to 32 characters each, at most 10,000 in a set.
            batch_options: only with parameters: `max_cps`, calls per second, 1 to 1000; `ttl_seconds`, after which
                sessions that have not started expire, 1 to 10800.
            service_id: the service that the calls belong to; the default service when left out.
            idempotency_key: 16 to 128 characters, by which a request that is repeated within 10 minutes does nothing
                twice; a new one by default. With None there is none, and the request is not repeated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The `session_id`, and the `batch_id` of a batch. Calls have ids of their own: see `sessions.get`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the call may have been made, but no response arrived.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> from sinch.domains.voice.helpers.v2.svaml import Calls, Messages
            >>> message = Messages.start(Messages.text("Your parcel is ready.", "Emma"), on_finish=Calls.hangup())
            >>> client.voice.v2.calls.start(
            ...     Calls.dial("+12025550123", from_="+12025550100", on_answer=message)
            ... ).session_id

        """
        return self._send(
            operations.create_call(
                commands=in_order(commands),
                parameters=parameters,
                batch_options=batch_options,
                service_id=service_id,
                idempotency_key=idempotency_key,
            ),
            options,
        )

    def list(
        self,
        *,
        service_id: Maybe[str] = UNSET,
        from_: Maybe[str] = UNSET,
        to: Maybe[str] = UNSET,
        call_type: Maybe[CallType] = UNSET,
        start_time: Maybe[datetime | str] = UNSET,
        end_time: Maybe[datetime | str] = UNSET,
        call_result: Maybe[CallResult] = UNSET,
        call_reason: Maybe[CallReason] = UNSET,
        page_size: Maybe[int] = UNSET,
        page: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[Call, CallList]:
        """List calls.

        `GET /v2/projects/{project_id}/calls` (listCalls)

        Args:
            service_id: only calls of this service.
            from_: only calls from here, a number or an address.
            to: only calls to here, a number or an address.
            call_type: only calls over "PHONE", "SIP", "STREAM" or "VOICE_RELAY".
            start_time: only calls that started then or later.
            end_time: only calls that ended before then.
            call_result: only calls with this result, such as "COMPLETED".
            call_reason: only calls that ended for this reason, such as "CALLER_HANGUP".
            page_size: calls per page, 1 to 100; 20 by default.
            page: number of the page to begin with; the first is 1.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the calls of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for call in client.voice.v2.calls.list(to="+12025550123", call_result="COMPLETED"):
            ...     print(call.call_id, call.call_duration_seconds)

        """
        return self._page(
            operations.list_calls(
                service_id=service_id,
                from_=from_,
                to=to,
                call_type=call_type,
                start_time=start_time,
                end_time=end_time,
                call_result=call_result,
                call_reason=call_reason,
                page_size=page_size,
                page=page,
            ),
            options,
        )

    def get(self, call_id: str, *, options: RequestOptions | None = None) -> Call:
        """Read a call.

        `GET /v2/projects/{project_id}/calls/{call_id}` (getCallById)

        Args:
            call_id: the id of the call; a session has those of its calls.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.calls.get("01JEXAMPLE0000000000CALL01").call_result

        """
        return self._send(operations.get_call_by_id(call_id), options)

    def interact_by_call_id(
        self,
        call_id: str,
        commands: Commands,
        *,
        idempotency_key: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Run commands on a call in progress.

        `PATCH /v2/projects/{project_id}/calls/{call_id}` (patchCallById)

        Args:
            call_id: the id of the call; a session has those of its calls.
            commands: one command, or several in order.
            idempotency_key: 16 to 128 characters, by which a request that is repeated within 10 minutes does nothing
                twice; a new one by default. With None there is none, and the request is not repeated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing: the commands are accepted, but have not run yet.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the commands may run, but no response arrived.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.calls.interact_by_call_id("01JEXAMPLE0000000000CALL01", {"command": "hangup"})

        """
        self._send(
            operations.patch_call_by_id(call_id, commands=in_order(commands), idempotency_key=idempotency_key), options
        )

    def interact_by_call_name(
        self,
        session_id: str,
        call_name: str,
        commands: Commands,
        *,
        idempotency_key: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Run commands on a call in progress, by its name.

        `PATCH /v2/projects/{project_id}/sessions/{session_id}/calls/{call_name}` (patchCallBySessionAndName)

        Args:
            session_id: the id of the session.
            call_name: the name that a command gave the call, 1 to 32 characters without spaces.
            commands: one command, or several in order.
            idempotency_key: 16 to 128 characters, by which a request that is repeated within 10 minutes does nothing
                twice; a new one by default. With None there is none, and the request is not repeated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing: the commands are accepted, but have not run yet.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the commands may run, but no response arrived.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.calls.interact_by_call_name(
            ...     "01JEXAMPLE000000000SESSION", "customer", {"command": "hangup"}
            ... )

        """
        self._send(
            operations.patch_call_by_session_and_name(
                session_id, call_name, commands=in_order(commands), idempotency_key=idempotency_key
            ),
            options,
        )

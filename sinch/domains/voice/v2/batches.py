"""Batches: many sessions from one list of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.voice.v2.commands import in_order
from sinch_api.voice_v2 import operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import BatchDetails, BatchOptions, BatchStopResponse, BatchSummary, StartBatchResponse
    from sinch_api.voice_v2.params import BatchOptionsDict, BatchOptionsJSON


class Batches(Resource):
    """`client.voice.v2.batches`: many sessions from one list of commands, each with values of its own."""

    def start(
        self,
        commands: Commands,
        parameters: Sequence[Mapping[str, str]],
        *,
        service_id: Maybe[str] = UNSET,
        batch_options: Maybe[BatchOptionsDict | BatchOptionsJSON | BatchOptions] = UNSET,
        idempotency_key: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartBatchResponse:
        """Start one session per set of parameters.

        `POST /v2/projects/{project_id}/batches` (startBatch)

        Each session dials and bills. The published API starts batches by `calls.start` with `parameters`; this
        operation is known from the SDK 2.3 alone.

        Args:
            commands: one command, or several in order. `@name` in a text stands for a value of the set.
            parameters: the values of each session by name: 1 to 32 characters without the @, at most 10,000 in a set.
            service_id: the service that the calls belong to; the default service when left out.
            batch_options: `max_cps`, calls per second, 1 to 1000; `ttl_seconds`, after which sessions that have not
                started expire, 1 to 10800.
            idempotency_key: 16 to 128 characters, by which a request that is repeated within 10 minutes does nothing
                twice; a new one by default. With None there is none, and the request is not repeated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The `batch_id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have started, but no response arrived.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> from sinch.domains.voice.helpers.v2.svaml import Calls, Messages
            >>> greeting = Messages.start(Messages.text("Hello @name", "Emma"))
            >>> client.voice.v2.batches.start(
            ...     Calls.dial("@callee", on_answer=greeting),
            ...     [{"callee": "+12025550123", "name": "Ada"}, {"callee": "+12025550124", "name": "Lin"}],
            ...     batch_options={"max_cps": 2},
            ... ).batch_id

        """
        return self._send(
            operations.start_batch(
                commands=in_order(commands),
                parameters=parameters,
                service_id=service_id,
                batch_options=batch_options,
                idempotency_key=idempotency_key,
            ),
            options,
        )

    def get(self, batch_id: str, *, options: RequestOptions | None = None) -> BatchSummary:
        """Read how many sessions of a batch are in which state.

        `GET /v2/projects/{project_id}/batches/{batch_id}` (getBatchCallSummary)

        Args:
            batch_id: the id that its start has returned.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The numbers: `session_count`, and of these `queued`, `in_progress`, `completed` and `expired`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.batches.get("01JEXAMPLE000000000CBATCH1").completed

        """
        return self._send(operations.get_batch_call_summary(batch_id), options)

    def get_details(self, batch_id: str, *, options: RequestOptions | None = None) -> BatchDetails:
        """Read the state of each session of a batch.

        `GET /v2/projects/{project_id}/batches/{batch_id}/details` (getBatchDetails)

        Args:
            batch_id: the id that its start has returned.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The `sessions`, all at once, but for those that expired, as they never started.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for session in client.voice.v2.batches.get_details("01JEXAMPLE000000000CBATCH1").sessions:
            ...     print(session.id, session.state)

        """
        return self._send(operations.get_batch_details(batch_id), options)

    def stop(self, batch_id: str, *, options: RequestOptions | None = None) -> BatchStopResponse:
        """Start no further sessions of a batch. Calls in progress go on.

        `DELETE /v2/projects/{project_id}/batches/{batch_id}` (stopBatchProcessing)

        Args:
            batch_id: the id that its start has returned.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The `result`, "STOP_REQUESTED".

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.batches.stop("01JEXAMPLE000000000CBATCH1")

        """
        return self._send(operations.stop_batch_processing(batch_id), options)

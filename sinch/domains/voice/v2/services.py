"""Services: what becomes of incoming calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.voice_v2 import operations

if TYPE_CHECKING:
    from typing import Literal

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.unset import Maybe
    from sinch_api.voice_v2 import CallBehavior, Service, ServiceList, ServiceShort
    from sinch_api.voice_v2.params import CallBehaviorDict, CallBehaviorJSON


class Services(Resource):
    """`client.voice.v2.services`: what becomes of incoming calls, and the secrets of events.

    A request that names no service is one of the default service. A project of before Voice v2 may have none: create
    one with `is_default=True`.
    """

    def list(
        self,
        *,
        filter: Maybe[str] = UNSET,
        is_default: Maybe[bool] = UNSET,
        page_size: Maybe[int] = UNSET,
        page: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ServiceShort, ServiceList]:
        """List the services of the project.

        `GET /v2/projects/{project_id}/services` (listServices)

        Args:
            filter: only services with this text in name or description, in any case.
            is_default: only the default service.
            page_size: services per page, 1 to 100; 20 by default.
            page: number of the page to begin with; the first is 1.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the services of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for service in client.voice.v2.services.list(filter="desk"):
            ...     print(service.service_id, service.name)

        """
        return self._page(
            operations.list_services(filter=filter, is_default=is_default, page_size=page_size, page=page), options
        )

    def create(
        self,
        name: str,
        *,
        description: Maybe[str] = UNSET,
        is_default: Maybe[bool] = UNSET,
        call_behavior: Maybe[CallBehaviorDict | CallBehaviorJSON | CallBehavior] = UNSET,
        idempotency_key: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Service:
        """Create a service.

        `POST /v2/projects/{project_id}/services` (createService)

        Args:
            name: unique in the project, up to 64 characters, without spaces at its ends.
            description: up to 255 characters, without spaces at its ends.
            is_default: whether it becomes the service of requests that name none.
            call_behavior: what becomes of incoming calls; `sinch.domains.voice.helpers.v2.services` makes it.
            idempotency_key: 16 to 128 characters, by which a request that is repeated within 10 minutes does nothing
                twice; a new one by default. With None there is none, and the request is not repeated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The service, with the `service_secret` that its events are signed with.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the service may exist, but no response arrived.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> from sinch.domains.voice.helpers.v2.services import CallBehavior
            >>> client.voice.v2.services.create(
            ...     "Front desk", call_behavior=CallBehavior.event_destination("https://hooks.example.com/voice")
            ... ).service_id

        """
        return self._send(
            operations.create_service(
                name=name,
                description=description,
                is_default=is_default,
                call_behavior=call_behavior,
                idempotency_key=idempotency_key,
            ),
            options,
        )

    def get(self, service_id: str, *, options: RequestOptions | None = None) -> Service:
        """Read a service.

        `GET /v2/projects/{project_id}/services/{service_id}` (getService)

        Args:
            service_id: the id of the service.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The service.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.services.get("01JEXAMPLE000000000SERVICE").call_behavior

        """
        return self._send(operations.get_service(service_id), options)

    def update(
        self,
        service_id: str,
        *,
        name: Maybe[str] = UNSET,
        description: Maybe[str] = UNSET,
        is_default: Maybe[Literal[True]] = UNSET,
        call_behavior: Maybe[CallBehaviorDict | CallBehaviorJSON | CallBehavior] = UNSET,
        idempotency_key: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Service:
        """Change a service. What is left out stays as it is.

        `PATCH /v2/projects/{project_id}/services/{service_id}` (updateService)

        Args:
            service_id: the id of the service.
            name: unique in the project, up to 64 characters, without spaces at its ends.
            description: up to 255 characters, without spaces at its ends.
            is_default: True makes it the default service instead of the one that was; False is rejected with 400.
            call_behavior: what becomes of incoming calls; `sinch.domains.voice.helpers.v2.services` makes it.
            idempotency_key: 16 to 128 characters, by which a request that is repeated within 10 minutes does nothing
                twice; a new one by default. With None there is none.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The service as it is now.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.services.update("01JEXAMPLE000000000SERVICE", description="Reception line")

        """
        return self._send(
            operations.update_service(
                service_id,
                name=name,
                description=description,
                is_default=is_default,
                call_behavior=call_behavior,
                idempotency_key=idempotency_key,
            ),
            options,
        )

    def delete(self, service_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete a service. The default service cannot be deleted; make another one the default first.

        `DELETE /v2/projects/{project_id}/services/{service_id}` (deleteService)

        Args:
            service_id: the id of the service.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v2.services.delete("01JEXAMPLE000000000SERVICE")

        """
        self._send(operations.delete_service(service_id), options)

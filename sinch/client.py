"""`SinchClient`: the entry point. It holds configuration and session; its products load on first use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sinch.base_client import BaseClient, product_property

if TYPE_CHECKING:
    from typing_extensions import Self

    from sinch.core.http import Transport
    from sinch.core.options import RequestOptions
    from sinch.core.session import Session
    from sinch.domains.conversation import Conversation
    from sinch.domains.number_lookup import NumberLookup
    from sinch.domains.numbers import Numbers
    from sinch.domains.sms import SMS
    from sinch.domains.verification import Verification
    from sinch.domains.voice import Voice


class SinchClient(BaseClient["Session"]):
    """A client of Sinch's APIs. Share one between all threads; it keeps its connections open.

    Credentials and regions that are not given come from the environment (see `sinch.configuration`), and may be set on
    `configuration` until the first call that needs them.

    Example:
        >>> client = SinchClient(project_id="...", key_id="...", key_secret="...", sms_region="eu")
        >>> client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hello")

    """

    @product_property
    def sms(self) -> SMS:
        """The SMS API: SMS, MMS and binary messages, delivery reports, groups, received messages."""
        from sinch.domains.sms import SMS

        return SMS(self)

    @product_property
    def numbers(self) -> Numbers:
        """The Numbers API: search, rent, configure and release phone numbers."""
        from sinch.domains.numbers import Numbers

        return Numbers(self)

    @product_property
    def number_lookup(self) -> NumberLookup:
        """The Number Lookup API: carrier, line type, SIM swap, VoIP and reassignment of a phone number."""
        from sinch.domains.number_lookup import NumberLookup

        return NumberLookup(self)

    @product_property
    def conversation(self) -> Conversation:
        """The Conversation API: messages over SMS, WhatsApp, RCS and other channels."""
        from sinch.domains.conversation import Conversation

        return Conversation(self)

    @product_property
    def verification(self) -> Verification:
        """The Verification API: phone numbers verified by SMS, flash call, phone call, WhatsApp or mobile data."""
        from sinch.domains.verification import Verification

        return Verification(self)

    @product_property
    def voice(self) -> Voice:
        """The Voice API: calls that dial, speak, ask for keys, record and meet in bridges, one or many at a time."""
        from sinch.domains.voice import Voice

        return Voice(self)

    if not TYPE_CHECKING:  # so that type checkers still report unknown names

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            from sinch.compat.client import read_client

            return read_client(self, name)

    def request(
        self,
        method: str,
        path: str,
        *,
        product: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        options: RequestOptions | None = None,
    ) -> Any:
        """Call an endpoint without a method in the SDK, with the product's credentials, errors and logging.

        Only GET and HEAD are repeated when their outcome is unknown.

        Args:
            method: such as "GET".
            path: from the host on, percent-encoded; ids of the configuration may stand in braces as in the API
                reference.
            product: the name that it has on the client, such as "number_lookup"; for another of its hosts, the name
                of the package in `sinch_api`, such as "conversation_templates".
            query: further parameters; a list repeats the key.
            body: sent as JSON.
            options: of this call.

        Returns:
            The decoded response, objects as `Model`; None for an empty one.

        """
        owner, call, merged = self._raw_call(method, path, product, query, body, options)
        return owner.execute(call, merged)

    def close(self) -> None:
        """Close the connections. The client stays usable: the next call opens new ones."""
        if self.configuration.transport is not None:
            self.configuration.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_session(self) -> Session:
        from sinch.core.session import Session

        return Session(*self._session_arguments())

    def _make_transport(self) -> Transport:
        from sinch.core.urllib3_transport import Urllib3Transport

        return Urllib3Transport(**self._transport_options)

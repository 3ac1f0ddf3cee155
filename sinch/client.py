"""`SinchClient`: the way in. It holds configuration and session; the products hang off it and load when touched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sinch._version import VERSION
from sinch.configuration import Configuration
from sinch.core.exceptions import ArgumentError, ConfigurationError

if TYPE_CHECKING:
    import logging
    import ssl

    from typing_extensions import Self

    from sinch.core.http import Transport
    from sinch.core.options import RequestOptions, Settings
    from sinch.core.retry import RetryConfiguration
    from sinch.core.session import Session
    from sinch.domains.conversation import Conversation
    from sinch.domains.number_lookup import NumberLookup
    from sinch.domains.numbers import Numbers
    from sinch.domains.sms import SMS


class SinchClient:
    """A client of Sinch's APIs. Share one between all threads; it keeps its connections open.

    Credentials and regions that are not given come from the environment (see `sinch.configuration`), and may be set on
    `configuration` until the first call that needs them.

    Args:
        project_id: the project, for every product but SMS with a service plan.
        key_id: an access key of the project.
        key_secret: its secret.
        service_plan_id: an SMS service plan; together with `sms_api_token` it is used for SMS instead of the project.
        sms_api_token: the API token of the service plan.
        sms_region: where the SMS account is: "us", "eu", "au", "br", "ca". No default.
        conversation_region: where the Conversation app is: "us", "eu", "br". No default.
        timeout: seconds for a whole call: attempts, backoff and Retry-After together.
        connect_timeout: seconds to open a connection.
        read_timeout: seconds without a byte from the server.
        max_retries: how often a request is repeated at most, where repeating is safe.
        headers: sent with every request.
        retry_configuration: how retries are spaced.
        pool_size: idle connections kept per host.
        proxy: address of an HTTP proxy; the usual proxy variables of the environment hold without it.
        ca_certs: file of certificates to trust instead of the system's.
        ssl_context: your own, for client certificates.
        transport: your own `sinch.core.http.Transport` instead of urllib3.
        app_name: named in the User-Agent.
        logger: where exchanges are logged, at level DEBUG.
        logger_name: of the logger, when none is given; "Sinch" by default.
        auth_origin: another host for tokens. Likewise for each product: `sms_origin` and so on.
        transform_kwargs_casing: has no effect.

    Example:
        >>> client = SinchClient(project_id="...", key_id="...", key_secret="...", sms_region="eu")
        >>> client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hello")

    """

    def __init__(
        self,
        *,
        key_id: str | None = None,
        key_secret: str | None = None,
        project_id: str | None = None,
        service_plan_id: str | None = None,
        sms_api_token: str | None = None,
        sms_region: str | None = None,
        conversation_region: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 5.0,
        read_timeout: float = 30.0,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        retry_configuration: RetryConfiguration | None = None,
        pool_size: int = 64,
        proxy: str | None = None,
        ca_certs: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        transport: Transport | None = None,
        app_name: str | None = None,
        logger: logging.Logger | None = None,
        logger_name: str | None = None,
        auth_origin: str | None = None,
        numbers_origin: str | None = None,
        number_lookup_origin: str | None = None,
        sms_origin: str | None = None,
        sms_origin_with_service_plan_id: str | None = None,
        conversation_origin: str | None = None,
        transform_kwargs_casing: bool | None = None,
    ) -> None:
        self.configuration: Configuration = Configuration(
            project_id=project_id,
            key_id=key_id,
            key_secret=key_secret,
            service_plan_id=service_plan_id,
            sms_api_token=sms_api_token,
            sms_region=sms_region,
            conversation_region=conversation_region,
            auth_origin=auth_origin,
            numbers_origin=numbers_origin,
            number_lookup_origin=number_lookup_origin,
            sms_origin=sms_origin,
            sms_origin_with_service_plan_id=sms_origin_with_service_plan_id,
            conversation_origin=conversation_origin,
            transport=transport,
            logger=logger,
        )
        """Credentials, regions and hosts; may be changed until the first call that needs them."""
        if transform_kwargs_casing is not None:
            import warnings

            warnings.warn(
                "transform_kwargs_casing has no effect: arguments are in snake_case, dictionaries in either spelling",
                DeprecationWarning,
                stacklevel=2,
            )
        if isinstance(pool_size, bool) or not isinstance(pool_size, int) or pool_size < 1:
            raise ConfigurationError(f"pool_size must be an integer of 1 or more, not {pool_size!r}")
        if app_name is not None and (
            not app_name.isprintable() or not app_name.isascii() or set(app_name) & set("();")
        ):
            raise ConfigurationError("app_name must be plain text without ( ) ;")
        self._retry_configuration = retry_configuration
        self._call_options = {
            "timeout": timeout,
            "connect_timeout": connect_timeout,
            "read_timeout": read_timeout,
            "max_retries": max_retries,
            "headers": headers,
        }
        self._transport_options = {
            "pool_size": pool_size,
            "proxy": proxy,
            "ca_certs": ca_certs,
            "ssl_context": ssl_context,
        }
        self._app_name = app_name
        self._logger_name = logger_name
        self._settings()

    def _settings(self) -> Settings:
        from sinch.core.options import Settings

        values = dict(self._call_options)
        if values["max_retries"] is None:
            values["max_retries"] = self._retry_configuration.max_retries if self._retry_configuration else 3
        return Settings(**values)  # type: ignore[arg-type]

    @property
    def session(self) -> Session:
        """What runs the operations of all products."""
        # Threads that start together must share one, and with it one token. They agree without a lock, since a fork
        # would copy one that is held, for ever.
        session: Session = self.__dict__.get("_session") or self.__dict__.setdefault("_session", self._make_session())
        return session

    def _make_session(self) -> Session:
        from sinch.core.log import Log
        from sinch.core.retry import RetryConfiguration
        from sinch.core.session import Session

        return Session(
            self._transport,
            self.configuration.token_service,
            self._settings(),
            self._retry_configuration or RetryConfiguration(),
            Log(self._logger, self._logger_name),
            VERSION,
            self._app_name,
        )

    def _logger(self) -> logging.Logger | None:
        return self.configuration.logger

    def _transport(self) -> Transport:
        transport = self.configuration.transport
        return self.configuration.use_default_transport(self._make_transport) if transport is None else transport

    def _make_transport(self) -> Transport:
        from sinch.core.transport import Urllib3Transport

        return Urllib3Transport(**self._transport_options)  # type: ignore[arg-type]

    @cached_property
    def sms(self) -> SMS:
        """The SMS API: batches, delivery reports, groups, inbounds."""
        from sinch.domains.sms import SMS

        return SMS(self)

    @cached_property
    def numbers(self) -> Numbers:
        """The Numbers API: search, rent, configure and release phone numbers."""
        from sinch.domains.numbers import Numbers

        return Numbers(self)

    @cached_property
    def number_lookup(self) -> NumberLookup:
        """The Number Lookup API: carrier, line type, SIM swap, VoIP and reassignment of a phone number."""
        from sinch.domains.number_lookup import NumberLookup

        return NumberLookup(self)

    @cached_property
    def conversation(self) -> Conversation:
        """The Conversation API: messages over SMS, WhatsApp, RCS and other channels."""
        from sinch.domains.conversation import Conversation

        return Conversation(self)

    def with_options(self, **options: Any) -> Self:
        """Return a client with other options that shares configuration, connections and tokens with this one.

        Args:
            options: `timeout`, `connect_timeout`, `read_timeout`, `max_retries`, `headers`, as in the constructor.

        """
        session = self.session
        unknown = set(options) - set(self._call_options)
        if unknown:
            raise ArgumentError(f"with_options has no {unknown.pop()!r}; it has {', '.join(self._call_options)}")
        copy = object.__new__(type(self))
        for name, value in self.__dict__.items():
            if name not in _PRODUCTS:
                copy.__dict__[name] = value
        settings = session.settings.replace(**options)
        copy.__dict__["_session"] = session.with_settings(settings)
        copy._call_options = {**self._call_options, **options, "headers": settings.headers}
        return copy

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
        """Call any endpoint of a product, with its credentials, errors and logging; for what the SDK has no method for.

        Only GET and HEAD are repeated when their outcome is unknown.

        Args:
            method: such as "GET".
            path: from the host on, percent-encoded; ids of the configuration may stand in braces as in the API
                reference.
            product: the name that it has on the client, such as "number_lookup".
            query: further parameters; a list repeats the key.
            body: sent as JSON.
            options: of this call.

        Returns:
            The decoded answer, objects as `Model`; None for an empty one.

        """
        from sinch.core.operation import raw_operation

        if product not in _PRODUCTS:
            raise ArgumentError(f"product must be one of {', '.join(_PRODUCTS)}, not {product!r}")
        merged: Any = {**(options or {})}
        if query:
            merged["query"] = {**query, **merged.get("query", {})}
        return getattr(self, product).execute(raw_operation(method, path, body), merged or None)

    def close(self) -> None:
        """Close the connections. The client stays usable: the next call opens new ones."""
        if self.configuration.transport is not None:
            self.configuration.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"SinchClient({self.configuration!r})"

    def __getstate__(self) -> dict[str, Any]:
        # connections, tokens and products are made anew where the client arrives
        left = {*_PRODUCTS, "_session"}
        state = {name: value for name, value in self.__dict__.items() if name not in left}
        if self._transport_options["ssl_context"] is not None:
            state["_transport_options"] = {**self._transport_options, "ssl_context": None}
        return state


_PRODUCTS = tuple(name for name, value in vars(SinchClient).items() if isinstance(value, cached_property))

"""What the synchronous and the asynchronous client have in common: arguments, configuration, and one session."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property, partial, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from sinch._version import __version__
from sinch.configuration import Configuration
from sinch.core.exceptions import ArgumentError, ConfigurationError
from sinch.core.lazy import Generic
from sinch.core.options import Settings, check_seconds
from sinch.core.suggestions import Suggests
from sinch_api.origins import ORIGINS

if TYPE_CHECKING:
    import logging
    import ssl

    from typing_extensions import Self, Unpack

    from sinch.core.observation import Observer
    from sinch.core.operation import PreparedCall
    from sinch.core.options import CallOptions, RequestOptions
    from sinch.core.retry import RetryConfiguration
    from sinch.core.service import ServiceDefinition
    from sinch_api.origins import Origins

AnySession = TypeVar("AnySession")

if TYPE_CHECKING:
    product_property = cached_property
else:

    class product_property(cached_property):
        """A property that makes a product on first use; of the class, it is the product without a client.

        Mocks and documentation tools look for methods there: `create_autospec(SinchClient)` has those of every product.
        """

        def __get__(self, client: Any, owner: Any = None) -> Any:
            return self.func(None) if client is None else super().__get__(client, owner)


class BaseClient(Suggests, ABC, Generic[AnySession]):
    """A client of either colour, with the arguments of both."""

    def __init__(
        self,
        *,
        key_id: str | None = None,
        key_secret: str | None = None,
        project_id: str | None = None,
        service_plan_id: str | None = None,
        sms_api_token: str | None = None,
        application_key: str | None = None,
        application_secret: str | None = None,
        sms_region: str | None = None,
        conversation_region: str | None = None,
        voice_region: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 5.0,
        read_timeout: float = 30.0,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        keep_content: bool = False,
        retry_configuration: RetryConfiguration | None = None,
        pool_size: int = 64,
        idle_timeout: float = 50.0,
        max_response_size: int = 8 * 1024 * 1024,
        max_error_size: int = 64 * 1024,
        proxy: str | None = None,
        ca_certs: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        transport: Any = None,
        app_name: str | None = None,
        logger: logging.Logger | None = None,
        logger_name: str | None = None,
        observers: Iterable[Observer] = (),
        transform_kwargs_casing: bool | None = None,
        **origins: Unpack[Origins],
    ) -> None:
        """Make a client. It opens no connection before the first call.

        Args:
            project_id: the project, for every product but SMS with a service plan.
            key_id: an access key of the project.
            key_secret: its secret.
            service_plan_id: an SMS service plan; together with `sms_api_token` it is used for SMS instead of the
                project.
            sms_api_token: the API token of the service plan.
            application_key: an app of the Sinch dashboard, for Verification.
            application_secret: its secret, in Base64 as the dashboard shows it.
            sms_region: where the SMS account is: "us", "eu", "au", "br", "ca". No default.
            conversation_region: where the Conversation app is: "us", "eu", "br". No default.
            voice_region: where calls are handled: "us1", "br1", "eu1", "sg1", "au1", or as Voice v1 calls them,
                "use1", "sae1", "euc1", "apse1", "apse2". The nearest by default.
            timeout: seconds for a whole call: attempts, backoff and Retry-After together.
            connect_timeout: seconds to open a connection.
            read_timeout: seconds without a byte from the server.
            max_retries: how often a request is repeated at most, where repeating is safe.
            headers: sent with every request.
            keep_content: whether the raw bytes of good responses stay in `http_response.content` of results.
            retry_configuration: how retries are spaced.
            pool_size: idle connections kept per host.
            idle_timeout: seconds after which an unused connection is not used again, since something on the way may
                have forgotten it.
            max_response_size: bytes of a response after decoding; a larger one raises `ResponseError`.
            max_error_size: bytes of an error response that are kept on its exception.
            proxy: address of an HTTP proxy; the usual proxy variables of the environment hold without it.
            ca_certs: file of certificates to trust instead of the system's.
            ssl_context: your own, for client certificates.
            transport: your own `sinch.core.http.Transport`, or `AsyncTransport` for `AsyncSinchClient`, instead of the
                SDK's.
            app_name: named in the User-Agent.
            logger: where exchanges are logged, at level DEBUG.
            logger_name: of the logger, when none is given; "Sinch" by default.
            observers: functions that are called with an `Exchange` after each attempt of a call, for traces and
                metrics. What they raise changes no outcome.
            transform_kwargs_casing: has no effect.
            origins: other hosts, such as `sms_origin="https://..."`; `auth_origin` is where tokens come from.

        """
        for name in origins:
            if name not in ORIGINS:
                from inspect import signature

                from sinch.core.suggestions import unexpected_keyword

                raise unexpected_keyword(type(self).__name__, name, [*signature(BaseClient).parameters, *ORIGINS])
        self.configuration: Configuration = Configuration(
            project_id=project_id,
            key_id=key_id,
            key_secret=key_secret,
            service_plan_id=service_plan_id,
            sms_api_token=sms_api_token,
            application_key=application_key,
            application_secret=application_secret,
            sms_region=sms_region,
            conversation_region=conversation_region,
            voice_region=voice_region,
            transport=transport,
            logger=logger,
            logger_name=logger_name,
            **origins,
        )
        """Credentials, regions and hosts; may be changed until the first call that needs them."""
        if transform_kwargs_casing is not None:
            import warnings

            warnings.warn(
                "transform_kwargs_casing has no effect: arguments are in snake_case, dictionaries in either spelling",
                DeprecationWarning,
                stacklevel=3,
            )
        for name, value in (
            ("pool_size", pool_size),
            ("max_response_size", max_response_size),
            ("max_error_size", max_error_size),
        ):
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ConfigurationError(f"{name} must be an integer of 1 or more, not {value!r}")
        if app_name is not None and (
            not app_name.isprintable() or not app_name.isascii() or set(app_name) & set("();")
        ):
            raise ConfigurationError("app_name must be plain text without ( ) ;")
        self._retry_configuration = retry_configuration
        if max_retries is None:
            max_retries = retry_configuration.max_retries if retry_configuration else 3
        self._settings: Settings = Settings(
            timeout=timeout,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_retries=max_retries,
            headers=headers,
            keep_content=keep_content,
        )
        self._transport_options: dict[str, Any] = {
            "pool_size": pool_size,
            "proxy": proxy,
            "ca_certs": ca_certs,
            "ssl_context": ssl_context,
            "idle_timeout": check_seconds("idle_timeout", idle_timeout),
            "max_response_size": max_response_size,
            "max_error_size": max_error_size,
        }
        self._app_name = app_name
        self._observers: tuple[Observer, ...] = ()
        if observers != ():
            from sinch.core.observation import check_observers

            self._observers = check_observers(observers)
        self.configuration._belongs_to(self)

    if not TYPE_CHECKING:  # type checkers are told of keywords alone

        @wraps(__init__)
        def __init__(self, *values: Any, __make: Any = __init__, **keywords: Any) -> None:
            if values:
                from sinch.compat.client import by_keyword

                keywords = by_keyword(type(self).__name__, values, keywords)
            __make(self, **keywords)

    @property
    def session(self) -> AnySession:
        """What runs the calls of all products."""
        # Threads that start together must share one, and with it one token. They agree without a lock, since a fork
        # would copy one that is held, for ever.
        made = vars(self)
        session: AnySession = made.get("_session") or made.setdefault("_session", self._make_session())
        return session

    @abstractmethod
    def _make_session(self) -> AnySession:
        """Return a new session."""

    def _session_arguments(self) -> tuple[Any, ...]:
        from sinch.core.log import Log, Observation
        from sinch.core.retry import RetryConfiguration

        return (
            partial(getattr, self.configuration, "transport"),
            self._use_default_transport,
            self._settings,
            self._retry_configuration or RetryConfiguration(),
            Observation(Log(partial(getattr, self.configuration, "logger")), self._observers),
            __version__,
            self._app_name,
        )

    def _use_default_transport(self) -> Any:
        return self.configuration.use_default_transport(self._make_transport)

    @abstractmethod
    def _make_transport(self) -> Any:
        """Return a new transport of the default kind."""

    @classmethod
    def _products(cls) -> list[str]:
        return [
            name for base in cls.__mro__ for name, value in vars(base).items() if isinstance(value, cached_property)
        ]

    def _change_settings(self, retry_configuration: RetryConfiguration | None = None, **options: Any) -> None:
        """Change options for the calls that start from now on."""
        self._settings = self._settings.replace(**options)
        self._retry_configuration = retry_configuration or self._retry_configuration
        session: Any = vars(self).get("_session")
        if session is not None:
            session.use(self._settings, self._retry_configuration)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a client with other options that shares configuration, connections and tokens with this one.

        Args:
            options: `timeout`, `connect_timeout`, `read_timeout`, `max_retries`, `headers`, `keep_content`, as in the
                constructor.

        """
        for name in options:
            if name not in Settings.DEFAULTS:
                raise ArgumentError(f"with_options has no {name!r}; it has {', '.join(Settings.DEFAULTS)}")
        session: Any = self.session
        other = object.__new__(type(self))
        products = self._products()
        state = vars(other)
        state.update((name, value) for name, value in vars(self).items() if name not in products)
        other._settings = session.settings.replace(**options)
        state["_session"] = session.with_settings(other._settings)
        return other

    def with_application(self, application_key: str, application_secret: str) -> Self:
        """Return a client of another app, which shares connections and tokens with this one.

        Apps for verification and for calls usually differ. The configuration of the new client is its own.

        Args:
            application_key: of the app in the Sinch dashboard.
            application_secret: its secret, in Base64 as the dashboard shows it.

        Raises:
            ConfigurationError: one of the two is missing, or no key can be like that.

        """
        if not application_key or not application_secret:
            raise ConfigurationError("with_application needs an application_key and an application_secret")
        if self.configuration.transport is None:
            self._use_default_transport()
        other = self.with_options()
        other.configuration = self.configuration.with_application(application_key, application_secret)
        other.configuration._belongs_to(other)
        session: Any = other._make_session()
        session.share_with(self.session)
        vars(other)["_session"] = session
        return other

    def _raw_call(
        self,
        method: str,
        path: str,
        product: str,
        query: Mapping[str, Any] | None,
        body: Any,
        options: RequestOptions | None,
    ) -> tuple[Any, PreparedCall[Any], Any]:
        """Return the product, the call and the options of a request to an endpoint that the SDK has no method for."""
        from sinch.core.operation import raw_call

        owner, definition = self._host(product)
        merged: Any = {**(options or {})}
        if query:
            merged["query"] = {**query, **merged.get("query", {})}
        try:
            call = raw_call(method, path, body, definition)
        except ArgumentError as error:
            path = ""
            query = body = options = merged = None  # no frame of the exception has them but the caller's own
            raise error.with_traceback(None) from None
        return getattr(self, owner), call, merged or None

    def _host(self, product: str) -> tuple[str, ServiceDefinition | None]:
        """Return the product of the client that reaches a host, and the host if it is not the product's main one."""
        products = self._products()
        if product in products:
            return product, None
        from importlib import import_module
        from pkgutil import iter_modules

        import sinch_api

        further = {
            module.name: name
            for module in iter_modules(sinch_api.__path__)
            for name in products
            if module.name.startswith(f"{name}_")
        }
        if product not in further:
            raise ArgumentError(f"product must be one of {', '.join([*products, *further])}, not {product!r}")
        definition: ServiceDefinition = import_module(f"sinch_api.{product}.service").SERVICE
        return further[product], definition

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.configuration!r})"

    def __getstate__(self) -> dict[str, Any]:
        # connections, tokens and products are made anew where the client arrives
        left = {*self._products(), "_session"}
        state = {name: value for name, value in self.__dict__.items() if name not in left}
        if self._transport_options["ssl_context"] is not None:
            state["_transport_options"] = {**self._transport_options, "ssl_context": None}
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.configuration._belongs_to(self)

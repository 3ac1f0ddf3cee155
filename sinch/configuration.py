"""Configuration: credentials, regions and hosts of a client, from its constructor or the environment.

Each value `name` is also read from the environment, as `SINCH_<NAME>`: `project_id` from `SINCH_PROJECT_ID`,
`sms_region` from `SINCH_SMS_REGION`, `sms_origin` from `SINCH_SMS_ORIGIN` and so on.
"""

from __future__ import annotations

import os
from _weakref import ref  # weakref loads more than a client needs
from itertools import count
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ConfigurationError
from sinch_api.origins import ORIGINS, REGIONS, ConfiguredOrigins

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping, Sequence

    from sinch.base_client import BaseClient
    from sinch.core.auth import Account
    from sinch.core.http import Transport

_PROJECT_CREDENTIALS = ("project_id", "key_id", "key_secret")
_PLAN_CREDENTIALS = ("service_plan_id", "sms_api_token")
_APPLICATION_CREDENTIALS = ("application_key", "application_secret")
_ACCOUNT = (*_PROJECT_CREDENTIALS, *_PLAN_CREDENTIALS, *_APPLICATION_CREDENTIALS, *REGIONS)
"""What says whose account is used, and where it is."""
_OTHERS = ("transport", "logger", "logger_name")
_HINTS = {
    "project_id": "from the Sinch dashboard",
    "key_id": "an access key of the project",
    "key_secret": "the secret of that access key",
    "service_plan_id": "from the Sinch dashboard",
    "sms_api_token": "the API token of the service plan",
    "application_key": "of the app in the Sinch dashboard",
    "application_secret": "the secret of that app",
    **{name: "such as " + " or ".join(f'"{value}"' for value in values[:2]) for name, values in REGIONS.items()},
}
_versions = count(1)


class _Value:
    """A value of the configuration, checked when it is set. It is read from the instance, as any attribute is."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, configuration: Configuration, value: Any) -> None:
        configuration.update(**{self.name: value})


class _Logger(_Value):
    """The logger that was given, or else the one by name; a program without logging does not import it."""

    def __get__(self, configuration: Configuration | None, owner: type) -> Any:
        if configuration is None:
            return self
        values = configuration.__dict__
        logger = values["logger"]
        if logger is None:
            logger = values.get("_named_logger")
        if logger is None:
            import logging

            from sinch.core.log import LOGGER_NAME

            # kept, since every call asks, and `getLogger` takes a lock that an exception from outside could leave held
            logger = values["_named_logger"] = logging.getLogger(configuration.logger_name or LOGGER_NAME)
        return logger


class Configuration(ConfiguredOrigins):
    """All settings of a client. Values may be changed at any time; calls that start later use them.

    Change values that belong together with `update`. The `..._origin` values are the hosts, with `{region}`
    where the region stands.
    """

    project_id: str | None = _Value()  # type: ignore[assignment]
    key_id: str | None = _Value()  # type: ignore[assignment]
    key_secret: str | None = _Value()  # type: ignore[assignment]
    service_plan_id: str | None = _Value()  # type: ignore[assignment]
    sms_api_token: str | None = _Value()  # type: ignore[assignment]
    application_key: str | None = _Value()  # type: ignore[assignment]
    application_secret: str | None = _Value()  # type: ignore[assignment]
    sms_region: str | None = _Value()  # type: ignore[assignment]
    conversation_region: str | None = _Value()  # type: ignore[assignment]
    voice_region: str | None = _Value()  # type: ignore[assignment]
    transport: Transport | None = _Value()  # type: ignore[assignment]
    """The transport in use; None until the first call makes the default one. Assign your own at any time."""
    logger: logging.Logger = _Logger()  # type: ignore[assignment]
    """Where exchanges are logged, at level DEBUG."""
    logger_name: str | None = _Value()  # type: ignore[assignment]
    """The name of the logger where none is given; "Sinch" by default."""
    version: int
    """A number that goes up with every change."""
    _accounts: dict[tuple[str | None, ...], Account]
    _client: Callable[[], BaseClient[Any] | None]

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(dict.fromkeys((*_ACCOUNT, *_OTHERS)), **ORIGINS, _accounts={}, _client=_nobody)
        given = {name: value for name, value in values.items() if value is not None}
        found = {name: os.environ[f"SINCH_{name.upper()}"] for name in (*_ACCOUNT, *ORIGINS) if _in_environment(name)}
        if not given.keys().isdisjoint(_PROJECT_CREDENTIALS) and given.keys().isdisjoint(_PLAN_CREDENTIALS):
            # a service plan of the environment must not win over the project that the program names
            found = {name: value for name, value in found.items() if name not in _PLAN_CREDENTIALS}
        self.update(**{**found, **given})

    def __setattr__(self, name: str, value: Any) -> None:
        if not isinstance(getattr(type(self), name, None), _Value):
            from sinch.compat.client import write_configuration

            if write_configuration(self, self._client(), name, value):
                return
            raise AttributeError(f"the configuration has no {name!r}; it has {', '.join(self._settable())}")
        super().__setattr__(name, value)

    if not TYPE_CHECKING:  # so that type checkers still report unknown names

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(f"the configuration has no {name!r}")
            from sinch.compat.client import read_configuration

            return read_configuration(self, self._client(), name)

    def _belongs_to(self, client: BaseClient[Any]) -> None:
        """Take note of the client that it was made for."""
        self.__dict__["_client"] = ref(client)

    def update(self, **values: Any) -> None:
        """Change several values at once: no call ever sees a part of them, such as a new key with the old secret.

        Raises:
            ConfigurationError: one of the values is not valid; none was changed.

        """
        for name in values:
            if not isinstance(getattr(type(self), name, None), _Value):
                raise AttributeError(f"the configuration has no {name!r}; it has {', '.join(self._settable())}")
        checked = {name: _checked(name, value) for name, value in values.items()}
        if "logger_name" in checked:
            checked["_named_logger"] = None
        self.__dict__.update(checked, version=next(_versions))  # in one step, which no other thread sees half done

    def with_application(self, application_key: str | None, application_secret: str | None) -> Configuration:
        """Return a copy for another application that shares transport and tokens with this one.

        Raises:
            ConfigurationError: one of the two is not valid.

        """
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.update(application_key=application_key, application_secret=application_secret)
        return other

    def snapshot(self) -> Mapping[str, Any]:
        """Return all values as they are together at this moment."""
        return self.__dict__.copy()

    def require(self, values: Mapping[str, Any], names: list[str], reason: str) -> list[str]:
        """Return values of a snapshot that must be there.

        Raises:
            ConfigurationError: some are not set; the message names them all and says how to set them.

        """
        missing = [name for name in dict.fromkeys(names) if not values[name]]
        if missing:
            what = f"{missing[0]} is" if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]} are"
            arguments = ", ".join(f"{name}=..." for name in missing)
            hints = "; ".join(f"{name}: {_HINTS[name]}" for name in missing)
            variables = ", ".join(f"SINCH_{name.upper()}" for name in missing)
            raise ConfigurationError(
                f"{what} not set, but needed for {reason}: pass SinchClient({arguments}) ({hints}), "
                f"set {', '.join(f'sinch_client.configuration.{name}' for name in missing)}, "
                f"or set {variables} in the environment"
            )
        return [values[name] for name in names]

    def account(self, values: Mapping[str, Any]) -> Account:
        """Return the account of a snapshot: the same object while it does not change, so that it keeps its token."""
        from sinch.core.auth import Account
        from sinch.core.service import Service

        key = _account_key(values)
        account = self._accounts.get(key)
        if account is None:
            account = Account(Service(values["auth_origin"]), values["key_id"], values["key_secret"])
            account = self._accounts.setdefault(key, account)
        current = _account_key(self.snapshot())
        for old in list(self._accounts):
            if old != current:  # replaced; by whichever thread was last, the older ones included
                self._accounts.pop(old, None)
        return account

    def region_hint(self, values: Mapping[str, Any], origin: str, region: str, known: Sequence[str]) -> str:
        """Return what to look at when the host of a region does not exist; nothing for a host of the user's own."""
        if values[origin] != ORIGINS[origin]:
            return ""
        return f"{region} is {values[region]!r}; the regions known there are {', '.join(known)}"

    def use_default_transport(self, make: Callable[[], Transport]) -> Transport:
        """Take a default transport into use, the same one for threads that start together, and return it."""
        transport: Transport = self.__dict__.get("_made_transport") or self.__dict__.setdefault(
            "_made_transport", make()
        )
        if self.transport is None:
            self.__dict__["transport"] = transport
        return transport

    @classmethod
    def _settable(cls) -> list[str]:
        return [*_ACCOUNT, *ORIGINS, *_OTHERS]

    def __repr__(self) -> str:
        values = self.snapshot()
        shown = [
            f"{name}={values[name]!r}" if name in REGIONS else f"{name}='***'"
            for name in _ACCOUNT
            if values[name] is not None
        ]
        return f"Configuration({', '.join(shown)})"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _accounts={}, _client=_nobody)


for _name in ORIGINS:
    _value = _Value()
    _value.__set_name__(Configuration, _name)
    setattr(Configuration, _name, _value)


def _nobody() -> None:
    return None


def _account_key(values: Mapping[str, Any]) -> tuple[str | None, ...]:
    return values["auth_origin"], values["key_id"], values["key_secret"]


def _in_environment(name: str) -> bool:
    return f"SINCH_{name.upper()}" in os.environ


def _checked(name: str, value: Any) -> Any:
    """Return a value as it is kept. Raises ConfigurationError."""
    if name == "transport" and value is not None and not (hasattr(value, "send") and hasattr(value, "name")):
        raise ConfigurationError("transport must have a name, and send requests, as sinch.core.http.Transport says")
    if name in ("transport", "logger"):
        return value
    value = getattr(value, "value", value)  # of an enum's member
    if value is not None and not isinstance(value, str):
        raise ConfigurationError(f"{name} must be a string, not {type(value).__name__}")
    value = (value or "").strip() or None
    if name == "logger_name":
        return value
    if name in ORIGINS:
        if value is not None:
            _warn_of_plain_http(name, value)
        return value or ORIGINS[name]
    if value is None:
        return None
    if name in REGIONS:
        return _region(name, value)
    if not value.isprintable():
        raise ConfigurationError(f"{name} must not hold line breaks or other control characters")
    if name == "application_key" and not (value.isascii() and not set(value) & set(" :")):
        raise ConfigurationError(f"{name} must be ASCII without spaces and colons, as a header carries it")
    if name == "sms_api_token" and not (value.isascii() and " " not in value):
        raise ConfigurationError(f"{name} must be ASCII without spaces, as a header carries it")
    return value


def _region(name: str, value: str) -> str:
    """Return a region in lower case; one that is not known passes, since there may be new ones."""
    value = value.lower()
    if not value.replace("-", "").isalnum():
        raise ConfigurationError(f'{name} must be a region such as "us", not {value!r}')
    if value not in REGIONS[name]:
        import warnings

        from sinch.core.call_sites import call_site

        warnings.warn(f"{name} {value!r} is unknown; known are {', '.join(REGIONS[name])}", stacklevel=call_site()[1])
    return value


def _warn_of_plain_http(name: str, origin: str) -> None:
    if not origin.startswith("http://"):
        return
    host = origin[7:].partition("/")[0]
    host = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    if host in ("localhost", "[::1]") or host.endswith(".localhost"):
        return
    if host.startswith("127.") and host.replace(".", "").isdigit():
        return
    import warnings

    from sinch.core.call_sites import call_site

    warnings.warn(f"{name} is plain http: anyone on the network can read the credentials", stacklevel=call_site()[1])

"""Configuration: credentials, regions and hosts of a client, from its constructor or the environment.

| value | environment |
|---|---|
| `project_id`, `key_id`, `key_secret` | `SINCH_PROJECT_ID`, `SINCH_KEY_ID`, `SINCH_KEY_SECRET` |
| `service_plan_id`, `sms_api_token` | `SINCH_SERVICE_PLAN_ID`, `SINCH_SMS_API_TOKEN` |
| `sms_region`, `conversation_region` | `SINCH_SMS_REGION`, `SINCH_CONVERSATION_REGION` |
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ConfigurationError

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from sinch.core.http import Transport
    from sinch.core.service import Service

_FROM_ENVIRONMENT = {
    "project_id": "SINCH_PROJECT_ID",
    "key_id": "SINCH_KEY_ID",
    "key_secret": "SINCH_KEY_SECRET",
    "service_plan_id": "SINCH_SERVICE_PLAN_ID",
    "sms_api_token": "SINCH_SMS_API_TOKEN",
    "sms_region": "SINCH_SMS_REGION",
    "conversation_region": "SINCH_CONVERSATION_REGION",
}
_KEY = {"project_id", "key_id", "key_secret"}
_PLAN = {"service_plan_id", "sms_api_token"}
_ORIGINS = {
    "auth_origin": "https://auth.sinch.com",
    "numbers_origin": "https://numbers.api.sinch.com",
    "number_lookup_origin": "https://lookup.api.sinch.com",
    "sms_origin": "https://zt.{region}.sms.api.sinch.com",
    "sms_origin_with_service_plan_id": "https://{region}.sms.api.sinch.com",
    "conversation_origin": "https://{region}.conversation.api.sinch.com",
}
_WHERE = {
    "sms_region": 'such as "us" or "eu"',
    "conversation_region": 'the region of your app: "us", "eu" or "br"',
    "project_id": "from the Sinch dashboard",
    "key_id": "an access key of the project",
    "key_secret": "the secret of that access key",
    "service_plan_id": "from the Sinch dashboard",
    "sms_api_token": "the API token of the service plan",
}


class Configuration:
    """Everything that a client needs to know. Values may be changed at any time; calls that start later use them.

    The `..._origin` values are the hosts, with `{region}` where the region stands.
    """

    project_id: str | None
    key_id: str | None
    key_secret: str | None
    service_plan_id: str | None
    sms_api_token: str | None
    sms_region: str | None
    conversation_region: str | None
    auth_origin: str
    numbers_origin: str
    number_lookup_origin: str
    sms_origin: str
    sms_origin_with_service_plan_id: str
    conversation_origin: str
    transport: Transport | None
    """The transport in use; None until the first call makes the default one. Assign your own at any time."""
    logger: logging.Logger | None
    version: int
    """Goes up with every change."""
    _known_token_service: tuple[int, tuple[Service, str, str]] | None = None

    def __init__(self, **values: Any) -> None:
        put = self.__dict__.__setitem__
        for name in (*_FROM_ENVIRONMENT, *_ORIGINS, "transport", "logger"):
            put(name, None)
        put("version", 0)
        given = {name: value for name, value in values.items() if value is not None}
        for name, variable in _FROM_ENVIRONMENT.items():
            # a service plan of the environment must not win over the project that the program names
            unwanted = name in _PLAN and _KEY & given.keys() and not _PLAN & given.keys()
            setattr(self, name, given[name] if name in given else None if unwanted else os.environ.get(variable))
            values.pop(name, None)
        for name, default in _ORIGINS.items():
            setattr(self, name, values.pop(name, None) or default)
        for name, value in values.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.__dict__ or name == "version":
            known = ", ".join((*_FROM_ENVIRONMENT, *_ORIGINS, "transport", "logger"))
            raise AttributeError(f"the configuration has no {name!r}; it has {known}")
        if name in _FROM_ENVIRONMENT or name in _ORIGINS:
            value = getattr(value, "value", value)  # a region's enum member
            if value is not None and not isinstance(value, str):
                raise ConfigurationError(f"{name} must be a string, not {type(value).__name__}")
            value = (value or "").strip() or None
            if name in _ORIGINS:
                value = value or _ORIGINS[name]
            elif name.endswith("_region") and value is not None and not value.replace("-", "").isalnum():
                raise ConfigurationError(f'{name} must be a region such as "us", not {value!r}')
            elif value is not None and not value.isprintable():
                raise ConfigurationError(f"{name} must not hold line breaks or other control characters")
            elif value is not None and name == "sms_api_token" and not (value.isascii() and " " not in value):
                raise ConfigurationError(f"{name} must be ASCII without spaces, as a header carries it")
        self.__dict__[name] = value
        self.__dict__["version"] += 1

    def require(self, name: str, reason: str) -> str:
        """Return a value that must be there. Raises ConfigurationError, saying how to set it."""
        value: str | None = getattr(self, name)
        if not value:
            raise ConfigurationError(
                f"{name} is not set, but needed for {reason}: pass SinchClient({name}=...) ({_WHERE[name]}), "
                f"set sinch_client.configuration.{name}, or set {_FROM_ENVIRONMENT[name]} in the environment"
            )
        return value

    def require_key(self, reason: str) -> str:
        """Return the project id after making sure that the access key is there too."""
        self.require("key_id", reason)
        self.require("key_secret", reason)
        return self.require("project_id", reason)

    def origin(self, name: str, region: str | None = None) -> str:
        """Return a host, its region filled in. Raises ConfigurationError when the region is needed and not set."""
        template: str = getattr(self, name)
        if "{region}" in template:
            if region is None:
                raise ConfigurationError(f"{name} has a {{region}}, but the product has no regions")
            template = template.replace("{region}", self.require(region, f"{template}"))
        return template

    def token_service(self) -> tuple[Service, str, str]:
        """Return where tokens come from, the key id and the key secret."""
        known = self._known_token_service
        if known is None or known[0] != self.version:
            from sinch.core.service import Service

            reason = "a project's access key"
            account = (
                Service(self.origin("auth_origin")),
                self.require("key_id", reason),
                self.require("key_secret", reason),
            )
            known = self.__dict__["_known_token_service"] = self.version, account
        return known[1]

    def use_default_transport(self, make: Callable[[], Transport]) -> Transport:
        """Take a default transport into use, the same one for threads that start together, and return it."""
        transport: Transport = self.__dict__.setdefault("_default_transport", make())
        self.transport = transport
        return transport

    def __repr__(self) -> str:
        shown = []
        for name in _FROM_ENVIRONMENT:
            value = getattr(self, name)
            if value is not None:
                shown.append(f"{name}={value!r}" if name.endswith("_region") else f"{name}='***'")
        return f"Configuration({', '.join(shown)})"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

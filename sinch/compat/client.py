"""What clients of 2.x had more than those of today: positional arguments, `authentication`, values of configuration.

Where a value has another name today, reading or setting it warns with that name.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sinch.client import SinchClient
from sinch.compat.authentication import Authentication, TokenManager
from sinch.core.retry import RetryConfiguration
from sinch.core.suggestions import read_missing

if TYPE_CHECKING:
    from sinch.base_client import BaseClient
    from sinch.configuration import Configuration

_ARGUMENTS = (
    *("key_id", "key_secret", "project_id", "logger_name", "logger", "service_plan_id", "sms_api_token"),
    *("sms_region", "conversation_region", "voice_region", "transform_kwargs_casing", "retry_configuration"),
)
"""Of `SinchClient`, in the order of 2.x."""
_RENAMED = {
    "sms_region_with_service_plan_id": "sms_region",
    "sms_domain": "sms_origin",
    "sms_domain_with_service_plan_id": "sms_origin_with_service_plan_id",
    "conversation_domain": "conversation_origin",
}
"""Values of the configuration, and what they are called today."""


def by_keyword(where: str, values: Sequence[Any], keywords: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a client as they are today, of which some were given by position.

    Raises:
        TypeError: there are too many, or some were given twice.

    """
    if len(values) > len(_ARGUMENTS):
        raise TypeError(f"{where} takes keyword arguments, and by position at most {len(_ARGUMENTS)} as in sinch 2.x")
    given = dict(zip(_ARGUMENTS, values, strict=False))
    for name in given.keys() & keywords.keys():
        raise TypeError(f"{where} got multiple values for argument {name!r}")
    if given:
        written = ", ".join(f"{name}=..." for name in given)
        text = f"positional arguments are of sinch 2.x: write {where}({written})"
        warnings.warn(text, DeprecationWarning, stacklevel=3)
    return {**keywords, **{name: value for name, value in given.items() if value is not None}}


def read_client(client: SinchClient, name: str) -> Any:
    """Return an attribute of a client of 2.x. Raises AttributeError."""
    if name == "authentication":
        return Authentication(client)
    return read_missing(client, name)


def read_configuration(configuration: Configuration, client: BaseClient[Any] | None, name: str) -> Any:
    """Return a value of the configuration of 2.x. Raises AttributeError."""
    if name in _RENAMED:
        _warn(name, _RENAMED[name])
        return getattr(configuration, _RENAMED[name])
    if name == "authentication_method":
        if configuration.service_plan_id and configuration.sms_api_token:
            return "sms_auth"
        return "project_auth" if configuration.project_id else None
    if client is not None:
        if name == "connection_timeout":
            return client._settings.read_timeout
        if name == "retry_configuration":
            return client._retry_configuration or RetryConfiguration()
        if name == "token_manager" and isinstance(client, SinchClient):
            return TokenManager(client)
    return read_missing(configuration, name)


def write_configuration(configuration: Configuration, client: BaseClient[Any] | None, name: str, value: Any) -> bool:
    """Set a value of the configuration of 2.x; return whether there is such a one."""
    if name in _RENAMED:
        _warn(name, _RENAMED[name])
        text = value.replace("{}", "{region}") if isinstance(value, str) else value
        configuration.update(**{_RENAMED[name]: text})
        return True
    if client is None:
        return False
    if name == "connection_timeout":
        connect, read = value if isinstance(value, tuple) else (value, value)
        _warn(name, "SinchClient(connect_timeout=..., read_timeout=...)")
        client._change_settings(connect_timeout=connect, read_timeout=read)
        client._change_settings(timeout=max(client._settings.timeout, connect + read))
    elif name == "retry_configuration":
        _warn(name, "SinchClient(retry_configuration=...)")
        client._change_settings(max_retries=value.max_retries, retry_configuration=value)
    else:
        return False
    return True


def _warn(name: str, today: str) -> None:
    warnings.warn(f"configuration.{name} is of sinch 2.x: use {today}", DeprecationWarning, stacklevel=4)

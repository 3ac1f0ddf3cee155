"""Tokens as programs of 2.x handle them: `client.authentication` and `client.configuration.token_manager`."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from sinch.core.auth import Account, Token
from sinch.core.exceptions import ConfigurationError

if TYPE_CHECKING:
    from sinch.client import SinchClient
    from sinch.core.auth import TokenStore


@dataclass
class OAuthToken:
    """A token of an access key."""

    access_token: str
    expires_in: int
    """Seconds."""
    scope: str = ""
    token_type: str = "bearer"

    def __repr__(self) -> str:
        return f"OAuthToken('***', expires_in={self.expires_in})"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary."""
        return asdict(self)


class TokenState(Enum):
    """Whether there is a token."""

    VALID = "VALID"
    INVALID = "INVALID"
    EXPIRED = "EXPIRED"


class TokenManager:
    """The token of a client's access key, which all its calls share."""

    def __init__(self, sinch: SinchClient) -> None:
        self.sinch = sinch

    @property
    def token(self) -> OAuthToken | None:
        """The token that the next call will use; None if it will fetch one."""
        token = self._store().get(time.monotonic())
        return None if token is None else OAuthToken(str(token.value), int(token.expires_at - time.monotonic()))

    @property
    def token_state(self) -> TokenState:
        """Whether there is a token."""
        return TokenState.INVALID if self.token is None else TokenState.VALID

    def get_auth_token(self) -> OAuthToken:
        """Return the token, fetching one if there is none.

        Raises:
            ConfigurationError: `key_id` or `key_secret` is not set.
            AuthenticationError: they were rejected.

        """
        return self._fetched(None)

    def refresh_auth_token(self, used_token: str) -> OAuthToken:
        """Return a token other than the one that was rejected as expired."""
        return self._fetched(used_token)

    def set_auth_token(self, token: dict[str, Any]) -> None:
        """Use a token that was fetched elsewhere.

        Args:
            token: its `access_token`, `expires_in` (seconds), `scope` and `token_type`.

        Raises:
            ConfigurationError: it is not such a dictionary.

        """
        try:
            given = OAuthToken(**token)
            kept = Token.lasting(given.access_token, float(given.expires_in), time.monotonic())
        except (TypeError, ValueError):
            raise ConfigurationError(
                "a token is a dictionary of access_token, expires_in, scope and token_type"
            ) from None
        self._store().put(kept)

    def _account(self) -> Account:
        configuration = self.sinch.configuration
        values = configuration.snapshot()
        configuration.require(values, ["key_id", "key_secret"], "a token")
        return configuration.account(values)

    def _store(self) -> TokenStore:
        return self.sinch.session.provider(self._account()).store

    def _fetched(self, rejected: str | None) -> OAuthToken:
        account = self._account()
        value = self.sinch.session.token(account, rejected)
        token = self.sinch.session.provider(account).store.get(time.monotonic())
        return OAuthToken(value, 0 if token is None else int(token.expires_at - time.monotonic()))


class Authentication:
    """`client.authentication` of 2.x."""

    def __init__(self, sinch: SinchClient) -> None:
        self.sinch = sinch

    def get_auth_token(self) -> OAuthToken:
        """Return the token of the client, fetching one if there is none."""
        return TokenManager(self.sinch).get_auth_token()

    def set_auth_token(self, token: dict[str, Any]) -> None:
        """Use a token that was fetched elsewhere."""
        TokenManager(self.sinch).set_auth_token(token)

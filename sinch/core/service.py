"""Services: where a product is, how to sign in to it, and what stands in its paths; as data, and as configured."""

from __future__ import annotations

from sinch.core.exceptions import ConfigurationError
from sinch.core.lazy import lazy_getattr
from sinch.core.urls import encode_segment, split_origin

TYPE_CHECKING = not __name__  # false; type checkers treat it as true, and tools for completion must not know
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, Protocol

    from sinch.core.auth import Account, Auth
    from sinch.core.exceptions import APIError
    from sinch.core.http import HTTPResponse, TransportFailure
    from sinch.core.signing import SignatureScheme as SignatureScheme

    class Configured(Protocol):
        """What a service asks of the configuration of a client."""

        @property
        def version(self) -> int:
            """A number that goes up with every change."""
            ...

        def snapshot(self) -> Mapping[str, Any]:
            """Return all values as they are together at this moment."""
            ...

        def require(self, values: Mapping[str, Any], names: list[str], reason: str) -> list[str]:
            """Return values of a snapshot that must be there. Raises ConfigurationError, naming what is missing."""
            ...

        def account(self, values: Mapping[str, Any]) -> Account:
            """Return the account of a snapshot; the same object for as long as it does not change."""
            ...

        def region_hint(self, values: Mapping[str, Any], origin: str, region: str, known: Sequence[str]) -> str:
            """Return what to look at when the host of a region does not exist; nothing for a host of the user's own."""
            ...
else:
    __getattr__ = lazy_getattr(__name__, {"SignatureScheme": "sinch.core.signing"})  # for products that sign


class Service:
    """A product as the configuration has it at the moment of a call; immutable.

    Args:
        origin: `https://host[:port]`, with a path prefix if the API lies below one.
        bound: path values from the configuration, by the name that stands in braces in the templates.
        auth: how requests are signed in; None where anybody may call.
        errors: the product's own exception for each status exception of the core.
        hint: what to look at when the name of the host is not known.
        literal_plus: whether a `+` stands as itself in paths: where they are signed, it is not said whether as sent or
            as decoded, which so are the same.
        never_repeated: codes of errors that are not repeated, although others with their status are.

    """

    __slots__ = ("auth", "bound", "errors", "hint", "literal_plus", "never_repeated", "origin", "prefix")
    origin: str
    prefix: str

    def __init__(
        self,
        origin: str,
        *,
        bound: Mapping[str, str] | None = None,
        auth: Auth | None = None,
        errors: Mapping[type[APIError], type[APIError]] | None = None,
        hint: str = "",
        literal_plus: bool = False,
        never_repeated: Sequence[str] = (),
    ) -> None:
        self.never_repeated: Sequence[str] = never_repeated
        self.hint: str = hint
        self.literal_plus: bool = literal_plus
        self.origin, self.prefix = split_origin(origin)
        self.bound: dict[str, str] = {
            f"{{{name}}}": encode_segment(name, value) for name, value in (bound or {}).items()
        }
        self.auth: Auth | None = auth
        self.errors: Mapping[type[APIError], type[APIError]] = errors or {}

    def allows_repeating(self, outcome: HTTPResponse | TransportFailure) -> bool:
        """Return whether what came of an attempt may be repeated, as far as its code says."""
        if not self.never_repeated:
            return True
        from sinch.core.response import explain

        return str(explain(getattr(outcome, "body", None))[0]) not in self.never_repeated

    def __repr__(self) -> str:
        return f"Service({self.origin}{self.prefix})"


class ServiceDefinition:
    """What never changes about a service; generated from its spec. It equals its copies, such as unpickled ones.

    Args:
        title: what the product is called in messages.
        origin: the name of its host in the configuration.
        region: the name of its region in the configuration, where the host has one.
        regions: those that are known; there may be others.
        spellings: what the configuration may say instead of regions.
        worldwide: whether the host without a region serves all of them, so that none has to be chosen.
        bound: for each path parameter that the configuration fills in, the name of the value there.
        auth: "project" for tokens of the access key, "token" for a token that does not expire, "signed" for signatures
            with the secret of an application, "basic" for its key and secret themselves.
        token: the name of that token in the configuration.
        signature: how requests are signed, if they are.
        errors: the product's own exception for each status exception of the core.
        never_repeated: codes of errors that are not repeated, although others with their status are.

    """

    __slots__ = (
        "auth",
        "bound",
        "errors",
        "never_repeated",
        "origin",
        "region",
        "regions",
        "signature",
        "spellings",
        "title",
        "token",
        "worldwide",
    )

    def __init__(
        self,
        title: str,
        *,
        origin: str,
        region: str | None = None,
        regions: Sequence[str] = (),
        spellings: Mapping[str, str] | None = None,
        worldwide: bool = False,
        bound: Mapping[str, str] | None = None,
        auth: Literal["project", "token", "signed", "basic"] = "project",
        token: str | None = None,
        signature: SignatureScheme | None = None,
        errors: Mapping[type[APIError], type[APIError]],
        never_repeated: Sequence[str] = (),
    ) -> None:
        self.title: str = title
        self.origin: str = origin
        self.region: str | None = region
        self.regions: Sequence[str] = regions
        self.spellings: Mapping[str, str] = spellings or {}
        self.worldwide: bool = worldwide
        self.bound: Mapping[str, str] = bound or {}
        self.auth: Literal["project", "token", "signed", "basic"] = auth
        self.token: str | None = token
        self.signature: SignatureScheme | None = signature
        self.errors: Mapping[type[APIError], type[APIError]] = errors
        self.never_repeated: Sequence[str] = never_repeated

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServiceDefinition) and self._state() == other._state()

    def __hash__(self) -> int:
        return hash(self.origin)

    def _state(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def address(self, origin: str, region: str | None) -> str:
        """Return an address with the region in its place; without one, with what sets it apart removed as well."""
        if not region:
            return origin.replace("-{region}", "").replace("{region}.", "")
        return origin.replace("{region}", self.spellings.get(region, region))

    def configured(self, configuration: Configured) -> Service:
        """Return the service as it is configured now. Raises ConfigurationError, naming all that is missing."""
        values = configuration.snapshot()
        origin: str = values[self.origin]
        hint = ""
        credentials = _CREDENTIALS.get(self.auth) or [self.token or ""]
        needed = [*self.bound.values(), *credentials]
        if "{region}" in origin:
            if self.region is None:
                raise ConfigurationError(f"{self.origin} has a {{region}}, but {self.title} has no regions")
            if not self.worldwide or values[self.region]:
                needed.append(self.region)
                hint = configuration.region_hint(values, self.origin, self.region, self.regions)
        found = dict(zip(needed, configuration.require(values, needed, self.title), strict=True))
        auth = self._auth(configuration, values, [found[name] for name in credentials])
        if auth is None:
            values = found = {}  # no frame of the exception has them
            raise ConfigurationError(
                f"application_secret, which is needed for {self.title}, must be Base64: "
                "copy it from the Sinch dashboard as it stands there"
            )
        return Service(
            self.address(origin, found.get(self.region or "")),
            bound={name: found[value] for name, value in self.bound.items()},
            auth=auth,
            errors=self.errors,
            hint=hint,
            literal_plus=self.auth in _OF_APPLICATION,
            never_repeated=self.never_repeated,
        )

    def _auth(self, configuration: Configured, values: Mapping[str, Any], credentials: list[str]) -> Auth | None:
        """Return how requests are signed in; None if the secret cannot be one."""
        from sinch.core.auth import BasicAuth, BearerAuth, SignedAuth, TokenAuth

        if self.auth == "project":
            return BearerAuth(configuration.account(values))
        if self.auth == "token":
            return TokenAuth(credentials[0])
        key, secret = credentials
        if self.signature is None:
            return BasicAuth(key, secret)
        keyed = self.signature.keyed(secret)
        return None if keyed is None else SignedAuth(key, keyed, secret, self.signature)


_OF_APPLICATION = ("signed", "basic")
_CREDENTIALS = {
    "project": ["key_id", "key_secret"],
    "signed": ["application_key", "application_secret"],
    "basic": ["application_key", "application_secret"],
}
"""The names in the configuration of what signs in."""

"""Signatures: what of an event or a request is signed, and how, as its spec says."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64

TYPE_CHECKING = not __name__  # false; type checkers treat it as true, and tools for completion must not know
if TYPE_CHECKING:
    import hmac
    from collections.abc import Mapping
    from typing import Literal

_PARTS = ("body", "content_md5", "nonce", "timestamp", "method", "path", "content_type")
_BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
"""Compiled at the first use: the products load this module."""


class SignatureScheme:
    """How a product signs its events, or has requests signed; generated from its spec.

    Args:
        headers: the names of the headers by what they hold: signature, nonce, timestamp, algorithm.
        signed: what is signed, with its parts in braces: body or content_md5, nonce, timestamp, and of the request
            method, path and content_type.
        algorithm: such as "hmac-sha256".
        encoding: how the digest is written: "base64" or "hex".
        secret: what the key is of the text of a secret: its bytes ("text"), or what it stands for ("base64").
        scheme: the word before the signature in its header, where that is `<scheme> <key>:<signature>`.

    """

    __slots__ = (
        "algorithm",
        "encoding",
        "headers",
        "lookup",
        "name",
        "of_request",
        "required",
        "scheme",
        "secret",
        "signed",
    )

    def __init__(
        self,
        *,
        headers: Mapping[str, str],
        signed: str,
        algorithm: str,
        encoding: Literal["base64", "hex"],
        secret: Literal["text", "base64"] = "text",
        scheme: str | None = None,
    ) -> None:
        self.headers: dict[str, str] = dict(headers)
        self.lookup: list[tuple[str, str, str]] = [
            (role, name.lower(), "http_" + name.lower().replace("-", "_")) for role, name in headers.items()
        ]
        """What each header holds, its name in lower case, and its name in the environment of WSGI."""
        self.required: frozenset[str] = frozenset(headers) - {"algorithm"}
        """What must be there for a signature to be valid."""
        self.of_request: bool = "{path}" in signed
        """Whether more is signed than body, nonce and time stamp."""
        signed = signed.replace("%", "%%")
        for part in _PARTS:
            signed = signed.replace(f"{{{part}}}", f"%({part})s")
        self.signed: bytes = signed.encode()
        self.algorithm: str = algorithm.removeprefix("hmac-")
        self.name: str = f"Hmac{self.algorithm.upper()}"
        """What the algorithm is called in a header."""
        self.encoding: Literal["base64", "hex"] = encoding
        self.secret: Literal["text", "base64"] = secret
        self.scheme: str | None = scheme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SignatureScheme) and all(
            getattr(self, name) == getattr(other, name) for name in self.__slots__
        )

    def __hash__(self) -> int:
        return hash(self.signed)

    def keyed(self, secret: str) -> hmac.HMAC | None:
        """Return a MAC that has the key of a secret and nothing else in it; None for what cannot be one."""
        import hmac
        import re

        key = to_bytes(secret)
        if self.secret == "base64":
            if not secret or not re.fullmatch(_BASE64, secret):
                return None
            key = a2b_base64(secret)
        return hmac.new(key, digestmod=self.algorithm)

    def compute(
        self,
        keyed: hmac.HMAC,
        body: str | bytes,
        nonce: str = "",
        timestamp: str = "",
        *,
        method: str = "",
        path: str = "",
        content_type: str = "",
    ) -> str:
        """Return the signature of an event or a request under a MAC that has the key and nothing else in it."""
        parts = {b"body": to_bytes(body), b"nonce": to_bytes(nonce), b"timestamp": to_bytes(timestamp)}
        if self.of_request:
            parts |= {
                b"method": to_bytes(method),
                b"path": to_bytes(path),
                b"content_type": to_bytes(content_type),
                b"content_md5": _md5(parts[b"body"]),
            }
        mac = keyed.copy()
        mac.update(self.signed % parts)
        digest = mac.digest()
        return digest.hex() if self.encoding == "hex" else b2a_base64(digest, newline=False).decode("ascii")


def _md5(body: bytes) -> bytes:
    """Return the digest of a body as Content-MD5 has it; nothing for an empty one."""
    if not body:
        return b""
    import hashlib

    return b2a_base64(hashlib.md5(body, usedforsecurity=False).digest(), newline=False)


def to_bytes(text: str | bytes) -> bytes:
    """Return what of a text is signed."""
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text

"""TLS as a layer of bytes: `ssl` without sockets, so that what leaves and when is decided by the connection."""

from __future__ import annotations

import ssl

from sinch.core.tls import tls_context

_RECORD = 16 * 1024
"""Bytes of content in the longest record."""


class TlsLayer:
    """One TLS session. What goes out waits in `outgoing` to be taken."""

    __slots__ = ("_incoming", "_object", "_outgoing", "ended", "handshaking")

    def __init__(self, context: ssl.SSLContext, hostname: str) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)
        self.handshaking: bool = True
        self.ended: bool = False
        """Whether the other side said that nothing more comes."""

    def start(self) -> None:
        """Begin the handshake."""
        self._shake()

    def _shake(self) -> None:
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return
        self.handshaking = False

    def decrypt(self, data: bytes) -> bytes:
        """Take bytes of the other side in; return the content that they hold. Raises ssl.SSLError."""
        incoming, session = self._incoming, self._object
        incoming.write(data)
        if self.handshaking:
            self._shake()
            if self.handshaking:
                return b""
        parts = []
        try:
            # asking once more costs an exception, so only where something is left
            while incoming.pending or session.pending():
                part = session.read(_RECORD)
                if not part:
                    self.ended = True
                    break
                parts.append(part)
        except ssl.SSLWantReadError:
            pass
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def encrypt(self, data: bytes) -> bytes:
        """Return what must go out for this content to arrive."""
        self._object.write(data)
        return self._outgoing.read()

    def outgoing(self) -> bytes:
        """Return what must go out for the session itself."""
        return self._outgoing.read() if self._outgoing.pending else b""

    def end(self) -> None:
        """Say that nothing more comes."""
        try:
            self._object.unwrap()
        except ssl.SSLError:
            pass  # it waits for the other side to say so too, which nobody needs to hear


def context_for(ca_certs: str | None, own: ssl.SSLContext | None) -> ssl.SSLContext:
    """Return the context to verify servers with: the user's own, or the process's one for these certificates."""
    if own is not None:
        return own
    context = tls_context(ca_certs)
    context.set_alpn_protocols(["http/1.1"])
    return context

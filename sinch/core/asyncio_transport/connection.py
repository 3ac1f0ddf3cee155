"""One connection: a socket under an asyncio transport, TLS as layers above it, one exchange at a time.

asyncio reads, waits and closes. The first piece of a request goes to the socket itself, in the statement after the
deadline was looked at: a transport may write later (uvloop does, at the end of a turn of its loop), and it does not
tell whether the system took a byte. Whatever does not fit then is left to the transport.

Nothing here raises for what a server does. An exchange, a handshake and a tunnel are futures whose result is None or
the problem.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from time import monotonic
from typing import Any, Protocol, TypeAlias

from sinch.core.asyncio_transport.failures import Broken, Malformed, Problem
from sinch.core.asyncio_transport.response import ResponseReader
from sinch.core.asyncio_transport.settings import Settings
from sinch.core.asyncio_transport.tls import TlsLayer
from sinch.core.content import ContentError

Outcome: TypeAlias = "asyncio.Future[Exception | None]"
_FOREVER = float("inf")
_CHUNK = 64 * 1024


class Reader(Protocol):
    """Takes in what arrives."""

    def feed(self, data: bytes) -> bool:
        """Take bytes in; tell whether that is all. Raises Problem and ContentError."""
        ...

    def end(self, *, orderly: bool) -> Exception | None:
        """Take the end of the connection in; return what is wrong with it."""
        ...


class _NoReader:
    """While a handshake is made, in which no content may arrive."""

    def feed(self, data: bytes) -> bool:
        if data:
            raise Malformed
        return False

    def end(self, *, orderly: bool) -> Exception | None:
        return ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "the connection ended in the handshake")


_HANDSHAKE = _NoReader()


class Connection(asyncio.Protocol):
    """A connection that belongs to one loop, and to one exchange or to the pool."""

    __slots__ = (
        "_closed",
        "_deadline",
        "_heard",
        "_idle_timeout",
        "_layers",
        "_loop",
        "_outcome",
        "_patience",
        "_reader",
        "_socket",
        "_timer",
        "_timer_due",
        "_transport",
        "epoch",
        "response",
        "reusable",
        "sent",
    )

    def __init__(self, loop: asyncio.AbstractEventLoop, sock: socket.socket, settings: Settings) -> None:
        self._loop = loop
        self._socket = sock
        self._idle_timeout = settings.idle_timeout
        self.response: ResponseReader = ResponseReader(settings.max_response_size, settings.max_error_size)
        self.epoch: int = 0
        """Of the pool, when it was opened; the pool closes those of an earlier one."""
        self.sent: bool = False
        """Whether the server may have seen a byte of the request."""
        self.reusable: bool = False
        """Whether the last exchange left it such that another can follow."""
        self._layers: list[TlsLayer] = []
        self._reader: Reader = self.response
        self._transport: Any = None
        self._outcome: Outcome | None = None
        self._closed = False
        self._heard = 0.0
        self._deadline = self._patience = _FOREVER
        self._timer: asyncio.TimerHandle | None = None
        self._timer_due = _FOREVER

    # exchanges

    def exchange(self, data: bytes, method: str, deadline: float | None, read_timeout: float) -> Outcome:
        """Send a request, and return the future of its outcome; the response is then in `response`."""
        self.sent = self.reusable = False
        outcome = self._wait(self.response, _FOREVER if deadline is None else deadline, read_timeout)
        if self._closed:
            return outcome
        self.response.begin(method)
        self._arm(min(self._deadline, self._heard + read_timeout))
        problem: Exception | None = None
        try:
            for layer in reversed(self._layers):
                data = layer.encrypt(data)
            self.sent = True
            if self._transport.get_write_buffer_size():  # what TLS had to say is not out yet
                problem = Broken()
            elif monotonic() < self._deadline:
                count = self._socket.send(data)
                if count < len(data):
                    self._transport.write(memoryview(data)[count:])
                return outcome
        except ssl.SSLError:
            problem = Broken()
        except OSError as error:
            problem = error
        self.sent = False  # the system took nothing
        self._finish(problem or TimeoutError())
        self.abort()
        return outcome

    def secure(self, context: ssl.SSLContext, hostname: str, deadline: float) -> Outcome:
        """Make the handshake of TLS, within what TLS there is already."""
        outcome = self._wait(_HANDSHAKE, deadline, _FOREVER)
        if self._closed:
            return outcome
        try:
            layer = TlsLayer(context, hostname)
            layer.start()
        except ssl.SSLError as error:
            self._finish(error)
            return outcome
        except ValueError as error:  # of a name that no certificate can have
            self._finish(ssl.SSLError(str(error)))
            return outcome
        self._layers.append(layer)
        self._flush()
        self._arm(deadline)
        return outcome

    def tunnel(self, data: bytes, reader: Reader, deadline: float) -> Outcome:
        """Ask a proxy for a tunnel."""
        outcome = self._wait(reader, deadline, _FOREVER)
        if self._closed:
            return outcome
        for layer in reversed(self._layers):
            data = layer.encrypt(data)
        self._write(data)
        self._arm(deadline)
        return outcome

    def _wait(self, reader: Reader, deadline: float, patience: float) -> Outcome:
        outcome = self._outcome = self._loop.create_future()
        self._reader = reader
        self._heard = monotonic()
        self._deadline, self._patience = deadline, patience
        if self._closed:
            self._finish(Broken())
        return outcome

    def _finish(self, problem: Exception | None) -> None:
        outcome, self._outcome = self._outcome, None
        if outcome is not None and not outcome.done():
            outcome.set_result(problem)

    # what arrives

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read."""
        if self._closed:
            return
        problem: Exception | None = None
        done = False
        try:
            if self._layers:
                data = self._decrypt(data)
            if self._outcome is None:
                if data:  # that nobody asked for
                    self.abort()
            else:
                self._heard = monotonic()
                if data:
                    done = self._reader.feed(data)
                elif self._reader is _HANDSHAKE:
                    done = not self._layers[-1].handshaking
        except (Problem, ContentError, ssl.SSLError) as error:
            problem, done = error, True
        if done:
            self._done(problem)
        for layer in self._layers:
            if layer.ended:
                self._ended(orderly=True)

    def _done(self, problem: Exception | None) -> None:
        self.reusable = (
            problem is None
            and self._reader is self.response
            and self.response.reusable
            and not self._transport.get_write_buffer_size()  # a server may respond to what it has not read
        )
        self._finish(problem.with_traceback(None) if problem is not None else None)
        if self.reusable:
            self._patience = self._idle_timeout
            self._deadline = _FOREVER
            self._arm(self._heard + self._idle_timeout)
        elif problem is not None or self._reader is self.response:
            self.abort()

    def _decrypt(self, data: bytes) -> bytes:
        try:
            for layer in self._layers:
                data = layer.decrypt(data)
        finally:
            self._flush()  # alerts, and what TLS itself has to say
        return data

    def _flush(self) -> None:
        for depth, layer in enumerate(self._layers):
            data = layer.outgoing()
            if data:
                for outer in reversed(self._layers[:depth]):
                    data = outer.encrypt(data)
                self._write(data)

    def _write(self, data: bytes) -> None:
        # past the transport, as requests go: one must not overtake the end of a handshake that waits in it
        count = 0
        if not self._transport.get_write_buffer_size() and not self._transport.is_closing():
            try:
                count = self._socket.send(data)
            except OSError:
                pass  # for the transport to find, and to report when it is lost
        if count < len(data):
            self._transport.write(memoryview(data)[count:])

    def eof_received(self) -> None:
        """Take the end of what arrives in. The transport closes itself then."""
        # of TLS, the end is to be said within it; else anyone on the way could have cut the rest off
        self._ended(orderly=not self._layers)

    def _ended(self, *, orderly: bool) -> None:
        if self._outcome is not None:
            self._done(self._reader.end(orderly=orderly))
        self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the loss of the connection in."""
        if self._outcome is not None:
            problem = self._reader.end(orderly=False)
            self._finish(exc if isinstance(exc, OSError) else problem)
        self._forget()

    def _drain(self) -> None:
        # what the system has for us already, though the loop has not come to it yet
        transport = self._transport
        try:
            while not self._closed and not transport.is_closing():
                data = self._socket.recv(_CHUNK)
                if not data:
                    self.eof_received()
                    return
                self.data_received(data)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._finish(error)
            self.abort()

    # time

    def _arm(self, due: float) -> None:
        # One timer serves exchange after exchange: it is only set anew where it would come too late.
        if due >= self._timer_due:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_due = due
        self._timer = self._loop.call_later(max(0.0, due - monotonic()), self._tick)

    def _tick(self) -> None:
        self._timer = None
        self._timer_due = _FOREVER
        due = min(self._deadline, self._heard + self._patience)
        if monotonic() >= due:
            if self._outcome is None:
                self.close()
                return
            self._drain()  # a response that arrived in time counts, though this loop was busy elsewhere
            due = min(self._deadline, self._heard + self._patience)
            if self._outcome is not None and monotonic() >= due:
                self._finish(TimeoutError())
                self.abort()
        if not self._closed:
            self._arm(due)

    # the end

    def fit(self) -> bool:
        """Tell whether another exchange can follow: not idle too long, not ended, and nothing arrived unasked."""
        if self._closed or not self.reusable or monotonic() - self._heard >= self._idle_timeout:
            return False
        self._drain()
        return not self._closed and not self._transport.is_closing()

    @property
    def closed(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._closed

    def close(self) -> None:
        """Close a connection on which nothing is under way."""
        if self._closed:
            return
        self._forget()
        if not self._transport.is_closing():
            for layer in reversed(self._layers):
                layer.end()
                self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close."""
        if not self._closed:
            self._forget()
            if self._transport is not None:
                self._transport.abort()

    def _forget(self) -> None:
        self._closed = True
        self.reusable = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def abandon(self) -> None:
        """Close the socket alone, without a word to the loop: of a parent process, or closed."""
        self._forget()
        self._socket.close()

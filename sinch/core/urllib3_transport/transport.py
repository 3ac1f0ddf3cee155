"""The pools of urllib3, and one exchange over them.

One pool per host, kept alive. urllib3 neither retries nor redirects here. Two things go beyond it: a deadline for the
whole exchange (a server that sends a byte now and then outlasts any socket timeout), and whether a failed request can
have reached the server (only a failure before the first byte was written is known to be harmless).

Through a proxy that is itself reached over TLS, the limits hold from byte to byte, not for the whole exchange.
"""

from __future__ import annotations

import logging
import os
import queue
import ssl
import sys
import threading
import time
from base64 import b64decode
from types import FrameType
from typing import Any
from urllib.parse import unquote

import urllib3
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ClosedPoolError,
    HTTPError,
)
from urllib3.response import HTTPResponse as Urllib3Response
from urllib3.util import Retry, Timeout, make_headers, parse_url

from sinch.core.content import MAX_ERROR_SIZE, MAX_RESPONSE_SIZE, TooLargeError, decode_content
from sinch.core.exceptions import ConfigurationError
from sinch.core.http import Headers, HTTPResponse, Request, TransportFailure, note_cancellation
from sinch.core.log import say_that_it_raised
from sinch.core.proxies import environment_proxy
from sinch.core.redact import Secret, redact
from sinch.core.urllib3_transport.connection import (
    DeadlineConnection,
    StaleConnectionError,
    connection_class,
    exchange,
)
from sinch.core.urllib3_transport.failures import is_of_the_system, origin_of, transport_failure, without_frames

_CHUNK = 64 * 1024


def _is_ours() -> bool:
    """Tell whether what is being logged comes from a pool of ours: from the innermost one in the frames above."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        pool = frame.f_locals.get("self")
        if isinstance(pool, HTTPConnectionPool):
            return isinstance(pool, _Pool)
        frame = frame.f_back
    return False


class _OwnRecords(logging.Filter):
    """Keeps personal data and identifiers out of what urllib3 logs of our exchanges, and of those alone.

    What is left of such a record goes to the other filters and to the handlers as a copy, and what these raise goes no
    further: it must not hide what became of a message.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "sinch_copy") or not _is_ours():
            return True  # of somebody else who uses urllib3
        if not isinstance(record.args, tuple) or any("/" in str(arg) for arg in record.args):
            return False  # it names the path, which our own log shows as a template
        message = str(record.msg)
        if "pool is full" in message:
            message += "; more threads call at once than SinchClient(pool_size=...) allows for"
        args = tuple(arg if isinstance(arg, (int, float)) else redact(str(arg)) for arg in record.args)
        shown = {
            **record.__dict__,
            "msg": message,
            "args": args,
            "exc_info": None,
            "exc_text": None,
            "sinch_copy": True,
        }
        try:
            logging.getLogger(record.name).handle(logging.makeLogRecord(shown))
        except Exception as error:
            say_that_it_raised("the logger", error)
        return False


for _name in ("urllib3.connectionpool", "urllib3.connection"):
    logging.getLogger(_name).filters.insert(0, _OwnRecords())  # before those of the program


class _Idle:
    """The idle connections of a pool, the last one first.

    Stands where urllib3 has a `queue.LifoQueue`, but takes no lock, which an exception raised from outside could leave
    held for ever, and keeps no empty slots (None), which one could lose.
    """

    def __init__(self, maxsize: int) -> None:
        self._connections: list[Any] = []
        self._maxsize = maxsize

    def get(self, block: bool = False, timeout: float | None = None) -> Any:
        try:
            return self._connections.pop()
        except IndexError:
            raise queue.Empty from None

    def put(self, connection: Any, block: bool = False) -> None:
        if connection is not None:
            if len(self._connections) >= self._maxsize:
                raise queue.Full
            self._connections.append(connection)

    def qsize(self) -> int:
        return len(self._connections)


class _Pool(HTTPConnectionPool):
    """A pool that puts back no connection on which more came than was asked for."""

    QueueCls: Any = _Idle
    idle_timeout = 0.0

    def _new_conn(self) -> Any:
        connection = super()._new_conn()
        if isinstance(connection, DeadlineConnection):
            connection.idle_timeout = self.idle_timeout
        return connection

    def _put_conn(self, conn: Any) -> None:
        ours: Any = conn
        if isinstance(conn, DeadlineConnection):
            conn.put_back()
        super()._put_conn(ours)


class _HTTPPool(_Pool):
    @property
    def ConnectionCls(self) -> Any:  # type: ignore[override]
        return connection_class(HTTPConnectionPool.ConnectionCls)


class _HTTPSPool(_Pool, HTTPSConnectionPool):
    @property
    def ConnectionCls(self) -> Any:  # type: ignore[override]
        return connection_class(HTTPSConnectionPool.ConnectionCls)


class Urllib3Transport:
    """Sends requests through one connection pool per host. Safe to share between threads, and to carry through a fork.

    Args:
        pool_size: how many idle connections are kept open per host.
        proxy: address of an HTTP proxy; None to use the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
        ca_certs: file of certificates to trust instead of the system's.
        ssl_context: a context of your own, for client certificates and the like.
        idle_timeout: seconds after which an unused connection is not used again.
        max_response_size: bytes of a response after decoding; a larger one is rejected.
        max_error_size: bytes of an error response that are kept.

    """

    name = "urllib3"

    def __init__(
        self,
        *,
        pool_size: int = 64,
        proxy: str | None = None,
        ca_certs: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        idle_timeout: float = 50.0,
        max_response_size: int = MAX_RESPONSE_SIZE,
        max_error_size: int = MAX_ERROR_SIZE,
    ) -> None:
        self._pool_size = pool_size
        self._idle_timeout = idle_timeout
        self._max_response_size = max_response_size
        self._max_error_size = max_error_size
        self._proxy = proxy
        self._ca_certs = ca_certs
        self._ssl_context = ssl_context
        self._reset()

    def _reset(self) -> None:
        self._managers: dict[tuple[bool, str | None], urllib3.PoolManager] = {}
        self._pools: dict[str, tuple[HTTPConnectionPool, str, tuple[str, ...]]] = {}
        self._lock = threading.RLock()  # a signal handler may close the transport while a pool is opened
        self._pid = os.getpid()

    def send(self, request: Request) -> HTTPResponse:
        """Send a request once and return its response, whatever its status. Raises TransportFailure alone."""
        if self._pid != os.getpid():  # the connections belong to the parent process
            self._reset()
        left = request.read_timeout if request.deadline is None else request.deadline - time.monotonic()
        if left <= 0:
            raise TransportFailure("the time given to the call ran out", sent=False, timed_out=True, final=True)
        pool, prefix, secrets = self._pools.get(request.origin) or self._open_pool(request.origin, left)
        if secrets:
            request.secrets = (*request.secrets, *secrets)
        # those of the exchange that a signal or log handler may have interrupted to make this one
        outer = exchange.sent, exchange.deadline
        exchange.sent, exchange.deadline = False, request.deadline
        response: Any = None
        handled = sys.exc_info()[1]  # by the caller, who may be in an except block
        try:
            response = pool.urlopen(
                request.method,
                prefix + request.target,
                body=request.body,
                headers={name: str(value) for name, value in request.headers.items()},  # recorders want plain text
                retries=_ONCE,
                redirect=False,
                assert_same_host=False,
                timeout=_timeout(min(request.connect_timeout, left), min(request.read_timeout, left)),
                preload_content=False,
            )
            return HTTPResponse(response.status, Headers(response.headers.items()), self._content(response))
        except ClosedPoolError:
            failure = None  # closed by another thread since it was found
        except (HTTPError, OSError, ValueError) as error:
            cause = origin_of(error, handled)
            failure = transport_failure(request, error, cause, response, pool.ConnectionCls)
            if isinstance(cause, StaleConnectionError):
                failure = None
            elif is_of_the_system(cause):
                failure.__cause__ = without_frames(error, handled)
        except BaseException as error:
            note_cancellation(error, sent=exchange.sent or not issubclass(pool.ConnectionCls, DeadlineConnection))
            if response is not None and not response.closed:  # else another thread may have its connection by now
                response.close()
            raise error.with_traceback(None) from error.__cause__  # its frames have the request and its credentials
        finally:
            exchange.sent, exchange.deadline = outer
        if failure is None:
            return self.send(request)
        raise failure  # outside of the handler, so that it does not carry the other error along

    def _content(self, response: Urllib3Response) -> bytes:
        failed = response.status >= 300
        limit = self._max_error_size if failed else self._max_response_size
        length = response.length_remaining
        if length is not None and length <= min(limit, _CHUNK):
            content = response.read(decode_content=False)
        elif length is not None and length > limit and not failed:
            raise TooLargeError.beyond(limit)
        else:
            content = _long_content(response, limit, failed)
        encoding = response.headers.get("content-encoding")
        if encoding is None:
            return content
        return decode_content(content, encoding, limit, cut=failed)

    def _open_pool(self, origin: str, seconds: float) -> tuple[HTTPConnectionPool, str, tuple[str, ...]]:
        """Return the pool of a host, what comes before a target there, and the credentials for its proxy.

        The lock only saves threads that start together the work that one of them does already. It is not waited for for
        ever, since an exception raised from outside can leave it held.
        """
        lock = self._lock
        held = lock.acquire(timeout=min(seconds, 0.25))
        try:
            pools = self._pools
            if origin not in pools:
                try:
                    url = parse_url(origin)
                except ValueError as error:
                    raise ConfigurationError(f"{origin!r} is not a valid host: {error}") from None
                proxy = self._proxy or environment_proxy(url.scheme or "", url.netloc or "")
                pool = self._manager(url.scheme == "https", proxy).connection_from_url(origin)
                pool.idle_timeout = self._idle_timeout  # type: ignore[attr-defined]
                # a proxy is told the absolute address of plain HTTP; of TLS it only sees a tunnel
                prefix = origin if proxy and url.scheme == "http" else ""
                pools.setdefault(origin, (pool, prefix, _secrets_of_proxy(pool)))
            return pools[origin]
        finally:
            if held:
                lock.release()
            else:
                self._lock = threading.RLock()

    def _manager(self, tls: bool, proxy: str | None) -> urllib3.PoolManager:
        managers = self._managers
        if (tls, proxy) not in managers:
            options: dict[str, Any] = {"num_pools": 32, "maxsize": self._pool_size}
            if tls or (proxy or "").startswith("https"):
                from sinch.core.tls import tls_context

                options["ssl_context"] = self._ssl_context or tls_context(self._ca_certs)
                if proxy:
                    options["proxy_ssl_context"] = options["ssl_context"]
            manager = _proxy_manager(proxy, options) if proxy else urllib3.PoolManager(**options)
            manager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
            managers.setdefault((tls, proxy), manager)
        return managers[tls, proxy]

    def close(self) -> None:
        """Close all idle connections. The next request opens new ones."""
        if self._pid == os.getpid():
            pools, self._managers, self._pools = self._pools, {}, {}
            for pool, *_ in list(pools.values()):
                pool.close()

    def __reduce__(self) -> Any:
        # a context of the user's own cannot travel to another process; the default one takes its place there
        options = {
            "pool_size": self._pool_size,
            "proxy": self._proxy,
            "ca_certs": self._ca_certs,
            "idle_timeout": self._idle_timeout,
            "max_response_size": self._max_response_size,
            "max_error_size": self._max_error_size,
        }
        return _rebuild, (options,)


def _rebuild(options: dict[str, Any]) -> Urllib3Transport:
    return Urllib3Transport(**options)


_ONCE = Retry(False, redirect=False)
_timeouts: dict[tuple[float, float], Timeout] = {}


def _timeout(connect: float, read: float) -> Timeout:
    timeout = _timeouts.get((connect, read))
    if timeout is None:
        timeout = Timeout(connect=connect, read=read)
        if len(_timeouts) < 64:  # those cut by a deadline are all different
            _timeouts[connect, read] = timeout
    return timeout


def _long_content(response: Urllib3Response, limit: int, cut: bool) -> bytes:
    """Read content up to a limit; what is beyond is an error, or cut off together with the connection."""
    chunks, size = [], 0
    while chunk := response.read(_CHUNK, decode_content=False):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            if not cut:
                raise TooLargeError.beyond(limit)
            response.close()
            return b"".join(chunks)[:limit]
    response.release_conn()
    return b"".join(chunks)


def _secrets_of_proxy(pool: HTTPConnectionPool) -> tuple[str, ...]:
    encoded = (pool.proxy_headers or {}).get("proxy-authorization", "").removeprefix("Basic ")
    user, _, password = b64decode(encoded).decode("latin-1").partition(":")
    return tuple(Secret(text) for text in (encoded, password, user) if text)


def _proxy_manager(proxy: str, options: dict[str, Any]) -> urllib3.ProxyManager:
    try:
        url = parse_url(proxy if "://" in proxy else f"http://{proxy}")
        if not url.host:
            raise ValueError
        headers = make_headers(proxy_basic_auth=unquote(url.auth, "latin-1")) if url.auth else None
        return urllib3.ProxyManager(url._replace(auth=None).url, proxy_headers=headers, **options)
    except ValueError:
        # not shown, since it may hold a password
        raise ConfigurationError("the address of the proxy is not valid: write it as http://host:port") from None

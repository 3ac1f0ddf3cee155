"""The transport over urllib3, which only this module and its connections know.

One pool per host, kept alive. urllib3 neither retries nor redirects here. Two things go beyond it: a deadline for the
whole exchange (a server that sends a byte now and then outlasts any socket timeout), and whether a failed request can
have reached the server (only a failure before the first byte was written is known to be harmless).

No time limit reaches into the resolution of a host's name, which the operating system does in one piece. Through a
proxy that is itself reached over TLS, the limits hold from byte to byte, not for the whole exchange.
"""

from __future__ import annotations

import logging
import os
import ssl
import sys
import threading
import time
import zlib
from typing import Any
from urllib.parse import unquote

import urllib3
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ClosedPoolError,
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
    TimeoutError,
)
from urllib3.response import HTTPResponse as Urllib3Response
from urllib3.util import Retry, Timeout, make_headers, parse_url

from sinch.core.connection import Tracked, connection_class, exchange
from sinch.core.exceptions import ConfigurationError
from sinch.core.http import Headers, HTTPResponse, Request, TransportFailure
from sinch.core.redact import one_line, redact

MAX_CONTENT = 64 * 1024 * 1024
"""Bytes. A larger answer is refused, so that no server can fill the memory."""
_CHUNK = 64 * 1024


class _MaskPhoneNumbers(logging.Filter):
    """urllib3 logs addresses and odd headers, and those of some operations hold a phone number."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(arg if isinstance(arg, (int, float)) else redact(str(arg)) for arg in record.args)
        record.exc_info = None
        return True


for _name in ("urllib3.connectionpool", "urllib3.connection"):
    logging.getLogger(_name).addFilter(_MaskPhoneNumbers())


class _HTTPPool(HTTPConnectionPool):
    @property
    def ConnectionCls(self) -> Any:  # type: ignore[override]
        return connection_class(HTTPConnectionPool.ConnectionCls)


class _HTTPSPool(HTTPSConnectionPool):
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

    """

    name = "urllib3"

    def __init__(
        self,
        *,
        pool_size: int = 64,
        proxy: str | None = None,
        ca_certs: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._pool_size = pool_size
        self._proxy = proxy
        self._ca_certs = ca_certs
        self._ssl_context = ssl_context
        self._reset()

    def _reset(self) -> None:
        self._managers: dict[tuple[bool, str | None], urllib3.PoolManager] = {}
        self._pools: dict[str, tuple[HTTPConnectionPool, str]] = {}
        self._lock = threading.RLock()  # a signal handler may close the transport amid the opening of a pool
        self._pid = os.getpid()

    def send(self, request: Request) -> HTTPResponse:
        """Send a request once and return its answer, whatever its status. Raises TransportFailure, and nothing else."""
        if self._pid != os.getpid():  # the connections belong to the parent process
            self._reset()
        pool, prefix = self._pools.get(request.origin) or self._open_pool(request.origin)
        now = time.monotonic()
        left = request.read_timeout if request.deadline is None else request.deadline - now
        if left <= 0:
            raise TransportFailure("the time given to the call ran out", sent=False, timed_out=True, final=True)
        outer = exchange.sent, exchange.deadline  # of an exchange that a signal or log handler makes this one amid
        exchange.sent = False
        exchange.deadline = request.deadline
        response: Any = None
        handled = sys.exc_info()[1]  # by the caller, who may be amid an except block
        try:
            response = pool.urlopen(
                request.method,
                prefix + request.target,
                body=request.body,
                headers=request.headers,
                retries=_ONCE,
                redirect=False,
                assert_same_host=False,
                timeout=_timeout(min(request.connect_timeout, left), min(request.read_timeout, left)),
                preload_content=False,
            )
            return HTTPResponse(response.status, Headers(response.headers.items()), _content(response))
        except ClosedPoolError:
            return self.send(request)  # closed by another thread since it was found
        except (HTTPError, OSError, ValueError, zlib.error) as error:
            cause = _cause(error, handled)
            failure = self._failure(request, error, cause, response, pool)
            if isinstance(cause, OSError):  # others quote what could not be read, which may be of an answer
                failure.__cause__ = error
        except BaseException:
            if response is not None:
                response.close()
            raise
        finally:
            exchange.sent, exchange.deadline = outer
        raise failure  # outside of the handler, so that it does not carry the other error along

    def _failure(
        self, request: Request, error: Exception, cause: BaseException, response: Any, pool: HTTPConnectionPool
    ) -> TransportFailure:
        where = request.origin
        if isinstance(error, ProxyError):
            error, where = error.original_error, f"{where} through the proxy"
        expired = request.deadline is not None and time.monotonic() >= request.deadline
        timed_out = expired or (isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError))
        if response is not None:
            answered = HTTPResponse(response.status, Headers(list(response.headers.items())), b"")
            response.close()
            large = isinstance(error, _TooLarge)
            reason = "did not arrive in time" if timed_out else "is larger than 64 MB" if large else "breaks off"
            return TransportFailure(reason, sent=True, timed_out=timed_out, answered=answered, final=expired or large)
        # of connections that are not ours, such as a recorder's, it is only known when they were never open
        foreign = not issubclass(pool.ConnectionCls, Tracked)
        sent = exchange.sent or (foreign and not isinstance(error, (ConnectTimeoutError, NewConnectionError)))
        final = expired
        if expired:
            reason = "the time given to the call ran out"
        elif isinstance(error, NameResolutionError):
            reason = f"the name of the host in {where} is not known"
        elif isinstance(error, (SSLError, ssl.SSLError)) and not sent:
            reason = f"TLS to {where} failed: {_explanation(cause)}"
            final = not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError))  # those break off
        elif timed_out:
            seconds = request.read_timeout if sent else request.connect_timeout
            reason = f"{'no answer' if sent else 'no connection'} from {where} within {seconds:g} s"
        elif sent:
            reason = f"the connection to {where} broke"
        else:
            reason = f"no connection to {where}: {_explanation(cause)}"
        return TransportFailure(reason, sent=sent, timed_out=timed_out, final=final)

    def _open_pool(self, origin: str) -> tuple[HTTPConnectionPool, str]:
        with self._lock:
            if origin not in self._pools:
                try:
                    url = parse_url(origin)
                except ValueError as error:
                    raise ConfigurationError(f"{origin!r} is no host: {error}") from None
                proxy = self._proxy or _environment_proxy(url.scheme or "", url.netloc or "")
                pool = self._manager(url.scheme == "https", proxy).connection_from_url(origin)
                # a proxy is told the absolute address of plain HTTP; of TLS it only sees a tunnel
                self._pools[origin] = pool, origin if proxy and url.scheme == "http" else ""
            return self._pools[origin]

    def _manager(self, tls: bool, proxy: str | None) -> urllib3.PoolManager:
        manager = self._managers.get((tls, proxy))
        if manager is None:
            options: dict[str, Any] = {"num_pools": 32, "maxsize": self._pool_size}
            if tls or (proxy or "").startswith("https"):
                options["ssl_context"] = self._ssl_context or _ssl_context(self._ca_certs)
                if proxy:
                    options["proxy_ssl_context"] = options["ssl_context"]
            manager = _proxy_manager(proxy, options) if proxy else urllib3.PoolManager(**options)
            manager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
            self._managers[tls, proxy] = manager
        return manager

    def close(self) -> None:
        """Close all idle connections. The next request opens new ones."""
        if self._pid == os.getpid():
            with self._lock:
                pools, self._managers, self._pools = self._pools, {}, {}
            for pool, _ in pools.values():
                pool.close()

    def __reduce__(self) -> Any:
        return _rebuild, (self._pool_size, self._proxy, self._ca_certs)


def _rebuild(pool_size: int, proxy: str | None, ca_certs: str | None) -> Urllib3Transport:
    # a context of the user's own cannot travel to another process; the default one takes its place there
    return Urllib3Transport(pool_size=pool_size, proxy=proxy, ca_certs=ca_certs)


class _TooLarge(ValueError):
    pass


_ONCE = Retry(False, redirect=False)
_timeouts: dict[tuple[float, float], Timeout] = {}


def _timeout(connect: float, read: float) -> Timeout:
    timeout = _timeouts.get((connect, read))
    if timeout is None:
        timeout = Timeout(connect=connect, read=read)
        if len(_timeouts) < 64:  # those cut by a deadline are all different
            _timeouts[connect, read] = timeout
    return timeout


def _content(response: Urllib3Response) -> bytes:
    length = response.length_remaining
    if length is not None and length <= _CHUNK:
        content = response.read(decode_content=False)
    elif length is not None and length > MAX_CONTENT:
        raise _TooLarge
    else:
        content = _long_content(response)
    encoding = response.headers.get("content-encoding")
    return content if encoding is None else _decoded(content, encoding.strip().lower())


def _long_content(response: Urllib3Response) -> bytes:
    chunks, size = [], 0
    while chunk := response.read(_CHUNK, decode_content=False):
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_CONTENT:
            raise _TooLarge
    response.release_conn()
    return b"".join(chunks)


def _decoded(content: bytes, encoding: str) -> bytes:
    # Nothing is asked for compressed. A server that does it all the same must not fill the memory either, and how much
    # urllib3 unpacks at once differs between its versions.
    if encoding in ("", "identity") or not content:
        return content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"content is encoded as {encoding}")
    decoder = zlib.decompressobj(32 + zlib.MAX_WBITS)
    decoded = decoder.decompress(content, MAX_CONTENT)
    if decoder.unconsumed_tail:
        raise _TooLarge
    if not decoder.eof or decoder.unused_data:
        raise ValueError("compressed content breaks off, or does not end where it should")
    return decoded


def _cause(error: BaseException, handled: BaseException | None) -> BaseException:
    """Return what an error began with, short of an exception that was being handled before."""
    while (cause := error.__cause__ or error.__context__) is not None and cause is not handled:
        error = cause
    return error


def _explanation(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or getattr(error, "verify_message", None) or str(error)
    return one_line(text) or type(error).__name__


_contexts: dict[str | None, ssl.SSLContext] = {}


def _ssl_context(ca_certs: str | None) -> ssl.SSLContext:
    """Return the process's one context for these certificates: loading them is most of what a new connection costs."""
    context = _contexts.get(ca_certs)
    if context is None:
        paths = ssl.get_default_verify_paths()
        try:
            if ca_certs is None and paths.cafile is None and not (paths.capath and os.listdir(paths.capath)):
                import certifi

                context = ssl.create_default_context(cafile=certifi.where())
            else:
                context = ssl.create_default_context(cafile=ca_certs)
        except OSError as error:
            raise ConfigurationError(f"no certificates in {ca_certs or paths.capath}: {_explanation(error)}") from None
        _contexts[ca_certs] = context
    return context


def _environment_proxy(scheme: str, host: str) -> str | None:
    if not any(os.environ.get(name) or os.environ.get(name.upper()) for name in (f"{scheme}_proxy", "all_proxy")):
        return None
    from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

    if proxy_bypass_environment(host):
        return None
    proxies: dict[str, str] = getproxies_environment()
    return proxies.get(scheme) or proxies.get("all")


def _proxy_manager(proxy: str, options: dict[str, Any]) -> urllib3.ProxyManager:
    try:
        url = parse_url(proxy if "://" in proxy else f"http://{proxy}")
        if not url.host:
            raise ValueError
        headers = make_headers(proxy_basic_auth=unquote(url.auth, "latin-1")) if url.auth else None
        return urllib3.ProxyManager(url._replace(auth=None).url, proxy_headers=headers, **options)
    except ValueError:
        # not shown, since it may hold a password
        raise ConfigurationError("the address of the proxy is none: write it as http://host:port") from None

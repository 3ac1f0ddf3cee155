"""Bytes of a server into a response, without I/O: the head is checked here, the framing is httptools's.

httptools (llhttp) is strict about lengths, chunks, line ends and characters. What it lets pass is rejected before it
sees it: control characters in the reason, versions other than HTTP/1.0 and 1.1, transfer codings other than chunked,
empty lines ahead of a response, and heads, interim responses and chunk extensions without limit. What follows a
response counts as surplus, never as the next response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sinch.core.asyncio_transport.failures import Broken, Malformed
from sinch.core.content import TooLargeError, decode_content
from sinch.core.http import Headers, HTTPResponse

try:
    import httptools
except ImportError as _missing:
    raise ImportError("the asynchronous client needs the package httptools: pip install 'sinch[async]'") from _missing

MAX_HEAD = 64 * 1024
"""Bytes of a head, and of all interim responses together."""
MAX_FIELDS = 100
_MAX_FRAMING = 64 * 1024
"""Bytes of chunk sizes, extensions and trailers that are allowed beyond eight for each byte of content."""

_HEAD = re.compile(
    rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [\t -~\x80-\xff]*)?\r\n"
    rb"((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*\r\n)*)\r\n"
)
_FIELD = re.compile(r"([^:\r\n]+):[\t ]*(.*?)[\t ]*\r\n")
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[\t ]*chunked[\t ]*\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length:[\t ]*([0-9]{1,18})[\t ]*\r\n")
_ODD = re.compile(rb"(?<!\r)\n|\r[^\n]|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no head has anywhere. A line feed alone would otherwise leave us waiting for the end of the head."""
_START = b"HTTP/1."
_END = b"\r\n\r\n"


class HeadReader:
    """Reads a head, past interim ones, and checks it."""

    __slots__ = ("_held", "_interim", "chunked", "compressed", "fields", "length", "minor", "status")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget the last response."""
        self._held = bytearray()
        self._interim = 0
        self.status: int = 0
        """Of the response; 0 until its head is complete."""

    def read(self, data: bytes) -> tuple[bytes, int] | None:
        """Take bytes in; return what there is from the start of the head on, and where it ends, once it is complete.

        Raises Malformed.
        """
        held = self._held
        start = len(held)
        if start:
            held += data
            end = held.find(_END, max(0, start - 3))
            if end >= 0:
                data = bytes(held)
                held.clear()
        else:
            end = data.find(_END)
        while end >= 0:
            end += 4
            self._check(data, end)
            if self.status >= 200:
                return data, end
            # nothing tells where the content of an interim response would end, and 101 ends HTTP
            self._interim += end
            if self.status == 101 or self.chunked or self.length is not None or self._interim > MAX_HEAD:
                self.status = 0
                raise Malformed
            self.status = start = 0
            data = data[end:]
            end = data.find(_END)
        if not held:
            held += data
        begins = _START.startswith(held[: len(_START)])
        if not begins or len(held) > MAX_HEAD or _ODD.search(held, max(0, start - 1)):
            raise Malformed
        return None

    def _check(self, data: bytes, end: int) -> None:
        match = None if end > MAX_HEAD else _HEAD.match(data)
        if match is None or match.end() != end:
            raise Malformed
        minor, status, fields = match.groups()
        lines = b"\r\n" + fields.lower()
        if lines.count(b"\n") > MAX_FIELDS + 1:
            raise Malformed
        codings, lengths = lines.count(b"\r\ntransfer-encoding:"), lines.count(b"\r\ncontent-length:")
        self.chunked: bool = codings > 0
        self.length: int | None = None
        if codings and (codings > 1 or lengths or minor == b"0" or not _CHUNKED.search(lines)):
            raise Malformed
        if lengths:
            length = _LENGTH.search(lines)
            if lengths > 1 or length is None:
                raise Malformed
            self.length = int(length[1])
        self.compressed: bool = b"\r\ncontent-encoding:" in lines
        self.fields: bytes = fields
        self.status = int(status)

    def headers(self) -> Headers:
        """Return the fields of the head, which are only taken apart when somebody asks for one."""
        return Headers(_pairs(self.fields))


def _pairs(fields: bytes) -> Iterator[tuple[str, str]]:
    for match in _FIELD.finditer(fields.decode("latin-1")):
        yield match[1], match[2]


class ResponseReader:
    """Reads one response after another of a connection.

    Args:
        max_size: bytes of content, decoded or not, that a response may have.
        max_error_size: bytes of the content of a status other than 2xx that are kept; the rest is not read.

    """

    __slots__ = (
        "_bodiless",
        "_head",
        "_left",
        "_limit",
        "_max_error_size",
        "_max_size",
        "_parser",
        "_parts",
        "_received",
        "_reusable",
        "_size",
        "_surplus",
        "_tail",
        "_whole",
    )

    def __init__(self, max_size: int, max_error_size: int) -> None:
        self._max_size = max_size
        self._max_error_size = max_error_size
        self._parser = httptools.HttpResponseParser(self)
        self._head = HeadReader()
        self.begin("")

    def begin(self, method: str) -> None:
        """Forget the last response and expect that to a request of this method."""
        self._head.begin()
        self._bodiless = method == "HEAD"
        self._parts: list[bytes] = []
        self._size = self._received = 0
        self._left: int | None = None
        self._tail = b""
        self._whole = self._reusable = self._surplus = False

    @property
    def reusable(self) -> bool:
        """Whether the connection can carry another exchange after this response."""
        return self._reusable and self._whole and not self._surplus

    def feed(self, data: bytes) -> bool:
        """Take bytes in; tell whether the response is whole now. Raises Malformed and TooLargeError."""
        head = self._head
        if not head.status:
            found = head.read(data)
            if found is None:
                return False
            data, end = found
            if self._started(data, end):
                return True
            self._received = -end
        return self._content(data)

    def _started(self, data: bytes, end: int) -> bool:
        head = self._head
        successful = head.status < 300
        self._limit = self._max_size if successful else self._max_error_size
        length = head.length
        if self._bodiless or head.status in (204, 304):
            self._surplus = len(data) > end or (head.status == 204 and (head.chunked or bool(length)))
            if self._bodiless:  # the parser knows these statuses, but not to which request they respond
                self._whole = True
            else:
                self._parse(data[:end])
            return self._whole
        if length is not None:
            if successful and length > self._limit:
                raise TooLargeError.beyond(self._limit)
            self._left = end + length
        return False

    def _content(self, data: bytes) -> bool:
        left = self._left
        if left is not None:
            left -= len(data)
            if left < 0:
                self._surplus = True
                data = data[:left]
            self._left = left
        self._parse(data)
        if self._head.chunked:
            self._received += len(data)
            if self._received - self._size > _MAX_FRAMING + 8 * self._size:
                raise Malformed
            self._tail = tail = (self._tail + data)[-5:]
            if self._whole and (tail[0] == 0x0A or not tail.endswith(_END)):  # the parser skips empty lines
                self._surplus = True
        if self._size > self._limit:
            if self._head.status < 300:
                raise TooLargeError.beyond(self._limit)
            self._surplus = True  # which is still to come
            return True
        return self._whole

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if not self._whole:
                self._reusable = False
                raise Malformed from None
            self._surplus = True

    # what httptools calls

    def on_message_begin(self) -> None:
        """Begin a response; a second one is surplus."""
        if self._whole:
            self._surplus = True

    def on_body(self, body: bytes) -> None:
        """Keep a piece of content."""
        if self._whole:
            self._surplus = True
        elif self._size <= self._limit:
            self._size += len(body)
            self._parts.append(body)

    def on_message_complete(self) -> None:
        """End the response."""
        if self._whole:
            self._surplus = True
        else:
            self._whole = True
            self._reusable = self._parser.should_keep_alive()

    # what becomes of it

    def end(self, *, orderly: bool) -> Exception | None:
        """Take the end of the connection in; return what is wrong with it, or None where the response is whole by it.

        Args:
            orderly: whether the server ended it, in contrast to a reset or to TLS that was cut off.

        """
        head = self._head
        if not head.status or head.chunked or head.length is not None or not orderly:
            return Broken()
        self._whole = True
        return None

    def begun(self) -> HTTPResponse | None:
        """Return status and headers, if they arrived."""
        head = self._head
        return HTTPResponse(head.status, head.headers(), b"") if head.status else None

    def response(self) -> HTTPResponse:
        """Return the whole response. Raises ContentError."""
        head, parts, self._parts = self._head, self._parts, []
        content = parts[0] if len(parts) == 1 else b"".join(parts)
        headers = head.headers()
        if head.compressed and content:
            content = decode_content(content, headers["content-encoding"], self._limit, cut=head.status >= 300)
        elif len(content) > self._limit:  # only of a status other than 2xx
            content = content[: self._limit]
        return HTTPResponse(head.status, headers, content)

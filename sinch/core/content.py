"""The content of a response: how much of it is taken, and what compression is undone."""

from __future__ import annotations

import zlib

MAX_RESPONSE_SIZE = 8 * 1024 * 1024
"""Bytes of content after decoding; a larger response is rejected, so that no server can fill the memory."""
MAX_ERROR_SIZE = 64 * 1024
"""Bytes of an error response that are kept."""
_MAX_RATIO = 100
"""How much compressed content may grow. Text compresses to a tenth; what grows more is meant to fill the memory."""
_ALWAYS_TAKEN = 1024 * 1024
"""Bytes up to which the ratio does not matter."""


class TooLargeError(ValueError):
    """A response that is larger than what is taken."""


def decode_content(content: bytes, encoding: str, limit: int) -> bytes:
    """Undo a Content-Encoding.

    Nothing is asked for compressed. A server that does it all the same must not fill the memory either, and how much
    HTTP libraries unpack at once differs between their versions.

    Raises:
        TooLargeError: the decoded content is larger than the limit.
        ValueError, zlib.error: the content is not what the encoding says.

    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not content:
        return content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError("content is encoded in a way that was not asked for")
    decoder = zlib.decompressobj(32 + zlib.MAX_WBITS)
    decoded = decoder.decompress(content, min(limit, max(_ALWAYS_TAKEN, len(content) * _MAX_RATIO)))
    if decoder.unconsumed_tail:
        raise TooLargeError
    if not decoder.eof or decoder.unused_data:
        raise ValueError("compressed content breaks off, or does not end where it should")
    return decoded

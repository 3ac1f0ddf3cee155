"""Content that a server compressed though nobody asked it to, decoded within limits."""

from __future__ import annotations

import zlib

from sinch.core.asyncio_transport.failures import Malformed, Overcompressed, TooLarge, UnknownEncoding

MAX_RATIO = 100
"""How many times longer than its compressed form content may be, beyond the first 64 KiB."""
_FREE = 64 * 1024


def decoded(content: bytes, encoding: str, limit: int, *, cut: bool = False) -> bytes:
    """Return what was encoded.

    Args:
        content: as it arrived.
        encoding: the value of Content-Encoding, in lower case.
        limit: bytes that may come of it.
        cut: whether to return the beginning of what is longer or not all there, instead of rejecting it.

    """
    if encoding in ("", "identity"):
        return content[:limit] if cut else content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnknownEncoding
    allowed = min(limit, max(_FREE, MAX_RATIO * len(content)))
    decoder = zlib.decompressobj(32 + zlib.MAX_WBITS)
    try:
        result = decoder.decompress(content, allowed)
        if cut:
            return result
        if not decoder.eof and decoder.decompress(decoder.unconsumed_tail, 1):
            raise TooLarge(limit) if allowed == limit else Overcompressed(MAX_RATIO)
    except zlib.error:
        if cut:
            return b""
        raise Malformed from None
    if not decoder.eof or decoder.unused_data:
        raise Malformed
    return result

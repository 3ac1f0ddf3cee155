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


class ContentError(ValueError):
    """Content that cannot be taken. The text completes "the response ...", and quotes nothing of it."""


class RejectedContentError(ContentError):
    """Content that the same request would bring again."""


class TooLargeError(RejectedContentError):
    """Content that is longer than the limit, or would be once decoded."""

    @classmethod
    def beyond(cls, limit: int) -> TooLargeError:
        """Return the error for a limit in bytes."""
        return cls(f"is larger than max_response_size ({_size_text(limit)})")


def decode_content(content: bytes, encoding: str, limit: int, *, cut: bool = False) -> bytes:
    """Undo a Content-Encoding.

    Nothing is asked for compressed. A server that does it all the same must not fill the memory either, and how much
    HTTP libraries unpack at once differs between their versions.

    Args:
        content: as it arrived.
        encoding: the value of Content-Encoding.
        limit: bytes that may come of it.
        cut: return the beginning of what is longer or incomplete, instead of rejecting it.

    Raises:
        TooLargeError: the decoded content is larger than the limit, or than any honest compression.
        RejectedContentError: the encoding is not known.
        ContentError: the content is not what the encoding says.

    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not content:
        return content[:limit] if cut else content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise RejectedContentError("is encoded in a way that was not asked for")
    allowed = min(limit, max(_ALWAYS_TAKEN, len(content) * _MAX_RATIO))
    decoder = zlib.decompressobj(32 + zlib.MAX_WBITS)
    try:
        decoded = decoder.decompress(content, allowed)
        if cut:
            return decoded
        if not decoder.eof and decoder.decompress(decoder.unconsumed_tail, 1):
            if allowed == limit:
                raise TooLargeError.beyond(limit)
            raise TooLargeError(f"is compressed more than {_MAX_RATIO} times, which was not asked for")
    except zlib.error:
        if cut:
            return b""
        raise ContentError("breaks off") from None
    if not decoder.eof or decoder.unused_data:
        raise ContentError("breaks off")
    return decoded


def _size_text(size: int) -> str:
    for unit, bytes_ in (("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= bytes_:
            return f"{size / bytes_:g} {unit}"
    return f"{size} bytes"

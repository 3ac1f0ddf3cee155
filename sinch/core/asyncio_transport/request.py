"""A `Request` into the bytes of HTTP/1.1."""

from __future__ import annotations

import re

from sinch.core.asyncio_transport.routes import Route
from sinch.core.http import Request

_HEAD = re.compile(
    r"[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/1\.1\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [\t -~\x80-\xff]*\r\n)+"
)
_FRAMING = ("content-length", "transfer-encoding")
_WITH_CONTENT = ("POST", "PUT", "PATCH")


def encode(request: Request, route: Route) -> bytes | None:
    """Return head and body in one piece; None where a character or header would make it another request.

    It raises nothing, since what it works with must not stand in a frame of a traceback.
    """
    lines = [f"{request.method} {route.prefix}{request.target} HTTP/1.1\r\n"]
    common = route.lines
    encoding = "Accept-Encoding: identity\r\n"
    for name, value in request.headers.items():
        lines.append(f"{name}: {value}\r\n")
        if len(name) in (4, 14, 15, 17):
            lowered = name.lower()
            if lowered in _FRAMING:
                return None
            if lowered == "host":
                common = common.partition("\r\n")[2]
            elif lowered == "accept-encoding":
                encoding = ""
    body = request.body
    if body is not None or request.method in _WITH_CONTENT:
        lines.append(f"Content-Length: {0 if body is None else len(body)}\r\n")
    lines.insert(1, common)
    lines.insert(2, encoding)
    head = "".join(lines)
    # each is one line, but for what comes of the origin
    if head.count("\n") != len(lines) - 1 - (not encoding) + common.count("\n") or _HEAD.fullmatch(head) is None:
        return None
    return b"%b\r\n%b" % (head.encode("latin-1"), body or b"")

"""The synchronous transport, over urllib3, which nothing outside of this package knows.

`transport` keeps the pools and sends, `connection` holds connections to the deadline of a call and knows whether a
server can have seen its request, `head` reads the head of a response, `failures` says what went wrong.

Four things lie below urllib3's public interface, and are tested with urllib3 2.2.0 to 2.8.0 and the http.client of
Python 3.10 to 3.14: `HTTPConnection._new_conn` and `_tunnel` are overridden, `send` is held back until the body is
there, the response class of http.client is replaced by one that reads on a deadline, and a list keeps idle connections.
"""

from __future__ import annotations

from sinch.core.urllib3_transport.transport import Urllib3Transport

__all__ = ["Urllib3Transport"]

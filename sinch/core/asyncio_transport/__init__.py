"""The asynchronous transport: HTTP/1.1 on asyncio, with httptools (the extra `sinch[async]`) as its parser."""

from sinch.core.asyncio_transport.transport import AsyncioTransport

__all__ = ["AsyncioTransport"]

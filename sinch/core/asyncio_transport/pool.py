"""The connections to one origin in one loop: a bounded number of places, and a line in which their turn is awaited."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from sinch.core.asyncio_transport.connection import Connection
from sinch.core.asyncio_transport.opening import wait
from sinch.core.asyncio_transport.routes import Route
from sinch.core.http import note_cancellation


class Pool:
    """Places for `size` exchanges at a time. Whoever has one takes an idle connection or opens one.

    There are never more connections than places: one is opened only where none is idle.
    """

    __slots__ = ("_epoch", "_idle", "_line", "_loop", "_taken", "_used", "route", "size")

    def __init__(self, loop: asyncio.AbstractEventLoop, route: Route, size: int) -> None:
        self._loop = loop
        self.route: Route = route
        self.size: int = size
        self._taken = 0
        self._idle: list[Connection] = []
        self._used: set[Connection] = set()
        self._line: OrderedDict[asyncio.Future[None], None] = OrderedDict()
        self._epoch = 0

    def enter(self) -> bool:
        """Take a place, if one is free: none is as long as somebody waits, since places are passed on."""
        if self._taken >= self.size:
            return False
        self._taken += 1
        return True

    async def wait(self, deadline: float) -> bool:
        """Wait in line for a place; tell whether it came by the deadline."""
        turn: asyncio.Future[None] = self._loop.create_future()
        self._line[turn] = None
        try:
            if await wait(turn, deadline):
                return True
        except BaseException as error:
            note_cancellation(error, sent=False)
            if turn.done():  # the place came at the moment of the cancellation
                self.leave()
            raise
        finally:
            self._line.pop(turn, None)
        return False

    def leave(self) -> None:
        """Give a place back: to the first in line, if there is one."""
        if self._line:
            turn, _ = self._line.popitem(last=False)
            turn.set_result(None)
        else:
            self._taken -= 1

    def take(self) -> Connection | None:
        """Return an idle connection that is fit for another exchange, the one used last first."""
        idle = self._idle
        while idle:
            connection = idle.pop()
            if connection.fit():
                connection.sent = False  # what it sent before is another call's
                self._used.add(connection)
                return connection
            connection.close()
        return None

    def adopt(self, connection: Connection) -> None:
        """Count a new connection among those in use."""
        connection.epoch = self._epoch
        self._used.add(connection)

    def keep(self, connection: Connection) -> None:
        """Take a connection back, idle if it can be used again."""
        self._used.discard(connection)
        if connection.reusable and connection.epoch == self._epoch:
            self._idle.append(connection)
        elif connection.reusable:
            connection.close()
        else:
            connection.abort()

    @property
    def idle(self) -> int:
        """How many connections wait for use."""
        return sum(not connection.closed for connection in self._idle)

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._taken

    @property
    def waiting(self) -> int:
        """How many wait in line."""
        return len(self._line)

    def close(self) -> None:
        """Close what is idle; what is in use is closed when it comes back."""
        self._epoch += 1
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def abandon(self) -> None:
        """Close the sockets alone: of a parent process, or of a loop that is closed."""
        for connection in (*self._idle, *self._used):
            connection.abandon()

"""`Session`: what the calls of one client share (transport, tokens, options, log), and how operations run on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sinch.core.driver import CLOCK, TokenKeeper, run
from sinch.core.flow import DoubtToken, call
from sinch.core.options import Settings
from sinch.core.retry import RetryConfiguration
from sinch.core.token import TokenStore, fetch

if TYPE_CHECKING:
    from sinch.core.flow import NeedToken
    from sinch.core.http import Transport
    from sinch.core.log import Log
    from sinch.core.operation import Operation
    from sinch.core.service import Service

T = TypeVar("T")


class Session:
    """Runs operations. Threads may share it.

    Args:
        transport: returns the transport; called for every exchange, since another may be put in its place.
        credentials: returns the service that issues tokens, the key id and the key secret; called when a token is
            needed.
        settings: the options of every call.
        retries: how retries are spaced.
        log: where exchanges are logged.
        version: of the SDK, for the User-Agent.
        app_name: of the program, for the User-Agent.

    """

    def __init__(
        self,
        transport: Callable[[], Transport],
        credentials: Callable[[], tuple[Service, str, str]],
        settings: Settings,
        retries: RetryConfiguration,
        log: Log,
        version: str,
        app_name: str | None = None,
    ) -> None:
        self.transport = transport
        self.credentials = credentials
        self.settings = settings
        self.retries = retries
        self.log = log
        self.version = version
        self.app_name = app_name
        self._keepers: dict[tuple[str, str, str], TokenKeeper] = {}
        self._user_agents: dict[str, str] = {}

    def execute(self, operation: Operation[T], service: Service, options: Mapping[str, Any] | None = None) -> T:
        """Send an operation to a service and return its parsed answer."""
        transport = self.transport()
        agent = self._user_agents.get(transport.name) or self._user_agent(transport.name)
        flow = call(operation, service, self.settings, self.retries, CLOCK, agent, options)
        result: T = run(flow, operation.endpoint.path, transport, self.log, self._token, CLOCK)
        return result

    def with_settings(self, settings: Settings) -> Session:
        """Return a session with other options that shares everything else, tokens and connections included."""
        copy = object.__new__(Session)
        copy.__dict__.update(self.__dict__, settings=settings)
        return copy

    def _token(self, step: NeedToken | DoubtToken) -> str | None:
        service, key_id, key_secret = self.credentials()
        account = (service.origin + service.prefix, key_id, key_secret)
        keeper = self._keepers.get(account) or self._keepers.setdefault(account, TokenKeeper(TokenStore()))
        if isinstance(step, DoubtToken):
            keeper.store.doubt(step.token)
            return None

        def fetch_one() -> Any:
            transport = self.transport()
            agent = self._user_agent(transport.name)
            flow = fetch(service, key_id, key_secret, self.settings, self.retries, CLOCK, agent, step.deadline)
            return run(flow, "/oauth2/token", transport, self.log, self._token, CLOCK)

        return keeper.get(step.rejected, step.deadline, fetch_one)

    def _user_agent(self, transport: str) -> str:
        parts = ["Python/{}.{}.{}".format(*sys.version_info), transport, *([self.app_name] if self.app_name else [])]
        agent = self._user_agents[transport] = f"sinch-sdk/{self.version} ({'; '.join(parts)})"
        return agent

    def __getstate__(self) -> dict[str, Any]:
        # tokens and the locks around them stay behind
        return {**self.__dict__, "_keepers": {}, "_user_agents": {}}

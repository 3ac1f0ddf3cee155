"""Keys are replaced under load, tokens before they expire: no call sees half a change, and none fails because of it."""

from __future__ import annotations

import gc
import json
import re
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.configuration import Configuration
from sinch.testing import Simulator
from tests.faults.servers import PATIENCE, client_of, eventually, read_request, response, serving

LIST = json.dumps({"count": 0, "page": 0, "page_size": 0, "batches": []}).encode()


_CREDENTIAL = re.compile("(?i)authorization: \\w+ (.*)\r\n")


class Account:
    """A token endpoint and an API that know every key `id-N` with the secret `secret-N`, and keep what they see."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.tokens: set[str] = set()
        self.lifetime = 3600.0
        self.status = "200 OK"
        self.silent = threading.Event()
        self.held: list[socket.socket] = []
        """Connections of requests for tokens that get no response."""

    def handle(self, connection: socket.socket) -> None:
        while request := read_request(connection):
            credential = _CREDENTIAL.findall(request.decode())[0]
            if not request.startswith(b"POST /oauth2/token"):
                self.tokens.add(credential)
                connection.sendall(response(LIST))
                continue
            key = b64decode(credential).decode()
            self.keys.append(key)
            if self.silent.is_set():
                self.held.append(connection)
                connection.recv(1)
                return
            token = {"access_token": f"token-of-{key}-{len(self.keys)}", "expires_in": self.lifetime}
            connection.sendall(response(json.dumps(token).encode(), self.status))


@contextmanager
def account_and_client(**options: Any) -> Iterator[tuple[Account, SinchClient]]:
    account = Account()
    with serving(account.handle) as port:
        local = f"http://127.0.0.1:{port}"
        project = {"service_plan_id": None, "sms_api_token": None, "project_id": "p", "key_id": "id-0"}
        project.update(key_secret="secret-0", auth_origin=local, sms_origin=local)
        with client_of(port, **{**project, **options}) as client:
            yield account, client


def listing(client: SinchClient, **options: Any) -> Any:
    return client.sms.batches.list(options=options or None)  # type: ignore[arg-type]


def provider(client: SinchClient) -> Any:
    (found,) = client.session.providers.values()
    return found


def test_a_key_replaced_under_load_is_never_seen_half() -> None:
    rounds, stop = 60, threading.Event()

    def call(client: SinchClient) -> int:
        calls = 0
        while not stop.is_set():
            listing(client)
            calls += 1
        return calls

    with account_and_client() as (account, client), ThreadPoolExecutor(16) as pool:
        others = [client.with_options(max_retries=0) for _ in range(15)]
        running = [pool.submit(call, each) for each in (client, *others)]
        for number in range(1, rounds + 1):
            seen = len(account.tokens)
            client.configuration.update(key_id=f"id-{number}", key_secret=f"secret-{number}")
            until = time.monotonic() + PATIENCE
            while len(account.tokens) == seen and time.monotonic() < until and not any(map(Future.done, running)):
                time.sleep(0.001)
        stop.set()
        assert all(each.result() for each in running)
        for each in (client, *others):
            listing(each)
        pairs = {tuple(key.split(":")) for key in account.keys}
        assert pairs <= {(f"id-{number}", f"secret-{number}") for number in range(rounds + 1)}
        assert len(pairs) > rounds // 2
        gc.collect()
        assert len(client.session.providers) == 1, "the tokens of keys that were replaced are forgotten"
        assert list(client.configuration._accounts) == [
            (client.configuration.auth_origin, f"id-{rounds}", f"secret-{rounds}")
        ]


def test_a_call_that_began_before_a_change_does_not_bring_the_old_secret_back() -> None:
    configuration = Configuration(key_id="old", key_secret="old")
    before = configuration.snapshot()
    configuration.update(key_id="new", key_secret="new")
    new = configuration.account(configuration.snapshot())
    old = configuration.account(before)
    assert old != new
    assert configuration.account(configuration.snapshot()) is new
    assert [key[1:] for key in configuration._accounts] == [("new", "new")]


def test_accounts_are_looked_up_by_many_threads_at_once() -> None:
    configuration = Configuration(key_id="0", key_secret="0")
    stop = threading.Event()

    def look() -> int:
        looks = 0
        while not stop.is_set():
            values = configuration.snapshot()
            assert configuration.account(values).identity[1:] == (values["key_id"], values["key_secret"])
            looks += 1
        return looks

    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(look) for _ in range(8)]
        for number in range(3000):
            configuration.update(key_id=str(number), key_secret=str(number))
        stop.set()
        assert all(each.result() for each in running)


def test_what_is_wrong_changes_nothing() -> None:
    configuration = Configuration(key_id="old", key_secret="old")
    version = configuration.version
    with pytest.raises(sinch.ConfigurationError):
        configuration.update(key_id="new", key_secret="new\n\x00secret")
    with pytest.raises(AttributeError):
        configuration.update(key_id="new", key_sekret="new")
    assert (configuration.key_id, configuration.key_secret, configuration.version) == ("old", "old", version)


def test_one_thread_replaces_a_token_early_and_the_others_go_on_with_the_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sinch.core.auth._EARLY_FETCH", PATIENCE)
    with account_and_client() as (account, client):
        listing(client)
        provider(client).store._token.refresh_at = 0.0
        account.silent.set()  # nobody else waits for the fetch
        first = threading.Thread(target=lambda: listing(client, timeout=3 * PATIENCE))
        first.start()
        assert eventually(lambda: account.held)
        with ThreadPoolExecutor(15) as pool:
            list(pool.map(lambda _: listing(client), range(150)))
        assert first.is_alive(), "they did not wait"
        assert len(account.keys) == 2
        assert account.tokens == {"token-of-id-0:secret-0-1"}
        account.held[0].shutdown(socket.SHUT_RDWR)
        first.join()
        assert len(account.tokens) == 1, "neither did the call fail that fetched in vain"


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "401 No", "400 Bad", "silent", "404 Gone"])
def test_a_failure_to_replace_a_token_early_fails_no_call(status: str) -> None:
    with account_and_client() as (account, client):
        listing(client)
        if status == "silent":
            account.silent.set()
        else:
            account.status = status
        provider(client).store._token.refresh_at = 0.0
        for _ in range(20):
            assert listing(client, timeout=4).content() == []
        assert len(account.keys) == 2, "it is tried again later, not by each call"
        account.status = "200 OK"
        account.silent.clear()
        provider(client).store._token.refresh_at = 0.0
        listing(client)
        assert account.tokens == {"token-of-id-0:secret-0-1", "token-of-id-0:secret-0-3"}


def test_a_token_that_serves_no_more_is_waited_for() -> None:
    with account_and_client() as (account, client):
        listing(client)
        provider(client).store._token.expires_at = 0.0
        account.status = "500 Oops"
        with pytest.raises(sinch.ServerError):
            listing(client)
        account.status = "200 OK"
        listing(client)
        assert len(account.tokens) == 2


def test_a_short_life_is_replaced_a_quarter_before_its_end() -> None:
    with account_and_client() as (account, client):
        for lifetime, margin in ((3600.0, 60.0), (100.0, 25.0), (8.0, 2.0)):
            account.lifetime = lifetime
            client.configuration.update(key_id=f"id-{lifetime}")
            started = time.monotonic()
            listing(client)
            token = provider(client).store._token
            assert token.refresh_at == pytest.approx(started + lifetime - margin, abs=PATIENCE)
            assert token.expires_at - token.refresh_at == pytest.approx(margin / 2)
            del token
            gc.collect()


EXPIRED = {"www-authenticate": 'Bearer error="invalid_token", error_description="Jwt expired"'}


def test_new_tokens_that_always_expire_cause_no_storm(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("ListBatches", status=401, headers=EXPIRED, times=None)

    def call(_: int) -> None:
        with pytest.raises(sinch.AuthenticationError):
            listing(sinch_client)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(call, range(64)))
    assert len(sinch_simulator.token_requests) == 2, "the first token, and one in its place"

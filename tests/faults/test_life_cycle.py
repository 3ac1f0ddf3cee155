"""Threads, forks, pickles, closing and the end of the interpreter."""

from __future__ import annotations

import pickle
import subprocess
import sys
import textwrap
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.testing import Simulator
from sinch_api.sms import operations
from tests.faults.servers import PATIENCE, eventually

ADA = "+12025550123"


def run(simulator: Simulator, script: str, *flags: str) -> str:
    """Run a script with a client of the simulator in an interpreter of its own; return what it prints."""
    keywords = {**simulator.credentials.project, **simulator.origins, "sms_region": "us"}
    head = f"from sinch import SinchClient\nKEYWORDS = {keywords!r}\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", *flags, "-c", head + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def test_the_end_of_the_interpreter_is_silent(sinch_simulator: Simulator) -> None:
    script = """
        client = SinchClient(**KEYWORDS)
        print(client.sms.batches.send_sms(to=["+12025550123"], body="Hi").body)
    """
    assert run(sinch_simulator, script) == "Hi\n"


def test_a_forked_child_uses_connections_of_its_own(sinch_simulator: Simulator) -> None:
    script = """
        import os, sys
        client = SinchClient(**KEYWORDS)
        client.sms.batches.send_sms(to=["+12025550123"], body="parent")
        children = []
        for number in range(3):
            child = os.fork()
            if child == 0:
                try:
                    client.sms.batches.send_sms(to=["+12025550123"], body=f"child {number}")
                    client.close()
                finally:
                    os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        client.sms.batches.send_sms(to=["+12025550123"], body="parent again")
        client.close()
    """
    run(sinch_simulator, script, "-W", "ignore::DeprecationWarning")
    texts = sorted(message.text for message in sinch_simulator.sent_messages())
    assert texts == ["child 0", "child 1", "child 2", "parent", "parent again"]
    assert sinch_simulator.connections == 4, "one of the parent, and one of each child"


def test_a_pickled_client_works_in_a_spawned_process(sinch_simulator: Simulator) -> None:
    script = """
        import multiprocessing, sys
        from concurrent.futures import ProcessPoolExecutor
        client = SinchClient(**KEYWORDS)
        client.sms.batches.list()
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            page = pool.submit(client.sms.batches.list).result()
            print(page.content())
    """
    assert run(sinch_simulator, script) == "[]\n"


def test_threads_that_make_the_first_call_together_find_whole_modules(sinch_simulator: Simulator) -> None:
    script = """
        import sys, threading
        sys.setswitchinterval(1e-6)
        client = SinchClient(**KEYWORDS)
        barrier = threading.Barrier(16)
        failed = []
        def work():
            barrier.wait()
            try:
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
            except Exception as error:
                failed.append(error)
        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
        print(failed)
    """
    assert run(sinch_simulator, script) == "[]\n"
    assert len(sinch_simulator.sent_messages()) == 16


def test_results_and_pages_pickle(sinch_client: SinchClient) -> None:
    batch = sinch_client.sms.batches.send_sms(to=[ADA], body="Hi")
    twin = pickle.loads(pickle.dumps(batch))
    assert twin == batch
    assert type(twin) is type(batch)
    assert twin.http_response.status_code == 201
    assert twin.http_response.headers["content-type"] == "application/json"


def test_a_closed_client_can_be_used_again(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for _ in range(2):
        sinch_client.sms.batches.list()
        sinch_client.close()
        sinch_client.close()
    assert sinch_simulator.connections == 2, "the token came over the first of them"
    assert len(sinch_simulator.token_requests) == 1


def test_closing_leaves_no_connection_open(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.sms.batches.list()
    assert sinch_simulator.open_connections
    sinch_client.close()
    assert eventually(lambda: sinch_simulator.open_connections == 0)


def test_an_interrupted_request_leaves_the_pool_usable(sinch_simulator: Simulator) -> None:
    script = """
        import signal
        client = SinchClient(**KEYWORDS)
        client.sms.batches.list()
        def interrupt(*_):
            raise KeyboardInterrupt
        signal.signal(signal.SIGALRM, interrupt)
        for _ in range(3):
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            try:
                client.sms.groups.list()
            except KeyboardInterrupt:
                print("interrupted")
            print(client.sms.batches.list().content())
        client.close()
    """
    sinch_simulator.fail("ListGroups", delay=PATIENCE, times=None)
    assert run(sinch_simulator, script) == "interrupted\n[]\n" * 3


def test_a_client_made_and_dropped_leaves_nothing(sinch_simulator: Simulator) -> None:
    script = """
        import gc, weakref
        client = SinchClient(**KEYWORDS)
        client.sms.batches.list()
        gone = weakref.ref(client)
        del client
        gc.collect()
        print(gone())
    """
    assert run(sinch_simulator, script) == "None\n"


def test_a_recorder_sees_every_request(sinch_simulator: Simulator, tmp_path: Any) -> None:
    vcr = pytest.importorskip("vcr")
    cassette = tmp_path / "calls.yaml"
    keywords = {**sinch_simulator.credentials.project, **sinch_simulator.origins, "sms_region": "us"}
    with vcr.use_cassette(str(cassette), record_mode="once"), SinchClient(**keywords) as client:
        client.sms.batches.send_sms(to=[ADA], body="Hi")
    requests = len(sinch_simulator.requests)
    sinch_simulator.close()
    with vcr.use_cassette(str(cassette), record_mode="none") as tape, SinchClient(**keywords) as client:
        assert client.sms.batches.send_sms(to=[ADA], body="Hi").body == "Hi"
        assert tape.all_played
    assert len(sinch_simulator.requests) == requests


def test_a_recorder_that_was_there_first_leaves_nothing_behind(sinch_simulator: Simulator, tmp_path: Any) -> None:
    script = f"""
        import vcr
        client = SinchClient(**KEYWORDS)
        with vcr.use_cassette({str(tmp_path / "calls.yaml")!r}, record_mode="once") as tape:
            client.sms.batches.list()  # urllib3 is imported during the recording
            print(len(tape.requests))
        client.close()
        from sinch.core.urllib3_transport.connection import DeadlineConnection
        client.sms.groups.list()
        pools = client.configuration.transport._pools.values()
        print(len(tape.requests), [issubclass(pool.ConnectionCls, DeadlineConnection) for pool, *_ in pools])
        client.close()
    """
    assert run(sinch_simulator, script, "-W", "ignore") == "2\n2 [True]\n"


def test_a_fork_while_a_token_is_fetched_leaves_no_lock_behind(sinch_simulator: Simulator) -> None:
    script = """
        import os, sinch, threading, time
        client = SinchClient(**KEYWORDS, timeout=60)
        try:
            client.sms.batches.list()
        except sinch.BadRequestError:
            pass  # all modules are loaded now: forking during an import is not safe
        (provider,) = client.session.providers.values()
        fetching = threading.Thread(target=client.sms.batches.list)
        fetching.start()
        while provider._last.landed.is_set:
            time.sleep(0.001)
        child = os.fork()
        if child == 0:
            client.sms.batches.send_sms(to=["+12025550123"], body="child", options={"timeout": 30})
            client.close()
            os._exit(0)
        print(os.waitpid(child, 0)[1])
        fetching.join()
        client.close()
    """
    sinch_simulator.fail("getAccessToken", status=400)
    sinch_simulator.fail("getAccessToken", delay=2)
    assert run(sinch_simulator, script, "-W", "ignore::DeprecationWarning") == "0\n"
    assert [message.text for message in sinch_simulator.sent_messages()] == ["child"]


def test_errors_of_real_calls_pickle(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    faults: list[dict[str, Any]] = [
        {"status": 429, "retry_after": 0},
        {"status": 503},
        {"reset": "after"},
        {"truncate": True},
        {"body": b"no JSON"},
    ]
    for fault in faults:
        sinch_simulator.fail("SendSMS", **fault)
        with pytest.raises(sinch.SinchException) as caught:
            sinch_client.sms.batches.send_sms(to=[ADA], body="Hi", options={"max_retries": 0})
        twin = pickle.loads(pickle.dumps(caught.value))
        assert type(twin) is type(caught.value)
        assert str(twin) == str(caught.value)
        assert (twin.operation_id, twin.outcome_unknown, twin.request_id, twin.response_status_code) == (
            "SendSMS",
            caught.value.outcome_unknown,
            caught.value.request_id,
            caught.value.response_status_code,
        )


def test_a_pickled_page_goes_on_where_it_was(sinch_client: SinchClient) -> None:
    for name in "abc":
        sinch_client.sms.groups.create(name=name)
    page = sinch_client.sms.groups.list(page_size=1)
    twin = pickle.loads(pickle.dumps(page))
    assert [group.name for group in twin] == [group.name for group in page]
    operation = operations.get_batch_message("b")
    assert pickle.loads(pickle.dumps(operation)) == operation


def test_an_iterator_that_is_given_up_and_a_failed_page_leave_all_usable(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    for name in "abc":
        sinch_client.sms.groups.create(name=name)
    page = sinch_client.sms.groups.list(page_size=1)
    items = iter(page)
    assert next(items).name
    items.close()  # type: ignore[attr-defined]
    sinch_simulator.fail("ListGroups", status=500)
    with pytest.raises(sinch.ServerError):
        list(page)
    assert len(list(page)) == 3
    assert sinch_simulator.connections == 1

"""Two simulators and 64 threads at once: no request is lost, and none reaches the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sinch.testing import Simulator


def test_two_simulators_under_64_threads() -> None:
    with Simulator() as one, Simulator() as two, one.client() as left, two.client() as right:
        clients = {"left": left, "right": right}

        def work(thread: int) -> None:
            side = ("left", "right")[thread % 2]
            for number in range(10):
                batch = clients[side].sms.batches.send_sms(to=["+12025550123"], body=f"{side} {thread}-{number}")
                assert clients[side].sms.batches.get(batch.id).id == batch.id

        with ThreadPoolExecutor(64) as pool:
            list(pool.map(work, range(64)))
        for simulator, side, others in ((one, "left", range(0, 64, 2)), (two, "right", range(1, 64, 2))):
            expected = sorted(f"{side} {thread}-{number}" for thread in others for number in range(10))
            assert sorted(message.text for message in simulator.sent_messages()) == expected
            assert len(simulator.requests) == 1 + 2 * len(expected), "the token, and two for each message"
            assert all(request.status in (200, 201) for request in simulator.requests)

"""A storm of asynchronous calls, a third of them cancelled at random moments: `python -m scripts.storm [TASKS]`.

Each task sends one message. What became of it is told three times, by the client, by the exception of a task that was
cancelled, and by the simulator, which runs in a process of its own; the three must agree. With 10,000 tasks, which is
what it takes without an argument, it prints its tally and exits with 1 when something does not add up.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import sys
from collections import Counter
from multiprocessing.connection import Connection

import sinch
from sinch import AsyncSinchClient
from sinch.testing import Simulator

TASKS = 10_000
WARM = "before the storm"
"""What the messages say that open the connections."""


class Storm:
    """What the tasks say of their messages."""

    def __init__(self, client: AsyncSinchClient, tasks: int, seed: int = 15) -> None:
        self.client = client
        self.tasks = tasks
        self.chance = random.Random(seed)
        self.sent: set[str] = set()
        self.unknown: set[str] = set()
        self.unsent: set[str] = set()
        self.foreign: list[BaseException] = []
        self.cancelled = 0

    async def wave(self, count: int) -> None:
        """Send messages at once that nobody cancels, as many as there are connections."""
        await asyncio.gather(*(self._send(WARM) for _ in range(count)))

    async def rage(self) -> None:
        """Start all tasks and cancel a third of them: in line, under way, or when it is too late."""
        tasks = [asyncio.ensure_future(self._one(str(index))) for index in range(self.tasks)]
        victims = self.chance.sample(range(self.tasks), self.tasks // 3)
        # by how many are over when it is their turn; calls are carried out in the order of the tasks
        due = sorted((index + self.chance.randint(-self.tasks // 4, 0), index) for index in victims)
        while due:
            over = len(self.sent) + len(self.unknown) + len(self.unsent)
            while due and due[0][0] <= over:
                tasks[due.pop(0)[1]].cancel()
            await asyncio.sleep(self.chance.random() * 0.002)
            if all(task.done() for task in tasks):
                break
        await asyncio.gather(*tasks, return_exceptions=True)
        self.cancelled = sum(task.cancelled() for task in tasks)

    async def _one(self, text: str) -> None:
        try:
            await self._send(text)
            self.sent.add(text)
        except asyncio.CancelledError as error:
            (self.unknown if getattr(error, "outcome_unknown", False) else self.unsent).add(text)
            raise
        except sinch.SinchException as error:
            (self.unknown if error.outcome_unknown else self.unsent).add(text)
        except Exception as error:
            self.foreign.append(error)

    async def _send(self, text: str) -> None:
        await self.client.sms.batches.send_sms(to=["+12025550123"], body=text)

    def problems(self, taken: Counter[str]) -> list[str]:
        """Return what does not add up, given how often the server took each text."""
        found = [f"a foreign exception: {error!r}" for error in self.foreign]
        texts = {text for text in taken if text != WARM}
        found += [f"message {text} was taken {taken[text]} times" for text in texts if taken[text] > 1]
        found += [f"message {text} was sent, but not taken" for text in self.sent - texts]
        found += [f"message {text} was taken, though it is said not to have been sent" for text in texts & self.unsent]
        never_started = {str(index) for index in range(self.tasks)} - self.sent - self.unknown - self.unsent
        found += [f"message {text} was taken, though its task never ran" for text in texts & never_started]
        return found


def descriptors() -> int:
    """Return how many are open; 0 where the system does not say."""
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def serve(pipe: Connection) -> None:
    """Run a simulator; when told to end, say how often each text was taken."""
    with Simulator(keep_requests=100) as simulator:
        pipe.send({**simulator.credentials.project, **simulator.origins})
        pipe.recv()
        pipe.send(Counter(message.text for message in simulator.sent_messages()))


async def main(tasks: int) -> int:
    """Run the storm and print the tally."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    async with AsyncSinchClient(**here.recv(), sms_region="us", timeout=600) as client:
        storm = Storm(client, tasks)
        await storm.wave(64)
        before = descriptors()
        await storm.rage()
        await storm.wave(64)
        after = descriptors()
    here.send("end")
    taken: Counter[str] = here.recv()
    server.join()
    problems = storm.problems(taken)
    if after > before:
        problems.append(f"{before} descriptors before, {after} after")
    unknown = sum(text in taken for text in storm.unknown)
    print(f"{tasks} tasks, {storm.cancelled} cancelled")
    print(f"  sent             {len(storm.sent):8}, all taken once")
    print(f"  outcome unknown  {len(storm.unknown):8}, {unknown} taken")
    print(f"  not sent         {tasks - len(storm.sent) - len(storm.unknown):8}, none taken")
    print(f"descriptors: {before} before, {after} after")
    print("\n".join(problems[:20]) or "every message is accounted for")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else TASKS)))

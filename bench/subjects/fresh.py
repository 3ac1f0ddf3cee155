"""One measurement in a process that has done nothing yet. It prints JSON.

fresh.py SUBJECT MEASUREMENT ORIGIN [ARGUMENT ...]

The measurements: import, construct, load, first_call, iterate, keep, bursts; and of what is asynchronous: async_import,
async_first_call, async_many.
"""

import sys
import time

_ready = time.process_time()


def main() -> None:
    subject, what, origin, *rest = sys.argv[1:]
    if what == "import":
        if subject == "floor":
            import json

            import urllib3

            _ = json, urllib3
        else:
            import sinch

            _ = sinch
        result = {"cpu": time.process_time() - _ready}
    elif what == "async_import":
        if subject == "async_floor":
            import asyncio
            import json

            _ = asyncio, json
        else:
            from sinch import AsyncSinchClient

            AsyncSinchClient()
        result = {"cpu": time.process_time() - _ready}
    else:
        result = _MEASUREMENTS[what](subject, origin, *rest)
    result |= {"modules": len(sys.modules), "peak": _peak()}

    import json

    print(json.dumps(result))


def _client(subject: str, origin: str, project: str = "bench"):
    from importlib import import_module

    return import_module(subject).Subject(origin, project)


def _construct(subject: str, origin: str) -> dict:
    _client(subject, origin).touch_products()
    return {"cpu": time.process_time() - _ready}


def _load(subject: str, origin: str, package: str) -> dict:
    from importlib import import_module

    import_module(f"sinch_api.{package}.operations").thing0_get("id")
    import_module(f"sinch_api.{package}.models")
    return {"cpu": time.process_time() - _ready}


def _first_call(subject: str, origin: str) -> dict:
    _client(subject, origin).send_sms()
    return {"cpu": time.process_time()}  # from the start of the process


def _async_first_call(subject: str, origin: str) -> dict:
    import asyncio

    client = _client(subject, origin)

    async def send() -> None:
        await client.send_sms()
        await client.aclose()

    asyncio.run(send())
    return {"cpu": time.process_time()}  # from the start of the process


def _async_many(subject: str, origin: str, messages: str, way: str) -> dict:
    import asyncio

    client = _client(subject, origin)

    async def send() -> float:
        await getattr(client, way)(500)  # what is only needed once, and the connections, are paid here
        before = time.process_time()
        count = await getattr(client, way)(int(messages))
        if count != int(messages):
            raise RuntimeError(f"{count} messages instead of {messages}")
        cpu = time.process_time() - before
        await client.aclose()
        return cpu

    return {"cpu": asyncio.run(send())}


def _iterate(subject: str, origin: str, items: str, work: str) -> dict:
    client = _client(subject, origin, f"items-{items}")
    client.send_sms()  # one-time costs are paid here
    before = time.process_time()
    count = getattr(client, work)()
    if count != int(items):
        raise RuntimeError(f"{count} items instead of {items}")
    return {"cpu": time.process_time() - before}


def _keep(subject: str, origin: str, items: str, work: str) -> dict:
    import tracemalloc

    client = _client(subject, origin, f"items-{items}")
    client.send_sms()
    getattr(client, f"page_of_{work}")()
    tracemalloc.start()
    kept = list(getattr(client, work)())
    bytes_kept = tracemalloc.get_traced_memory()[0]
    return {"bytes": bytes_kept / len(kept)}


def _bursts(subject: str, origin: str, threads: str) -> dict:
    import threading

    import inputs

    client = _client(subject, origin)
    failures = []

    def run(barrier: threading.Barrier) -> None:
        barrier.wait()
        try:
            client.get_batch(inputs.SLOW_BATCH_ID)
        except Exception as error:
            failures.append(error)

    for _ in range(6):
        barrier = threading.Barrier(int(threads))
        workers = [threading.Thread(target=run, args=(barrier,)) for _ in range(int(threads))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    if failures:
        raise failures[0]
    return {}


def _peak() -> int:
    """Return the peak memory of this process, in bytes."""
    try:
        # getrusage includes the parent's size if one program replaced another
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except FileNotFoundError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


_MEASUREMENTS = {
    "construct": _construct,
    "load": _load,
    "first_call": _first_call,
    "async_first_call": _async_first_call,
    "async_many": _async_many,
    "iterate": _iterate,
    "keep": _keep,
    "bursts": _bursts,
}

if __name__ == "__main__":
    main()

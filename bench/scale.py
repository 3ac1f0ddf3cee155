"""How cost grows: with the number of items of a list, and with the number of products in the package."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from bench import generator, report, synthetic
from bench.environments import Environment, this_sdk
from bench.harness import Server, Subject
from bench.rows import FLOOR, SDK

RESULTS = Path(__file__).parent / "SCALE.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
PRODUCTS = 50
SCHEMAS = 100
_ROUNDS = 9

_TEXT = """# Scale

Written by `make bench-scale`.

- Machine: {machine}

## Items of a list

SMS batches in pages of 100, iterated with three fields touched, in a new process each. Cost per item and memory do not
depend on how many there are; over the first few thousand, the interpreter is still warming up.

{items}

## Products in the package

CPU of the work, and modules loaded in it: the package with {few} product more, and with {many} more of
{schemas} schemas each ({total:,} in all), made by the generator from invented specs. What is not used is not loaded.

{products}

## The generator

{generator}
"""


def main() -> int:
    sdk = this_sdk()
    server = Server()
    try:
        items = _items(sdk, server.origins["http"])
    finally:
        server.close()
    text = _TEXT.format(
        machine=report.machine(),
        items=items,
        few=1,
        many=PRODUCTS,
        schemas=SCHEMAS,
        total=PRODUCTS * SCHEMAS,
        products=_products(sdk),
        generator=generator.table(),
    )
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _items(sdk: Environment, origin: str) -> str:
    subjects = [Subject(FLOOR, "floor", sdk.python), Subject(SDK, "sdk", sdk.python)]
    lines = [
        "| items | floor, CPU per item | this SDK, CPU per item | floor, peak memory | this SDK, peak memory |",
        "|--:|--:|--:|--:|--:|",
    ]
    for size in SIZES:
        rounds = 1 if size > 100_000 else 3 if size > 10_000 else 9
        print(f"Iterating {size:,} items ...", flush=True)
        results = [
            [subject.fresh("iterate", origin, str(size), "touch_batches") for subject in subjects]
            for _ in range(rounds)
        ]
        cpu = [median(entry["cpu"] for entry in column) / size * 1e6 for column in zip(*results, strict=True)]
        peak = [median(entry["peak"] for entry in column) / 1e6 for column in zip(*results, strict=True)]
        cells = [f"{size:,}", *(f"{value:.2f} µs" for value in cpu), *(f"{value:.1f} MB" for value in peak)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _products(sdk: Environment) -> str:
    subject = Subject(SDK, "sdk", sdk.python)
    lines = [
        f"| what | with 1 more | with {PRODUCTS} more | modules, with 1 more | modules, with {PRODUCTS} more |",
        "|---|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        print(f"Generating {PRODUCTS} products of {SCHEMAS} schemas each ...", flush=True)
        paths = [synthetic.make(Path(few), 1, SCHEMAS), synthetic.make(Path(many), PRODUCTS, SCHEMAS)]
        for title, what, *arguments in (
            ("`import sinch`", "import"),
            ("`SinchClient(...)` and every product touched", "construct"),
            ("one invented product and all its models", "load", "synthetic_00"),
        ):
            for path in paths:
                subject.fresh(what, "http://127.0.0.1", *arguments, path=path)  # compiles what is loaded
            results = [
                [subject.fresh(what, "http://127.0.0.1", *arguments, path=path) for path in paths]
                for _ in range(_ROUNDS)
            ]
            cpu = [median(entry["cpu"] for entry in column) * 1e3 for column in zip(*results, strict=True)]
            modules = [f"{column[0]['modules']:.0f}" for column in zip(*results, strict=True)]
            lines.append(f"| {title} | {' | '.join([*(f'{value:.2f} ms' for value in cpu), *modules])} |")
    return "\n".join(lines)

"""Provenance: from which files a package is generated, and with what; in locks, and to see what is up to date already.

A lock has the form of `sha256sum`, one for each package and one for the templates, so that people who change different
products do not change the same lines: `sha256sum --check generated/locks/*.sha256`.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

CODEGEN = Path(__file__).parent
TOOLS = ("hypothesis", "jinja2", "openapi-python-client", "pyyaml", "ruff")
"""What generated code, and made examples, depend on besides the generator itself."""

Digests = dict[str, str]
"""Digests of files by their names, from the root of the project on."""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; line ends count as they are in the repository."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def digests(root: Path, paths: Iterable[Path]) -> Digests:
    """Return the digests of files below a folder."""
    return {path.relative_to(root).as_posix(): digest(path) for path in sorted(paths)}


def locks(packages: Mapping[str, Digests]) -> dict[str, str]:
    """Return the text of the locks by the names of their files: of these packages, and of what all have in common."""
    templates = digests(CODEGEN.parent, (CODEGEN / "templates").rglob("*.jinja"))
    texts = {f"{package}.sha256": _lines(inputs) for package, inputs in packages.items()}
    return {**texts, "templates.sha256": _lines(templates), "tools.txt": "".join(f"{tool}\n" for tool in tools())}


def tools() -> list[str]:
    """Return the tools that generate, with their versions."""
    return [f"{name}=={version(name)}" for name in TOOLS]


def _lines(found: Digests) -> str:
    return "".join(f"{text}  {name}\n" for name, text in sorted(found.items()))


@dataclass(frozen=True)
class Memory:
    """What was generated last, from what: kept beside the project, and nobody's but this machine's.

    Args:
        folder: where it is kept.
        root: what the names of files begin from.

    """

    folder: Path
    root: Path

    def recall(self, package: str, output: Path) -> Digests | None:
        """Return the inputs of a package, if nothing has changed since it was written to a folder.

        That is, neither these, nor the generator, nor a file that it wrote.
        """
        try:
            kept = json.loads((self.folder / f"{package}.json").read_text(encoding="utf-8"))
            inputs: Digests = kept["inputs"]
            now = digests(self.root, (self.root / name for name in inputs))
        except (OSError, ValueError, KeyError):
            return None  # never generated here, or by another version, or a file is gone
        return inputs if kept == self._state(inputs, output) and now == inputs else None

    def remember(self, package: str, inputs: Digests, output: Path) -> None:
        """Keep in mind what has just been written to a folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self._state(inputs, output), indent=1)
        (self.folder / f"{package}.json").write_text(text, encoding="utf-8")

    def _state(self, inputs: Digests, output: Path) -> dict[str, object]:
        written = digests(output, output.glob("*.py")) if output.exists() else {}
        return {"inputs": inputs, "generator": _generator(), "written": written}


def _generator() -> list[str]:
    """Return what the generator is at this moment."""
    sources = digests(CODEGEN, [*CODEGEN.rglob("*.py"), *CODEGEN.rglob("*.jinja")])
    whole = hashlib.sha256(json.dumps(sources).encode()).hexdigest()
    return [sys.version, *tools(), whole]

"""Write the generated files of a folder, or report how the existing ones differ."""

import difflib
from pathlib import Path


def write(folder: Path, files: dict[str, str]) -> list[str]:
    """Write the files of a folder, remove Python files that do not belong there, and return what changed."""
    changed = update(folder, files)
    for path in _stale(folder, files):
        path.unlink()
        changed.append(f"{path} (removed)")
    return changed


def update(folder: Path, files: dict[str, str]) -> list[str]:
    """Write files that differ into a folder and its subfolders, and return what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != text.encode():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(str(path))
    return changed


def difference(folder: Path, files: dict[str, str]) -> list[str]:
    """Return how the files of a folder differ, as lines of text."""
    problems = changes(folder, files)
    return [*problems, *(f"{path}: is no longer generated" for path in _stale(folder, files))]


def changes(folder: Path, files: dict[str, str]) -> list[str]:
    """Return how existing files in a folder and its subfolders differ from these, as lines of text."""
    problems = []
    for name, text in files.items():
        path = folder / name
        found = path.read_bytes() if path.exists() else b""
        if found != text.encode() or not path.exists():
            lines = difflib.unified_diff(
                found.decode().splitlines(), text.splitlines(), str(path), "generated", lineterm="", n=1
            )
            problems += [*list(lines)[:20], f"{path}: differs from the generated file"]
    return problems


def _stale(folder: Path, files: dict[str, str]) -> list[Path]:
    return [path for path in sorted(folder.glob("*.py*")) if path.is_file() and path.name not in files]

"""Reports of changes: as text, or as release notes in Markdown that suggest the next version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from codegen.printable import plain as one_line
from codegen.spec_diff.changes import Change, Level

_MARKS = {Level.BREAKING: "[breaking] ", Level.RISKY: "[risky] "}
_HEADINGS = {
    Level.BREAKING: "Breaking",
    Level.RISKY: "Look at your programs",
    Level.NEW: "New",
    Level.HARMLESS: "Other changes",
}
_NOTHING = "The meaning of the specs has not changed."


@dataclass
class Section:
    """The changes of one spec."""

    spec: str
    title: str
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the maintainer has to do, which no user needs to know."""
    is_new: bool = False

    def ordered(self) -> list[Change]:
        """Return the changes, the worst first."""
        return sorted(self.changes, key=lambda change: change.level)


def plain(sections: Iterable[Section]) -> str:
    """Return the changes as text."""
    parts = []
    for section in sections:
        breaking = sum(change.level is Level.BREAKING for change in section.changes)
        told = f"{len(section.changes)} changes, {breaking} of them breaking"
        if section.is_new:
            told = f"new spec with {len(section.changes)} operations"
        lines = [f"  {_MARKS.get(change.level, '')}{change.text}" for change in section.ordered()]
        lines += [f"  {note}" for note in dict.fromkeys(section.notes)]
        parts.append("\n".join([f"{section.spec}: {told}", *lines]))
    return "\n\n".join(parts) or _NOTHING


def markdown(sections: Iterable[Section], base: str, version: str) -> str:
    """Return release notes for users of the SDK; `version` is the one that they had with `base`."""
    sections = [section for section in sections if section.changes]
    worst = min((change.level for section in sections for change in section.changes), default=None)
    lines = [f"# API changes since {one_line(base)}", "", suggestion(version, worst)]
    for section in sections:
        lines += ["", f"## {section.title}{' (new)' if section.is_new else ''}"]
        for level, heading in _HEADINGS.items():
            texts = [change.text for change in section.changes if change.level is level]
            if texts:
                lines += ["", f"### {heading}", "", *(f"- {_escaped(text)}" for text in texts)]
    return "\n".join(lines)


def suggestion(version: str, worst: Level | None) -> str:
    """Return which version should follow one, after changes of which the worst is given."""
    if worst is None:
        return f"{_NOTHING} No new version is needed."
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if found is None:
        raise ValueError(f"the version {version} is not of the form 1.2.3")
    major, minor, patch = map(int, found.groups())
    kind = {Level.BREAKING: "major", Level.HARMLESS: "patch"}.get(worst, "minor")
    if found[0] != version:
        return f"Suggested: a {kind} version; {version} precedes {found[0]}, which may have any of these changes."
    following = {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }
    return f"Suggested: a {kind} version, {following[kind]} after {version}."


def _escaped(text: str) -> str:
    """Return text of a spec in which Markdown sees no markup."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", one_line(text))

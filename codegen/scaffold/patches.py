"""Patches: what has to change in modules that exist, so that their methods fit the spec again.

Only what an operation decides is compared: arguments with their types, defaults and entries under `Args`, the result,
the line that names the operation, what is passed on. Names of classes, texts and further code are the person's.
"""

import ast
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from codegen.products import Difference
from codegen.scaffold.annotations import Imports, statements
from codegen.scaffold.layout import ResourceDef
from codegen.scaffold.methods import INDENT, ArgumentText, MethodText
from codegen.scaffold.modules import Writer, formatted
from codegen.scaffold.source import Argument, Method, Part, Source, described, wire_part

ALIASES = "aliases"
OPTIONS = "options"
RETURN = "return"


@dataclass
class Patched:
    """A module as it should be, and what is left for a person to do."""

    text: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """In what a method as it stands differs from what its operation asks for."""

    missing: list[str]
    gone: list[str]
    changed: list[str]
    """Arguments of another type or default; `return` for the result."""
    moved: list[str]
    """Arguments that may be given by position in one of them only."""


def compare(method: Method, wanted: MethodText) -> Comparison:
    """Compare a method with what its operation asks for, whatever differences are meant to be."""
    there = {argument.name: argument for argument in method.arguments if argument.name != OPTIONS}
    asked = {str(argument.name): argument for argument in wanted.arguments}
    missing, gone = [name for name in asked if name not in there], [name for name in there if name not in asked]
    both = [name for name in asked if name in there]
    changed = [name for name in both if not _alike(there[name], asked[name])]
    moved = [name for name in both if there[name].positional != asked[name].positional]
    if wanted.aliases is not None and method.aliases is None:
        missing.append(ALIASES)
    elif wanted.aliases is None and method.aliases is not None:
        gone.append(ALIASES)
    elif wanted.aliases is not None and method.aliases is not None and not _alike(method.aliases, wanted.aliases):
        changed.append(ALIASES)
    returns = "" if method.returns is None else method.returns.text
    if _normal(returns) != _normal(wanted.returns):
        changed.append(RETURN)
    return Comparison(missing, gone, changed, moved)


def unexpected(found: Comparison, accepted: Difference) -> Comparison:
    """Return the comparison without the differences that are meant to be."""
    return Comparison(
        missing=[name for name in found.missing if name not in accepted.missing],
        gone=[name for name in found.gone if name not in accepted.extra],
        changed=[name for name in found.changed if name not in accepted.changed],
        moved=[name for name in found.moved if name not in accepted.moved],
    )


def patch(text: str, resource: ResourceDef, writer: Writer) -> Patched:
    """Return a module of a domain with everything that its operations ask for."""
    source = Source(text)
    result = Patched(text)
    imports = source.imports()
    there = source.methods()
    edits: list[tuple[Part, str]] = []
    new: list[MethodText] = []
    for method, wanted in zip(resource.methods, writer.methods(resource, imports), strict=True):
        if method.name in there:
            accepted = method.package.product.differences_of(method.full_name)
            edits += _method_edits(source, there[method.name], wanted, accepted, method.full_name, result.notes)
        else:
            new.append(wanted)
    composed = {
        name for package in writer.domain.packages for each in package.product.composed for name in each.methods
    }
    for name in there:
        full = ".".join((writer.domain.place, *resource.path, name))
        if name not in {str(method.name) for method in resource.methods} and full not in composed:
            result.notes.append(f"{full}: no operation has it any more; remove it")
    edits += _new_methods(source, there, new, [str(method.name) for method in resource.methods])
    edits += _new_properties(source, resource, writer, imports)
    if edits:
        result.text = _with_imports(_applied(text, edits), text, imports)
    return result


def unified(before: str, after: str, path: str) -> str:
    """Return the change of a file in the form that `git apply` takes; nothing where there is none."""
    if before == after:
        return ""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path}", f"b/{path}"
    )
    marked = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return f"diff --git a/{path} b/{path}\n{''.join(marked)}"


# Methods that exist


def _method_edits(
    source: Source, method: Method, wanted: MethodText, accepted: Difference, full: str, notes: list[str]
) -> list[tuple[Part, str]]:
    found = unexpected(compare(method, wanted), accepted)
    notes += [f"{full}: {name} may be given by position in the one, but not in the other" for name in found.moved]
    edits: list[tuple[Part, str]] = []
    if found.missing or found.gone or found.changed:
        edits += _signature_edit(source, method, wanted, found, full, notes)
        edits += _call_edit(source, method, wanted, found, full, notes)
        if RETURN in found.changed and method.returns is not None:
            edits.append((method.returns, wanted.returns))
    if method.docstring is None:
        notes.append(f"{full}: has no docstring")
        return edits
    documented = _documented(method.docstring.text, method, wanted, found)
    if documented is None:
        notes.append(f"{full}: its docstring has no Args, or does not name the operation")
    elif documented != method.docstring.text:
        edits.append((method.docstring, documented))
    return edits


def _signature_edit(
    source: Source, method: Method, wanted: MethodText, found: Comparison, full: str, notes: list[str]
) -> list[tuple[Part, str]]:
    whole = source.signature(method)
    if "#" in re.sub(r'"[^"\n]*"', "", whole.text):
        notes.append(f"{full}: there are comments among its arguments; change by hand: {_summary(found)}")
        return []
    asked = {str(argument.name): argument for argument in wanted.arguments}
    parts = {
        argument.name: asked[argument.name].parameter if argument.name in found.changed else argument.part.text
        for argument in method.arguments
        if argument.name not in found.gone
    }
    in_place = [argument.name for argument in method.arguments if argument.positional and argument.name in parts]
    by_name = [argument.name for argument in method.arguments if not argument.positional and argument.name in parts]
    order = [str(argument.name) for argument in wanted.arguments]
    for name in found.missing:
        if name in asked:
            parts[name] = asked[name].parameter
            _insert(in_place if asked[name].positional else by_name, name, order)
    texts = ["self", *(parts[name] for name in in_place), "*", *(parts[name] for name in by_name)]
    if wanted.aliases is not None and {ALIASES} & {*found.missing, *found.changed}:
        texts.append(f"**{wanted.aliases.parameter}")
    elif method.aliases is not None and ALIASES not in found.gone:
        texts.append(f"**{method.aliases.part.text}")
    comma = "," if whole.text.rstrip().endswith(",") else ""
    return [(whole, ", ".join(texts) + comma)]


def _call_edit(
    source: Source, method: Method, wanted: MethodText, found: Comparison, full: str, notes: list[str]
) -> list[tuple[Part, str]]:
    if not found.missing and not found.gone:
        return []
    call = method.calls.get(wanted.function)
    if call is None:
        notes.append(
            f"{full}: calls {wanted.operations}.{wanted.function} in a way of its own; change there: {_summary(found)}"
        )
        return []
    whole = source.inside(call)
    if "#" in re.sub(r'"[^"\n]*"', "", whole.text):
        notes.append(f"{full}: there are comments in its call; change by hand: {_summary(found)}")
        return []
    order = [str(argument.name) for argument in wanted.arguments]
    in_place = [str(argument.name) for argument in wanted.arguments[: wanted.positional]]
    texts: dict[str, str] = {}
    for keyword, part in source.call_arguments(call):
        name = part.text if keyword is None else ALIASES if keyword == "**" else keyword
        if name not in found.gone:
            texts[name] = part.text
    names = [name for name in texts if name != ALIASES]
    for name in found.missing:
        if name in order and name not in texts:
            texts[name] = name if name in in_place else f"{name}={name}"
            _insert(names, name, order)
    if ALIASES in texts or (ALIASES in found.missing):
        texts.setdefault(ALIASES, "**aliases")
        names.append(ALIASES)
    comma = "," if whole.text.rstrip().endswith(",") else ""
    return [(whole, ", ".join(texts[name] for name in names) + (comma if names else ""))]


def _documented(docstring: str, method: Method, wanted: MethodText, found: Comparison) -> str | None:
    """Return the docstring with an entry for every argument, and with the line that names the operation."""
    wire = wire_part(docstring)
    if wire is None:
        return None
    lines = "".join(f"{' ' * INDENT}{line}\n" for line in wanted.wire)
    if _normal_text(docstring[slice(*wire)]) != _normal_text(lines):
        docstring = docstring[: wire[0]] + lines + docstring[wire[1] :]
    args = described(docstring)
    if args is None:
        return None
    start, end, entries = args
    by_name = dict(entries)
    signature = [argument.name for argument in method.arguments if argument.name not in found.gone]
    order = [*(str(argument.name) for argument in wanted.arguments), OPTIONS]
    for name in found.missing:
        if name in order:
            _insert(signature, name, order)
    if (method.aliases is not None and ALIASES not in found.gone) or ALIASES in found.missing:
        signature.append(ALIASES)
    asked: dict[str, ArgumentText] = {str(argument.name): argument for argument in wanted.arguments}
    if wanted.aliases is not None:
        asked[ALIASES] = wanted.aliases
        if ALIASES in found.changed:
            by_name.pop(ALIASES, None)
    texts = []
    for name in signature:
        if name in by_name:
            texts.append(by_name[name])
        elif name in asked:
            texts.append("".join(f"{line}\n" for line in asked[name].described()))
    return docstring[:start] + "".join(texts) + docstring[end:]


def _insert(names: list[str], name: str, order: Sequence[str]) -> None:
    """Put a name where it stands in an order in which not all of the others need to be.

    After the nearest one before it that is there; else before the nearest after it; else at the end.
    """
    at = order.index(name)
    for before in reversed(order[:at]):
        if before in names:
            names.insert(names.index(before) + 1, name)
            return
    for after in [*order[at + 1 :], OPTIONS]:
        if after in names:
            names.insert(names.index(after), name)
            return
    names.append(name)


# What is new


def _new_methods(
    source: Source, there: dict[str, Method], new: list[MethodText], order: list[str]
) -> list[tuple[Part, str]]:
    edits: dict[int, list[str]] = {}
    sources = formatted({f"{text.name}.py": f"class C:\n{text.source}\n" for text in new}) if new else {}
    for text in new:
        body = sources[f"{text.name}.py"].split("\n", 1)[1].lstrip("\n")
        at = order.index(text.name)
        before = [name for name in order[:at] if name in there]
        after = [name for name in order[at + 1 :] if name in there]
        if before or not after:
            end = there[before[-1]].whole.end if before else _end_of_class(source)
            edits.setdefault(end, []).append(f"\n{body}")
        else:
            edits.setdefault(there[after[0]].whole.start, []).append(f"{body}\n")
    return [(Part(at, at, ""), "".join(texts)) for at, texts in edits.items()]


def _new_properties(source: Source, owner: ResourceDef, writer: Writer, imports: Imports) -> list[tuple[Part, str]]:
    there = source.properties()
    new = [resource for resource in owner.resources if resource.attribute not in there]
    if not new:
        return []
    texts = [f"{writer.property(owner, resource)}\n" for resource in new]
    for resource in new:
        imports.name(f"{writer.domain.module}.{resource.module}", resource.class_name)
    resources = [part.start for name, part in there.items() if name == "sinch_events"]
    starts = [method.whole.start for method in source.methods().values()]
    before = min([*resources, *starts], default=None)
    if before is None:
        end = _end_of_class(source)
        return [(Part(end, end, ""), "".join(f"\n{text}" for text in texts))]
    return [(Part(before, before, ""), "".join(f"{text}\n" for text in texts))]


def _end_of_class(source: Source) -> int:
    node = source.main_class()
    if node is None:
        return len(source.text)
    end = source.part(node).end
    return source.text.find("\n", end) + 1 or len(source.text)


def _applied(text: str, edits: Iterable[tuple[Part, str]]) -> str:
    for part, replacement in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: part.start] + replacement + text[part.end :]
    return text


def _with_imports(text: str, before: str, imports: Imports) -> str:
    """Return a module with what it needs imported and nothing else, formatted."""
    at_run_time, checked = imports.at_run_time(), imports.for_checkers()
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    block = next((node for node in tree.body if isinstance(node, ast.If)), None)
    if block is not None:
        lines.insert(block.body[0].lineno - 1, "".join(f"    {line}\n" for line in statements(checked)))
        checked = {}
    first = next(node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module != "__future__")
    lines.insert(first.lineno - 1, "".join(f"{line}\n" for line in statements({**at_run_time, **checked})))
    if any("@cached_property" in line for line in lines) and "cached_property" not in before:
        lines.insert(first.lineno - 1, "from functools import cached_property\n")
    return formatted({"module.py": "".join(lines)}, examples=False)["module.py"]


# Words


def _alike(argument: Argument, wanted: ArgumentText) -> bool:
    return _normal(argument.annotation) == _normal(wanted.annotation) and argument.default == wanted.default


def _normal(annotation: str) -> str:
    return ast.unparse(ast.parse(annotation, mode="eval")) if annotation else ""


def _normal_text(text: str) -> str:
    return " ".join(text.split())


def _summary(found: Comparison) -> str:
    told = [(kind, names) for kind, names in vars(found).items() if names and kind != "moved"]
    return "; ".join(f"{kind} {', '.join(names)}" for kind, names in told)


def product_file_patch(text: str, entries: dict[str, list[str]], known: Iterable[str]) -> str:
    """Return a products file with entries for new operations, and without those of operations that are gone."""
    known = list(known)
    lines = text.splitlines()
    start = next((index for index, line in enumerate(lines) if line.startswith("operations:")), None)
    if start is None:
        return text
    stop = next((i for i in range(start + 1, len(lines)) if re.match(r"\S", lines[i])), len(lines))
    while stop > start + 1 and not lines[stop - 1].strip():
        stop -= 1
    added = [line for name, entry in entries.items() if name not in known for line in entry]
    block = lines[start + 1 : stop]
    for name in known:
        if name not in entries:
            block = _without_entry(block, name)
    changed = [*lines[: start + 1], *block, *added, *lines[stop:]]
    return text if changed == lines else "\n".join(changed) + "\n"


def _without_entry(lines: list[str], name: str) -> list[str]:
    at = next((i for i, line in enumerate(lines) if re.match(rf'  "?{re.escape(name)}"?:', line)), None)
    if at is None:
        return lines
    end = at + 1
    while end < len(lines) and lines[end].startswith("    "):
        end += 1
    return lines[:at] + lines[end:]

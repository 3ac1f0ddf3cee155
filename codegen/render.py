"""Render the templates: text of a spec is printed as a literal or a docstring made by a filter, or not at all."""

import re
import subprocess
import sys
import tempfile
import textwrap
import unicodedata
from pathlib import Path
from typing import Any

import jinja2

from codegen.api import Api, Code, Function, Named, Operation, Text, Union
from codegen.naming import attribute, pascal
from codegen.products import Product

WIDTH = 120
MODULES = ("__init__", "exceptions", "kinds", "models", "params", "operations", "client")

_RUFF = (sys.executable, "-m", "ruff")
_RUFF_OPTIONS = ("--isolated", "--no-cache", "--quiet", "--target-version", "py310", "--line-length", str(WIDTH))
_RUFF_CHECK = (
    *("--fix", "--select", "F401,I001,TC005"),
    *("--config", 'lint.isort.known-first-party = ["sinch", "sinch_api"]'),
    *("--config", "lint.isort.split-on-trailing-comma = false"),
)
_RUFF_FORMAT = ("--config", "format.skip-magic-trailing-comma = true")


class RenderError(ValueError):
    """A template that would print what is not known to be safe, or code that does not parse."""


def render(api: Api, product: Product, signature: dict[str, Any] | None) -> dict[str, str]:
    """Return the modules of a product's package by file name, before formatting."""
    environment = _environment()
    models = sorted(item.name for item in [*api.models, *api.enums, *api.unions, *api.aliases])
    exceptions = _Exceptions(product.exception)
    if taken := set(models) & set(exceptions.names):
        raise RenderError(f"{product.file}: exception: {sorted(taken)} are schemas of the API already")
    context = {
        "api": api,
        "product": product,
        "source": Code(_plain(f"specs/{product.spec}")),
        "products_file": Code(_plain(f"codegen/products/{product.file}")),
        "title": Code(product.title),
        "package": Code(product.package),
        "client": Code(product.client),
        "event": _event(api, product),
        "signature": Text(signature) if signature else None,
        "groups": _groups(api),
        "models": models,
        "exceptions": exceptions,
        "exports": sorted([*models, *exceptions.names]),
        "aliases": [(Text(alias), Text(name)) for name, further in product.aliases.items() for alias in further],
    }
    modules = [*MODULES, *(["webhooks"] if signature else [])]
    return {f"{module}.py": environment.get_template(f"{module}.py.jinja").render(context) for module in modules}


class _Exceptions:
    """The exceptions of a product: `SmsException`, and for each class by status one named like `SmsNotFoundError`."""

    def __init__(self, root: str) -> None:
        prefix = root.removesuffix("Exception")
        self.root = Code(root)
        self.by_status = [(Code(name), Code(prefix + name), Code(statuses)) for name, statuses in _STATUSES]
        self.names = sorted([self.root, *(own for _, own, _ in self.by_status)])


_STATUSES = (
    ("BadRequestError", "400 or 422"),
    ("AuthenticationError", "401"),
    ("PermissionDeniedError", "402 or 403"),
    ("NotFoundError", "404 or 410"),
    ("ConflictError", "409 or 412"),
    ("RateLimitError", "429"),
    ("ServerError", "5xx"),
)


def formatted(files: dict[str, str]) -> dict[str, str]:
    """Return the files without unused imports, sorted and formatted by the pinned ruff."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        for command in (("check", *_RUFF_OPTIONS, *_RUFF_CHECK), ("format", *_RUFF_OPTIONS, *_RUFF_FORMAT)):
            done = subprocess.run([*_RUFF, *command, "."], cwd=root, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RenderError(f"ruff {command[0]}: {done.stdout}{done.stderr}")
        return {name: (root / name).read_bytes().decode("utf-8") for name in files}


def literal(value: Any) -> Code:
    """Return the Python literal of text, a number, a boolean, None, or a list or dictionary of these."""
    if isinstance(value, Text):
        value = value.value
    if isinstance(value, dict):
        return Code("{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}")
    if isinstance(value, (list, tuple)):
        return Code("[" + ", ".join(literal(item) for item in value) + "]")
    if value is None or type(value) in (bool, int, float, str, Code):
        return Code(repr(value))
    raise RenderError(f"{type(value).__name__} has no literal")


def docstring(value: Any, indent: int = 0) -> Code:
    """Return a whole docstring, quotes included, that can neither end early nor hold an escape sequence."""
    text = value.value if isinstance(value, Text) else value
    if not isinstance(text, str):
        raise RenderError(f"{type(text).__name__} is no text")
    lines = [line for paragraph in _paragraphs(text) for line in (*_wrapped(paragraph, WIDTH - indent - 6), "")][:-1]
    return _quoted(lines, indent)


def _quoted(lines: list[str], indent: int) -> Code:
    escaped = [_escaped(line) for line in lines] or [""]
    if len(escaped) > 1:
        return Code("\n".join(_indented(['"""' + escaped[0], *escaped[1:], '"""'], indent)))
    return Code(f'"""{escaped[0]}"""')


def _escaped(line: str) -> str:
    """Return a line of a docstring in which no three quotes follow each other, those at its end included."""
    line = line.replace("\\", "\\\\")
    return line.replace('"', '\\"') if '"""' in line else re.sub(r'"$', r'\\"', line)


def _indented(lines: list[str], indent: int) -> list[str]:
    """Indent every line but the first, which stands where the template has put it."""
    return [lines[0], *(" " * indent + line if line else "" for line in lines[1:])]


def operation_docstring(operation: Operation, function: Function) -> Code:
    """Return the docstring of a function that makes an operation."""
    lines: list[str] = []

    def paragraph(value: Text | str) -> None:
        for part in _paragraphs(str(value.value) if isinstance(value, Text) else value):
            lines.extend(["", *_wrapped(part, WIDTH - 7)])

    summary = str(operation.summary.value) or f"Call {operation.id.value}"
    paragraph(f"{summary}{'' if summary.endswith('.') else '.'}")
    if operation.deprecated:
        paragraph("Deprecated.")
    paragraph(operation.description)
    if function.variant:
        paragraph(f"This function takes the fields of {function.variant.name}.")
    paragraph(f"`{operation.method.value} {operation.path.value}` ({operation.id.value})")
    documented = [argument for argument in function.arguments if argument.description.value]
    if documented:
        lines.extend(["", "Args:"])
        for argument in documented:
            wrapped = _wrapped(f"{argument.name}: {_plain(str(argument.description.value))}", WIDTH - 12)
            lines.extend([f"    {wrapped[0]}", *(f"        {line}" for line in wrapped[1:])])
    return _quoted(lines[1:], 4)


def _paragraphs(text: str) -> list[str]:
    """Split text at blank lines and before items of lists; inside a paragraph, line breaks mean nothing."""
    parts = re.split(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*|]|\d+\.) )", text)
    return [plain for part in parts if (plain := _plain(part))]


def _plain(text: str) -> str:
    """Return text in one line without control characters, and without what reorders text on the screen."""
    text = " ".join(text.split())
    return "".join(
        char
        for char in text
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or char == "\u200d"
    )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _groups(api: Api) -> list[tuple[Code, Code, Text, list[Operation]]]:
    """Return the attribute, class and tag of each group of operations, in the order of the spec."""
    groups: dict[str, list[Operation]] = {}
    for operation in api.operations:
        groups.setdefault(str(operation.tag.value), []).append(operation)
    return [(Code(attribute(tag)), Code(pascal(tag)), Text(tag), operations) for tag, operations in groups.items()]


def _event(api: Api, product: Product) -> Code | None:
    for definition in [*api.unions, *api.models]:
        if definition.schema == product.event:
            return Named(definition).kind()
    return None


def _printable(value: Any) -> str:
    if isinstance(value, Code):
        return value
    raise RenderError(f"a template prints a {type(value).__name__}, which has not passed a filter: {value!r}")


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters = {
        "literal": literal,
        "docstring": docstring,
        "params_docstring": lambda model: docstring(model.description.value or f"The fields of {model.name}.", 4),
        "tag_docstring": lambda tag: docstring(f"Operations tagged {tag.value}.", 4),
        "alternatives": lambda models, suffix="": Code(" | ".join(f"{model.name}{suffix}" for model in models)),
        "length": len,
    }
    environment.globals = {"operation_docstring": operation_docstring}
    environment.tests["union"] = lambda definition: isinstance(definition, Union)
    return environment

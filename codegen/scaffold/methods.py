"""Methods: arguments, docstring and body of each, as they are written into a module of a domain."""

import textwrap
from dataclasses import dataclass

from codegen import naming
from codegen.definitions import AliasDef, ArgumentDef, ModelDef
from codegen.printable import WIDTH, filled, plain, quoted, wire, wrapped
from codegen.scaffold.annotations import Imports
from codegen.scaffold.examples import Examples
from codegen.scaffold.layout import MethodDef
from codegen.text import Code
from codegen.value_types import OUTSIDE, ListType, NamedType, Type

INDENT = 8
"""How far the docstring of a method is indented."""


@dataclass(frozen=True)
class ArgumentText:
    """An argument of a method, as it is written."""

    name: Code
    annotation: Code
    default: Code | None
    positional: bool
    description: str

    @property
    def parameter(self) -> Code:
        """What stands in the signature."""
        default = "" if self.default is None else f" = {self.default}"
        return Code(f"{self.name}: {self.annotation}{default}")

    def described(self) -> list[str]:
        """Return the lines in the docstring, indented as they stand in the file."""
        margin = " " * INDENT
        text = quoted([f"{self.name}: {self.description}"], 0)[3:-3]  # escaped as the docstring needs it
        first, *rest = wrapped(text, WIDTH - INDENT - 8)
        return [f"{margin}    {first}", *(f"{margin}        {line}" for line in rest)]


@dataclass(frozen=True)
class MethodText:
    """A method, as it is written."""

    name: Code
    arguments: list[ArgumentText]
    """Without `options` and the dictionary of other names."""
    aliases: ArgumentText | None
    returns: Code
    operations: Code
    """What the module calls that of the operation's functions."""
    function: Code
    """That of these functions which it calls."""
    positional: int
    """How many of its arguments that function takes by position."""
    sends: Code
    """Through which method of its own it does that."""
    wire: list[str]
    """The lines that name the operation."""
    source: Code
    """The whole method, indented."""


OPTIONS = "timeout, retries, headers and further fields of this call."


def method_text(method: MethodDef, imports: Imports, examples: Examples, exception: Code) -> MethodText:
    """Return a method as it is written."""
    operation, function, package = method.operation, method.function, method.package.name
    arguments = [
        ArgumentText(
            name=item.name,
            annotation=imports.local(Code(item.annotation.removesuffix(" = core.UNSET")), package),
            default=imports.local(Code("core.UNSET"), package) if item.has_default else None,
            positional=position < function.positional,
            description=_description(item, method),
        )
        for position, item in enumerate(function.arguments)
    ]
    aliases = None
    if function.aliases:
        annotation = imports.local(Code(f"t.Unpack[params.{function.aliases_class}]"), package)
        aliases = ArgumentText(Code("aliases"), annotation, None, False, further_names(function.arguments))
    item = page_item(method)
    returns = imports.local(operation.response_type(function), package)
    if item is not None:
        page = imports.name("sinch.core.paging", "Page")
        returns = Code(f"{page}[{imports.local(item.read(OUTSIDE), package)}, {returns}]")
    options = Code(imports.name("sinch.core.options", "RequestOptions"))
    text = MethodText(
        name=method.name,
        arguments=arguments,
        aliases=aliases,
        returns=returns,
        operations=imports.operations(package),
        function=function.name,
        positional=function.positional,
        sends=Code("_send" if item is None else "_page"),
        wire=wire_lines(method),
        source=Code(""),
    )
    docstring = quoted(_docstring(method, text, examples, exception), INDENT)
    # put together by hand: a docstring may hold anything, and braces mean something to a format
    lines = [
        f"    def {method.name}({', '.join(_signature(text, options))}) -> {returns}:",
        f"        {docstring}",
        f"        {'' if returns == 'None' else 'return '}self.{text.sends}({call(text)}, options)",
    ]
    return MethodText(**{**vars(text), "source": Code("\n".join(lines))})


def call(text: MethodText) -> Code:
    """Return the call of the operation's function."""
    names = [argument.name for argument in text.arguments]
    passed = [*names[: text.positional], *(f"{name}={name}" for name in names[text.positional :])]
    passed += ["**aliases"] if text.aliases else []
    return Code(f"{text.operations}.{text.function}({', '.join(passed)})")


def page_item(method: MethodDef) -> Type | None:
    """Return the type of the items of a list; None for other operations."""
    paging = method.operation.entry.paging
    if paging is None:
        return None
    type_ = method.operation.result
    while isinstance(type_, NamedType) and isinstance(type_.definition, AliasDef):
        type_ = type_.definition.target
    if paging["items"] is not None and isinstance(type_, NamedType) and isinstance(type_.definition, ModelDef):
        type_ = next(item.type for item in type_.definition.fields if item.wire.value == paging["items"])
    while isinstance(type_, NamedType) and isinstance(type_.definition, AliasDef):
        type_ = type_.definition.target
    return type_.item if isinstance(type_, ListType) else type_


def wire_lines(method: MethodDef) -> list[str]:
    """Return the lines of a docstring that name the operation; it is broken before the id, if at all."""
    text = wire(method.operation)
    return [text] if len(text) <= WIDTH - INDENT else text.rsplit(" ", 1)


def further_names(arguments: list[ArgumentDef]) -> str:
    """Return the description of the other names of arguments."""
    stand = [
        f"{' and '.join(f'`{alias}`' for alias in argument.aliases)} for `{argument.name}`"
        for argument in arguments
        if argument.aliases
    ]
    return f"other names of arguments: {', '.join(stand)}."


def _signature(text: MethodText, options: Code) -> list[str]:
    in_place = [argument.parameter for argument in text.arguments if argument.positional]
    by_name = [argument.parameter for argument in text.arguments if not argument.positional]
    aliases = [f"**{text.aliases.parameter}"] if text.aliases else []
    return ["self", *in_place, "*", *by_name, f"options: {options} | None = None", *aliases]


def _docstring(method: MethodDef, text: MethodText, examples: Examples, exception: Code) -> list[str]:
    """Return the lines of a docstring, not yet indented, the empty one at its end included."""
    operation, width = method.operation, WIDTH - INDENT
    summary = plain(str(operation.summary.value)) or f"Call {operation.id.value}"
    variant = method.function.variant
    first = f"{summary[0].upper()}{summary[1:].rstrip('.')}."
    lines = [textwrap.shorten(first, width - 3, placeholder=" ..."), "", *text.wire, ""]
    if lines[0] != first:
        lines += [*wrapped(first, width), ""]
    if operation.deprecated:
        lines += ["Deprecated.", ""]
    if operation.description.value:
        lines += [*filled([str(operation.description.value)], width), ""]
    if variant is not None:
        lines += [f"It takes the fields of `{variant.name}`.", ""]
    described = [(argument.name, argument.description) for argument in text.arguments]
    described.append((Code("options"), OPTIONS))
    if text.aliases:
        described.append((text.aliases.name, text.aliases.description))
    lines += ["Args:", *_entries(described), ""]
    lines += ["Returns:", *(f"    {line}" for line in wrapped(_result(method, examples), width - 4)), ""]
    lines += ["Raises:", *_entries(_exceptions(method, exception)), ""]
    return [*lines, "Example:", *(f"    {line}" for line in _example(method, examples)), ""]


def _entries(entries: list[tuple[Code, str]]) -> list[str]:
    lines = []
    for name, text in entries:
        first, *rest = wrapped(f"{name}: {text}", WIDTH - INDENT - 8)
        lines += [f"    {first}", *(f"        {line}" for line in rest)]
    return lines


def _description(argument: ArgumentDef, method: MethodDef) -> str:
    """Return the description of an argument: that of the spec, and how it is called on the wire if not alike."""
    text = plain(str(argument.description.value)) or f"the {argument.name.replace('_', ' ').strip()}."
    first = text.split(" ", 1)[0]
    if first[1:].isalpha() and first[1:].islower() and first not in ("Sinch", "Sinch's"):
        text = text[0].lower() + text[1:]
    sent = _wire_name(argument, method)
    if sent is None or naming.snake(sent) == argument.name.rstrip("_") or f"wire: `{sent}`" in text:
        return text
    return f"{text.removesuffix('.')} (wire: `{sent}`)."


def _wire_name(argument: ArgumentDef, method: MethodDef) -> str | None:
    operation = method.operation
    body = method.function.variant or (operation.body.definition if isinstance(operation.body, NamedType) else None)
    fields = body.fields if isinstance(body, ModelDef) else []
    arguments = method.function.fields or {}
    by_name = {arguments[item.name]: item.wire for item in fields if item.name in arguments}
    by_name |= {item.name: item.wire for _, _, parameters in operation.parameters for item in parameters}
    return plain(str(by_name[argument.name].value)) if argument.name in by_name else None


def _result(method: MethodDef, examples: Examples) -> str:
    operation = method.operation
    if operation.result is None:
        return "Nothing."
    if operation.entry.paging is not None:
        what = str(operation.entry.paging["items"] or "items")
        words = naming.snake(what).replace("_", " ")
        if set(operation.entry.paging) == {"items"}:
            return f"One page with all {words}."
        return f"The first page; iterate it for the {words} of all pages."
    text = plain(examples.response(method))
    if not text and isinstance(operation.result, NamedType):
        text = plain(str(operation.result.definition.description.value))
    return f"{text.removesuffix('.')}." if text else "The response."


def _exceptions(method: MethodDef, exception: Code) -> list[tuple[Code, str]]:
    missing = "missing or " if any(argument.required for argument in method.function.arguments) else ""
    found = [(Code("ArgumentError"), f"an argument is {missing}of the wrong kind; nothing was sent.")]
    if method.operation.entry.retry == "ambiguous":
        unknown = "the request may have been carried out, but no response arrived; it was not repeated."
        found.append((Code("OutcomeUnknownError"), unknown))
    rejected = "the API returned an error; see `sinch.core.exceptions` for the classes by status."
    return [*found, (exception, rejected)]


def _example(method: MethodDef, examples: Examples) -> list[str]:
    code = examples.call(method)
    if method.operation.entry.paging is not None:
        return [f">>> for item in {code}:", "...     print(item)"]
    return [f">>> {code}"]

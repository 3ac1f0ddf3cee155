"""Modules: the files of a product's domain as they are first written."""

import re
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

from codegen.bundle import Json
from codegen.formatting import ruff
from codegen.printable import WIDTH, docstring, plain
from codegen.render import environment
from codegen.scaffold.annotations import Imports, statements
from codegen.scaffold.examples import Examples
from codegen.scaffold.layout import DomainDef, ResourceDef
from codegen.scaffold.methods import MethodText, method_text
from codegen.text import Code, Text

_SORTED = (
    *("--fix", "--select", "F401,I001"),
    *("--config", 'lint.isort.known-first-party = ["sinch", "sinch_api"]'),
)
_EXAMPLES_TOO = ("--config", "format.docstring-code-format = true")
_ONE_LINE = WIDTH - 14
_AT_RUN_TIME = frozenset({"UNSET"})

_MODULE_NAMES = frozenset(
    {"operations", "service", "cached_property", "TYPE_CHECKING", "annotations", "ClassVar", "ServiceDefinition"}
)


@dataclass
class Writer:
    """Writes the modules of one product; `document` is its spec as it came, corrected."""

    domain: DomainDef
    document: Json

    def files(self) -> dict[str, str]:
        """Return all modules of the domain, formatted."""
        domain = self.domain
        files = {"__init__.py": self._rendered("__init__.py")}
        for resource in domain.all:
            files[f"{resource.attribute}.py"] = self._resource(resource)
        if domain.events_class is not None:
            for name in ("sinch_events/__init__.py", "sinch_events/handler.py"):
                files[name] = self._rendered(name)
        return formatted(files)

    def methods(self, resource: ResourceDef, imports: Imports) -> list[MethodText]:
        """Return the methods of a class as they are written, each formatted on its own."""
        examples = Examples(self.document)
        return [method_text(method, imports, examples, self.domain.exception) for method in resource.methods]

    def property(self, resource: ResourceDef) -> Code:
        """Return the property of the product that makes a resource."""
        name, description = resource.class_name, docstring(_headed("", self._description(resource)), 8)
        return Code(
            f"    @cached_property\n    def {resource.attribute}(self) -> {name}:\n        {description}\n"
            f"        from sinch.domains.{self.domain.package}.{resource.attribute} import {name}\n\n"
            f"        return {name}(self)"
        )

    def _description(self, resource: ResourceDef) -> str:
        """Return how the spec describes a tag."""
        for tag in self.document.get("tags", []):
            if tag.get("name") == resource.tag and tag.get("description"):
                return plain(str(tag["description"]))
        return f"Operations tagged {plain(resource.tag)}."

    def _resource(self, resource: ResourceDef) -> str:
        domain, is_root = self.domain, resource is self.domain.root
        taken = {resource.class_name, *_MODULE_NAMES}
        if is_root:
            taken |= {str(each.class_name) for each in domain.resources}
            taken |= {str(domain.events_class)} if domain.events_class else set()
        imports = Imports(domain.package, taken=frozenset(taken), methods=frozenset(m.name for m in resource.methods))
        methods = self.methods(resource, imports)
        described = f"The {domain.title} API." if is_root else self._description(resource)
        place = f"client.{domain.package}" + ("" if is_root else f".{resource.attribute}")
        words = resource.attribute.replace("_", " ").capitalize()
        subject = f"{domain.title}: the resources of the API." if is_root else _headed(f"{words}: ", described)
        at_run_time = {name: home for name, home in imports.needed.items() if home[1] in _AT_RUN_TIME}
        return self._rendered(
            "resource.py",
            base=Code("Product" if is_root else "Resource"),
            class_name=resource.class_name,
            subject=Text(subject.partition("\n")[0]),
            description=Text(_headed(f"`{place}`: ", described)),
            resources=domain.resources if is_root else [],
            events_class=domain.events_class if is_root else None,
            service=domain.services[0],
            property=self.property,
            methods=[method.source for method in methods],
            runtime_imports=statements(at_run_time),
            checked_imports=statements({k: v for k, v in imports.needed.items() if k not in at_run_time}),
        )

    def _rendered(self, name: str, **values: object) -> str:
        domain, root = self.domain, self.domain.root
        context: dict[str, object] = {
            "package": domain.package,
            "class_name": root.class_name,
            "events_class": domain.events_class,
            "event": domain.event,
            "exports_subject": Text(
                f"The {domain.title} API: `client.{domain.package}`, or `{root.class_name}(sinch_client)`. "
                "Its models can be imported here."
            ),
            "events_subject": Text(f"{domain.title} events: verify and read what Sinch posts."),
        }
        return environment().get_template(f"domain/{name}.jinja").render({**context, **values})


def formatted(files: dict[str, str], *, examples: bool = True) -> dict[str, str]:
    """Return modules sorted and formatted like the domains, the examples in their docstrings too."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8", newline="\n")
        ruff("check", _SORTED, root)
        ruff("format", _EXAMPLES_TOO if examples else (), root)
        return {name: (root / name).read_bytes().decode("utf-8") for name in files}


def _headed(heading: str, text: str) -> str:
    """Return a text under a heading whose first sentence has a line of its own, as docstrings do."""
    first, stop, rest = text.partition(". ")
    first = heading + (_low(first) if heading else first) + stop.strip()
    if len(first) > _ONE_LINE:
        return f"{heading}{textwrap.shorten(text, _ONE_LINE - len(heading), placeholder=' ...')}\n\n{text}"
    return f"{first}\n\n{rest}".strip()


def _low(text: str) -> str:
    """Return a sentence as it goes on after a colon: `Send messages.` becomes `send messages.`."""
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if re.fullmatch(r"[A-Z][a-z]+", first) and first != "Sinch" else text

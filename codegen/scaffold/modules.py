"""Modules: the files of a product's domain, or of a version, as they are first written."""

import re
import tempfile
import textwrap
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codegen.formatting import ruff
from codegen.printable import WIDTH, docstring, plain
from codegen.render import environment
from codegen.scaffold.annotations import Imports, statements
from codegen.scaffold.examples import Examples
from codegen.scaffold.layout import DomainDef, PackageDef, ResourceDef
from codegen.scaffold.methods import MethodText, method_text
from codegen.text import Code, Text

_SORTED = (
    *("--fix", "--select", "F401,I001"),
    *("--config", 'lint.isort.known-first-party = ["sinch", "sinch_api"]'),
)
_EXAMPLES_TOO = ("--config", "format.docstring-code-format = true")
_ONE_LINE = WIDTH - 14

_MODULE_NAMES = frozenset(
    {"operations", "service", "cached_property", "TYPE_CHECKING", "annotations", "ClassVar", "ServiceDefinition"}
)


@dataclass
class Writer:
    """Writes the modules of one folder: those of a product, or of a version of its API."""

    domain: DomainDef

    @property
    def is_product(self) -> bool:
        return "." not in self.domain.place

    def files(self) -> dict[str, str]:
        """Return all modules of the domain, formatted."""
        domain = self.domain
        files = {"__init__.py": self._rendered("__init__.py")}
        for resource in domain.all:
            files[f"{resource.module}.py"] = self._resource(resource)
        if domain.events_class is not None:
            for name in ("sinch_events/__init__.py", "sinch_events/handler.py"):
                files[name] = self._rendered(name)
        return formatted(files)

    def methods(self, resource: ResourceDef, imports: Imports) -> list[MethodText]:
        """Return the methods of a class as they are written, each formatted on its own."""
        examples = {package.name: Examples(package.document) for package in self.domain.packages}
        return [
            method_text(method, imports, examples[method.package.name], self.domain.exception)
            for method in resource.methods
        ]

    def property(self, owner: ResourceDef, resource: ResourceDef) -> Code:
        """Return the property of a class that makes one of its resources."""
        name, description = resource.class_name, docstring(_headed("", self._description(resource)), 8)
        product = "self" if owner is self.domain.root and self.is_product else "self._product"
        return Code(
            f"    @cached_property\n    def {resource.attribute}(self) -> {name}:\n        {description}\n"
            f"        from {self.domain.module}.{resource.module} import {name}\n\n"
            f"        return {name}({product})"
        )

    def _description(self, resource: ResourceDef) -> str:
        """Return how the spec describes a tag."""
        if not resource.methods:
            return f"What {self.domain.title} has under {' '.join(resource.path).replace('_', ' ')}."
        for tag in resource.methods[0].package.document.get("tags", []):
            if tag.get("name") == resource.tag and tag.get("description"):
                return plain(str(tag["description"]))
        return f"Operations tagged {plain(resource.tag)}."

    def _resource(self, resource: ResourceDef) -> str:
        domain, is_root = self.domain, resource is self.domain.root
        taken = {resource.class_name, *_MODULE_NAMES, *(each.class_name for each in resource.resources)}
        if is_root and domain.events_class:
            taken.add(domain.events_class)
        imports = Imports(taken=frozenset(taken), methods=frozenset(m.name for m in resource.methods))
        methods = self.methods(resource, imports)
        described = f"The {domain.title} API." if is_root else self._description(resource)
        place = ".".join(("client", domain.place, *resource.path))
        words = resource.module.replace("_", " ").capitalize()
        subject = f"{domain.title}: the resources of the API." if is_root else _headed(f"{words}: ", described)
        return self._rendered(
            "resource.py",
            base=Code("Product" if is_root and self.is_product else "Resource"),
            class_name=resource.class_name,
            subject=Text(subject.partition("\n")[0]),
            description=Text(_headed(f"`{place}`: ", described)),
            resources=resource.resources,
            events_class=domain.events_class if is_root else None,
            service=domain.service,
            property=partial(self.property, resource),
            methods=[method.source for method in methods],
            runtime_imports=statements(imports.at_run_time()),
            checked_imports=statements(imports.for_checkers()),
        )

    def _rendered(self, name: str, **values: object) -> str:
        domain, root = self.domain, self.domain.root
        models = _further_models(domain.packages)
        exported = [
            root.class_name,
            *([domain.events_class] if domain.events_class else []),
            *(each for _, each in models),
        ]
        context: dict[str, object] = {
            "home": domain.module,
            "place": domain.place,
            "package": Code(domain.packages[0].name) if domain.packages else None,
            "further_models": models,
            "exports": Code(", ".join(f'"{each}"' for each in sorted(exported))),
            "root": root.module,
            "class_name": root.class_name,
            "events_class": domain.events_class,
            "events_package": Code(domain.events.name) if domain.events else None,
            "event": domain.events.event if domain.events else None,
            "exports_subject": Text(_exports(domain, str(root.class_name))),
            "events_subject": Text(f"{domain.title} events: verify and read what Sinch posts."),
        }
        return environment().get_template(f"domain/{name}.jinja").render({**context, **values})


def _further_models(packages: list[PackageDef]) -> list[tuple[Code, Code]]:
    """Return package and name of each model that only further packages have; the first that has one is asked for it."""
    seen = {name for package in packages[:1] for name in package.offers()}
    found = []
    for package in packages[1:]:
        found += [(Code(package.name), Code(name)) for name in package.offers() if name not in seen]
        seen.update(package.offers())
    return found


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


def _exports(domain: DomainDef, class_name: str) -> str:
    """Return what a package offers, in lines that are short enough for its twin too, whose class has a longer name."""
    width = WIDTH - len('"""Async"""')
    what = f"The {domain.title} API: `client.{domain.place}`"
    models = "Its models can be imported here." if domain.packages else "The models of each version are in its package."
    subject = f"{what}, or `{class_name}(client)`." if "." not in domain.place else f"{what}."
    if len(subject) > width:
        return f"{textwrap.shorten(what, width, placeholder=' ...')}.\n\n`{class_name}(client)` is it, too. {models}"
    return f"{subject} {models}" if len(f"{subject} {models}") <= width else f"{subject}\n\n{models}"


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

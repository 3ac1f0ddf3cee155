"""Methods: what those of a resource do, told from their bodies, and which calls their twins have to await."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from codegen.twins.resources import Does, Domains, Resource, decorators, is_name, is_property
from codegen.twins.sources import Source

_SENDING = ("_send", "_run")
_PAGING = "_page"
_INSIDE = ("_send", "_run", "_page", "_product", "_client", "execute", "execute_flow")
"""What methods of resources have of the core, which has two colours."""
_DATA = ("service", "definition", "configured_values")
"""What they have of it in one colour only."""
_MAY_DECORATE = {"overload", "deprecated", "override"}
"""Decorators that make no difference between a function and a coroutine function."""

Call = tuple[ast.Call, bool]
"""A call to be awaited, and whether that needs parentheses."""


@dataclass(frozen=True)
class _Use:
    """A method that is used in another one, as `self.name`."""

    function: ast.FunctionDef
    node: ast.Attribute
    ancestors: list[ast.AST]
    """What it stands in, from its parent up to the function."""


def classify(resource: Resource, domains: Domains) -> None:
    """Find out what each method does, for a resource whose base is classified already."""
    _check_body(resource)
    functions = [function for function in resource.functions() if not is_property(function)]
    resource.methods.update((function.name, Does.NOTHING) for function in functions)
    uses = _uses(resource)
    changed = True
    while changed:  # a method that calls one which sends does so too
        changed = False
        for use in uses:
            does = _does(resource, use.node.attr)
            if does is Does.NOTHING or resource.methods.get(use.function.name) is does:
                continue
            if is_property(use.function):
                raise resource.source.error(use.node, "a property cannot be awaited, so it must not send")
            if resource.methods[use.function.name] is not Does.NOTHING:
                raise resource.source.error(use.node, f"{use.function.name} both sends and pages")
            resource.methods[use.function.name] = does
            changed = True
    list(awaited(resource))  # what is wrong with a call explains more than what is wrong with the method
    _check_functions(resource)
    for function in resource.functions():
        _check_references(resource, function, domains)


def awaited(resource: Resource) -> Iterator[Call]:
    """Yield the calls of a resource that its twin awaits. Raises TwinError for other uses of methods that do I/O."""
    for use in _uses(resource):
        does = _does(resource, use.node.attr)
        if does is Does.NOTHING:
            continue
        source, name = resource.source, f"self.{use.node.attr}"
        call = use.ancestors[0]
        if not isinstance(call, ast.Call) or call.func is not use.node:
            raise source.error(use.node, f"{name} must be called where it is named")
        if does is Does.PAGES:
            if not isinstance(use.ancestors[1], ast.Return):
                raise source.error(use.node, f"what {name} gives may only be returned: a list is asked for later")
            continue
        if problem := obstacle(use.ancestors[1:-1]):
            raise source.error(use.node, f"{name} cannot be awaited inside {problem}")
        yield call, needs_parentheses(call, use.ancestors[1])


def obstacle(ancestors: list[ast.AST], comprehensions: int = 0) -> str | None:
    """Return what an expression stands in that cannot be awaited in.

    Args:
        ancestors: what it stands in, from the inside out.
        comprehensions: how many the twin puts around it; only one is possible before Python 3.11.

    """
    for node in ancestors:
        if isinstance(node, ast.Lambda):
            return "a lambda"
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return "a nested definition"
        if isinstance(node, ast.GeneratorExp):
            return "a generator"
        if isinstance(node, ast.JoinedStr):
            return "an f-string"
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp)):
            comprehensions += 1
    return "nested comprehensions" if comprehensions > 1 else None


def needs_parentheses(node: ast.AST, parent: ast.AST) -> bool:
    """Tell whether an awaited expression needs parentheses, since something of its result is used at once."""
    return (isinstance(parent, (ast.Attribute, ast.Subscript)) and parent.value is node) or (
        isinstance(parent, ast.Call) and parent.func is node
    )


def check_others(source: Source, resources: list[Resource]) -> None:
    """Make sure that what is not part of a resource does no I/O."""
    own = [resource.node for resource in resources]
    for statement in source.tree.body:
        if statement not in own:
            for node in ast.walk(statement):
                if isinstance(node, ast.Attribute) and node.attr in _INSIDE:
                    problem = f"{node.attr} is used outside of a class derived from Resource or Product"
                    raise source.error(node, problem)


def _does(resource: Resource, name: str) -> Does:
    if name in _SENDING:
        return Does.SENDS
    return Does.PAGES if name == _PAGING else resource.does(name) or Does.NOTHING


def _uses(resource: Resource) -> list[_Use]:
    found = []
    for function in resource.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and is_name(node.value, "self"):
                found.append(_Use(function, node, list(_ancestors(resource.source, node, function))))
    return found


def _ancestors(source: Source, node: ast.AST, top: ast.AST) -> Iterator[ast.AST]:
    while node is not top:
        node = source.parents[node]
        yield node


def _check_body(resource: Resource) -> None:
    names = {item.name for item in resource.functions()}
    for index, item in enumerate(resource.node.body):
        if isinstance(item, ast.FunctionDef):
            continue
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant) and isinstance(item.value.value, str):
            continue  # a docstring, of the class or of what stands above
        if isinstance(item, (ast.Assign, ast.AnnAssign)):
            if isinstance(item.value, ast.Name) and item.value.id in names:
                raise resource.source.error(item, f"a second name for {item.value.id} is not understood")
            continue
        if isinstance(item, ast.Pass) or (index == 0 and isinstance(item, ast.Expr)):
            continue
        raise resource.source.error(item, f"{type(item).__name__} in the body of {resource.name} is not understood")
    for node in ast.walk(resource.node):
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            raise resource.source.error(node, "a method that yields is not understood: return a list or a page")
        if isinstance(node, (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)):
            raise resource.source.error(node, "domains are written synchronously")


def _check_functions(resource: Resource) -> None:
    source = resource.source
    for function in resource.functions():
        does = resource.methods.get(function.name, Does.NOTHING)
        inherited = resource.base.does(function.name) if resource.base else None
        if inherited not in (None, does):
            raise source.error(function, f"{function.name} does not do what the one does that it overrides")
        pages = [node for node in ast.walk(function) if is_name(node, "Page")]
        returned = function.returns.value if isinstance(function.returns, ast.Subscript) else None
        if does is Does.PAGES and not is_name(returned, "Page"):
            raise source.error(function, f"{function.name} pages, so it must be annotated to return Page[...]")
        for page in pages:
            if does is not Does.PAGES or page is not returned:
                raise source.error(page, "Page is only understood as the return annotation of a method that pages")
        if does is Does.NOTHING:
            continue
        if function.name.startswith("__"):
            raise source.error(function, f"{function.name} is called by Python itself and cannot be awaited")
        if unknown := set(decorators(function)) - _MAY_DECORATE:
            raise source.error(function, f"what {', '.join(sorted(unknown))} makes of a coroutine is not known")


def _check_references(resource: Resource, function: ast.FunctionDef, domains: Domains) -> None:
    """Make sure that nothing leads out of the resource to something that may have two colours."""
    source = resource.source
    body = [node for statement in function.body for node in ast.walk(statement)]
    for node in body:
        parent = source.parents[node]
        if isinstance(node, ast.Attribute):
            _check_attribute(resource, node, parent)
        elif isinstance(node, ast.Name) and node.id == "self":
            attribute = isinstance(parent, ast.Attribute)
            if not attribute and not _makes_resource(source, parent, node, domains):
                raise source.error(node, "self is only understood in self.name, and to make a resource")
        elif isinstance(node, ast.Name) and domains.resource(source, node.id):
            if not isinstance(parent, ast.Call) or parent.func is not node or function.name not in resource.properties:
                raise source.error(node, f"{node.id} is only understood in a property that makes and returns one")
            if not _makes_resource(source, parent, None, domains) or not isinstance(source.parents[parent], ast.Return):
                raise source.error(node, f"{node.id} is only understood as return {node.id}(self)")
        elif is_name(node, "super"):
            outer = source.parents[parent]
            if not isinstance(outer, ast.Attribute) or outer.attr != function.name or _is_two_coloured(resource, outer):
                raise source.error(node, "super() is only understood to go on with a method that does no I/O")


def _check_attribute(resource: Resource, node: ast.Attribute, parent: ast.AST) -> None:
    source, name = resource.source, node.attr
    if not is_name(node.value, "self"):
        if name in _INSIDE:
            raise source.error(
                node, f"{ast.unparse(node)} is not understood: I/O goes through self._send and self._page"
            )
        return
    if name == "_product":
        reads = isinstance(parent, ast.Attribute) and parent.attr in _DATA
        if not reads and not (isinstance(parent, ast.Call) and parent.args == [node]):
            raise source.error(node, "self._product is only understood to make a resource, or to read its service")
    elif name in ("_client", "execute", "execute_flow"):
        raise source.error(node, f"self.{name} is not understood: I/O goes through self._send and self._page")
    elif resource.property(name) is not None:
        raise source.error(node, f"calls of another resource, {name}, are not understood")
    elif name not in (*_SENDING, _PAGING, *_DATA) and resource.does(name) is None and not resource.has(name):
        raise source.error(node, f"self.{name} is not known")


def _makes_resource(source: Source, call: ast.AST, argument: ast.AST | None, domains: Domains) -> bool:
    """Tell whether a call is `X(self)` or `X(self._product)` with a resource X."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or len(call.args) != 1 or call.keywords:
        return False
    given = call.args[0]
    handed_on = is_name(given, "self") or (isinstance(given, ast.Attribute) and ast.unparse(given) == "self._product")
    return handed_on and argument in (None, given) and domains.resource(source, call.func.id) is not None


def _is_two_coloured(resource: Resource, attribute: ast.Attribute) -> bool:
    return attribute.attr in _INSIDE or (resource.does(attribute.attr) or Does.NOTHING) is not Does.NOTHING

"""The scenarios of all products. A new public method needs one here:

1. In the module of its product, write a function that calls the method with every argument that makes sense together,
and asserts on the result: its class, and a field or two. Decorate it with `@scenario("product.resource.method")`. It
gets a client and the account; pass whatever must exist beforehand as props: `@scenario("...", group_id=group)`. 2.
`make cassettes ONLY=product.resource.method`, and read the cassette.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.recording.recorder import SCENARIOS

__all__ = ["SCENARIOS"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

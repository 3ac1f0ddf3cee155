"""Build the API that the templates print, from a normalised spec and what openapi-python-client parsed from it.

Types come from the parser; what it drops (constraints, null, defaults, extensions) is read from the spec.
"""

from codegen import parser
from codegen.building import checks
from codegen.building.operations import OperationBuilder
from codegen.building.schemas import SchemaBuilder, bases_first, given, limited
from codegen.bundle import Json
from codegen.definitions import AliasDef, ApiDef, EnumDef, ModelDef, UnionDef
from codegen.problems import Problems
from codegen.products import ProductFile


def build(spec: Json, product: ProductFile) -> ApiDef:
    """Return the API of a product; `spec` is in normal form."""
    return _ApiBuilder(spec, product).api()


class _ApiBuilder:
    def __init__(self, spec: Json, product: ProductFile) -> None:
        self._product = product
        self._replies: list[str] = spec.get("x-replies", [])
        self._parsed = parser.run(spec)
        self._schemas = SchemaBuilder(spec, self._parsed.schemas, product)

    def api(self) -> ApiDef:
        problems = Problems()
        definitions = self._schemas.definitions(problems)
        problems.finish()
        builder = OperationBuilder(self._schemas, self._product)
        operations = []
        for entry in self._parsed.operations:
            with problems.gathering():
                operations.append(builder.operation(*entry))
        problems.finish()
        checks.check_product_file(self._product, definitions, operations)
        checks.check_names(self._product, operations)
        replies = [definitions[name] for name in self._replies]
        checked = limited(operations, replies)
        for definition in definitions.values():
            if isinstance(definition, ModelDef) and definition.schema not in checked:
                for item in definition.fields:
                    item.limits = {}
        # sorted by name, so that a new schema or operation does not move existing ones
        ordered = sorted(definitions.values(), key=lambda definition: definition.name)
        return ApiDef(
            models=bases_first(item for item in ordered if isinstance(item, ModelDef)),
            enums=[item for item in ordered if isinstance(item, EnumDef)],
            unions=[item for item in ordered if isinstance(item, UnionDef)],
            aliases=[item for item in ordered if isinstance(item, AliasDef)],
            params=given(operations, replies),
            operations=operations,
        )

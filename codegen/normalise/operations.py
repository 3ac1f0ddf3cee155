"""Operations: parameters, bodies and responses inlined, and inherited values written into each operation."""

from codegen import naming
from codegen.bundle import Json, join, resolve
from codegen.normalise.schemas import SchemaNormaliser
from codegen.normalise.terms import FORM, JSON, METHODS, Schema, SpecError, operation_id
from codegen.problems import Problems

STYLES = {"path": ("simple",), "query": ("form", "deepObject"), "header": ("simple",)}
_NOT_PARAMETERS = ("accept", "authorization", "content-type")
"""Headers that OpenAPI describes elsewhere, so that parameters of these names have no meaning."""


class OperationNormaliser:
    """Normalises the operations of a document; inline schemas become components."""

    def __init__(self, document: Json, schemas: SchemaNormaliser, problems: Problems) -> None:
        self._document = document
        self._schemas = schemas
        self._problems = problems

    def path_item(self, item: Json, path: str) -> Json:
        """Return the operations of a path, by method."""
        operations = {}
        for method in METHODS:
            if method in item:
                with self._problems.gathering():
                    operations[method] = self._operation(item[method], item, path, method, join("/paths", path, method))
        return operations

    def _operation(self, operation: Json, item: Json, path: str, method: str, at: str) -> Json:
        name = naming.pascal(operation_id(path, method, operation))
        result = {key: operation[key] for key in ("tags", "summary", "description", "deprecated") if key in operation}
        result["operationId"] = operation_id(path, method, operation)
        if servers := operation.get("servers") or item.get("servers"):
            result["x-servers"] = [server["url"] for server in servers]
        result["x-authenticated"] = operation.get("security", self._document.get("security")) != []
        if security := operation.get("security"):
            result["x-security"] = [scheme for way in security for scheme in way]
        result["parameters"] = self._parameters(operation.get("parameters", []), item.get("parameters", []), at, name)
        if "requestBody" in operation:
            with self._problems.gathering():
                result["requestBody"] = self._request_body(operation["requestBody"], join(at, "requestBody"), name)
        result["responses"] = self._responses(operation.get("responses", {}), join(at, "responses"), name)
        return result

    def _request_body(self, node: Json, at: str, name: str) -> Json:
        body = self._follow(node)
        schema = self._schema(body, at, f"{name}Request", (FORM,))
        if schema is None:
            raise SpecError(f"{at}: has no schema")
        essences = [essence_of(media_type) for media_type in body["content"]]
        sent = JSON if JSON in essences else next(filter(is_json, essences), FORM)
        encoding = body["content"].get(FORM, {}).get("encoding") if sent == FORM else None
        if encoding:
            raise SpecError(f"{at}: the encoding of {', '.join(encoding)} is not supported")
        result = {"required": body.get("required", False), "content": {JSON: {"schema": schema}}}
        return {**result, "x-media-type": sent}

    def _responses(self, responses: Json, at: str, name: str) -> Json:
        """Return the responses by status; those with equal inline schemas share one component."""
        found: dict[str, Json] = {}
        seen: list[tuple[Json, Json]] = []
        for status in sorted(responses):
            response = self._follow(responses[status])
            content = response.get("content", {})
            equal = next((form for other, form in seen if other == content), None)
            if equal is None:
                is_first = status.startswith("2") and not any(other.startswith("2") for other in found)
                suffix = "Response" if is_first else f"Response{status.capitalize()}"
                schema = None
                with self._problems.gathering():
                    schema = self._schema(response, join(at, status), name + suffix)
                equal = {"description": "", **({} if schema is None else {"content": {JSON: {"schema": schema}}})}
                seen.append((content, equal))
            found[status] = equal
        return {status: found[status] for status in responses}

    def _schema(self, holder: Json, at: str, name: str, beside_json: tuple[str, ...] = ()) -> Schema | None:
        """Return the normal form of the one schema shared by all media types of a body or response."""
        content = holder.get("content", {})
        for media_type in content:
            essence = essence_of(media_type)
            if not is_json(essence) and essence not in beside_json:
                raise SpecError(f"{at}: {media_type} is not JSON")
        schemas = {media_type: media.get("schema") for media_type, media in content.items()}
        first = next(iter(schemas), "")
        for media_type, schema in schemas.items():
            if schema != schemas[first]:
                raise SpecError(f"{at}: {media_type} has a different schema from {first}")
        if schemas.get(first) is None:
            return None
        return self._schemas.shape(schemas[first], name, join(at, "content", first, "schema"))

    def _parameters(self, own: list[Json], shared: list[Json], at: str, name: str) -> list[Json]:
        merged: dict[tuple[str, str], Json] = {}
        for entries in (shared, own):
            for entry in entries:
                parameter = self._follow(entry)
                merged[parameter["in"], parameter["name"]] = parameter
        result = []
        for (where, wire), parameter in merged.items():
            if where != "header" or wire.lower() not in _NOT_PARAMETERS:
                with self._problems.gathering():
                    result.append(self._parameter(parameter, at, name))
        return result

    def _parameter(self, parameter: Json, at: str, name: str) -> Json:
        where, wire = parameter["in"], parameter["name"]
        at = f"{at}: parameter {wire}"
        if where not in STYLES:
            raise SpecError(f"{at}: {where} parameters are not supported")
        style = parameter.get("style", STYLES[where][0])
        if style not in STYLES[where]:
            raise SpecError(f"{at}: style {style} is not supported")
        if "schema" not in parameter or parameter.get("allowReserved") or parameter.get("allowEmptyValue"):
            raise SpecError(f"{at}: needs a schema, and neither allowReserved nor allowEmptyValue")
        result = {key: parameter[key] for key in ("name", "in", "description", "deprecated") if key in parameter}
        result["required"] = parameter.get("required", False)
        result["explode"] = parameter.get("explode", where == "query")
        if style == "deepObject":
            result["x-deep"] = True
        result["schema"] = self._schemas.shape(parameter["schema"], name + naming.pascal(wire), f"{at}/schema")
        return result

    def _follow(self, node: Json) -> Json:
        while "$ref" in node:
            node = resolve(self._document, node["$ref"].removeprefix("#"))
        return node


def essence_of(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.split(";")[0].strip()


def is_json(essence: str) -> bool:
    return essence == JSON or essence.endswith("+json")

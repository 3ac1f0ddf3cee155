"""Operations: parameters, bodies and responses inlined, and inherited values written into each operation."""

from codegen import naming
from codegen.bundle import Json, join, resolve
from codegen.normalise.schemas import SchemaNormaliser
from codegen.normalise.terms import METHODS, Schema, SpecError


class OperationNormaliser:
    """Normalises the operations of a document; inline schemas become components."""

    def __init__(self, document: Json, schemas: SchemaNormaliser) -> None:
        self._document = document
        self._schemas = schemas

    def path_item(self, item: Json, path: str) -> Json:
        """Return the operations of a path, by method."""
        at = join("/paths", path)
        _reject_servers(item, at)
        shared = item.get("parameters", [])
        return {method: self._operation(item[method], shared, join(at, method)) for method in METHODS if method in item}

    def _operation(self, operation: Json, shared: list[Json], at: str) -> Json:
        if not operation.get("operationId"):
            raise SpecError(f"{at}: has no operationId")
        _reject_servers(operation, at)
        name = naming.pascal(operation["operationId"])
        result = {
            key: operation[key]
            for key in ("operationId", "tags", "summary", "description", "deprecated")
            if key in operation
        }
        result["x-authenticated"] = operation.get("security", self._document.get("security")) != []
        result["parameters"] = self._parameters(operation.get("parameters", []), shared, at, name)
        if "requestBody" in operation:
            result["requestBody"] = self._request_body(operation["requestBody"], join(at, "requestBody"), name)
            if any(parameter["in"] == "query" and parameter["name"] == "body" for parameter in result["parameters"]):
                raise SpecError(f"{at}: a query parameter is named body, beside a request body")
        result["responses"] = {
            status: self._response(status, response, join(at, "responses", status), name)
            for status, response in operation.get("responses", {}).items()
        }
        return result

    def _request_body(self, node: Json, at: str, name: str) -> Json:
        body = self._follow(node)
        schema = self._json_schema(body, at, f"{name}Request")
        if schema is None:
            raise SpecError(f"{at}: has no schema")
        return {"required": body.get("required", False), "content": {"application/json": {"schema": schema}}}

    def _response(self, status: str, node: Json, at: str, name: str) -> Json:
        suffix = "Response" if status.startswith("2") else f"Response{status.capitalize()}"
        schema = self._json_schema(self._follow(node), at, name + suffix)
        return {
            "description": "",
            **({} if schema is None else {"content": {"application/json": {"schema": schema}}}),
        }

    def _json_schema(self, holder: Json, at: str, name: str) -> Schema | None:
        """Return the normal form of the one schema shared by all media types of a body or response."""
        content = holder.get("content", {})
        for media_type in content:
            essence = media_type.split(";")[0].strip()
            if essence != "application/json" and not essence.endswith("+json"):
                raise SpecError(f"{at}: {media_type} is not JSON; a correction in the product file can remove it")
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
        return [self._parameter(parameter, at, name) for parameter in merged.values()]

    def _parameter(self, parameter: Json, at: str, name: str) -> Json:
        where, wire = parameter["in"], parameter["name"]
        at = f"{at}: parameter {wire}"
        if where not in ("path", "query"):
            raise SpecError(f"{at}: {where} parameters are not supported")
        style = "form" if where == "query" else "simple"
        if parameter.get("style", style) != style:
            raise SpecError(f"{at}: style {parameter['style']} is not supported")
        if "schema" not in parameter or parameter.get("allowReserved") or parameter.get("allowEmptyValue"):
            raise SpecError(f"{at}: needs a schema, and neither allowReserved nor allowEmptyValue")
        result = {key: parameter[key] for key in ("name", "in", "description", "deprecated") if key in parameter}
        result["required"] = parameter.get("required", False)
        result["explode"] = parameter.get("explode", where == "query")
        result["schema"] = self._schemas.shape(parameter["schema"], name + naming.pascal(wire), f"{at}/schema")
        return result

    def _follow(self, node: Json) -> Json:
        while "$ref" in node:
            node = resolve(self._document, node["$ref"].removeprefix("#"))
        return node


def _reject_servers(holder: Json, at: str) -> None:
    if "servers" in holder:
        raise SpecError(f"{at}: has its own servers, but a product has one host")

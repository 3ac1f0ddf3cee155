"""Words: the documentation of a field or schema, from its description and its constraints in the spec."""

import re
from typing import Any

from codegen.normalise.terms import Schema
from codegen.text import Text

_FORMATS = {
    "uri": "A URI",
    "uuid": "A UUID",
    "email": "An e-mail address",
    "hex": "Hexadecimal",
    "byte": "Base64",
    "decimal": "A decimal number",
    "date": "A date",
    "local-date-time": "A date-time without a zone, which means UTC",
}


def schema(data: Schema) -> Text:
    """Return the description of a named schema."""
    deprecated = "\n\nDeprecated." if data.get("deprecated") else ""
    return Text(f"{_sentence(data.get('description', ''))}{deprecated}".strip())


def field(data: Schema, fallback: Text) -> Text:
    """Return the description of a property or parameter, or else of its type, and its constraints as sentences."""
    description = _sentence(data.get("description", "")) or str(fallback.value)
    parts = [description] if description else []
    parts += [f"{fact}." for fact in _facts(data) if not _says(description, fact)]
    return Text(" ".join(parts))


def _facts(data: Schema) -> list[str]:
    ranges = [
        _range(data, "minItems", "maxItems", "items"),
        _range(data, "minLength", "maxLength", "characters"),
        _range(data, "minimum", "maximum", ""),
        _range(data, "minProperties", "maxProperties", "keys"),
    ]
    facts = [fact.strip() for fact in ranges]
    if "exclusiveMinimum" in data:
        facts.append(f"More than {data['exclusiveMinimum']}")
    if "exclusiveMaximum" in data:
        facts.append(f"Less than {data['exclusiveMaximum']}")
    if "multipleOf" in data:
        facts.append(f"A multiple of {data['multipleOf']}")
    if data.get("uniqueItems"):
        facts.append("Items must be unique")
    if "pattern" in data:
        facts.append(f"Must match `{data['pattern']}`")
    facts.append(_FORMATS.get(data.get("x-format", ""), ""))
    if data.get("contentEncoding") == "base64":
        facts.append("Base64")
    if "x-values" in data:
        facts.append(f"One of {', '.join(map(_value, data['x-values']))}")
    if "const" in data:
        facts.append(f"Always {_value(data['const'])}")
    elif "x-default" in data:
        facts.append(f"Default {_value(data['x-default'])}")
    if data.get("x-nullable"):
        facts.append("May be None")
    if data.get("readOnly"):
        facts.append("Read only")
    if data.get("writeOnly"):
        facts.append("Write only")
    if data.get("deprecated"):
        facts.append("Deprecated")
    return [fact for fact in facts if fact]


def _range(data: Schema, low: str, high: str, unit: str) -> str:
    least, most = data.get(low), data.get(high)
    if least is not None and most is not None:
        return f"{least} to {most} {unit}" if least != most else f"Exactly {least} {_plural(least, unit)}"
    if most is not None:
        return f"At most {most} {_plural(most, unit)}"
    return f"At least {least} {_plural(least, unit)}" if least else ""


def _plural(count: Any, unit: str) -> str:
    return unit[:-1] if count == 1 else unit


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"`{value}`" if isinstance(value, str) else str(value)


def _says(description: str, fact: str) -> bool:
    """Return whether a description already contains the numbers or the keyword of a fact."""
    numbers = re.findall(r"\d+", fact)
    if fact.startswith("Default"):
        return "default" in description.lower()
    if fact.startswith("Must match"):
        return False
    if numbers:
        return all(re.search(rf"(?<!\d){number}(?!\d)", description) for number in numbers)
    return fact.split()[-1].lower() in description.lower()


def _sentence(text: str) -> str:
    text = text.strip()
    return f"{text}." if text and text[-1] not in ".!?:`|" else text

"""Names: how names of a spec become Python identifiers."""

import keyword
import re
import unicodedata

# Attributes that every model has: those of a dictionary, and its own.
MODEL_ATTRIBUTES = frozenset(
    {name for name in dir(dict) if not name.startswith("_")}
    | {
        "attribute_of",
        "dump",
        "field_of",
        "has",
        "http_response",
        "model_dump",
        "model_fields",
        "model_validate",
        "model_validate_json",
        "model_dump_json",
        "to_wire",
        "wrap",
    }
)

# Modules under the names that generated ones use. They are lower case, so classes never hide them.
MODULES = frozenset({"abc", "core", "decimal", "dt", "kinds", "models", "operations", "params", "t"})

# Types that annotations name: an attribute of that name would hide the type from the class body around it.
_TYPES = frozenset({"bool", "dict", "float", "int", "list", "str"})

# Reserved: keywords, what every model has, what class bodies and generated functions use.
RESERVED = frozenset(MODEL_ATTRIBUTES | MODULES | _TYPES | {"self", "cls", "field", "aliases"} | set(keyword.kwlist))

_WORD_STARTS = (
    re.compile(r"(?<=[a-z0-9])(?=[A-Z])"),  # regionCode -> region_code
    re.compile(r"(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])"),  # HTTPServer -> http_server, but channelIDs -> channel_ids
)


def snake(name: str) -> str:
    """Return the lower-case words of a name, joined by underscores; never empty, never starting with a digit."""
    text = _ascii(name)
    for start in _WORD_STARTS:
        text = start.sub("_", text)
    text = "_".join(re.findall(r"[a-z0-9]+", text.lower()))
    return text if text and not text[0].isdigit() else f"field_{text}".rstrip("_")


def attribute(name: str) -> str:
    """Return the name of an attribute or argument: snake case, with an underscore after reserved names."""
    text = snake(name)
    return f"{text}_" if text in RESERVED else text


def function(name: str) -> str:
    """Return the name of the function of an operation: that of an attribute that hides no module beside it."""
    text = attribute(name)
    return f"{text}_" if text == "service" else text


def pascal(name: str) -> str:
    """Return a class name: the words of a name, each with a capital, their other letters as they are."""
    words = re.findall(r"[A-Za-z0-9]+", _ascii(name))
    text = "".join(word[0].upper() + word[1:] for word in words)
    text = text if text and not text[0].isdigit() else f"Schema{text}"
    return f"{text}_" if keyword.iskeyword(text) else text


def is_identifier(name: str) -> bool:
    """Return whether a name given by hand can be used unchanged."""
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def _ascii(name: str) -> str:
    """Spell a name with ASCII characters only; characters without a base letter become their code point."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(
        char if char.isascii() else f"_u{ord(char):x}_" for char in decomposed if not unicodedata.combining(char)
    )

"""The version of the SDK, the same as in pyproject.toml."""

VERSION = "3.0.0.dev0"

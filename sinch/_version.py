"""The version of the SDK, the same as in pyproject.toml."""

__version__ = "3.0.0.dev0"

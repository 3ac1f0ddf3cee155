"""Spec diff."""
def describe(base: str) -> str:
    return ""

"""Scaffold a product: a first products file and first modules of its domain from a spec, for a person to edit.

What exists is never overwritten: what a spec has changed since then is shown as a patch.
"""

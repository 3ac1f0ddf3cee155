"""The products: the documented method names and field names over the generated operations."""

"""The code generator: reads the specs and writes the low-level clients."""

"""The benchmark: this SDK beside the published one and beside the floor, which is the same work with urllib3 and json."""

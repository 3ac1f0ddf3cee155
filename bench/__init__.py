"""The benchmark: this SDK beside the published one and the floor, the same work with urllib3 and json."""

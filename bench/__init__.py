"""The benchmark: this SDK compared with the published one and the floor, the same work done with urllib3 and json."""

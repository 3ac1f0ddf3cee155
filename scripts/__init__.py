"""Tools for maintainers of this repository, run by hand or by make; they are not part of the wheel."""

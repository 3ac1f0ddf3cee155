"""Tools for those who maintain this repository, run by hand or by make; the wheel leaves them out."""

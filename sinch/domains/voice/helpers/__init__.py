"""Helpers: functions that make the dictionaries which methods of Voice take, by version of the API."""

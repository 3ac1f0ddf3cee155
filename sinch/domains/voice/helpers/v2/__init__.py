"""Helpers of Voice v2: functions that make destinations, call behaviours and commands."""

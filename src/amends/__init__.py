"""Amends, the library: values in, values out. No Django, no network, no clock."""

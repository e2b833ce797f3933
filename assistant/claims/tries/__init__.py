"""Counting wrong codes, for numbers that exist and for those that do not alike."""

"""Registers of companies into portraits: read, checked row by row, merged field by field, published at once."""

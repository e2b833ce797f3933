"""Registers of complaints and lawsuits read from what other systems export, checked row by row."""

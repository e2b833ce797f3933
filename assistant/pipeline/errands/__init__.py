"""Errands that take several turns: looking up an application, reporting what may be a malicious claim."""

"""What surrounds every request: identity, limits, headers, and the strict reading of bodies."""

"""What the service remembers: sessions and their turns, committed before they are acknowledged."""

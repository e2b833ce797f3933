"""Where complaints concentrate: over time, by trade and trader, around a person, and how similar cases ended. Read-only."""

"""A company against the measures in force: what it can claim, what it just misses, and what data is lacking."""

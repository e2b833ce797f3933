"""公示: what is about to be paid, and objections to it."""

"""行刑衔接: what is handed to another authority, step by step, and the joint list in which each sees what concerns it."""

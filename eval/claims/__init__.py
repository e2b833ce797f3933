"""Are the people behind many complaints found, and ordinary people left alone? Made registers whose truth is known."""

"""What a measure asks of a company and what it gives: fields, conditions, awards, and the matching of many with many."""

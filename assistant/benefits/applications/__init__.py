"""申报 and 即申即享: forms, the six steps, the desk, urging."""

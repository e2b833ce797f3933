"""Tables of strangers row by row, CSV and Excel, and the file of what could not be taken; for registers of any kind."""

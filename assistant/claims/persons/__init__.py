"""Who may be behind complaints, as an officer sees it: what speaks for and against, side by side, names masked."""

"""Files that show what happened: taken in unchanged, scanned, kept by digest, given out as attachments only."""

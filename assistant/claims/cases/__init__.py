"""Cases that people decide: two sign-offs, reasons, expiry, appeal, and a history in which every row holds the digest of the one before."""

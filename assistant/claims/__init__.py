"""Malicious professional claims: reports of them, who may be behind them, decisions that people make, and the hand-over to other authorities."""

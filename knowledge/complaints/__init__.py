"""Complaints, reports and lawsuits against traders as registers hold them, who may be behind them, and what speaks for and against it."""

"""From match to money: applications, payment runs, publicity, urging, credit check, proactive push."""

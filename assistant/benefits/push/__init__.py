"""政策上门: who a new measure suits, notices, opting out."""

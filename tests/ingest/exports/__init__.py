"""The 39 departments, played: guides as Word, Excel, PDF and web pages, in layouts that no reader was written for."""

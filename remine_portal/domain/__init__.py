"""The rules and words of the trade, in plain Python."""

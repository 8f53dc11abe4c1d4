"""Parts of `onrecord.extract.positions` and `conditions`: stances, whose, about what, and on what they hang."""

"""Parts of `onrecord.extract.times` and `events`: what time expressions mean, and whether an event happened."""

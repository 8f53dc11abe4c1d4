"""Parts of `onrecord.extract.coreference` and `speakers`: names, nouns, roles and places, and what pronouns mean."""

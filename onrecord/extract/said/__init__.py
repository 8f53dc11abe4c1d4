"""Parts of `onrecord.extract.statements`: who said what."""

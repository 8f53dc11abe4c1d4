"""Gold of our own: who each source of forty articles is. See tests/gold/speakers/README.md."""

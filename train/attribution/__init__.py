"""The recipe of the attribution tagger's weights. See README.md."""

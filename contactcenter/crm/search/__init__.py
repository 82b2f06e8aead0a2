"""Finding people and words: one index over customers, one over what was said and written."""

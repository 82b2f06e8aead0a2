"""Products from a file, known by their code."""

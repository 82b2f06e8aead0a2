"""Orders from a file: several rows are the lines of one order."""

"""Calls that were promised for a time: tasks of the kind `callback`, kept by whoever is there."""

"""Calls that we place: the agent first, then the customer; and calls made elsewhere, written down by hand."""

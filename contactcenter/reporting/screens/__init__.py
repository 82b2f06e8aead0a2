"""Screens on the wall: figures without a person's session, by a link that can be ended."""

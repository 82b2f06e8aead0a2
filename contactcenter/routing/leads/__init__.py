"""Leads: where they come from, who gets them, and what becomes of them."""

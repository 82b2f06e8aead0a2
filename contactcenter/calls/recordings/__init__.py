"""Recordings: fetched from the provider durably, checked, kept once, played under permission."""
